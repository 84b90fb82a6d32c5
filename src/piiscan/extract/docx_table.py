"""A table of a document on its way into text: rows held back until its header is known."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from piiscan.extract.tablehead import CAPTIONS_THEMSELVES, NO_HEAD, Head, find_head, label_of
from piiscan.extract.writer import SegmentWriter

HEAD_ROWS: Final = 20


class Table:
    """Gathers the cells of a table and writes its rows, cells joined by tabs and labelled by their captions."""

    def __init__(self, number: int) -> None:
        self._number = number
        self._row = 0
        self._column, self._span = 1, 0
        self._cells: list[tuple[int, str]] = []
        self._kept: list[tuple[int, list[tuple[int, str]]]] | None = []
        self._head: Head = NO_HEAD

    def begin_row(self) -> None:
        """A new row."""
        self._row += 1
        self._column, self._span = 1, 0
        self._cells = []

    def shift(self, columns: int) -> None:
        """The row begins some columns to the right."""
        self._column += columns

    def begin_cell(self) -> None:
        """A new cell, one column wide until it says otherwise."""
        self._column += self._span
        self._span = 1

    def widen(self, columns: int) -> None:
        """The open cell is so many columns wide."""
        self._span = max(1, columns)

    def end_cell(self, text: str) -> None:
        """The open cell is complete."""
        self._cells.append((self._column, text))

    def end_row(self, writer: SegmentWriter) -> None:
        """The row is complete: written now or once the header is known."""
        if self._kept is None:
            self._write(writer, self._row, self._cells)
            return
        self._kept.append((self._row, self._cells))
        if len(self._kept) >= HEAD_ROWS:
            self.release(writer)

    def add_row(self, cells: Iterable[str], writer: SegmentWriter) -> None:
        """Write a row whose cells are known all at once, without spans."""
        self.begin_row()
        for cell in cells:
            self.begin_cell()
            self.end_cell(cell)
        self.end_row(writer)

    def release(self, writer: SegmentWriter) -> None:
        """Write the rows kept back."""
        kept, self._kept = self._kept, None
        rows = [{str(column): text for column, text in cells if text} for _, cells in kept or ()]
        head = find_head(rows)
        for index, (row, cells) in enumerate(kept or ()):
            self._head = head if index >= head.body else CAPTIONS_THEMSELVES
            self._write(writer, row, cells)
        self._head = head

    def _write(self, writer: SegmentWriter, row: int, cells: list[tuple[int, str]]) -> None:
        left = ""
        first = True
        for column, text in cells:
            if not text:
                continue
            if not first:
                writer.write("\t")
            place = writer.place._replace(line=writer.line, cell=f"table {self._number} R{row}C{column}")
            writer.mark(text, place, label_of(self._head, str(column), left))
            left, first = text, False
        if not first:
            writer.write("\n")
