"""Telephone prefixes and bank codes."""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterable

from data_build.sources import package_folder

# phonenumbers-jp (data of 2023) calls 060 "FMC"; the ministry gave it to mobile phones on 2024-12-20.
MOBILE_060 = {"f": 3, "m": 4, "l": 11, "t": "携帯"}


def phone_rows() -> list[str]:
    """Return "prefix TAB area length TAB local length TAB total length TAB type TAB area" of every prefix."""
    path = package_folder("phonenumbers_jp") / "_data.py"
    spec = importlib.util.spec_from_file_location("phonenumbers_jp._data", path)
    if spec is None or spec.loader is None:
        raise SystemExit("phonenumbers-jp holds no _data.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    prefixes = {**module.PREFIXES, "060": MOBILE_060}
    return [
        "\t".join("" if x is None else str(x) for x in (p, d["f"], d["m"], d["l"], d["t"], d.get("a")))
        for p, d in prefixes.items()
    ]


def ranges(codes: Iterable[str]) -> str:
    """Return sorted codes as "001-005,007"."""
    runs: list[list[str]] = []
    for code in sorted(codes):
        if runs and int(code) == int(runs[-1][1]) + 1:
            runs[-1][1] = code
        else:
            runs.append([code, code])
    return ",".join(first if first == last else f"{first}-{last}" for first, last in runs)


def bank_rows() -> list[str]:
    """Return "bank code TAB ranges of branch codes"; names stay behind (their provenance is weak)."""
    folder = package_folder("zengin_code") / "source-data" / "data"
    banks = json.loads((folder / "banks.json").read_text(encoding="utf-8"))
    rows = []
    for code in banks:
        branches = json.loads((folder / "branches" / f"{code}.json").read_text(encoding="utf-8"))
        rows.append(f"{code}\t{ranges(branches)}")
    return rows
