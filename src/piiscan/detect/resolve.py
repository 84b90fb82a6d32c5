"""Of candidates that overlap, keeps the most probable ones."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, compress, count, islice
from operator import attrgetter, gt
from typing import Final, Protocol, TypeVar


class Spanned(Protocol):
    """Something with a span."""

    @property
    def start(self) -> int:
        """First offset."""

    @property
    def end(self) -> int:
        """Offset behind the last."""


_START: Final = attrgetter("start")
_END: Final = attrgetter("end")
T = TypeVar("T", bound=Spanned)
Merit = Callable[[T], tuple[float, int]]
"""Score of a span, and what decides between equal scores (lower first)."""


def resolve(ordered: Sequence[T], merit: Merit[T]) -> list[T]:
    """The spans that stay, by start: greedily by score, then length, then rank; none overlaps another.

    ``ordered`` is by start. ``merit`` is asked for only where spans overlap. Takes n log n: such spans fall into
    groups, and inside a group the kept ones stay sorted.
    """
    kept: list[T] = []
    done = 0
    for first, behind in _groups(ordered):
        kept += ordered[done:first]
        kept += _best(ordered[first:behind], merit)
        done = behind
    kept += ordered[done:]
    return kept


def _groups(ordered: Sequence[T]) -> Iterator[tuple[int, int]]:
    """The stretches of spans that overlaps chain together. Most spans are in none: a loop sees only those that are."""
    reach = accumulate(map(_END, ordered), max)
    starts = islice(map(_START, ordered), 1, None)
    first = behind = 0
    for index in compress(count(1), map(gt, reach, starts)):
        if index != behind:
            if behind:
                yield first, behind
            first = index - 1
        behind = index + 1
    if behind:
        yield first, behind


def _best(group: Sequence[T], merit: Merit[T]) -> list[T]:
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
