"""dBASE tables (dbf), which maps and old business programs keep their rows in: every row, deleted ones too.

Format: https://www.clicketyclick.dk/databases/xbase/format/dbf.html
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import short_text
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Place, Segment, Skip

HEADER_BYTES, FIELD_BYTES, MOST_FIELDS = 32, 32, 1024
VERSIONS: Final = b"\x02\x03\x04\x05\x30\x31\x32\x43\x7b\x83\x8b\x8e\xcb\xf5\xfb"
DELETED: Final = b"*"
NO_TEXT: Final = b"BGOPIY@+"
"""Types of fields in binary, or that point into a file beside the table."""
MEMO: Final = b"M"


class Field(NamedTuple):
    """A column: its name, its type, where it begins in a row and how long it is."""

    name: str
    kind: bytes
    begin: int
    length: int


def is_dbf(head: bytes, size: int) -> bool:
    """Whether bytes begin as a table does: a version, a date, lengths that fit, fields that end with a mark."""
    if len(head) < HEADER_BYTES + FIELD_BYTES or head[0] not in VERSIONS:
        return False
    length, row = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    fields = (length - HEADER_BYTES - 1) // FIELD_BYTES
    month, day = head[2], head[3]
    return (
        1 <= month <= 12
        and 1 <= day <= 31
        and 0 < fields <= MOST_FIELDS
        and length <= size
        and row > 1
        and head[HEADER_BYTES + 11 : HEADER_BYTES + 12].isalpha()
        and b"\r" in head[HEADER_BYTES:length:FIELD_BYTES]
    )


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all rows with the names of their columns."""
    blob.stream.seek(0)
    head = blob.stream.read(HEADER_BYTES)
    if len(head) < HEADER_BYTES:
        raise ExtractionError("corrupt", "a dBASE table without its header")
    length, row_bytes = int.from_bytes(head[8:10], "little"), int.from_bytes(head[10:12], "little")
    fields = _fields(blob.stream.read(max(0, length - HEADER_BYTES)))
    if not fields or row_bytes < 2:
        raise ExtractionError("corrupt", "a dBASE table without columns")
    grid = Grid(Place(member=blob.member))
    grid.name_columns({column_name(index): field.name for index, field in enumerate(fields)})
    blob.stream.seek(length)
    number, cut = 0, False
    while len(row := blob.stream.read(row_bytes)) > 1 and row[:1] != b"\x1a":
        number, cut = number + 1, len(row) < row_bytes
        if number % 1000 == 0:
            blob.check_time(limits)
        grid.add(_cells(fields, row, number))
        yield from grid.take()
    yield from grid.close()
    if any(field.kind == MEMO for field in fields):
        detail = "memo fields of a dBASE table, which lie in a file beside it"
        yield Skip("", "unsupported", blob.member, detail, "scan the file of the same name with the suffix dbt or fpt")
    if cut or number < int.from_bytes(head[4:8], "little"):
        yield Skip("", "corrupt", blob.member, "the table ends early")


def _fields(data: bytes) -> list[Field]:
    found, begin = [], 1
    for at in range(0, min(len(data), MOST_FIELDS * FIELD_BYTES), FIELD_BYTES):
        raw = data[at : at + FIELD_BYTES]
        if len(raw) < FIELD_BYTES or raw[0] in b"\r\n\x00":
            break
        name = short_text(raw[:11].split(b"\x00", 1)[0], "cp932").strip()
        found.append(Field(name, raw[11:12], begin, raw[16]))
        begin += raw[16]
    return found


def _cells(fields: list[Field], row: bytes, number: int) -> list[Cell]:
    """The filled cells of a row; its number tells where it stands, and that it was deleted."""
    gone = ", deleted" if row[:1] == DELETED else ""
    cells = []
    for index, field in enumerate(fields):
        raw = row[field.begin : field.begin + field.length].strip(b" \x00")
        if raw and field.kind not in NO_TEXT and field.kind != MEMO:
            cells.append(Cell(column_name(index), f"{field.name}, row {number}{gone}", short_text(raw, "cp932")))
    return cells
