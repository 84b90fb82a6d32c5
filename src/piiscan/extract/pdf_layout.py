"""From lines on a page to rows of cells and their captions."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import zip_longest
from typing import Final

from piiscan.extract.pdf_lines import OVERLAP, SAME_LINE, Line, Piece
from piiscan.extract.tablehead import VALUE_LIKE, is_caption
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place

LINE_STEP: Final = 2.0
"""How far the next line of a cell or paragraph may lie below, in em."""
WRAPPED_LENGTH: Final = 8.0
"""Lines at least this long (em) that fill their cell go on in the next line."""
ROW_HEIGHT: Final = 12.0
"""How far above the cells so far the next one of a row may begin, in em: cells are centred, tall ones begin higher."""
WIDEST_ROW: Final = 10_000
WIDEST_HEAD: Final = 200
LONGEST_CELL: Final = 20_000


@dataclass(slots=True)
class Cell:
    """Lines under each other that belong together."""

    text: str
    begin: float
    end: float
    bottom: float
    last_end: float
    size: float


class Row:
    """Cells side by side, in the making."""

    def __init__(self, way: int) -> None:
        self.way = way
        self.cells: list[Cell] = []
        self._top = self._bottom = 0.0

    def add(self, piece: Piece, line: Line) -> None:
        """Add a cell."""
        self._top = min(self._top, line.across) if self.cells else line.across
        self._bottom = max(self._bottom, line.across) if self.cells else line.across
        self.cells.append(Cell(piece.text, piece.begin, piece.end, line.across, piece.end, line.size or 1.0))

    def append(self, piece: Piece, line: Line) -> None:
        """Add a line to the last cell: without a break if the line above is full, so that it goes on."""
        cell = self.cells[-1]
        full = cell.last_end >= cell.end - 1.5 * cell.size and cell.last_end - cell.begin >= WRAPPED_LENGTH * cell.size
        joined = full and _goes_on(cell.text, piece.text)
        latin = joined and cell.text[-1].isascii() and cell.text[-1].isalnum() and piece.text[0].isascii()
        cell.text += (" " if latin else "" if joined else "\n") + piece.text
        cell.begin, cell.end = min(cell.begin, piece.begin), max(cell.end, piece.end)
        cell.bottom, cell.last_end = line.across, piece.end
        self._bottom = max(self._bottom, line.across)

    def goes_on_in(self, piece: Piece, line: Line, after: Line | None) -> bool:
        """Whether a line is the next one of the last cell or, where there is only one, of a paragraph."""
        cell = self.cells[-1]
        single = len(self.cells) == 1 and not _opens_row(cell, line, after)
        if (len(line.pieces) > 1 and single) or len(cell.text) > LONGEST_CELL:
            return False
        step = line.across - cell.bottom
        near = SAME_LINE * cell.size < step <= LINE_STEP * cell.size and abs(cell.size - line.size) <= 0.3 * cell.size
        if not near or min(piece.end, cell.end) <= max(piece.begin, cell.begin):
            return False
        long = cell.last_end - cell.begin >= 2 * WRAPPED_LENGTH * cell.size
        return not single or (long and cell.last_end >= cell.end - 1.5 * cell.size)

    def is_beside(self, piece: Piece, line: Line) -> bool:
        """Whether a piece is the next cell: right of the last one, and at the row's height."""
        last = self.cells[-1]
        top, bottom = self._top - ROW_HEIGHT * last.size, self._bottom + SAME_LINE * last.size
        return piece.begin >= last.end - OVERLAP * last.size and top <= line.across <= bottom


class PageText:
    """Writes pages: rows of cells with tabs between, labelled by the captions above or to the left.

    The captions of a table go on over page borders; running text ends them.
    """

    def __init__(self) -> None:
        self._head: list[Piece] = []
        self._plain_rows = 0

    def write(self, lines: list[Line], writer: SegmentWriter, place: Place) -> None:
        """Write the lines of one page."""
        row: Row | None = None
        for line, after in zip_longest(lines, lines[1:]):
            for index, piece in enumerate(line.pieces):
                if row is not None and (line.way != row.way or len(row.cells) >= WIDEST_ROW):
                    self._write_row(row.cells, writer, place)
                    row = None
                if row is None:
                    row = Row(line.way)
                elif index == 0 and row.goes_on_in(piece, line, after):
                    row.append(piece, line)
                    continue
                elif not row.is_beside(piece, line):
                    self._write_row(row.cells, writer, place)
                    row = Row(line.way)
                row.add(piece, line)
        if row is not None:
            self._write_row(row.cells, writer, place)

    def _write_row(self, row: list[Cell], writer: SegmentWriter, place: Place) -> None:
        if len(row) == 1:
            self._plain_rows += 1
            if self._plain_rows > 3:
                self._head = []
            writer.write(row[0].text + "\n")
            return
        self._plain_rows = 0
        is_head = _is_head(row)
        left = ""
        for index, cell in enumerate(row):
            label = "" if is_head else self._label(cell, left)
            writer.mark(cell.text, place, label)
            writer.write("\t" if index < len(row) - 1 else "\n")
            left = cell.text
        if is_head and not self._covers(row):
            self._head = [Piece(cell.text, cell.begin, cell.end) for cell in row[:WIDEST_HEAD]]

    def _covers(self, row: list[Cell]) -> bool:
        """Whether the captions in force are more than this row: names in words alone look like captions too."""
        return len(self._head) >= len(row)

    def _label(self, cell: Cell, left: str) -> str:
        best = max(self._head, key=lambda piece: _shared(piece, cell), default=None)
        if best is not None and _shared(best, cell) > 0:
            return best.text
        return left if is_caption(left) else ""


def _is_head(row: list[Cell]) -> bool:
    """Whether a row is captions, a long one with an explanation among them or not."""
    captions = sum(is_caption(cell.text) for cell in row)
    return len(row) >= 3 and captions >= 0.7 * len(row) and not any(VALUE_LIKE.search(cell.text) for cell in row)


def _shared(piece: Piece, cell: Cell) -> float:
    return min(piece.end, cell.end) - max(piece.begin, cell.begin)


def _opens_row(cell: Cell, line: Line, after: Line | None) -> bool:
    """Whether a cell of two lines is the first of a row: what follows stands right of it, and not below."""
    return after is not None and after.way == line.way and after.begin >= cell.end and after.across <= line.across


def _goes_on(above: str, below: str) -> bool:
    """Whether a full line runs on: not from number to number, not after a sentence's end."""
    return not (above[-1].isdigit() and below[0].isdigit()) and above[-1] not in "。．！？"
