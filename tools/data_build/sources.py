"""Readers for the installed dictionary packages; each yields plain tuples."""

from __future__ import annotations

import csv
import importlib.util
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple


class Name(NamedTuple):
    """One person-name entry of one source."""

    surface: str
    kind: str  # 姓 or 名
    reading: str  # hiragana or katakana, may be empty
    source: str  # S sudachi, U unidic, I ipadic, J jpnd, G gimei


def package_folder(module: str) -> Path:
    """Return the folder an installed module lives in, without importing it."""
    spec = importlib.util.find_spec(module)
    if spec is None or spec.origin is None:
        raise SystemExit(f"{module} is not installed")
    return Path(spec.origin).parent


def sudachi_entries() -> list[tuple[str, tuple[str, ...], str]]:
    """Return (surface, part of speech, reading) of all 1.6 M SudachiDict entries."""
    import sudachipy  # only inside the build environment

    entries = sudachipy.Dictionary(dict="core").entries()
    return [(m.surface().strip(), tuple(m.part_of_speech()), m.reading_form()) for m in entries]


def sudachi_names(entries: list[tuple[str, tuple[str, ...], str]]) -> Iterator[Name]:
    """Yield the surname and given-name entries of SudachiDict."""
    for surface, pos, reading in entries:
        if pos[1:3] == ("固有名詞", "人名") and pos[3] in {"姓", "名"}:
            yield Name(surface, pos[3], reading, "S")


def mecab_features(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the word cost and the feature columns of every token of a MeCab ``sys.dic``, read without MeCab."""
    raw = path.read_bytes()  # 10 uint32 and 32 bytes of charset, then double array, tokens, features
    dsize, tsize, _ = struct.unpack_from("<3I", raw, 24)
    charset = raw[40:72].split(b"\0")[0].decode()
    tokens, features = 72 + dsize, 72 + dsize + tsize
    costs: dict[int, int] = {}  # by where the features stand: tokens may share them
    for _left, _right, _pos, cost, offset, _ in struct.iter_unpack("<HHHhII", raw[tokens:features]):
        costs[offset] = min(cost, costs.get(offset, cost))
    texts = (raw[features + at : raw.index(b"\0", features + at)].decode(charset) for at in costs)
    return zip(costs.values(), csv.reader(texts), strict=True)


def unidic_words() -> Iterator[tuple[str, list[str], str, int]]:
    """Yield (surface, feature columns, reading, cost) of unidic-lite."""
    for cost, row in mecab_features(package_folder("unidic_lite") / "dicdir" / "sys.dic"):
        if len(row) > 9:
            reading = row[6] if row[6] != "*" else row[9]  # lForm, else pron
            yield row[8].strip(), row, reading, cost


def ipadic_words() -> Iterator[tuple[str, list[str], str, int]]:
    """Yield (surface, feature columns, reading, cost) of ipadic."""
    for cost, row in mecab_features(package_folder("ipadic") / "dicdir" / "sys.dic"):
        yield row[6].strip(), row, row[7] if len(row) > 7 else "", cost


def mecab_names() -> Iterator[Name]:
    """Yield the surname and given-name entries of unidic-lite and ipadic."""
    for source, words in (("U", unidic_words()), ("I", ipadic_words())):
        for surface, row, reading, _ in words:
            if row[1] == "固有名詞" and row[2] == "人名" and row[3] in {"姓", "名"}:
                yield Name(surface, row[3], "" if reading == "*" else reading, source)


def jpnd_names() -> Iterator[Name]:
    """Yield the names of japanese-personal-name-dataset; its population column stays behind (its terms are unknown)."""
    folder = package_folder("japanese_personal_name_dataset") / "dataset"
    with (folder / "last_name_org.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.reader(file):
            yield Name(row[0].strip(), "姓", row[2].strip(), "J")
    for name in ("first_name_man_org.csv", "first_name_woman_org.csv"):
        with (folder / name).open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                yield from (Name(form.strip(), "名", row[0].strip(), "J") for form in row[2:] if form.strip())


def gimei_names() -> Iterator[Name]:
    """Yield the names of gimei."""
    import yaml  # gimei's own dependency

    path = package_folder("gimei") / "data" / "names.yml"
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    for row in data["last_name"]:
        yield Name(row[0], "姓", row[1], "G")
    for rows in data["first_name"].values():
        for row in rows:
            yield Name(row[0], "名", row[1], "G")
