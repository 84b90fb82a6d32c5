"""One sheet of an old Excel workbook: its cells row by row, then comments, text boxes, links, headers, prompts."""

from __future__ import annotations

from collections.abc import Callable
from struct import unpack_from
from typing import Final

from piiscan.extract.biff import Record, Strings, float_text, rk_number
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xls_book import BIFF8, XlsBook
from piiscan.extract.xls_links import link_texts
from piiscan.extract.xlsx_sheet import PAGE_CODE
from piiscan.model import Place, Segment

LABEL_SST, LABEL, RICH_LABEL, NUMBER, RK, MUL_RK = 0x00FD, 0x0204, 0x00D6, 0x0203, 0x027E, 0x00BD
FORMULAS: Final = frozenset((0x0006, 0x0206, 0x0406))
STRING, BOOL_ERROR, NOTE, OBJECT, TEXT_BOX = 0x0207, 0x0205, 0x001C, 0x005D, 0x01B6
HEADER, FOOTER, LINK, VALIDATION, SERIES_TEXT = 0x0014, 0x0015, 0x01B8, 0x01BE, 0x100D
STRING_RESULT: Final = 0


class XlsSheet:
    """Turns the records of a sheet into segments."""

    def __init__(self, book: XlsBook, place: Place) -> None:
        self._book = book
        self._place = place
        self._grid = Grid(place)
        self._aside = SegmentWriter(place)
        self._row: dict[int, Cell] = {}
        self._row_number = -1
        self._waiting: tuple[int, int] | None = None
        self._object = -1
        self._boxes: dict[int, str] = {}
        self._notes: list[tuple[str, int, str]] = []
        self._said: set[str] = set()
        self._readings: dict[str, tuple[str, int]] = {}
        self._readers: dict[int, Callable[[Record], None]] = {
            **dict.fromkeys(FORMULAS, self._formula),
            LABEL_SST: self._shared,
            LABEL: self._label,
            RICH_LABEL: self._label,
            NUMBER: self._number,
            RK: self._packed,
            MUL_RK: self._packed_row,
            STRING: self._formula_text,
            BOOL_ERROR: self._truth,
            NOTE: self._note,
            OBJECT: self._begin_object,
            TEXT_BOX: self._box,
            HEADER: self._page_text,
            FOOTER: self._page_text,
            LINK: self._link,
            VALIDATION: self._validation,
            SERIES_TEXT: self._series,
        }

    def add(self, record: Record) -> None:
        """Take what a record tells."""
        reader = self._readers.get(record.kind)
        if reader is not None:
            reader(record)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        return self._grid.take()

    def close(self) -> list[Segment]:
        """What is left when the sheet ends."""
        self._end_row()
        for cell, number, author in self._notes:
            self._say(self._boxes.pop(number, ""), "comment", cell)
            if author not in self._said:
                self._said.add(author)
                self._say(author, "comment", cell, "author")
        for text in self._boxes.values():
            self._say(text, "text box")
        written = self._grid.close()
        for reading, (column, row) in self._readings.items():
            # labelled as its column is: Excel keeps a reading of every word that is typed, not only of names
            self._say(reading, "phonetic", f"{column}{row}", self._grid.label_of(column))
        return [*written, *self._aside.close()]

    def _put(self, row: int, column: int, text: str) -> None:
        if row != self._row_number:
            self._end_row()
            self._row_number = row
        if text:
            letters = column_name(column)
            self._row[column] = Cell(letters, f"{letters}{row + 1}", text)

    def _end_row(self) -> None:
        if self._row:
            self._grid.add([self._row[column] for column in sorted(self._row)])
            self._row = {}

    def _shared(self, record: Record) -> None:
        row, column, _, number = unpack_from("<HHHL", record.body)
        book = self._book
        if number >= len(book.texts):
            return
        self._put(row, column, book.texts[number])
        reading = book.readings.get(number, "")
        if reading:
            self._readings.setdefault(reading, (column_name(column), row + 1))

    def _label(self, record: Record) -> None:
        row, column = unpack_from("<HH", record.body)
        self._put(row, column, self._book.text_in(record, 6, 2))

    def _number(self, record: Record) -> None:
        row, column, style, value = unpack_from("<HHHd", record.body)
        self._put(row, column, self._book.number(float_text(value), style))

    def _packed(self, record: Record) -> None:
        row, column, style, raw = unpack_from("<HHHL", record.body)
        self._put(row, column, self._book.number(rk_number(raw), style))

    def _packed_row(self, record: Record) -> None:
        row, first = unpack_from("<HH", record.body)
        for index in range((len(record.body) - 6) // 6):
            style, raw = unpack_from("<HL", record.body, 4 + 6 * index)
            self._put(row, first + index, self._book.number(rk_number(raw), style))

    def _formula(self, record: Record) -> None:
        row, column, style, value = unpack_from("<HHHd", record.body)
        result = record.body[6:14]
        if result[6:8] != b"\xff\xff":
            self._put(row, column, self._book.number(float_text(value), style))
        elif result[0] == STRING_RESULT:
            self._waiting = (row, column)

    def _formula_text(self, record: Record) -> None:
        if self._waiting is not None:
            self._put(*self._waiting, self._book.text_in(record, 0, 2))
            self._waiting = None

    def _truth(self, record: Record) -> None:
        row, column, _, value, is_error = unpack_from("<HHHBB", record.body)
        if not is_error:
            self._put(row, column, "TRUE" if value else "FALSE")

    def _note(self, record: Record) -> None:
        row, column, _, number = unpack_from("<4H", record.body)
        cell = f"{column_name(column)}{row + 1}"
        if self._book.version < BIFF8:
            self._say(record.body[6:].decode(self._book.codec, "replace"), "comment", cell)
        else:
            self._notes.append((cell, number, self._book.text_in(record, 8, 2)))

    def _begin_object(self, record: Record) -> None:
        if len(record.body) >= 8:
            self._object = unpack_from("<H", record.body, 6)[0]

    def _box(self, record: Record) -> None:
        """The text of a text box or comment stands in what continues the record."""
        length = unpack_from("<H", record.body, 10)[0]
        if length and len(record.bodies) > 1 and record.bodies[1]:
            text = Strings(record.bodies[1:], 1).characters(length, record.bodies[1][0])
            self._boxes[self._object if self._object not in self._boxes else -1 - len(self._boxes)] = text

    def _page_text(self, record: Record) -> None:
        if record.body:
            text = self._book.text_in(record, 0, 2 if self._book.version >= BIFF8 else 1)
            part = "header" if record.kind == HEADER else "footer"
            for piece in text.replace("&L", "\n").replace("&C", "\n").replace("&R", "\n").split("\n"):
                self._say(PAGE_CODE.sub("", piece).strip(), part)

    def _link(self, record: Record) -> None:
        row, _, column = unpack_from("<HHH", record.body)
        for text in link_texts(b"".join(record.bodies)[24:]):
            self._say(text, "hyperlink", f"{column_name(column)}{row + 1}")

    def _validation(self, record: Record) -> None:
        strings = Strings(record.bodies, 4)
        for _ in range(4):
            self._say(strings.next()[0], "validation")

    def _series(self, record: Record) -> None:
        self._say(self._book.text_in(record, 2, 1), "chart")

    def _say(self, text: str, part: str, cell: str = "", label: str = "") -> None:
        text = text.strip("\x00 ")
        if text and not text.isspace():
            self._aside.mark(text, self._place._replace(part=part, cell=cell), label)
            self._aside.write("\n")
