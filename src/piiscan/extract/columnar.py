"""Parquet and Arrow tables, read through pyarrow (extra ``all``) in lots of rows: columns as labels.

ORC is not: its reader died of 1 of 2,400 files with flipped bytes, these two of none of 2,700 each once validated.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import short_text
from piiscan.extract.column_name import column_name
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.packed import EXTRA_HINT
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

LOT_ROWS: Final = 1000
MACHINE_KEYS: Final = frozenset((b"ARROW:schema", b"pandas"))
"""Metadata that repeats the schema for programmes."""


def extract_parquet(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a Parquet table."""
    return _extract(blob, limits, _parquet_lots)


def extract_arrow(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of an Arrow table (Feather, IPC)."""
    return _extract(blob, limits, _arrow_lots)


def _parquet_lots(source: Any) -> Iterator[Any]:
    from pyarrow.parquet import ParquetFile

    table = ParquetFile(source, memory_map=False, pre_buffer=False)
    yield table.schema_arrow
    yield from table.iter_batches(batch_size=LOT_ROWS, use_threads=False)


def _arrow_lots(source: Any) -> Iterator[Any]:
    from pyarrow import ipc

    table = ipc.open_file(source)
    yield table.schema
    for number in range(table.num_record_batches):
        yield table.get_batch(number)


def _extract(blob: Blob, limits: Limits, lots_of: Any) -> Iterator[Segment | Skip]:
    try:
        import pyarrow as pa
    except ImportError as error:
        raise ExtractionError("missing_extra", "tables by columns need an optional library", EXTRA_HINT) from error
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    pa.set_cpu_count(1)
    blob.stream.seek(0)
    table = _Table(blob, limits)
    problem: ExtractionError | None = None
    try:
        lots = lots_of(pa.BufferReader(blob.stream.read()))
        yield from table.describe(next(lots))
        for lot in lots:
            # damaged offsets would be followed into memory that is not there
            lot.validate(full=True)
            yield from table.rows_of(lot)
    except (pa.ArrowException, OSError, ValueError, LookupError, TypeError, OverflowError) as error:
        problem = ExtractionError("corrupt", f"a damaged table ({type(error).__name__})")
    yield from table.close()
    if problem is not None:
        raise problem


class _Table:
    """One table being written."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._place = Place(member=blob.member)
        self._grid = Grid(self._place)
        self._number = 0
        self._names: list[str] = []
        self._unread: dict[str, int] = {}

    def describe(self, schema: Any) -> Iterator[Segment]:
        """What somebody wrote beside the rows; the columns' names become labels."""
        self._names = list(schema.names)
        self._grid.name_columns({column_name(index): name for index, name in enumerate(self._names)})
        here = self._place._replace(part="metadata")
        writer = SegmentWriter(here)
        for key, value in (schema.metadata or {}).items():
            if key not in MACHINE_KEYS:
                writer.mark(short_text(value) or "-", here, short_text(key))
                writer.write("\n")
        yield from writer.close()

    def rows_of(self, lot: Any) -> Iterator[Segment]:
        """The segments that a lot of rows fills."""
        for start in range(0, lot.num_rows, LOT_ROWS):
            piece = lot.slice(start, LOT_ROWS)
            columns = [column.to_pylist() for column in piece.columns]
            size = 0
            for values in zip(*columns, strict=True):
                self._number += 1
                cells = self._cells(values)
                size += sum(len(cell.text) for cell in cells)
                self._grid.add(cells)
            self._blob.count_unpacked(size, self._limits)
            yield from self._grid.take()

    def close(self) -> Iterator[Segment | Skip]:
        """What is left, and a skip for each column with values that nothing reads."""
        yield from self._grid.close()
        for column, count in self._unread.items():
            yield Skip("", "unsupported", self._blob.path_of(column), f"{count} binary values")

    def _cells(self, values: tuple[Any, ...]) -> list[Cell]:
        cells = []
        for index, value in enumerate(values):
            text = self._text(value, index)
            if text:
                letters = column_name(index)
                cells.append(Cell(letters, f"{self._names[index]}, row {self._number}", text))
        return cells

    def _text(self, value: Any, index: int) -> str:
        """A value as text; bytes that are none are counted."""
        if value is None:
            return ""
        if isinstance(value, bytes):
            if b"\x00" in value:
                name = self._names[index]
                self._unread[name] = self._unread.get(name, 0) + 1
                return ""
            return short_text(value)
        if isinstance(value, (list, dict)):
            return json.dumps(value, ensure_ascii=False, default=str)
        return str(value)
