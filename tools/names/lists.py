"""The lists the fit starts from, and what it asks about a listed name (summed up per name in the product's file)."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from math import log, log2
from pathlib import Path

from piiscan.data import lines, rows
from piiscan.detect.fold import Folder
from piiscan.detect.names.words import CLASSES, KnownWords, slots

BITS_PER_WORD = 12
PRICES = (150, 30, 140)
"""In tenths of a nat: cost of a known word without count, surcharge of a single character, cost of an unknown one."""
LEAST_COUNT = 2
LEAST_SEEN = 3
"""A word of text that was tagged less often says nothing by that: the product stores no weight of such words."""


def _is_usable(name: str, tier: str) -> bool:
    """Whether a given name is listed; those in hiragana of every tier are: there is no kanji to judge them by."""
    return len(name) <= 5 and (tier in "AB" or (all("ぁ" <= c <= "ゖ" for c in name) and len(name) > 1))


class Tiers:
    """Surnames and given names with their tier; only A and B: C costs 160,000 words and added nothing."""

    def __init__(self) -> None:
        self.surnames = {row[0]: row[1] for row in rows("surnames.tsv") if row[1] in "AB" and len(row[0]) <= 5}
        self.given = {row[0]: min(row[1], "B") for row in rows("given_names.tsv") if _is_usable(*row)}


def readings(folder_path: Path, name: str, folder: Folder) -> set[str]:
    """The hiragana readings of the names in tiers A and B of a trial list."""
    found = set()
    with (folder_path / name).open(encoding="utf-8") as file:
        for row in csv.DictReader(file, delimiter="\t"):
            if set(row["sources"]) & set("JUI"):
                found.update(reading for reading in row["readings"].split(",") if 2 <= len(reading) <= 7)
    return {folder.fold(reading).text for reading in found}


def word_classes(
    sudachi: Mapping[str, str], surname_readings: set[str], given_readings: set[str]
) -> dict[str, set[str]]:
    """The words of each class of the product's filters."""
    classes: dict[str, set[str]] = {letter: set() for letter in CLASSES}
    for word, letters in sudachi.items():
        if set(letters) & set("nvexyd"):
            classes["n"].add(word)
        kanji = "一" <= word[0] <= "鿿"
        for letter in letters:
            if letter in "lLop" or (kanji and letter in "sg"):
                classes[letter].add(word)
            elif letter in "xy":
                classes["x"].add(word)
            elif letter in "sg":
                classes["p"].add(word)
    for letter, name in (("s", "surnames.tsv"), ("g", "given_names.tsv")):
        classes[letter].update(row[0] for row in rows(name) if len(row[0]) > 1 and "一" <= row[0][0] <= "鿿")
    classes["S"] = surname_readings | set(lines("romaji_surnames.txt"))
    classes["G"] = given_readings | set(lines("romaji_given.txt"))
    return classes


def make_filter(words: Iterable[str]) -> bytes:
    """A Bloom filter of ``words``."""
    many = sorted(words)
    table = bytearray(len(many) * BITS_PER_WORD // 8 + 8)
    for word in many:
        for bit in slots(word, len(table) * 8):
            table[bit >> 3] |= 1 << (bit & 7)
    return bytes(table)


def word_costs(counts: Mapping[str, tuple[int, int]]) -> dict[str, int]:
    """The cost, in tenths of a nat, of each kanji word that was seen often enough as no name."""
    total = sum(named + other for named, other in counts.values())
    return {
        word: round(-10 * log(other / total))
        for word, (_, other) in sorted(counts.items())
        if other >= LEAST_COUNT and len(word) <= 7 and all("一" <= c <= "鿿" or c in "々ケカノ" for c in word)
    }


class ListKeys:
    """Keys for listed names; the product stores their sum per name and kind."""

    def __init__(self, tiers: Tiers, counts: Mapping[str, tuple[int, int]], words: KnownWords) -> None:
        self._tiers, self._counts, self._words = tiers, counts, words

    def surname(self, name: str, kind: str) -> list[str]:
        """Keys for a listed surname in a candidate of ``kind``."""
        size, full = len(name), kind != "s"
        keys = [f"S{name}", f"S{name}|{kind}", f"St{self._tiers.surnames[name]}{size}{kind}"]
        keys += [f"Sa{name[0]}{size}{full:d}", f"Sz{name[-1]}{size}{full:d}", f"Sf{self._frequency(name)}{kind}"]
        keys += [f"Sd{self._words.classes(name)}{kind}", f"Sg{name in self._tiers.given:d}{size}{kind}"]
        return [*keys, *(f"Sc{c}" for c in name)]

    def given(self, name: str, kind: str) -> list[str]:
        """Keys for a listed given name in a candidate of ``kind``."""
        size = len(name)
        keys = [f"G{name}", f"G{name}|{kind}", f"Gt{self._tiers.given[name]}{size}{kind}"]
        keys += [f"Ga{name[0]}{size}", f"Gz{name[-1]}{size}", f"Gx{name[-2:]}", f"Gf{self._frequency(name)}{kind}"]
        return [*keys, f"Gd{self._words.classes(name)}{kind}", *(f"Gc{c}" for c in name)]

    def word(self, word: str, kind: str) -> list[str]:
        """The key for how an unlisted word is tagged elsewhere; none for a word that was hardly seen."""
        return [f"Wf{self._frequency(word)}{kind}"] if sum(self._counts.get(word, (0, 0))) >= LEAST_SEEN else []

    def _frequency(self, name: str) -> str:
        if name not in self._counts:
            return "n"
        return "".join(str(min(4, int(log2(count + 1) / 2))) for count in self._counts[name])
