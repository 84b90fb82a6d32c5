"""Surnames and given names by commonness, loaded at run time from the lists that exist."""

import csv
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.textgen.vocabulary import words

DATA = Path(__file__).resolve().parents[2] / "src" / "piiscan" / "data"
# A folder with wide lists (surface, readings, sources), where somebody has one.
# Without it the product's own lists serve; they hold no reading for each spelling, so a person's kana and kanji
# then do not belong together. None carries population figures: the most frequent surnames are general knowledge.
FOLDER_VARIABLE = "PIISCAN_NAME_LISTS"
WIDE_FILES = {"surname": "surnames_permissive.tsv", "given": "given_names_permissive.tsv"}
OWN_FILES = {"surname": ("surnames.tsv", "surname_readings.tsv"), "given": ("given_names.tsv", "given_readings.tsv")}
GROUPS = ("frequent", "common", "known", "rare", "odd", "single", "ambiguous")


@dataclass(frozen=True, slots=True)
class Entry:
    """One spelling with its first reading; `gender` is m, f, fm or empty."""

    surface: str
    reading: str
    gender: str


@dataclass(frozen=True, slots=True)
class Lists:
    """The spellings by group: frequent, common, known, rare, ambiguous."""

    groups: dict[str, tuple[Entry, ...]]


@cache
def load(kind: str) -> Lists:
    """Returns the groups of `surname` or `given`."""
    groups: dict[str, list[Entry]] = {name: [] for name in GROUPS}
    folder = _folder()
    for entry, group in _own(kind) if folder is None else _wide(kind, folder):
        groups[group].append(entry)
        if kind == "surname":
            _sort_in(groups, entry, group)
    return Lists({name: tuple(entries) for name, entries in groups.items()})


def _sort_in(groups: dict[str, list[Entry]], entry: Entry, group: str) -> None:
    if entry.surface in words("ambiguous_surname") and group != "odd":
        groups["ambiguous"].append(entry)
    if entry.surface in words("frequent_surname"):
        groups["frequent"].append(entry)
    if len(entry.surface) == 1 and group in ("common", "known"):
        groups["single"].append(entry)


def _folder() -> Path | None:
    given = os.environ.get(FOLDER_VARIABLE)
    return Path(given) if given else None


def _wide(kind: str, folder: Path) -> Iterator[tuple[Entry, str]]:
    with (folder / WIDE_FILES[kind]).open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE):
            surface, reading = row["surface"], row["readings"].split(",")[0]
            if reading and _usable(surface, kind):
                yield Entry(surface, reading, row.get("gender") or ""), _group(surface, set(row["sources"]))


def _group(surface: str, sources: set[str]) -> str:
    """Returns the group by the lists that hold the name, in the order of the product's tiers."""
    if not _has_kanji(surface):
        return "rare"
    if {"G", "U"} <= sources:
        return "common"
    if "J" in sources:
        return "known"
    return "rare" if sources & {"U", "I"} else "odd"


def _own(kind: str) -> Iterator[tuple[Entry, str]]:
    print(f"no wide lists ({FOLDER_VARIABLE}): kana and kanji of a name will not belong together", file=sys.stderr)
    names, readings = (_rows(DATA / name) for name in OWN_FILES[kind])
    sounds = [row[0] for row in readings]
    for number, (surface, tier, *_) in enumerate(names):
        if _usable(surface, kind):
            group = {"A": ("common", "known")[number % 2], "B": "rare"}.get(tier, "odd")
            yield Entry(surface, sounds[number * 7919 % len(sounds)], ""), group


def _rows(path: Path) -> list[list[str]]:
    return [line.split("\t") for line in path.read_text("utf-8").splitlines() if not line.startswith("#")]


def _usable(surface: str, kind: str) -> bool:
    if not 1 <= len(surface) <= 4 or not all(_japanese(char) for char in surface):
        return False
    return _has_kanji(surface) or (kind == "given" and len(surface) > 1)


def _japanese(char: str) -> bool:
    return "\u3041" <= char <= "\u30fe" or "\u3400" <= char <= "\u9fff" or char == "々" or char > "\U00020000"


def _has_kanji(surface: str) -> bool:
    return any("\u3400" <= char <= "\u9fff" for char in surface)
