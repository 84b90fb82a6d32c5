"""Candidates in kana and in Latin letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.names.keys import hiragana_keys, hiragana_pair_keys, katakana_keys, latin_keys, native_cut
from piiscan.detect.names.scripts import (
    HIRAGANA_RUN,
    KATAKANA_PART,
    KATAKANA_RUN,
    LATIN_PART,
    LATIN_RUN,
    REGNAL,
    class_of,
)
from piiscan.detect.names.words import KnownWords

LONGEST_LATIN = 6
LONGEST_READING = 6
MEMORY = 40_000
_ENDS = frozenset("E N S B O C , . : P A D".replace(" ", ""))
_PARTICLES = frozenset(["", *"はがのをにともやへでだじっ"])
"""What goes on behind a name: nothing, a particle, the copula."""
_NUMERALS = frozenset("0123456789一二三四五六七八九十")
_HONORIFIC = ("さん", "くん", "ちゃん", "さま", "せんせい")


class Spelled(NamedTuple):
    """A candidate from ``start`` to ``end``, with what :func:`keys_of` needs."""

    start: int
    end: int
    kind: str
    parts: tuple[str, ...]
    beside: tuple[int, int] = (0, 0)


def keys_of(found: Spelled, words: KnownWords) -> list[str]:
    """The keys of the inside of ``found``."""
    if found.kind == "l":
        return latin_keys(found.parts[0], *found.beside, words)
    if found.kind == "h":
        return hiragana_keys(found.parts[0], found.parts[1], words)
    if found.kind == "H":
        surname, given, rest = found.parts
        return hiragana_pair_keys(surname, given, rest, words)
    keys = katakana_keys(list(found.parts), found.kind, words)
    if found.beside != (0, 0):
        keys.append(f"ts{found.beside[0]}{found.beside[1]}")
    return keys


def in_katakana(text: str) -> Iterator[Spelled]:
    """Runs of katakana joined by ・ or =, their parts, with a number of a ruler, with a gap."""
    for match in KATAKANA_RUN.finditer(text):
        start, end, run = match.start(), match.end(), match.group()
        # Nine in ten are one word, and a look at a character is cheaper than a pattern.
        parts = (run,) if run.isalpha() else tuple(KATAKANA_PART.findall(run))
        yield Spelled(start, end, "k", parts)
        if len(parts) > 1:
            yield from _pieces(text, start, run)
        after = text[end : end + 1]
        ruler = REGNAL.match(text, end) if after in _NUMERALS else None
        if ruler:
            yield Spelled(start, ruler.end(), "k", parts, (9, 9))
        if len(parts) == 1 and len(run) <= 8 and after == " ":
            second = KATAKANA_RUN.match(text, end + 1)
            if second and second.end() - end <= 9 and "・" not in second.group():
                yield Spelled(start, second.end(), "K", (run, second.group()))


def _pieces(text: str, start: int, run: str) -> Iterator[Spelled]:
    """The parts of a joined run, and neighbours of three or more."""
    spans = [(start + m.start(), start + m.end()) for m in KATAKANA_PART.finditer(run)]
    many = min(len(spans), 4)
    for number, (first, last) in enumerate(spans[:8]):
        if last - first >= 2:
            yield Spelled(first, last, "k", (text[first:last],), (1 + min(number, 2), many))
    if many >= 3:
        for number in range(min(len(spans) - 1, 8)):
            first, last = spans[number][0], spans[number + 1][1]
            parts = tuple(KATAKANA_PART.findall(text[first:last]))
            yield Spelled(first, last, "k", parts, (4 + min(number, 2), many))


def in_hiragana(text: str, words: KnownWords, memory: dict[str, list[int]]) -> Iterator[Spelled]:
    """Readings at the start of a run of hiragana, and pairs of runs. ``memory`` keeps what was found out about runs."""
    for match in HIRAGANA_RUN.finditer(text):
        start, run = match.start(), match.group()
        after = text[match.end() : match.end() + 1]
        lengths = memory.get(run)
        if lengths is None:
            if len(memory) >= MEMORY:
                memory.clear()
            lengths = memory[run] = _readings(run, words)
        if len(run) <= LONGEST_READING and len(run) not in lengths and class_of(after) in _ENDS:
            lengths = [*lengths, len(run)]
        for length in lengths:
            yield Spelled(start, start + length, "h", (run[:length], run[length:]))
        if len(run) <= 7 and after == " ":
            yield from _pairs(text, match, words)


def _readings(run: str, words: KnownWords) -> list[int]:
    """The lengths of the beginnings of ``run`` that are readings, or that an honorific follows."""
    lengths = range(2, min(8, len(run)) + 1)
    return [
        n
        for n in lengths
        if run.startswith(_HONORIFIC, n) or (run[n : n + 1] in _PARTICLES and native_cut(run[:n], words) != "0")
    ]


def _pairs(text: str, first: re.Match[str], words: KnownWords) -> Iterator[Spelled]:
    """A run of hiragana, a gap, another one: surname and given name."""
    second = HIRAGANA_RUN.match(text, first.end() + 1)
    if second and len(second.group()) <= 7:
        name = second.group()
        for length in range(2, len(name) + 1):
            if length == len(name) or "G" in words.classes(name[:length]):
                stop = second.start() + length
                yield Spelled(first.start(), stop, "H", (first.group(), name[:length], name[length:]))


def in_latin(text: str) -> Iterator[Spelled]:
    """Up to three capitalised words in a row."""
    for match in LATIN_RUN.finditer(text):
        start = match.start()
        spans = [(start + m.start(), start + m.end()) for m in LATIN_PART.finditer(match.group())]
        many = len(spans)
        for first in range(min(many, LONGEST_LATIN)):
            for last in range(first, min(first + 3, many)):
                begin, end = spans[first][0], spans[last][1]
                yield Spelled(begin, end, "l", (text[begin:end],), (first, many - 1 - last))
