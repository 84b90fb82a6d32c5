"""What numbers of the same shape around a number say about it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from itertools import accumulate

from piiscan.detect.kinds.rule import Grouping, Hit

WIDE_REACH = 600
"""How far (code points) a heading, and numbers of the same shape, are looked for; within the margin of a window."""
_FEW = 3
"""So few numbers of one shape say nothing about each other."""


class Fellows:
    """What became of the numbers of the same shape in the neighbourhood."""

    def __init__(self, hits: Iterable[Hit]) -> None:
        outcomes: dict[Grouping, list[tuple[int, bool]]] = {}
        for hit in hits:
            right = hit.verdict is not None and "check_failed" not in hit.verdict.clues
            outcomes.setdefault(hit.number.grouping, []).append((hit.number.start, right))
        self._starts: dict[Grouping, list[int]] = {}
        self._rights: dict[Grouping, list[int]] = {}
        """How many of the numbers in front of each are right."""
        for grouping, found in outcomes.items():
            found.sort()
            self._starts[grouping] = [start for start, _ in found]
            self._rights[grouping] = list(accumulate((right for _, right in found), initial=0))

    def clues(self, hit: Hit) -> tuple[str, ...]:
        """``fellows`` when those around are right too, ``odd_one`` when most of them cannot be of the type."""
        starts = self._starts[hit.number.grouping]
        if hit.extra or len(starts) <= _FEW:
            return ()
        low = bisect_left(starts, hit.number.start - WIDE_REACH)
        high = bisect_left(starts, hit.number.start + WIDE_REACH)
        rights = self._rights[hit.number.grouping]
        around, right = high - low, rights[high] - rights[low]
        if around <= _FEW:
            return ()
        if right >= 0.9 * around:
            return ("fellows",)
        return ("odd_one",) if right <= 0.5 * around else ()
