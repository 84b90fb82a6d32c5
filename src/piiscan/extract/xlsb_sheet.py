"""One sheet of an xlsb workbook: its cells row by row, then links and page headers."""

from __future__ import annotations

from struct import unpack_from
from typing import Final

from piiscan.extract.biff import float_text, rk_number
from piiscan.extract.biff12 import rich_text, wide_text
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsx_cells import PLAIN, number_text
from piiscan.extract.xlsx_sheet import PAGE_CODE, Book
from piiscan.model import Place, Segment

ROW, RK, BOOL, REAL, TEXT, SHARED, RICH_TEXT = 0, 2, 4, 5, 6, 7, 62
FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL, LINK, PAGE_TEXTS = 8, 9, 10, 494, 479
CELLS: Final = frozenset((RK, BOOL, REAL, TEXT, SHARED, RICH_TEXT, FORMULA_TEXT, FORMULA_NUMBER, FORMULA_BOOL))


class XlsbSheet:
    """Turns the records of a sheet into segments."""

    def __init__(self, book: Book, place: Place) -> None:
        self._book = book
        self._place = place
        self._grid = Grid(place)
        self._aside = SegmentWriter(place)
        self._row: list[Cell] = []
        self._number = 0
        self._readings: dict[str, Cell] = {}
        self.links: dict[str, str] = {}
        """Cell by relationship, for the links whose target stands outside the sheet."""

    def add(self, kind: int, body: bytes) -> None:
        """Take what a record tells."""
        if kind == ROW:
            self._end_row()
            self._number = unpack_from("<L", body)[0] + 1
        elif kind in CELLS:
            column, style = unpack_from("<LL", body)
            text = self._value(kind, body, style & 0xFFFFFF)
            if text:
                letters = column_name(min(column, 16_383))
                self._row.append(Cell(letters, f"{letters}{self._number}", text))
                if kind == SHARED:
                    self._keep_reading(unpack_from("<L", body, 8)[0])
        elif kind == LINK:
            self._link(body)
        elif kind == PAGE_TEXTS:
            self._page_texts(body)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        return self._grid.take()

    def close(self) -> list[Segment]:
        """What is left when the sheet ends."""
        self._end_row()
        written = self._grid.close()
        for reading, cell in self._readings.items():
            # labelled as its column is: Excel keeps a reading of every word that is typed, not only of names
            self._say(reading, "phonetic", cell.reference, self._grid.label_of(cell.column))
        return [*written, *self._aside.close()]

    def _end_row(self) -> None:
        self._grid.add(self._row)
        self._row = []

    def _value(self, kind: int, body: bytes, style: int) -> str:
        if kind == SHARED:
            number = unpack_from("<L", body, 8)[0]
            texts = self._book.strings.texts
            return texts[number] if number < len(texts) else ""
        if kind in {TEXT, FORMULA_TEXT}:
            return wide_text(body, 8)[0]
        if kind == RICH_TEXT:
            return rich_text(body, 8)[0]
        if kind in {BOOL, FORMULA_BOOL}:
            return "TRUE" if body[8] else "FALSE"
        stored = rk_number(unpack_from("<L", body, 8)[0]) if kind == RK else float_text(unpack_from("<d", body, 8)[0])
        kinds = self._book.kinds
        return number_text(stored, kinds[style] if style < len(kinds) else PLAIN, from_1904=self._book.from_1904)

    def _keep_reading(self, number: int) -> None:
        reading = self._book.strings.readings.get(number, "")
        if reading:
            self._readings.setdefault(reading, self._row[-1])

    def _link(self, body: bytes) -> None:
        row, _, column = unpack_from("<LLL", body)
        cell = f"{column_name(min(column, 16_383))}{row + 1}"
        identifier, at = wide_text(body, 16)
        self.links[identifier] = cell
        for _ in range(3):
            text, at = wide_text(body, at)
            self._say(text, "hyperlink", cell)

    def _page_texts(self, body: bytes) -> None:
        at = 2
        for index in range(6):
            text, at = wide_text(body, at)
            for piece in text.replace("&L", "\n").replace("&C", "\n").replace("&R", "\n").split("\n"):
                self._say(PAGE_CODE.sub("", piece).strip(), "footer" if index % 2 else "header")

    def _say(self, text: str, part: str, cell: str = "", label: str = "") -> None:
        if text and not text.isspace():
            self._aside.mark(text, self._place._replace(part=part, cell=cell), label)
            self._aside.write("\n")
