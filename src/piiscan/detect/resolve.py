"""Of candidates that overlap, keeps the most probable ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from operator import attrgetter
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Something with a span and a score."""

    @property
    def start(self) -> int:
        """First offset."""

    @property
    def end(self) -> int:
        """Offset behind the last."""

    @property
    def score(self) -> float:
        """Log-odds."""

    @property
    def rank(self) -> int:
        """What decides between equal scores: lower first."""


T = TypeVar("T", bound=Spanned)


def resolve(spans: list[T]) -> list[T]:
    """The spans that stay, by start: greedily by score, then length, then rank; none overlaps another.

    Takes n log n: overlapping spans fall into groups, and inside a group the kept ones stay sorted.
    """
    kept: list[T] = []
    for group in _groups(sorted(spans, key=attrgetter("start", "end", "rank"))):
        kept += group if len(group) == 1 else _best(group)
    return kept


def _groups(ordered: list[T]) -> Iterator[list[T]]:
    """Stretches of ``ordered`` whose spans are chained by overlaps."""
    group: list[T] = []
    reach = 0
    for span in ordered:
        if group and span.start >= reach:
            yield group
            group, reach = [], 0
        group.append(span)
        reach = max(reach, span.end)
    if group:
        yield group


def _best(group: list[T]) -> list[T]:
    """The spans of one group that stay, by start."""
    starts: list[int] = []
    kept: list[T] = []
    for span in sorted(group, key=lambda s: (-s.score, s.start - s.end, s.rank, s.start)):
        index = bisect_left(starts, span.start)
        if index < len(kept) and kept[index].start < span.end:
            continue
        if index and kept[index - 1].end > span.start:
            continue
        starts.insert(index, span.start)
        kept.insert(index, span)
    return kept
