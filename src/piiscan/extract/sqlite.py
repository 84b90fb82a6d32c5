"""SQLite databases: every row of every table, columns as labels, files kept in cells; read in memory, never written."""

from __future__ import annotations

import io
import sqlite3
from collections.abc import Iterator, Sequence
from time import monotonic
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import short_text
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.inside import PICTURE_TITLES
from piiscan.extract.nested import read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import HEAD_BYTES, kind_of_bytes
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

STEPS: Final = 100_000
"""After so many steps of its machine the library asks whether to go on."""
LONGEST_VALUE: Final = 64 * 2**20
GUARDS: Final = ("trusted_schema = OFF", "cell_size_check = ON", "query_only = ON", "mmap_size = 0")
"""The schema is the file's: no function of it may run, no page is believed (https://sqlite.org/security.html)."""

_Value = bytes | int | float | None


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all tables; what of a damaged one could be read comes before its Skip."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    base = sqlite3.connect(":memory:")
    try:
        _open(base, blob, limits)
        place = Place(member=blob.member)
        names = [(_text(name), _text(sql)) for name, sql in _schema(base)]
        yield from _definitions([sql for _, sql in names], place)
        for name, sql in names:
            if not sql.lstrip().upper().startswith("CREATE VIRTUAL"):
                yield from _Table(base, name, blob, limits).read()
    except (sqlite3.Error, ValueError) as error:  # ValueError: a name in the message that is no UTF-8
        raise ExtractionError("corrupt", f"a damaged database ({type(error).__name__})") from error
    finally:
        base.close()


def _open(base: sqlite3.Connection, blob: Blob, limits: Limits) -> None:
    blob.stream.seek(0)
    data = bytearray(blob.stream.read())
    data[18:20] = b"\x01\x01"  # a journal beside the file (WAL) is not there: read the file as it is
    base.deserialize(data)
    base.text_factory = bytes
    for guard in GUARDS:
        base.execute(f"PRAGMA {guard}")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LONGEST_VALUE)
    base.set_progress_handler(lambda: monotonic() > blob.deadline(limits), STEPS)


def _schema(base: sqlite3.Connection) -> list[tuple[_Value, _Value]]:
    rows = base.execute("SELECT name, sql FROM sqlite_master WHERE type = 'table' ORDER BY rowid")
    return [(name, sql) for name, sql in rows if not _text(name).startswith("sqlite_stat")]


def _definitions(texts: Sequence[str], place: Place) -> Iterator[Segment]:
    """The statements that made the tables: their comments are text as well."""
    writer = SegmentWriter(place._replace(part="schema"))
    for text in texts:
        if "--" in text or "/*" in text:
            writer.write(text + "\n")
    yield from writer.close()


class _Table:
    """One table being read row by row."""

    def __init__(self, base: sqlite3.Connection, name: str, blob: Blob, limits: Limits) -> None:
        self._base = base
        self._name = name
        self._blob = blob
        self._limits = limits
        self._place = Place(sheet=name, member=blob.member)
        self._columns: list[str] = []
        self._unread: dict[str, int] = {}

    def read(self) -> Iterator[Segment | Skip]:
        """The segments of its rows, and a skip for each column with values that nothing reads."""
        grid = Grid(self._place)
        problem: ExtractionError | None = None
        try:
            rows = self._base.execute(f'SELECT * FROM "{self._name.replace(chr(34), chr(34) * 2)}"')  # noqa: S608 - quoted
            self._columns = [column for column, *_ in rows.description]
            grid.name_columns({column_name(index): column for index, column in enumerate(self._columns)})
            for number, row in enumerate(rows, 1):
                cells, files = self._cells(number, row)
                grid.add(cells)
                yield from grid.take()
                for column, name, data in files:
                    yield from self._read_file(column, name, data)
        except (sqlite3.Error, ValueError) as error:  # ValueError: a name in the message that is no UTF-8
            self._blob.check_time(self._limits)
            problem = ExtractionError("corrupt", f"table {self._name}: {type(error).__name__}")
        yield from grid.close()
        for column, count in self._unread.items():
            detail = f"{count} binary values"
            yield Skip("", "unsupported", self._blob.path_of(f"{self._name}.{column}"), detail)
        if problem is not None:
            yield Skip("", problem.reason, self._blob.member, problem.detail)

    def _read_file(self, column: str, name: str, data: bytes) -> Iterator[Segment | Skip]:
        """What a file in a cell gives; pictures are counted by column, there may be one in every row."""
        for item in read_member(self._blob, name, [data], self._limits):
            if isinstance(item, Skip) and item.reason == "unsupported" and item.detail in PICTURE_TITLES:
                self._unread[column] = self._unread.get(column, 0) + 1
            else:
                yield item

    def _cells(self, number: int, row: Sequence[_Value]) -> tuple[list[Cell], list[tuple[str, str, bytes]]]:
        """The filled cells of a row, and the files kept in it."""
        cells, files = [], []
        for index, (column, value) in enumerate(zip(self._columns, row, strict=True)):
            if isinstance(value, bytes) and value and b"\x00" in value[:HEAD_BYTES]:
                files += self._file(column, number, value)
                continue
            text = _text(value)
            if text:
                cells.append(Cell(column_name(index), f"{column}, row {number}", text))
        return cells, files

    def _file(self, column: str, number: int, value: bytes) -> list[tuple[str, str, bytes]]:
        """A binary value with its column and name if some format reads it; else it is counted."""
        head = value[:HEAD_BYTES]
        kind = kind_of_bytes(head, Blob("", io.BytesIO(value), len(value)))
        if kind and kind not in {row.name for row in self._blob.formats}:
            self._unread[column] = self._unread.get(column, 0) + 1
            return []
        return [(column, f"{self._name}.{column}.{number}", value)]


def _text(value: _Value) -> str:
    """A value as text; empty for NULL."""
    if value is None:
        return ""
    return short_text(value) if isinstance(value, bytes) else str(value)
