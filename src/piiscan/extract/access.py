"""Access databases (mdb from Access 2000 on, accdb): texts of every row that lies in a page, deleted rows too.

Format: the notes of mdbtools (HACKING.md), Jet 4. Not read: numbers and dates, which lie in the rows as bits without a
sign of what they are, and long texts of several pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import error, unpack_from
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.wide_strings import wide_strings
from piiscan.model import Place, Segment, Skip

PAGE: Final = 4096
DATA, DEFINITION = 0x01, 0x02
LONG_TEXTS: Final = b"LVAL"
PACKED: Final = b"\xff\xfe"
MOST_COLUMNS: Final = 255
VERSION_AT, JET_3 = 0x14, 0
COLUMNS_AT, INDEXES_AT, COLUMNS_FROM, COLUMN_BYTES = 45, 51, 63, 25
FIXED: Final = 0x01
TEXT, MEMO, MEMO_HEAD = 10, 12, 12
"""Types of columns; a long text that lies in its row stands behind 12 bytes."""
DETAIL: Final = "an Access database: texts of its rows were read, numbers, dates and long texts were not"


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the rows, table by table as their pages lie, and a skip that says what was not read."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    unread = why_unread("access", blob.name)
    blob.stream.seek(VERSION_AT)
    if blob.stream.read(1) == bytes((JET_3,)):
        raise ExtractionError("unsupported", "an Access 97 database", unread.hint)
    reader = _Reader(blob, limits)
    yield from reader.read()
    if not reader.found:
        raise unread
    yield Skip("", "unsupported", blob.member, DETAIL, unread.hint)


class Column(NamedTuple):
    """A column of changing length: its name and its type."""

    name: str
    kind: int


class _Reader:
    """One database being read, page by page."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._grids: dict[int, Grid] = {}
        self._columns: dict[int, dict[int, Column]] = {}
        self.found = False

    def read(self) -> Iterator[Segment]:
        """The segments of all pages of data."""
        for number in range(1, self._blob.size // PAGE):
            page = self._page(number)
            if page[:1] != bytes((DATA,)):
                continue
            self._blob.check_time(self._limits)
            table = int.from_bytes(page[4:8], "little")
            grid = self._grids.get(table)
            if grid is None:
                columns = self._columns[table] = self._columns_of(table)
                grid = self._grids[table] = Grid(Place(member=self._blob.member))
                grid.name_columns({column_name(order): column.name for order, column in columns.items()})
            for index, row in enumerate(_rows(page)):
                is_long = page[4:8] == LONG_TEXTS
                texts = _long_text(row) if is_long else _fields(row, self._columns[table])
                cells = [
                    Cell(column_name(column), f"page {number}, row {index + 1}", text) for column, text in texts.items()
                ]
                self.found = self.found or bool(cells)
                grid.add(cells)
            yield from grid.take()
        for grid in self._grids.values():
            yield from grid.close()

    def _page(self, number: int) -> bytes:
        self._blob.stream.seek(number * PAGE)
        return self._blob.stream.read(PAGE)

    def _columns_of(self, table: int) -> dict[int, Column]:
        """The columns of changing length by their order, as far as the first page of the table tells."""
        page = self._page(table) if 0 < table < self._blob.size // PAGE else b""
        try:
            return _columns_in(page) if page[:1] == bytes((DEFINITION,)) else {}
        except (error, UnicodeDecodeError):
            return {}


def _columns_in(page: bytes) -> dict[int, Column]:
    count, indexes = unpack_from("<H", page, COLUMNS_AT)[0], unpack_from("<L", page, INDEXES_AT)[0]
    begin = COLUMNS_FROM + indexes * 12
    at = begin + count * COLUMN_BYTES
    found = {}
    for number in range(min(count, MOST_COLUMNS)):
        entry = begin + number * COLUMN_BYTES
        order, flags = unpack_from("<H", page, entry + 7)[0], page[entry + 15] if entry + 15 < len(page) else FIXED
        length = unpack_from("<H", page, at)[0]
        name = page[at + 2 : at + 2 + length].decode("utf-16-le")
        at += 2 + length
        if not flags & FIXED:
            found[order] = Column(name, page[entry])
    return found


def _rows(page: bytes) -> Iterator[bytes]:
    """The rows of a page, which are written from its end to its front."""
    end = len(page)
    for index in range(int.from_bytes(page[12:14], "little")):
        at = 14 + 2 * index
        if at + 2 > len(page):
            return
        begin = int.from_bytes(page[at : at + 2], "little") & 0x1FFF  # above: marks of deleted and moved rows
        if 14 <= begin < end:
            yield page[begin:end]
            end = begin


def _fields(row: bytes, known: dict[int, Column]) -> dict[int, str]:
    """The texts of a row by the order of their columns: where they begin is told at the end of it."""
    columns = int.from_bytes(row[:2], "little")
    last = len(row) - (columns + 7) // 8 - 2
    if not 0 < columns <= MOST_COLUMNS or last < 4:
        return {}
    count = int.from_bytes(row[last : last + 2], "little")
    first = last - 2 * (count + 1)
    if count > columns or first < 2:
        return {}
    borders = [int.from_bytes(row[last - 2 - 2 * i : last - 2 * i], "little") for i in range(count + 1)]
    found = {}
    for order in range(count):
        raw = row[borders[order] : borders[order + 1]]
        # A column that the table does not tell of any more was deleted; its texts are still there.
        kind = known[order].kind if order in known else TEXT
        if kind not in {TEXT, MEMO}:
            continue
        raw = raw[MEMO_HEAD:] if kind == MEMO else raw
        if borders[order + 1] <= first + 2 and (text := _text(raw)):
            found[order] = text
    return found


def _text(raw: bytes) -> str:
    """The text of a field; empty for bytes that are none."""
    if raw.startswith(PACKED):
        text = "".join(_unpacked(raw[2:]))
    else:
        text = raw.decode("utf-16-le", "replace") if len(raw) % 2 == 0 else ""
    return text.strip() if all(char.isprintable() or char in "\r\n\t" for char in text) else ""


def _unpacked(raw: bytes) -> Iterator[str]:
    """Runs of characters of one and of two bytes in turns: a zero leads from one to the other."""
    at, packed = 0, True
    while at < len(raw):
        end = at
        while end < len(raw) and raw[end]:
            end += 1 if packed else 2
        yield raw[at:end].decode("latin-1" if packed else "utf-16-le", "replace")
        at, packed = end + 1, not packed


def _long_text(row: bytes) -> dict[int, str]:
    """What a page of long texts holds in one of its rows."""
    text = _text(row) or "\n".join(wide_strings(row))
    return {0: text} if text else {}
