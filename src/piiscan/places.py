"""Where things stand in a segment: its marks as columns, and the place of any of its characters."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from typing import overload

from piiscan.model import Mark, Place, Segment


class Marks(Sequence[Mark]):
    """Ascending marks as columns. A table of thousands of cells takes three lists; a mark is made for whom asks for it.

    ``place_of`` tells the place of a mark by its index.
    """

    __slots__ = ("_place_of", "ends", "labels", "starts")

    def __init__(
        self, starts: Sequence[int], ends: Sequence[int], labels: Sequence[str], place_of: Callable[[int], Place]
    ) -> None:
        self.starts = starts
        self.ends = ends
        self.labels = labels
        self._place_of = place_of

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Marks:
        """The ``marks`` as columns."""
        if isinstance(marks, cls):
            return marks
        starts, ends, places, labels = zip(*marks, strict=True) if marks else ((), (), (), ())
        return cls(starts, ends, labels, places.__getitem__)

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
        return Mark(start, end, self._place_of(index % len(self)), label)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def find(self, offset: int) -> int:
        """The index of the mark that covers ``offset``, -1 where none does."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else -1

    def place(self, index: int) -> Place:
        """The place of the mark at ``index``."""
        return self._place_of(index)

    def part(self, start: int, end: int, shift: int) -> Marks:
        """What of the marks lies in ``[start, end)``, moved by ``shift``."""
        low, high = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if low >= high or start >= end:
            return Marks.of(())
        starts = [each + shift for each in self.starts[low:high]]
        ends = [each + shift for each in self.ends[low:high]]
        # Only the outermost ones can reach beyond the borders.
        starts[0], ends[-1] = max(starts[0], start + shift), min(ends[-1], end + shift)
        return Marks(starts, ends, self.labels[low:high], lambda index: self._place_of(low + index))

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

        def place_of(index: int) -> Place:
            return self.place(index) if index < size else other.place(index - size + cut)

        return Marks(starts, ends, [*self.labels, *other.labels[cut:]], place_of)


class Places:
    """Tells the places in a segment, quickest when asked in ascending order; lines are counted when first needed."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._marks = Marks.of(segment.marks)
        self._next_mark = 0
        """Index of the first mark that begins behind the last offset asked for."""
        self._line_starts: list[int] = []
        self._line = 0

    def at(self, offset: int) -> Place:
        """The place of the character at ``offset``: the mark's, else the segment's with line and column counted up."""
        starts, index = self._marks.starts, self._next_mark
        if starts:
            if index and starts[index - 1] > offset:
                index = bisect_right(starts, offset, 0, index)
            while index < len(starts) and starts[index] <= offset:
                index += 1
            self._next_mark = index
            if index and offset < self._marks.ends[index - 1]:
                return self._marks.place(index - 1)
        place = self._segment.place
        return self._counted(place, offset) if place.line else place

    def _counted(self, place: Place, offset: int) -> Place:
        """``place``, that of the whole segment, with line and column counted up to ``offset``."""
        starts = self._line_starts
        if not starts:
            starts += (0, *(match.end() for match in re.finditer("\n", self._segment.text)))
        line = self._line
        if not starts[line] <= offset < starts[line + 1 if line + 1 < len(starts) else line]:
            line = self._line = bisect_right(starts, offset) - 1
        column = offset - starts[line] + (1 if line else place.column or 1)
        return Place(place.line + line, column, *place[2:])  # a third of the time of _replace
