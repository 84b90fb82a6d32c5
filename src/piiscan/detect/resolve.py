"""Of candidates that overlap, keeps the most probable ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import compress, count, islice
from operator import gt

Merit = Callable[[int], tuple[float, int]]
"""Score of the span at an index, and what decides between equal scores (lower first)."""


def resolve(starts: Sequence[int], ends: Sequence[int], merit: Merit) -> bytearray:
    """Whether each span stays: greedily by score, then length, then rank; none that stay overlap.

    The spans are by start. ``merit`` is asked for only where they overlap. Takes n log n: such spans fall into groups,
    and inside a group the kept ones stay sorted.
    """
    stay = bytearray(b"\1") * len(starts)
    for group in _groups(starts, ends):
        for index in group:
            stay[index] = 0
        for index in _best(group, starts, ends, merit):
            stay[index] = 1
    return stay


def _groups(starts: Sequence[int], ends: Sequence[int]) -> Iterator[range]:
    """The stretches of spans that overlaps chain together: each begins with two neighbours that overlap.

    Most spans are in none, and no loop sees them.
    """
    behind = 0
    for second in compress(count(1), map(gt, ends, islice(starts, 1, None))):
        if second < behind:
            continue
        first, behind, reach = second - 1, second, ends[second - 1]
        while behind < len(starts) and starts[behind] < reach:
            reach = max(reach, ends[behind])
            behind += 1
        yield range(first, behind)


def _best(group: range, starts: Sequence[int], ends: Sequence[int], merit: Merit) -> list[int]:
    """The spans of one group that stay, by start."""
    kept_starts: list[int] = []
    kept: list[int] = []
    preferred = sorted((-score, starts[at] - ends[at], rank, at) for at in group for score, rank in [merit(at)])
    for _, _, _, at in preferred:
        index = bisect_left(kept_starts, starts[at])
        if index < len(kept) and kept_starts[index] < ends[at]:
            continue
        if index and ends[kept[index - 1]] > starts[at]:
            continue
        kept_starts.insert(index, starts[at])
        kept.insert(index, at)
    return kept
