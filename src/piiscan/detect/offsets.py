"""Many offsets of one text in another: between two changed places all move by the same distance."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import islice
from operator import le

Unit = tuple[int, int, int, int]
"""Where a changed place starts and ends, where whatever stands in it goes, and where what stands behind it does."""


def ascending(numbers: Sequence[int]) -> bool:
    """Whether no number is less than the one before it."""
    return all(map(le, numbers, islice(numbers, 1, None)))


def moved(offsets: Sequence[int], units: Iterable[Unit]) -> list[int]:
    """Where ascending ``offsets`` go; the ``units`` ascend too."""
    found: list[int] = []
    done = shift = 0
    for start, end, inside, behind in units:
        low = bisect_left(offsets, start, done)
        high = bisect_left(offsets, end, low)
        found += [offset + shift for offset in offsets[done:low]]
        found += [inside] * (high - low)
        done, shift = high, behind - end
    found += [offset + shift for offset in offsets[done:]]
    return found
