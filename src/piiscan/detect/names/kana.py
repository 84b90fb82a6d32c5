"""Candidates in kana and in Latin letters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from piiscan.detect.names.keys import (
    hiragana_keys,
    hiragana_pair_keys,
    hiragana_pair_word_keys,
    hiragana_word_keys,
    katakana_keys,
    katakana_word_keys,
    latin_keys,
    latin_word_keys,
    native_cut,
)
from piiscan.detect.names.scripts import (
    HIRAGANA_RUNS,
    KATAKANA_PART,
    KATAKANA_RUNS,
    LATIN_PART,
    LATIN_RUNS,
    REGNAL,
    class_of,
)
from piiscan.detect.names.words import KnownWords

LONGEST_LATIN = 6
LONGEST_READING = 6
_LONGEST_BEGINNING = 8
_ENDS = frozenset("E N S B O C , . : P A D".replace(" ", ""))
_PARTICLES = frozenset(["", *"はがのをにともやへでだじっ"])
"""What goes on behind a name: nothing, a particle, the copula."""
_HONORIFIC = ("さん", "くん", "ちゃん", "さま", "せんせい")


class Spelled(NamedTuple):
    """A candidate from ``start`` to ``end``, with what :func:`keys_of` needs."""

    start: int
    end: int
    kind: str
    parts: tuple[str, ...]
    beside: tuple[int, int] = (0, 0)


def keys_of(found: Spelled) -> list[str]:
    """The keys of the characters of ``found``."""
    if found.kind == "l":
        return latin_keys(found.parts[0], *found.beside)
    if found.kind == "h":
        return hiragana_keys(*found.parts)
    if found.kind == "H":
        return hiragana_pair_keys(found.parts[1])
    keys = katakana_keys(found.parts, found.kind)
    if found.beside != (0, 0):
        keys.append(f"ts{found.beside[0]}{found.beside[1]}")
    return keys


def word_keys_of(found: Spelled, words: KnownWords) -> list[str]:
    """The keys of what the dictionaries know of ``found``: dearer."""
    if found.kind == "l":
        return latin_word_keys(found.parts[0], *found.beside, words)
    if found.kind == "h":
        return hiragana_word_keys(found.parts[0], found.parts[1], words)
    if found.kind == "H":
        surname, given, rest = found.parts
        return hiragana_pair_word_keys(surname, given, rest, words)
    return katakana_word_keys(found.parts, found.kind, words)


def stands(found: Spelled, after: str, words: KnownWords) -> bool:
    """Whether the dictionaries let ``found`` be a candidate with the character ``after`` it, if any.

    Hiragana is a name only where it can be read as one.
    """
    if found.kind == "h":
        word, rest = found.parts
        if rest.startswith(_HONORIFIC) or native_cut(word, words) != "0":
            return True
        return not rest and len(word) <= LONGEST_READING and class_of(after) in _ENDS
    if found.kind == "H":
        return not found.parts[2] or "G" in words.classes(found.parts[1])
    return True


def every_spelled(text: str, words: KnownWords) -> Iterator[Spelled]:
    """Every candidate in kana or Latin letters in ``text``."""
    for runs, of_run, of_pair in (
        (KATAKANA_RUNS, katakana_of, katakana_pair),
        (HIRAGANA_RUNS, hiragana_of, hiragana_pairs),
        (LATIN_RUNS, latin_of, None),
    ):
        parts = runs.split(text)
        begin = 0
        for number in range(1, len(parts), 2):
            begin += len(parts[number - 1])
            found = of_run(parts[number])
            if of_pair is not None and may_go_on(parts[number + 1]):
                found = [*found, *of_pair(parts, number)]
            for each in found:
                placed = each._replace(start=begin + each.start, end=begin + each.end)
                if stands(placed, text[placed.end : placed.end + 1], words):
                    yield placed
            begin += len(parts[number])


def may_go_on(between: str) -> bool:
    """Whether a name may go on in, or behind, what stands between two runs: a space, or the number of a ruler."""
    return between == " " or "世" in between


def katakana_of(run: str) -> list[Spelled]:
    """A run of katakana joined by ・ or =, and its parts."""
    # Nine in ten are one word, and a look at a character is cheaper than a pattern.
    if run.isalpha():
        return [Spelled(0, len(run), "k", (run,))]
    return [Spelled(0, len(run), "k", tuple(KATAKANA_PART.findall(run))), *_pieces(run)]


def _pieces(run: str) -> Iterator[Spelled]:
    """The parts of a joined run, and neighbours of three or more."""
    spans = [m.span() for m in KATAKANA_PART.finditer(run)]
    many = min(len(spans), 4)
    if many < 2:
        return
    for number, (first, last) in enumerate(spans[:8]):
        if last - first >= 2:
            yield Spelled(first, last, "k", (run[first:last],), (1 + min(number, 2), many))
    if many >= 3:
        for number in range(min(len(spans) - 1, 8)):
            first, last = spans[number][0], spans[number + 1][1]
            parts = tuple(KATAKANA_PART.findall(run[first:last]))
            yield Spelled(first, last, "k", parts, (4 + min(number, 2), many))


def katakana_pair(parts: Sequence[str], number: int) -> Iterator[Spelled]:
    """A run with the number of a ruler behind it, or with a gap and another run; ``parts[number]`` is the run."""
    run, between = parts[number], parts[number + 1]
    ruler = REGNAL.match(between)
    if ruler:
        yield Spelled(0, len(run) + ruler.end(), "k", tuple(KATAKANA_PART.findall(run)), (9, 9))
    if between == " " and number + 2 < len(parts) and len(run) <= 8 and run.isalpha():
        second = parts[number + 2]
        if len(second) <= 8 and "・" not in second:
            yield Spelled(0, len(run) + 1 + len(second), "K", (run, second))


def hiragana_of(run: str) -> list[Spelled]:
    """The beginnings of a run of hiragana that may be readings: what goes on behind is a particle or an honorific."""
    return [
        Spelled(0, n, "h", (run[:n], run[n:]))
        for n in range(2, min(_LONGEST_BEGINNING, len(run)) + 1)
        if run[n : n + 1] in _PARTICLES or run.startswith(_HONORIFIC, n)
    ]


def hiragana_pairs(parts: Sequence[str], number: int) -> Iterator[Spelled]:
    """A run of hiragana, a gap, another one: surname and given name; ``parts[number]`` is the first run."""
    if parts[number + 1] != " " or number + 2 >= len(parts):
        return
    first, second = parts[number], parts[number + 2]
    if len(first) <= 7 and len(second) <= 7:
        for length in range(2, len(second) + 1):
            yield Spelled(0, len(first) + 1 + length, "H", (first, second[:length], second[length:]))


def latin_of(run: str) -> list[Spelled]:
    """Up to three capitalised words in a row."""
    spans = [m.span() for m in LATIN_PART.finditer(run)]
    many = len(spans)
    found = []
    for first in range(min(many, LONGEST_LATIN)):
        for last in range(first, min(first + 3, many)):
            begin, end = spans[first][0], spans[last][1]
            found.append(Spelled(begin, end, "l", (run[begin:end],), (first, many - 1 - last)))
    return found
