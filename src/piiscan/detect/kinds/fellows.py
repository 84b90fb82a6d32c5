"""What numbers of the same shape around a number say about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import accumulate
from operator import sub

from piiscan.detect.kinds.rule import Grouping, Hit, Verdict
from piiscan.detect.kinds.tabled import Series

Clues = tuple[str, ...]

WIDE_REACH = 600
"""How far (code points) a heading, and numbers of the same shape, are looked for; within the margin of a window."""
_FEW = 3
"""So few numbers of one shape say nothing about each other."""


class Fellows:
    """What became of the numbers of the same shape in the neighbourhood."""

    def __init__(self, hits: Iterable[Hit], series: Iterable[Series] = ()) -> None:
        self._hits = hits
        self._series = series

    @cached_property
    def _outcomes(self) -> dict[Grouping, tuple[list[int], list[int]]]:
        """By grouping, where the numbers start, and how many of those in front of each are right."""
        outcomes: dict[Grouping, list[tuple[int, bool]]] = {}
        for hit in self._hits:
            outcomes.setdefault(hit.number.grouping, []).append((hit.number.start, is_right(hit.verdict)))
        for each in self._series:
            rights = [verdict is not None and "check_failed" not in verdict[0] for verdict in each.verdicts]
            outcomes.setdefault(each.grouping, []).extend(zip(each.starts, rights, strict=True))
        return {grouping: _sorted(found) for grouping, found in outcomes.items()}

    def clues(self, hit: Hit) -> Clues:
        """``fellows`` when those around are right too, ``odd_one`` when most of them cannot be of the type."""
        return () if hit.extra else self.clues_along(hit.number.grouping, (hit.number.start,))[0]

    def clues_along(self, grouping: Grouping, places: Sequence[int]) -> list[Clues]:
        """The same for each of the numbers so divided at ``places``."""
        starts, rights = self._outcomes[grouping]
        if len(starts) <= _FEW:
            return [()] * len(places)
        if len(places) > _FEW and rights[-1] == len(starts) and max(map(sub, starts[_FEW:], starts)) < WIDE_REACH:
            return [("fellows",)] * len(places)  # all are right, and each has enough of them around
        lows = [bisect_left(starts, place - WIDE_REACH) for place in places]
        highs = [bisect_left(starts, place + WIDE_REACH) for place in places]
        return [_clues(high - low, rights[high] - rights[low]) for low, high in zip(lows, highs, strict=True)]


def is_right(verdict: Verdict | None) -> bool:
    """Whether the judge holds the number for one of its type."""
    return verdict is not None and "check_failed" not in verdict.clues


def _sorted(found: list[tuple[int, bool]]) -> tuple[list[int], list[int]]:
    """Where the numbers start, and how many of those in front of each are right."""
    found.sort()
    return [start for start, _ in found], list(accumulate([right for _, right in found], initial=0))


def _clues(around: int, right: int) -> Clues:
    """What it says that so many of those around are right."""
    if around <= _FEW:
        return ()
    if right >= 0.9 * around:
        return ("fellows",)
    return ("odd_one",) if right <= 0.5 * around else ()
