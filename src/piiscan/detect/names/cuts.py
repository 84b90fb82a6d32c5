"""Where names can stand in a text: every candidate with its kind and parts, before anything is weighed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from piiscan.detect.names.by_letter import MOST_LETTERS
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import Block
from piiscan.detect.names.scripts import KANJI_RUN, is_kanji
from piiscan.detect.names.words import KnownWords

LONGEST_SURNAME = 5
LONGEST_GIVEN = 4
LONGEST_UNKNOWN = 3
LONGEST_WORD_BEFORE = 4
LONGEST_RUN = 24
"""A longer run of kanji is a title or a heap of characters."""
NUMERALS = frozenset("〇一二三四五六七八九十百千万")


class Cut(NamedTuple):
    """A candidate inside one run of kanji, ``run[start:end]``: surname plus given name (either may be empty)."""

    start: int
    end: int
    kind: str
    surname: str
    given: str


Piece = tuple[str, int, int, int, int, int]
"""Like a Cut, as cheap as can be: its kind, start, middle (where the given name begins), end, the rows of surname and
given name in their blocks (-1 for none)."""


def cut_of(run: str, piece: Piece) -> Cut:
    """The candidate that ``piece`` of ``run`` is."""
    kind, start, middle, end, _, _ = piece
    return Cut(start, end, kind, run[start:middle], run[middle:end] if kind != "w" else "")


class Pair(NamedTuple):
    """A name whose given name stands in the next run: from ``start`` in the first run to ``end`` in the text."""

    start: int
    end: int
    kind: str
    surname: str
    given: str
    rest: str
    """What follows the given name in its own run of kanji."""


def is_kana_start(name: str) -> bool:
    """Whether a given name is of kana, or goes on in kana behind its first kanji."""
    return "ぁ" <= name[1:2] <= "ー"


class NameLists:
    """The lists that candidates are made from."""

    def __init__(self, surnames: Block, given: Block, words: KnownWords, starts: Iterable[str] | None = None) -> None:
        """``starts``: the first two letters of given names in kana, where they are known (it takes 4 ms to look)."""
        self.words = words
        self.surnames = surnames.rows
        self.given = given.rows
        self._longest: Memory[str, int] = Memory(self._find_longest, MOST_LETTERS)
        self._blocks = (surnames, given)
        self.kana_starts = frozenset(
            [name[:2] for name in given.rows.words() if is_kana_start(name)] if starts is None else starts
        )

    def tiers(self, surname: str, given: str) -> str:
        """The tiers of both names, a dash for one that no list has."""
        surnames, names = self._blocks
        return _tier(surnames, surname) + _tier(names, given)

    def cuts(self, run: str) -> Iterator[Cut]:
        """The candidates inside a run of kanji."""
        for piece in self.pieces(run):
            if self.stands(run, piece):
                yield cut_of(run, piece)

    def pieces(self, run: str) -> list[Piece]:
        """What to ask :meth:`stands` about. A listed surname has no other reading, though 石田 could be 石 + 田.

        In the middle of a run stand only surnames of two kanji and more, with or without a listed given name: of all
        else there, nine in ten are pieces of words, and it was half of the work.
        """
        size = len(run)
        if size > LONGEST_RUN or NUMERALS.issuperset(run):
            return []
        found: list[Piece] = []
        self._with_surname(run, found)
        self._given_alone(run, found)
        # A listed name that is the whole run was found above.
        if 2 <= size <= LONGEST_SURNAME and not [1 for piece in found if not piece[1] and piece[3] == size]:
            found.append(("w", 0, 0, size, -1, -1))
        return found

    def _find_longest(self, letter: str) -> int:
        """How long the longest surname is that begins with ``letter``: most begin none, or none of three letters."""
        return max(map(len, self.surnames[letter]), default=0)

    def _with_surname(self, run: str, found: list[Piece]) -> None:
        """Add the surnames in ``run``, with what may be a given name behind them."""
        size = len(run)
        for start, letter in enumerate(run):
            surnames = self.surnames[letter]
            for middle in range(start + 1, min(start + self._longest[letter], size) + 1):
                row = surnames.get(run[start:middle])
                if row is not None:
                    if middle > start + 1 or not start or middle == size:
                        found.append(("s", start, middle, middle, row, -1))
                    if middle < size:
                        self._full_names(run, start, middle, row, found)

    def _given_alone(self, run: str, found: list[Piece]) -> None:
        """Add the given names that begin or end ``run``."""
        size = len(run)
        surnames, names = self.surnames[run[0]], self.given[run[0]]
        for end in range(2, min(LONGEST_SURNAME, size) + 1):
            row = names.get(run[:end])
            if row is not None and run[:end] not in surnames:
                found.append(("g", 0, 0, end, -1, row))
        for start in range(size - 2, max(0, size - LONGEST_SURNAME - 1), -1):
            row = self.given[run[start]].get(run[start:])
            if row is not None and run[start:] not in self.surnames[run[start]]:
                found.append(("g", start, start, size, -1, row))

    def stands(self, run: str, piece: Piece) -> bool:
        """Whether the dictionaries let ``piece`` of ``run`` be a candidate: dearer than to find it."""
        if piece[0] == "w":
            return not self.words.is_word[run]
        start = piece[1]
        return not start or self._can_begin(run, start)

    def _can_begin(self, run: str, start: int) -> bool:
        """Whether a word can end at ``start``: most places inside a run are the middle of one."""
        is_word = self.words.is_word
        if start == 1:
            return is_word[run[0]]
        return any(
            map(is_word.__getitem__, [run[n:start] for n in range(max(0, start - LONGEST_WORD_BEFORE), start - 1)])
        )

    def _full_names(self, run: str, start: int, middle: int, row: int, found: list[Piece]) -> None:
        """Add the surname ``run[start:middle]`` with what may be a given name behind it.

        A surname of one kanji takes an unknown given name only where both are the whole run: 中央 is not 中 + 央.
        """
        size, short = len(run), middle - start == 1
        last = min(middle + LONGEST_GIVEN, size)
        # A surname of one kanji inside the run is one only where the given name ends the run.
        ends = range(middle + 1 if not (short and start) else size, last + 1)
        surnames, names = self.surnames[run[start]], self.given[run[middle]]
        for end in ends:
            listed = names.get(run[middle:end])
            if listed is not None:
                piece = ("f", start, middle, end, row, listed)
            elif end - middle <= LONGEST_UNKNOWN and (
                (not start and end == size) if short else (not start or end == size)
            ):
                piece = ("u", start, middle, end, row, -1)
            else:
                continue
            if run[start:end] not in surnames:
                found.append(piece)

    def tails(self, run: str) -> list[tuple[int, str]]:
        """The surnames that end a run of kanji, with their starts."""
        size = len(run)
        return [(n, run[n:]) for n in range(max(0, size - LONGEST_SURNAME), size) if self.surnames.has(run[n:])]

    def goes_on(self, text: str, run: str, end: int) -> bool:
        """Whether a given name in kana may stand at, or across, the end of ``run``, which ends at ``end``."""
        if text[end - 1 : end + 1] in self.kana_starts:
            return True
        return text[end : end + 2] in self.kana_starts and (self.surnames.has(run[-2:]) or self.surnames.has(run))

    def kana_given(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """Names whose given name is, or ends, in the kana right behind the run of kanji that ends at ``end``."""
        if text[end : end + 2] in self.kana_starts:
            for stop in range(end + 2, end + 6):
                name = text[end:stop]
                if len(name) == stop - end and self.given.has(name):
                    for start, surname in self.tails(run):
                        yield Pair(start, stop, "m", surname, name, "")
        yield from self._half_kana(text, run, end)

    def _half_kana(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """Names whose given name begins in the run of kanji and ends in kana: 青田ゆう子 is none, 青田美ゆき is."""
        cut = len(run) - 1
        if text[end - 1 : end + 1] not in self.kana_starts:
            return
        for stop in range(end + 1, end + 4):
            name = run[cut:] + text[end:stop]
            if len(name) != stop - end + 1 or not self.given.has(name):
                continue
            yield Pair(cut, stop, "g", "", name, "")
            for start in range(max(0, cut - 3), cut):
                if self.surnames.has(run[start:cut]):
                    yield Pair(start, stop, "m", run[start:cut], name, "")

    def pairs(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """Names with a gap at ``end``, behind the run of kanji: 山田 太郎, 東山 みどり, 井 上 誠."""
        names = list(self._given_at(text, end + 1))
        if names:
            tails = self.tails(run)
            for start, surname in tails:
                for stop, kind, name, rest in names:
                    yield Pair(start, stop, kind, surname, name, rest)
            if len(run) <= 3 and not self.surnames.has(run):
                for stop, kind, name, rest in names:
                    if kind == "F" and not rest:
                        yield Pair(0, stop, "X", run, name, "")
        if len(run) == 1:
            yield from self._spaced(text, run, end)

    def _given_at(self, text: str, start: int) -> Iterator[tuple[int, str, str, str]]:
        """Given names at ``start``: end, kind F or U, the name, the rest of its run."""
        match = KANJI_RUN.match(text, start)
        run = match.group() if match else ""
        for size in range(1, min(LONGEST_GIVEN, len(run)) + 1):
            name = run[:size]
            if self.given.has(name):
                yield start + size, "F", name, run[size:]
            elif size <= LONGEST_UNKNOWN:
                yield start + size, "U", name, run[size:]
        if text[start : start + 2] in self.kana_starts:
            for stop in range(start + 2, start + 6):
                name = text[start:stop]
                if len(name) == stop - start and self.given.has(name) and not all(map(is_kanji, name)):
                    yield stop, "F", name, ""

    def _spaced(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """A name written with a gap after every character: three to six single kanji."""
        begin = end - 1
        gap = text[end]
        if begin >= 2 and text[begin - 1] == gap and is_kanji(text[begin - 2]):
            return
        letters, stop = run, end
        while len(letters) < 7 and text[stop : stop + 1] == gap and is_kanji(text[stop + 1 : stop + 2] or " "):
            letters += text[stop + 1]
            stop += 2
        if not 3 <= len(letters) <= 6 or is_kanji(text[stop : stop + 1] or " "):
            return
        for size in (2, 1, 3):
            if self.surnames.has(letters[:size]) and self.given.has(letters[size:]):
                yield Pair(0, stop, "Z", letters[:size], letters[size:], "")
                return


def _tier(block: Block, name: str) -> str:
    row = block.rows.find(name)
    return "-" if row is None else "A" if block.values[row * len(block.columns)] else "B"
