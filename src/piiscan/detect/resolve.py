"""Of candidates that overlap, keeps the most probable ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from typing import Protocol, TypeVar


class Spanned(Protocol):
    """Something with a span."""

    @property
    def start(self) -> int:
        """First offset."""

    @property
    def end(self) -> int:
        """Offset behind the last."""


T = TypeVar("T", bound=Spanned)
Merit = Callable[[T], tuple[float, int]]
"""Score of a span, and what decides between equal scores (lower first)."""


def resolve(ordered: Iterable[T], merit: Merit[T]) -> Iterator[T]:
    """The spans that stay, by start: greedily by score, then length, then rank; none overlaps another.

    ``ordered`` is by start, end and rank. ``merit`` is asked for only where spans overlap. Takes n log n: such spans
    fall into groups, and inside a group the kept ones stay sorted.
    """
    group: list[T] = []
    reach = 0
    for span in ordered:
        if span.start < reach:
            group.append(span)
            reach = max(reach, span.end)
            continue
        if len(group) == 1:
            yield group[0]
        elif group:
            yield from _best(group, merit)
        group = [span]
        reach = span.end
    yield from _best(group, merit)


def _best(group: list[T], merit: Merit[T]) -> list[T]:
    """The spans of one group (chained by overlaps) that stay, by start."""
    starts: list[int] = []
    kept: list[T] = []
    for _, _, _, start, place in sorted(_preference(span, merit(span), at) for at, span in enumerate(group)):
        span = group[place]
        index = bisect_left(starts, start)
        if index < len(kept) and kept[index].start < span.end:
            continue
        if index and kept[index - 1].end > start:
            continue
        starts.insert(index, start)
        kept.insert(index, span)
    return kept


def _preference(span: T, merit: tuple[float, int], place: int) -> tuple[float, int, int, int, int]:
    """What sorts the spans of a group, the ones to keep first."""
    score, rank = merit
    return -score, span.start - span.end, rank, span.start, place
