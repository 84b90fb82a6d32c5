"""Findings as columns: a table has 60,000 a megabyte, and each is made into an object only for whom asks for it."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, chain, compress
from operator import eq
from typing import NamedTuple, cast, overload

from piiscan.model import NEW, Evidence, Finding, Place
from piiscan.places import Placed


class Spots(NamedTuple):
    """What was spotted in a stretch of a document, by start, as columns of equal length.

    A value takes 80 bytes, all else of a finding 60; an object 600, which the collector of garbage walks.
    """

    entity_types: Sequence[str]
    confidences: Sequence[float]
    starts: Sequence[int]
    places: Placed
    evidence: Sequence[tuple[Evidence, ...]]
    values: Sequence[str]
    masked: Sequence[str] = ()
    """What may be shown of the values, once it is known."""

    def only(self, types: Collection[str]) -> Spots:
        """Those of ``types``."""
        wanted = [entity_type in types for entity_type in self.entity_types]
        chosen = [list(compress(each, wanted)) for each in self if not isinstance(each, Placed)]
        return Spots._make([*chosen[:3], self.places.only(wanted), *chosen[3:]])

    def part(self, low: int, high: int) -> Spots:
        """Those from ``low`` to ``high``."""
        return Spots._make([each[low:high] for each in self])

    def __repr__(self) -> str:
        return f"Spots of {len(self.values)}"  # not their values


class Findings(Sequence[Finding]):
    """New findings in their order, used as a tuple of them, and equal to it. Going through them makes them anew."""

    __slots__ = ("_ends", "_lots")

    def __init__(self, lots: Iterable[Spots]) -> None:
        self._lots = [lot for lot in lots if lot.values]
        self._ends = list(accumulate([len(lot.values) for lot in self._lots]))

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    def __iter__(self) -> Iterator[Finding]:
        return chain.from_iterable(map(_made, self._lots))

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> tuple[Finding, ...]: ...

    def __getitem__(self, index: int | slice) -> Finding | tuple[Finding, ...]:
        if isinstance(index, slice):
            return tuple([self[each] for each in range(*index.indices(len(self)))])
        place = range(len(self))[index]  # counts from the end, or raises IndexError
        number = bisect_right(self._ends, place)
        lot = self._lots[number]
        place -= self._ends[number] - len(lot.values)
        return _made(lot.part(place, place + 1))[0]

    def __add__(self, other: Sequence[Finding]) -> tuple[Finding, ...]:
        return (*self, *other)

    def __radd__(self, other: Sequence[Finding]) -> tuple[Finding, ...]:
        return (*other, *self)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Findings | tuple | list):
            return NotImplemented
        return len(self) == len(other) and all(map(eq, self, other))

    def __hash__(self) -> int:
        return hash(tuple(self))

    def __repr__(self) -> str:
        return repr(tuple(self))

    def __reduce__(self) -> tuple[type[Findings], tuple[list[Spots]]]:
        return Findings, (self._lots,)


class _Draft:
    """A finding whose fields can still be set: it has the slots of :class:`Finding`, so that it can become one."""

    __slots__ = Finding.__slots__
    entity_type: str
    confidence: float
    start: int
    end: int
    place: Place
    evidence: tuple[Evidence, ...]
    masked: str
    value: str
    status: str
    note: str


def _made(spots: Spots) -> list[Finding]:
    """The findings for what was spotted. A frozen class takes 2.1 microseconds to fill its fields, this 0.2."""
    drafts: list[_Draft] = []
    types, confidences, starts, places, evidence, values, masked = spots
    for fields in zip(types, confidences, starts, places.all(), evidence, values, masked, strict=True):
        draft = _Draft()
        draft.entity_type, draft.confidence, draft.start, draft.place, draft.evidence, value, draft.masked = fields
        draft.value, draft.end = value, draft.start + len(value)
        draft.status, draft.note = NEW, ""
        draft.__class__ = Finding  # type: ignore[assignment]
        drafts.append(draft)
    return cast("list[Finding]", drafts)
