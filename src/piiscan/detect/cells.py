"""The cells and fields of a window as columns, for detectors that judge all that stands under one label at once."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from piiscan.detect.fold import Folded
from piiscan.places import Marks

PARTS = frozenset(("記号", "番号", "枝番"))
"""A header that says no more than this means the rest of what its neighbour on the left is about."""


class Column(NamedTuple):
    """The cells under one label, in order: where each starts and ends."""

    label: str
    kinds: int
    starts: list[int]
    ends: list[int]


class Cells:
    """The marks of a window over its folded text; what a label means is asked once for each label.

    Offsets are those of the folded text.
    """

    def __init__(self, folded: Folded, marks: Marks, kinds_of: Callable[[str], int]) -> None:
        self._folded = folded
        self._marks = marks
        self._kinds_of = kinds_of
        self._as_written = folded.unchanged

    @cached_property
    def starts(self) -> list[int]:
        """Where each cell starts."""
        starts = self._marks.starts
        return list(starts) if self._as_written else self._folded.all_inverse(starts)

    @cached_property
    def ends(self) -> list[int]:
        """Where each cell ends."""
        ends = self._marks.ends
        return list(ends) if self._as_written else self._folded.all_inverse(ends)

    @property
    def labels(self) -> Sequence[str]:
        """The label of each cell, empty where it has none."""
        return self._marks.labels

    @cached_property
    def texts(self) -> list[str]:
        """What stands in each cell."""
        text = self._folded.text
        return [text[start:end] for start, end in zip(self.starts, self.ends, strict=True)]

    @cached_property
    def by_label(self) -> Mapping[str, list[int]]:
        """The indices of the cells under each label: a table has thousands of cells and a dozen labels."""
        if not any(self._marks.titles()):
            return {}
        found: defaultdict[str, list[int]] = defaultdict(list)
        for index, label in enumerate(self._marks.labels):
            found[label].append(index)
        found.pop("", None)
        return dict(found)

    @cached_property
    def kinds_by_label(self) -> Mapping[str, int]:
        """The kinds of each label, none of no label."""
        found = {"": 0}
        before = 0
        for label in self.by_label:  # in the order of the columns
            before = found[label] = self._kinds_of(label) | (before if label in PARTS else 0)
        return found

    @cached_property
    def columns(self) -> list[Column]:
        """The cells under each label, for detectors that judge them together."""
        if not self.by_label:
            return []
        starts, ends, kinds = self.starts, self.ends, self.kinds_by_label
        return [
            Column(label, kinds[label], [starts[each] for each in cells], [ends[each] for each in cells])
            for label, cells in self.by_label.items()
        ]

    def under(self, kinds: int) -> list[int]:
        """The indices of the cells under a label of one of ``kinds``, ascending."""
        wanted = [cells for label, cells in self.by_label.items() if self.kinds_by_label[label] & kinds]
        return wanted[0] if len(wanted) == 1 else sorted(chain.from_iterable(wanted))

    def find(self, offset: int) -> int:
        """The index of the cell that covers ``offset``, -1 where none does."""
        starts = self._marks.starts
        if not starts:
            return -1
        original = offset if self._as_written else self._folded.start(offset)
        index = bisect_right(starts, original) - 1
        return index if index >= 0 and original < self._marks.ends[index] else -1

    def labels_at(self, offsets: Sequence[int]) -> list[str]:
        """The label of the cell that covers each of ``offsets``, empty where none does."""
        starts, ends, labels = self._marks.starts, self._marks.ends, self._marks.labels
        if not starts:
            return [""] * len(offsets)
        found = []
        for offset in offsets if self._as_written else self._folded.all_starts(offsets):
            index = bisect_right(starts, offset) - 1
            found.append(labels[index] if index >= 0 and offset < ends[index] else "")
        return found

    def label(self, index: int) -> str:
        """The label of the cell at ``index``."""
        return self._marks.labels[index]

    def span(self, index: int) -> tuple[int, int]:
        """Start and end of the cell at ``index``."""
        start, end = self._marks.starts[index], self._marks.ends[index]
        return (start, end) if self._as_written else (self._folded.inverse(start), self._folded.inverse(end))
