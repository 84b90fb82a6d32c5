"""Names with a gap between surname and given name, such as cells hold, put together from what is known of each side.

A table has thousands of different names made of hundreds of surnames and given names: what the lists, the characters
and the rest of the run weigh is a sum over both sides, but for the shape.
"""

from __future__ import annotations

from piiscan.detect.names.clues import Inner
from piiscan.detect.names.cuts import LONGEST_GIVEN, LONGEST_UNKNOWN, NameLists, Pair
from piiscan.detect.names.hopes import Bounds
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.runs import RunStudy

MEMORY = 8_000
LONGEST = 24
"""Longer runs are left to the general way, so that what is remembered stays small."""
KINDS = "FU"
"""Names with a listed given name, and with another one."""
MOST_BESIDE = 4
"""Of more characters beside a name no shape knows how many they are."""

Head = tuple[int, str, str, tuple[int, int], tuple[int, int]]
"""Where a surname starts in its run, the surname, its shape (length, tier, how much stands before it); for each of the
KINDS what it weighs by the lists, and what stands before it does."""
Tail = tuple[int, str, str, str, int, int]
"""The number of the kind that a given name makes, the given name, what is left of its run, its shape (kind, length,
tier, how much is left); what it weighs by the lists, and what its characters, the rest and the prior do."""
Joined = tuple[Pair, int, Inner | None]
"""A name with what it weighs so far, and its parts if they are all of it."""


class Gaps:
    """Puts names together from a run of kanji before a gap and the one behind it."""

    def __init__(self, study: RunStudy, lists: NameLists, bounds: dict[str, Bounds], prior: int) -> None:
        self._study, self._lists, self._prior = study, lists, prior
        self._least_listed, self._cheap = (
            [bounds[kind].listed for kind in KINDS],
            [bounds[kind].cheap for kind in KINDS],
        )
        self._heads: Memory[str, tuple[Head, ...]] = Memory(self._find_heads, MEMORY)
        self._tails: Memory[str, tuple[Tail, ...]] = Memory(self._find_tails, MEMORY)
        self._shapes: Memory[str, int] = Memory(self._find_shape, MEMORY)

    def takes(self, run: str, after: str, text: str, end: int) -> bool:
        """Whether :meth:`pairs` knows all names of ``run``, which ends at ``end``, and the run ``after`` its gap."""
        if not (1 < len(run) <= LONGEST and 0 < len(after) <= LONGEST):
            return False
        return text[end + 1 : end + 3] not in self._lists.kana_starts

    def pairs(self, run: str, after: str, end: int) -> list[Joined]:
        """The names of ``run``, which ends at ``end``, that may reach the floor, with what they weigh so far.

        In the order of :meth:`NameLists.pairs`.
        """
        found: list[Joined] = []
        tails, shapes, new = self._tails[after], self._shapes, tuple.__new__
        least_listed, cheap = self._least_listed, self._cheap
        for start, surname, head_shape, of_surname, left in self._heads[run]:
            for number, given, rest, tail_shape, of_given, behind in tails:
                listed = of_surname[number] + of_given
                if listed < least_listed[number]:
                    continue
                shape = shapes[head_shape + tail_shape]
                score = listed + shape + left[number] + behind
                if score >= cheap[number]:
                    whole = None if start or rest or number else (of_surname[0], of_given, shape)
                    pair = new(Pair, (start, end + 1 + len(given), KINDS[number], surname, given, rest))
                    found.append((pair, score, whole))
        if len(run) <= LONGEST_UNKNOWN and not self._lists.surnames.has(run):
            found += self._of_unknown(run, tails, end + 1)
        return found

    def _of_unknown(self, run: str, tails: tuple[Tail, ...], begin: int) -> list[Joined]:
        """The names of which ``run`` is a surname that no list has."""
        pairs = [
            Pair(0, begin + len(given), "X", run, given, "")
            for number, given, rest, _, _, _ in tails
            if not number and not rest
        ]
        return [(pair, score, None) for pair in pairs if (score := self._study.of_pair(pair, run)) is not None]

    def _find_heads(self, run: str) -> tuple[Head, ...]:
        """The surnames that end ``run``."""
        study, found = self._study, []
        for start, surname in self._lists.tails(run):
            row, before = self._lists.surnames[surname[0]][surname], run[:start]
            of_f, tiers = study.of_lists("F", row, -1)
            of_u, _ = study.of_lists("U", row, -1)
            left = (study.left["F", before], study.left["U", before]) if before else (0, 0)
            shape = f"{len(surname)}{tiers[0]}{min(start, MOST_BESIDE)}"
            found.append((start, surname, shape, (of_f, of_u), left))
        return tuple(found)

    def _find_tails(self, run: str) -> tuple[Tail, ...]:
        """The given names that may begin ``run``."""
        study, found = self._study, []
        for size in range(1, min(LONGEST_GIVEN, len(run)) + 1):
            given, rest = run[:size], run[size:]
            row = self._lists.given[given[0]].get(given, -1)
            if row < 0 and size > LONGEST_UNKNOWN:
                continue
            number = 0 if row >= 0 else 1
            kind = KINDS[number]
            listed, tiers = study.of_lists(kind, -1, row)
            behind = self._prior + (study.right[kind, rest] if rest else 0)
            if row < 0:
                behind += study.of_unknown(given)
            shape = f"{kind}{size}{tiers[1]}{min(len(rest), MOST_BESIDE)}"
            found.append((number, given, rest, shape, listed, behind))
        return tuple(found)

    def _find_shape(self, key: str) -> int:
        """What the shapes of a head and a tail weigh together."""
        surname, first, left, kind, given, second, right = tuple(key)
        return self._study.of_shape[kind, int(surname), int(given), first + second, int(left), int(right)]
