"""The headings of an HTML table: which caption stands above or beside a cell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from piiscan.extract.tablehead import is_caption

LABEL_CHARACTERS: Final = 80
SPAN_LIMIT: Final = 100
"""Largest colspan or rowspan that counts, and most columns that headings reach over: work per cell stays small."""


class _Cell:
    """A cell of the row being read."""

    __slots__ = ("column", "is_head", "text", "width")

    def __init__(self, column: int, width: int, *, is_head: bool) -> None:
        self.column = column
        self.width = width
        self.is_head = is_head
        self.text = ""


class Grid:
    """One table being read, row by row; ``label`` is the caption of the cell it is in."""

    def __init__(self) -> None:
        self.label = ""
        self._heads: dict[int, str] = {}
        self._row: list[_Cell] = []
        self._taken: dict[int, tuple[int, _Cell]] = {}
        self._tall: list[tuple[int, int, _Cell]] = []
        self._rows = 0
        self._was_head = False
        self._beside = ""

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Take the start of a row or cell."""
        if name == "tr":
            self._end_row()
        elif name in {"td", "th"}:
            self.label = self._start_cell(attributes, is_head=name == "th")

    def end(self, name: str) -> None:
        """Take the end of a row or cell."""
        if name in {"td", "th"}:
            self.label = ""
        elif name in {"tr", "table", "tbody", "thead"}:
            self._end_row()

    def text(self, text: str) -> None:
        """Take text of the cell that is open."""
        if self._row and len(self._row[-1].text) < LABEL_CHARACTERS:
            self._row[-1].text = f"{self._row[-1].text} {text}".strip()[:LABEL_CHARACTERS]

    def _start_cell(self, attributes: Mapping[str, str], *, is_head: bool) -> str:
        left = self._row[-1] if self._row else None
        column = left.column + left.width if left is not None else 0
        if left is not None and left.is_head:
            self._beside = left.text
        while column in self._taken:
            column += 1
        width, height = _span(attributes, "colspan"), _span(attributes, "rowspan")
        self._row.append(_Cell(column, width, is_head=is_head))
        if height > 1 and column < SPAN_LIMIT:
            self._tall += ((taken, height, self._row[-1]) for taken in range(column, column + width))
        return "" if is_head else self._label(column, left)

    def _label(self, column: int, left: _Cell | None) -> str:
        above = self._heads.get(column, "")
        beside = self._beside
        if not beside:
            tall = [cell.text for taken, (_, cell) in self._taken.items() if taken < column and cell.is_head]
            beside = tall[-1] if tall else ""
        if not above and not beside and left is not None and is_caption(left.text):
            beside = left.text
        return f"{above} {beside}".strip()[:LABEL_CHARACTERS]

    def _end_row(self) -> None:
        """Close a row: one of headings only labels the rows below it."""
        row, self._row, self._beside = self._row, [], ""
        if not row:
            return
        heads = all(cell.is_head for cell in row)
        unmarked = not self._rows and len(row) >= 3 and all(is_caption(cell.text) for cell in row)
        if heads or unmarked:
            self._learn(row)
        self._was_head = heads
        self._rows += 1
        self._taken = {column: (left - 1, cell) for column, (left, cell) in self._taken.items() if left > 1}
        self._taken.update({column: (height - 1, cell) for column, height, cell in self._tall})
        self._tall = []

    def _learn(self, row: list[_Cell]) -> None:
        for cell in row:
            for column in range(cell.column, cell.column + cell.width):
                above = self._heads.get(column, "") if self._was_head else ""
                self._heads[column] = f"{above} {cell.text}".strip()[:LABEL_CHARACTERS]


def _span(attributes: Mapping[str, str], name: str) -> int:
    value = attributes.get(name, "")
    return min(max(int(value), 1), SPAN_LIMIT) if value.isascii() and value.isdigit() and len(value) < 5 else 1
