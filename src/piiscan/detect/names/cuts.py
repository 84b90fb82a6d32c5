"""Where names can stand in a text: every candidate with its kind and parts, before anything is weighed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.names.model import Block
from piiscan.detect.names.scripts import KANJI_RUN, is_kanji

LONGEST_SURNAME = 5
LONGEST_GIVEN = 4


class Cut(NamedTuple):
    """A candidate inside one run of kanji, ``run[start:end]``: surname plus given name (either may be empty)."""

    start: int
    end: int
    kind: str
    surname: str
    given: str


class Pair(NamedTuple):
    """A name whose given name stands in the next run: from ``start`` in the first run to ``end`` in the text."""

    start: int
    end: int
    kind: str
    surname: str
    given: str
    rest: str
    """What follows the given name in its own run of kanji."""


class NameLists:
    """The lists that candidates are made from."""

    def __init__(self, surnames: Block, given: Block) -> None:
        self.surnames = surnames.index
        self.given = given.index
        self._first = (surnames, given)
        self._kana_starts = {word[:2] for word in given.index if not all(map(is_kanji, word))}

    def tiers(self, surname: str, given: str) -> str:
        """The tiers of both names, a dash for one that no list has."""
        return "".join(
            "-" if not name or (first := block.value(name, "first")) is None else "A" if first else "B"
            for name, block in zip((surname, given), self._first, strict=True)
        )

    def cuts(self, run: str) -> Iterator[Cut]:
        """The candidates inside a run of kanji."""
        size = len(run)
        surnames, given = self.surnames, self.given
        for start in range(size):
            for middle in range(start + 1, min(start + LONGEST_SURNAME, size) + 1):
                surname = run[start:middle]
                if surname not in surnames:
                    continue
                yield Cut(start, middle, "s", surname, "")
                for end in range(middle + 1, min(middle + LONGEST_GIVEN, size) + 1):
                    name = run[middle:end]
                    if name in given:
                        yield Cut(start, end, "f", surname, name)
                    elif end - middle <= 3:
                        yield Cut(start, end, "u", surname, name)
            for end in range(start + 2, min(start + LONGEST_GIVEN, size) + 1):
                if run[start:end] in given:
                    yield Cut(start, end, "g", "", run[start:end])
        if 2 <= size <= 5:
            yield Cut(0, size, "w", "", "")

    def tails(self, run: str) -> list[tuple[int, str]]:
        """The surnames that end a run of kanji, with their starts."""
        size = len(run)
        return [(n, run[n:]) for n in range(max(0, size - LONGEST_SURNAME), size) if run[n:] in self.surnames]

    def goes_on(self, text: str, end: int) -> bool:
        """Whether a given name in kana may stand at, or across, the end of a run of kanji."""
        return text[end : end + 2] in self._kana_starts or text[end - 1 : end + 1] in self._kana_starts

    def kana_given(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """Names whose given name is, or ends, in the kana right behind the run of kanji that ends at ``end``."""
        size = len(run)
        if text[end : end + 2] in self._kana_starts:
            for stop in range(end + 2, end + 6):
                name = text[end:stop]
                if len(name) == stop - end and name in self.given:
                    for start, surname in self.tails(run):
                        yield Pair(start, stop, "m", surname, name, "")
        for cut in range(max(0, size - 2), size):
            if (run[cut:] + text[end : end + 1])[:2] not in self._kana_starts:
                continue
            for stop in range(end + 1, end + 4):
                name = run[cut:] + text[end:stop]
                if name not in self.given:
                    continue
                yield Pair(cut, stop, "g", "", name, "")
                for start in range(max(0, cut - 3), cut):
                    if run[start:cut] in self.surnames:
                        yield Pair(start, stop, "m", run[start:cut], name, "")

    def pairs(self, text: str, run: str, end: int) -> Iterator[Pair]:
        """Names with a gap at ``end``, behind the run of kanji: 山田 太郎, 東山 みどり, 井 上 誠."""
        names = list(self._given_at(text, end + 1))
        if names:
            tails = self.tails(run)
            for start, surname in tails:
                for stop, kind, name, rest in names:
                    yield Pair(start, stop, kind, surname, name, rest)
            if len(run) <= 3 and run not in self.surnames:
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
            if name in self.given:
                yield start + size, "F", name, run[size:]
            elif size <= 3:
                yield start + size, "U", name, run[size:]
        if text[start : start + 2] in self._kana_starts:
            for stop in range(start + 2, start + 6):
                name = text[start:stop]
                if len(name) == stop - start and name in self.given and not all(map(is_kanji, name)):
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
            if letters[:size] in self.surnames and letters[size:] in self.given:
                yield Pair(0, stop, "Z", letters[:size], letters[size:], "")
                return
