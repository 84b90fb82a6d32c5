"""All words piiscan looks for, in one automaton: which kinds a word is of, and where the words stand in a text."""

from __future__ import annotations

import re
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import NamedTuple

from piiscan.data import names, rows
from piiscan.detect.engine import Engine, WordHit, build_engine
from piiscan.detect.fold import Folder
from piiscan.errors import DataError


def _first(row: list[str]) -> Iterable[str]:
    return row[:1]


class WordList(NamedTuple):
    """A source of words: the file under ``data/``, and what kinds and words a row of it gives."""

    file: str
    kinds: Callable[[list[str]], Iterable[str]]
    words: Callable[[list[str]], Iterable[str]] = _first


def municipality_names(row: list[str]) -> Iterator[str]:
    """The ways a municipality is written: as it is, with its county, city and ward alone; ケ as が and ノ as の too."""
    _, _, county, name = row
    city, found, ward = name.partition("市")
    parts = (city + found, ward) if found and ward.endswith("区") else ()
    for each in {name, county + name, *parts}:
        yield each
        for signs, other in (("ヶケ", "が"), ("ノ", "の"), ("之", "の")):
            for sign in signs:
                if sign in each:
                    yield each.replace(sign, other)


# Family of a kind -> which list of hits it goes to. Everything that is neither a name nor a place is a cue.
NAME_KINDS = ("SURNAME", "SURNAME_A", "SURNAME_B", "SURNAME_C")
PLACE_KINDS = ("PREFECTURE", "MUNICIPALITY")
LATIN = "LATIN"
"""The kind of every word in ASCII letters: it counts only where no letter continues it."""

# The lists a word goes to, as one small number: the kinds are too many for fast arithmetic (measured: half the time).
_CUE, _NAME, _PLACE, _LATIN = 1, 2, 4, 8

WORD_LISTS = (
    WordList("surnames.tsv", lambda row: ("SURNAME", f"SURNAME_{row[1]}")),
    WordList("prefectures.txt", lambda _: ("PREFECTURE",)),
    WordList("municipalities.tsv", lambda _: ("MUNICIPALITY",), municipality_names),
)

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_.\-]+")


class WordKinds:
    """Every kind a word can be of, as bits that are the same in every lexicon: the kinds of the cue files and ours."""

    def __init__(self) -> None:
        cues = {kind for name in names("cues") for row in rows(name) for kind in row[1].split(",")}
        self._bits = {kind: 1 << n for n, kind in enumerate(sorted(cues | {*NAME_KINDS, *PLACE_KINDS, LATIN}))}

    def bits(self, *kinds: str) -> int:
        """The bits of ``kinds`` together; raises DataError for a kind that no list has."""
        try:
            return reduce(or_, (self._bits[kind] for kind in kinds), 0)
        except KeyError as error:
            raise DataError(f"no word list has the kind {error}") from None

    def names(self, mask: int) -> list[str]:
        """The kinds in ``mask``, sorted."""
        return [kind for kind, bit in self._bits.items() if mask & bit]


class Words(NamedTuple):
    """Distinct words, ascending, with the kinds of each: ``combinations[choice[n]]`` are those of ``words[n]``."""

    words: list[str]
    choice: array[int]
    combinations: list[tuple[str, ...]]


class Lexicon:
    """The words in an engine, with their kinds as bits of an integer."""

    def __init__(
        self, engine: Engine, kinds: WordKinds, choice: array[int], combinations: Sequence[Sequence[str]]
    ) -> None:
        self._engine = engine
        families = [(kinds.bits(*NAME_KINDS), _NAME), (kinds.bits(*PLACE_KINDS), _PLACE), (kinds.bits(LATIN), _LATIN)]
        known = reduce(or_, (bits for bits, _ in families))
        infos = []
        for combination in combinations:
            mask = kinds.bits(*combination)
            sorts = sum(sort for bits, sort in families if mask & bits) + (_CUE if mask & ~known else 0)
            infos.append((sorts, mask))
        self._infos = [infos[index] for index in choice]
        self._labels: dict[str, int] = {}

    def hits(self, text: str) -> tuple[list[WordHit], list[WordHit], list[WordHit]]:
        """Cues, names and places in the folded ``text``, as (start, end, kinds)."""
        cues: list[WordHit] = []
        named: list[WordHit] = []
        placed: list[WordHit] = []
        infos = self._infos
        for start, end, word in self._engine.hits(text):
            sorts, mask = infos[word]
            if sorts == _NAME:  # more than eight of ten hits in Japanese text
                named.append((start, end, mask))
                continue
            if sorts & _LATIN and not _stands_alone(text, start, end):
                continue
            if sorts & _NAME:
                named.append((start, end, mask))
            if sorts & _PLACE:
                placed.append((start, end, mask))
            if sorts & _CUE:
                cues.append((start, end, mask))
        return cues, named, placed

    def label_kinds(self, label: str, folder: Folder) -> int:
        """The kinds of the cues in ``label`` (a column header, key or caption, as extracted)."""
        found = self._labels.get(label)
        if found is None:
            words = _CAMEL.sub(" ", folder.fold(label).text)
            found = longest_kinds(self.hits(f"{words}\n{words.lower()}")[0])
            if len(self._labels) < 10_000:
                self._labels[label] = found
        return found


def longest_kinds(hits: Iterable[WordHit]) -> int:
    """The kinds of ``hits`` together, without words inside a longer one: 被保険者番号 is no 保険者番号."""
    kinds = reach = 0
    for _, end, mask in sorted(hits, key=lambda hit: (hit[0], -hit[1])):
        if end > reach:
            reach = end
            kinds |= mask
    return kinds


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no ASCII letter continues the word, camelCase borders excepted."""
    before = text[start - 1] if start else " "
    if before.isascii() and before.isalpha() and not (before.islower() and text[start].isupper()):
        return False
    after = text[end] if end < len(text) else " "
    return not (after.isascii() and after.isalpha()) or (after.isupper() and text[end - 1].islower())


def read_words(folder: Folder, *, ascii_only: bool) -> Words:
    """Every word of the lists, folded; with ``ascii_only`` just those that can occur in ASCII text."""
    kinds_of: dict[str, set[str]] = {}
    lists = [WordList(name, lambda row: row[1].split(",")) for name in names("cues")]
    if not ascii_only:
        lists += WORD_LISTS
    for source in lists:
        for row in rows(source.file):
            for word in (spelling for given in source.words(row) for spelling in _spellings(given, folder)):
                if word and (not ascii_only or word.isascii()):
                    kinds = kinds_of.setdefault(word, set())
                    kinds.update(source.kinds(row))
                    if word.isascii() and any(map(str.isalpha, word)):
                        kinds.add(LATIN)
    words = sorted(kinds_of)
    combinations = sorted({tuple(sorted(kinds)) for kinds in kinds_of.values()})
    index = {kinds: n for n, kinds in enumerate(combinations)}
    return Words(words, array("H", [index[tuple(sorted(kinds_of[word]))] for word in words]), combinations)


def _spellings(word: str, folder: Folder) -> Iterator[str]:
    """``word`` folded; one in ASCII letters also in lower, upper and title case."""
    folded = folder.fold(word).text
    yield folded
    if folded.isascii():
        yield from (folded.lower(), folded.upper(), folded.title(), folded.capitalize())


def build_lexicon(words: Words, kinds: WordKinds) -> Lexicon:
    """A lexicon whose engine is built now."""
    return Lexicon(build_engine(words.words), kinds, words.choice, words.combinations)
