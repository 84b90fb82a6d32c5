"""Where things stand in a segment: its marks as columns, and the place of any of its characters."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property
from itertools import accumulate, compress
from operator import lt, not_
from typing import Any, Final, overload

from piiscan.model import Mark, Place, Segment

PlacesOf = Callable[[Sequence[int]], list[Place]]
"""Tells the places of marks by their indices, many at once: a table is asked for 60,000 a megabyte."""


class Marks(Sequence[Mark]):
    """Ascending marks as columns. A table of thousands of cells takes three lists; a mark is made for whom asks for it.

    ``places`` tells the places of marks by their indices.
    """

    __slots__ = ("ends", "labels", "places", "starts")

    def __init__(self, starts: Sequence[int], ends: Sequence[int], labels: Sequence[str], places: PlacesOf) -> None:
        self.starts = starts
        self.ends = ends
        self.labels = labels
        self.places = places

    @staticmethod
    def of(marks: Sequence[Mark]) -> Marks:
        """The ``marks`` as columns."""
        if isinstance(marks, Marks):
            return marks
        starts, ends, places, labels = zip(*marks, strict=True) if marks else ((), (), (), ())
        return Marks(starts, ends, labels, lambda indices: [places[index] for index in indices])

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Mark: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Mark]: ...

    def __getitem__(self, index: int | slice) -> Mark | Sequence[Mark]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        start, end, label = self.starts[index], self.ends[index], self.labels[index]
        return Mark(start, end, self.place(index % len(self)), label)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def titles(self) -> Collection[str]:
        """The labels that occur, each once, perhaps with others of the same table."""
        return dict.fromkeys(self.labels)

    def find(self, offset: int) -> int:
        """The index of the mark that covers ``offset``, -1 where none does."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else -1

    def place(self, index: int) -> Place:
        """The place of the mark at ``index``."""
        return self.places((index,))[0]

    def part(self, start: int, end: int, shift: int) -> Marks:
        """What of the marks lies in ``[start, end)``, moved by ``shift``."""
        low, high = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if low >= high or start >= end:
            return Marks.of(())
        starts = [each + shift for each in self.starts[low:high]]
        ends = [each + shift for each in self.ends[low:high]]
        # Only the outermost ones can reach beyond the borders.
        starts[0], ends[-1] = max(starts[0], start + shift), min(ends[-1], end + shift)
        places = self.places  # not all of the marks: places are kept with findings
        return Marks(starts, ends, self.labels[low:high], lambda indices: places([low + each for each in indices]))

    def followed_by(self, other: Marks) -> Marks:
        """These and the ``other`` ones behind them; the two halves of a cell that was cut become one."""
        if not self or not other:
            return self or other
        last, first = self[-1], other[0]
        cut = last.end == first.start and (last.place, last.label) == (first.place, first.label)
        starts, ends = [*self.starts, *other.starts[cut:]], [*self.ends, *other.ends[cut:]]
        size = len(self)
        if cut:
            ends[size - 1] = first.end

        def places(indices: Sequence[int]) -> list[Place]:
            return [self.place(index) if index < size else other.place(index - size + cut) for index in indices]

        return Marks(starts, ends, [*self.labels, *other.labels[cut:]], places)


NO_MARKS: Final = Marks((), (), (), lambda _: [])


class LateMarks(Marks):
    """Marks that ``make`` works out when somebody asks for one. A table of bare numbers is read twice as fast.

    Until then it is known that there are some, and their ``titles``.
    """

    __slots__ = ("_make", "_titles")

    def __init__(self, make: Callable[[], Marks], titles: Collection[str]) -> None:
        self._make = make
        self._titles = titles

    def __getattr__(self, name: str) -> Any:
        if name not in Marks.__slots__:
            raise AttributeError(name)
        made = self._make()
        self.starts, self.ends, self.labels, self.places = made.starts, made.ends, made.labels, made.places
        return getattr(self, name)

    def __bool__(self) -> bool:
        return True

    def titles(self) -> Collection[str]:
        """See :meth:`Marks.titles`."""
        return self._titles


class Placed:
    """The places of many things in their order, made when asked for: ``make`` tells them by numbers."""

    __slots__ = ("_make", "_numbers")

    def __init__(self, make: PlacesOf, numbers: Sequence[int]) -> None:
        self._make = make
        self._numbers = numbers

    @classmethod
    def of(cls, places: Sequence[Place]) -> Placed:
        """Those of ``places``."""
        return cls(lambda numbers: [places[number] for number in numbers], range(len(places)))

    def all(self) -> list[Place]:
        """The places."""
        return self._make(self._numbers)

    def only(self, wanted: Iterable[bool]) -> Placed:
        """The ``wanted`` ones."""
        return Placed(self._make, list(compress(self._numbers, wanted)))

    def __getitem__(self, part: slice) -> Placed:
        return Placed(self._make, self._numbers[part])

    def __reduce__(self) -> tuple[Callable[..., Placed], tuple[tuple[object, ...], ...]]:
        return _placed, tuple(zip(*self.all(), strict=True))


def _placed(*columns: Sequence[object]) -> Placed:
    """The places whose fields are ``columns``, as they travel between processes."""
    new = tuple.__new__

    def make(numbers: Sequence[int]) -> list[Place]:
        return [new(Place, [column[number] for column in columns]) for number in numbers]

    return Placed(make, range(len(columns[0])))


class Places:
    """Tells the places in a segment; lines are counted when first needed."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._marks = Marks.of(segment.marks)

    def at(self, offset: int) -> Place:
        """The place of the character at ``offset``: the mark's, else the segment's with line and column counted up."""
        return self.of((offset,)).all()[0]

    def of(self, offsets: Sequence[int]) -> Placed:
        """The places of the characters at ``offsets``."""
        starts, ends = self._marks.starts, self._marks.ends
        if not starts:
            return Placed(self._counted, array("i", offsets))
        indices = array("i", [bisect_right(starts, offset) - 1 for offset in offsets])
        # In front of the first mark the index is -1, whose end lies behind.
        if min(offsets, default=0) >= starts[0] and all(map(lt, offsets, map(ends.__getitem__, indices))):
            return Placed(self._marks.places, indices)
        marked = [index >= 0 and offset < ends[index] for index, offset in zip(indices, offsets, strict=True)]
        inside = iter(self._marks.places(list(compress(indices, marked))))
        outside = iter(self._counted(list(compress(offsets, map(not_, marked)))))
        return Placed.of([next(inside if is_marked else outside) for is_marked in marked])

    @cached_property
    def _counted(self) -> PlacesOf:
        """Tells the place of the whole segment, with line and column counted up to each of some offsets."""
        place, new = self._segment.place, tuple.__new__
        if not place.line:
            return lambda offsets: [place] * len(offsets)
        # The first line may begin in front of the segment.
        starts = [*accumulate([len(line) + 1 for line in self._segment.text.split("\n")], initial=0)]
        starts[0] = 1 - (place.column or 1)
        before, rest = place.line - 1, place[2:]

        def counted(offsets: Sequence[int]) -> list[Place]:
            lines = [bisect_right(starts, offset) for offset in offsets]
            return [
                new(Place, (before + line, offset - starts[line - 1] + 1, *rest))
                for line, offset in zip(lines, offsets, strict=True)
            ]

        return counted
