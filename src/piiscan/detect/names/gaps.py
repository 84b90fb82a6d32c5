"""Names with a gap between surname and given name, such as cells hold, put together from what is known of each side.

A table has thousands of different names made of hundreds of surnames and given names: what the lists, the characters
and the rest of the run weigh is a sum over both sides, but for the shape.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from piiscan.detect.names.cuts import LONGEST_GIVEN, LONGEST_UNKNOWN, NameLists, Pair
from piiscan.detect.names.hopes import Bounds
from piiscan.detect.names.runs import RunStudy

MEMORY = 8_000
LONGEST = 24
"""Longer runs are left to the general way, so that what is remembered stays small."""

Head = tuple[int, str, str, int, int, int, int]
"""Where a surname starts in its run, the surname, its tier; what it weighs by the lists and what stands before it does,
once before a listed given name, once before another."""
Tail = tuple[str, str, str, str, int, int]
"""The kind of name that a given name makes (F, or U for an unlisted one), the given name, what is left of its run, its
tier; what it weighs by the lists, and what its characters and the rest do."""
Known = TypeVar("Known")


class _Memory(dict[str, Known]):
    """By run what is known of it; forgets all when it is full."""

    def __init__(self, find: Callable[[str], Known]) -> None:
        super().__init__()
        self._find = find

    def __missing__(self, run: str) -> Known:
        if len(self) >= MEMORY:
            self.clear()
        found = self[run] = self._find(run)
        return found


class Gaps:
    """Puts names together from a run of kanji before a gap and the one behind it."""

    def __init__(self, study: RunStudy, lists: NameLists, bounds: dict[str, Bounds], prior: int) -> None:
        self._study, self._lists, self._prior = study, lists, prior
        self._least = {kind: (bounds[kind].listed, bounds[kind].cheap) for kind in "FUX"}
        self._heads: _Memory[tuple[Head, ...]] = _Memory(self._find_heads)
        self._tails: _Memory[tuple[Tail, ...]] = _Memory(self._find_tails)

    def takes(self, run: str, after: str, text: str, end: int) -> bool:
        """Whether :meth:`pairs` knows all names of ``run``, which ends at ``end``, and the run ``after`` its gap."""
        if not (1 < len(run) <= LONGEST and 0 < len(after) <= LONGEST):
            return False
        return text[end + 1 : end + 3] not in self._lists.kana_starts

    def pairs(self, run: str, after: str, end: int) -> list[tuple[Pair, int]]:
        """The names of ``run``, which ends at ``end``, that may reach the floor, with what they weigh so far.

        In the order of :meth:`NameLists.pairs`.
        """
        found = []
        tails, of_shape, prior, begin = self._tails[after], self._study.of_shape, self._prior, end + 1
        for start, surname, first, of_f, left_f, of_u, left_u in self._heads[run]:
            for kind, given, rest, second, of_given, behind in tails:
                listed, left = (of_f, left_f) if kind == "F" else (of_u, left_u)
                listed += of_given
                least_listed, cheap = self._least[kind]
                if listed < least_listed:
                    continue
                shape = of_shape(kind, (len(surname), len(given)), first + second, start, len(rest))
                score = prior + listed + shape + left + behind
                if score >= cheap:
                    found.append((Pair(start, begin + len(given), kind, surname, given, rest), score))
        if len(run) <= LONGEST_UNKNOWN and not self._lists.surnames.has(run):
            found += self._of_unknown(run, tails, begin)
        return found

    def _of_unknown(self, run: str, tails: tuple[Tail, ...], begin: int) -> list[tuple[Pair, int]]:
        """The names of which ``run`` is a surname that no list has."""
        pairs = [
            Pair(0, begin + len(given), "X", run, given, "")
            for kind, given, rest, _, _, _ in tails
            if kind == "F" and not rest
        ]
        return [(pair, score) for pair in pairs if (score := self._study.of_pair(pair, run)) is not None]

    def _find_heads(self, run: str) -> tuple[Head, ...]:
        """The surnames that end ``run``."""
        study, found = self._study, []
        for start, surname in self._lists.tails(run):
            row, before = self._lists.surnames[surname[0]][surname], run[:start]
            of_f, tiers = study.of_lists("F", row, -1)
            of_u, _ = study.of_lists("U", row, -1)
            left_f, left_u = (study.left["F", before], study.left["U", before]) if before else (0, 0)
            found.append((start, surname, tiers[0], of_f, left_f, of_u, left_u))
        return tuple(found)

    def _find_tails(self, run: str) -> tuple[Tail, ...]:
        """The given names that may begin ``run``."""
        study, found = self._study, []
        for size in range(1, min(LONGEST_GIVEN, len(run)) + 1):
            given, rest = run[:size], run[size:]
            row = self._lists.given[given[0]].get(given, -1)
            if row < 0 and size > LONGEST_UNKNOWN:
                continue
            kind = "F" if row >= 0 else "U"
            listed, tiers = study.of_lists(kind, -1, row)
            behind = study.right[kind, rest] if rest else 0
            if row < 0:
                behind += study.of_unknown(given)
            found.append((kind, given, rest, tiers[1], listed, behind))
        return tuple(found)
