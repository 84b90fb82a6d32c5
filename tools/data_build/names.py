"""Person names: kanji surfaces with a tier, kana readings with a count, katakana foreign names."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from data_build.fold import Folder, hiragana
from data_build.sources import Name

KANJI = "一-鿿々〆㐀-䶿𠀀-𲎯"
SURNAME = re.compile(f"(?=.*[{KANJI}])[{KANJI}ぁ-ゖァ-ヺー]{{1,5}}")
GIVEN = re.compile(f"[{KANJI}ぁ-ゖァ-ヺーゝゞヽヾ]{{1,5}}")
KATAKANA = re.compile("[ァ-ヺー]+")
READING = re.compile("[ぁ-ゖ][ぁ-ゖー]*")
# Reading marks such as ゐ, ゑ and the archaic づ-for-ず stay as they are: they are written that way in フリガナ.

Sources = dict[str, set[str]]


def gather(names: Iterable[Name], fold: Folder) -> tuple[dict[str, Sources], dict[str, dict[str, set[str]]]]:
    """Return, for 姓 and 名: folded surface -> source letters, and reading -> folded kanji surfaces."""
    surfaces: dict[str, Sources] = {"姓": defaultdict(set), "名": defaultdict(set)}
    readings: dict[str, dict[str, set[str]]] = {"姓": defaultdict(set), "名": defaultdict(set)}
    for name in names:
        surface = fold(name.surface)
        surfaces[name.kind][surface].add(name.source)
        reading = hiragana(name.reading)
        if READING.fullmatch(reading) and SURNAME.fullmatch(surface):
            readings[name.kind][reading].add(surface)
    return surfaces, readings


def surname_tier(sources: AbstractSet[str]) -> str:
    """Return A for jpnd, B for unidic or ipadic, else C (precision .96, .84, .64 before a tier A given name)."""
    if "J" in sources:
        return "A"
    return "B" if sources & {"U", "I"} else "C"


def given_tier(sources: AbstractSet[str]) -> str:
    """Return A for unidic or ipadic, B for jpnd and sudachi together, C for one of them alone (or gimei)."""
    if sources & {"U", "I"}:
        return "A"
    return "B" if {"J", "S"} <= sources else "C"


def surname_rows(surfaces: Sources) -> dict[str, str]:
    """Return the kanji surnames with their tier."""
    return {s: surname_tier(found) for s, found in surfaces.items() if SURNAME.fullmatch(s)}


def given_rows(surfaces: Sources, readings: AbstractSet[str]) -> dict[str, str]:
    """Return kanji and native kana given names with their tier; katakana only where a kanji name is read so."""
    rows = {}
    for surface, sources in surfaces.items():
        if not GIVEN.fullmatch(surface) or surface[0] in "ー々ゝゞヽヾ":
            continue
        if KATAKANA.fullmatch(surface) and hiragana(surface) not in readings:
            continue
        rows[surface] = given_tier(sources)
    return rows


def reading_rows(readings: dict[str, set[str]]) -> list[str]:
    """Return "reading TAB number of kanji names read so", the number capped at 9."""
    return [f"{reading}\t{min(9, len(kanji))}" for reading, kanji in readings.items()]


def foreign(entries: Iterable[tuple[str, tuple[str, ...], str]], native: AbstractSet[str]) -> tuple[set[str], set[str]]:
    """Return the katakana names that no native name is read like: the clear ones, and those that are words as well."""
    found: set[str] = set()
    other: set[str] = set()
    for surface, pos, _ in entries:
        if pos[1:3] == ("固有名詞", "人名"):
            found.update(part for part in re.split("[・=＝゠]", surface) if KATAKANA.fullmatch(part))
        elif pos[1] == "普通名詞" or pos[3] == "国":
            other.add(surface)
    found = {
        name for name in found if 2 <= len(name) <= 12 and name[0] not in "ーンッ" and hiragana(name) not in native
    }
    return found - other, found & other
