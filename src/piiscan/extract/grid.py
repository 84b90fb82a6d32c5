"""Rows of cells on their way into segments: joined by tabs, labelled by their column's header once it is known."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from piiscan.extract.tablehead import CAPTIONS_THEMSELVES, NO_HEAD, Head, find_head, label_of
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment

HEAD_ROWS: Final = 40
"""Among how many first rows the header is looked for."""


class Cell(NamedTuple):
    """A filled cell: its column's letters, its reference, and its text."""

    column: str
    reference: str
    text: str


class Grid:
    """One sheet or database table being written. Rows come in order; gaps cost nothing."""

    def __init__(self, place: Place) -> None:
        self._place = place
        self._writer = SegmentWriter(place)
        self._kept: list[Sequence[Cell]] | None = []
        self._head = NO_HEAD

    def add(self, row: Sequence[Cell]) -> None:
        """A row with its filled cells from left to right."""
        if not row:
            return
        if self._kept is None:
            self._write(row)
            return
        self._kept.append(row)
        if len(self._kept) >= HEAD_ROWS:
            self._release()

    def name_columns(self, labels: dict[str, str]) -> None:
        """Labels known beforehand (column letters -> name): no header is looked for."""
        self._release()
        self._head = Head(labels, 0, sure=True)

    def label_of(self, column: str) -> str:
        """The header of a column, once the rows are written."""
        return self._head.labels.get(column, "")

    def take(self) -> list[Segment]:
        """The segments that are full."""
        return self._writer.take()

    def close(self) -> list[Segment]:
        """What is left."""
        self._release()
        return self._writer.close()

    def _release(self) -> None:
        """Write the rows kept back, now that what could be a header is there."""
        rows, self._kept = self._kept, None
        head = find_head([{cell.column: cell.text for cell in row} for row in rows or ()])
        for index, row in enumerate(rows or ()):
            self._head = head if index >= head.body else CAPTIONS_THEMSELVES
            self._write(row)
        self._head = head

    def _write(self, row: Sequence[Cell]) -> None:
        head, left = self._head, ""
        for index, (column, reference, text) in enumerate(row):
            if index:
                self._writer.write("\t")
            label = head.labels.get(column, "") if head.sure else label_of(head, column, left)
            self._writer.mark(text, self._place._replace(cell=reference), label)
            left = text
        self._writer.write("\n")
