"""Excel 97-2003 workbooks (xls, BIFF8 and BIFF5): all sheets, hidden ones too, and what stands around the cells."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from struct import error, unpack_from
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.biff import Record, records
from piiscan.extract.compound import Compound
from piiscan.extract.embedded import read_embedded
from piiscan.extract.locked import unlocked
from piiscan.extract.passwords import locked
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.xls_book import XlsBook
from piiscan.extract.xls_sheet import XlsSheet
from piiscan.model import Place, Segment, Skip

BOF, EOF, FILEPASS, SX_STRING = 0x0809, 0x000A, 0x002F, 0x00CD
GLOBALS: Final = 0x0005
PIVOT_STORAGES: Final = ("_sx_db_cur", "_sx_db")
LOCKED: Final = "an Excel file with a password"
FIRST_RECORDS: Final = 16
"""Where a lock is told: behind the begin of the book, before anything that is locked ([MS-XLS] 2.1.7.20.3)."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a workbook, sheet by sheet, then of its pivot caches, properties and embedded files."""
    compound = Compound(blob, limits)
    place = Place(member=blob.member)
    stream = compound.find("Workbook") or compound.find("Book")
    if stream is None:
        raise ExtractionError("corrupt", "an Excel file without a workbook stream")
    data = compound.read(stream)
    if any(record.kind == FILEPASS for record in islice(records(data), FIRST_RECORDS)):
        yield from unlocked(blob, limits, LOCKED)
        return
    try:
        yield from _Workbook(data, place).read(blob, limits)
    except (error, IndexError) as problem:
        yield Skip("", "corrupt", blob.member, f"a damaged record ({type(problem).__name__})")
    yield from _pivot_texts(compound, place)
    yield from properties(compound, place)
    yield from read_embedded(compound, limits)
    if compound.damaged:
        yield Skip("", "corrupt", blob.member, f"streams that end early: {len(compound.damaged)}")


class _Workbook:
    """The records of one workbook stream: first those of the book, then those of each sheet."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = data
        self._place = place
        self._book = XlsBook(place)
        self._sheet: XlsSheet | None = None
        self._depth = 0

    def read(self, blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
        """All segments; ExtractionError("encrypted") where a password is asked for."""
        ended = False
        for number, record in enumerate(records(self._data)):
            if record.kind == BOF:
                yield from self._begin(record)
            elif record.kind == EOF:
                yield from self._end()
            elif record.kind == FILEPASS:
                raise locked(blob, LOCKED)
            elif self._sheet is not None:
                self._sheet.add(record)
                yield from self._sheet.take()
            else:
                self._book.add(record)
            ended = record.kind == EOF
            if number % 10_000 == 0:
                blob.check_time(limits)
        if self._sheet is not None:
            yield from self._sheet.close()
        yield from self._book.writer.close()
        if not ended:
            yield Skip("", "corrupt", blob.member, "the workbook ends early")

    def _begin(self, record: Record) -> Iterator[Segment]:
        """A new part: the book itself, a sheet, or a chart inside a sheet."""
        version, kind = unpack_from("<HH", record.body)
        self._depth += 1
        if self._depth > 1:
            return
        if kind == GLOBALS:
            self._book.version = version
            return
        yield from self._book.writer.take()
        name, hidden = self._book.sheets.get(record.at, ("", True))
        place = self._place._replace(sheet=name, part="hidden sheet" if hidden else "")
        self._sheet = XlsSheet(self._book, place)

    def _end(self) -> Iterator[Segment]:
        self._depth = max(0, self._depth - 1)
        if not self._depth and self._sheet is not None:
            yield from self._sheet.close()
            self._sheet = None


def _pivot_texts(compound: Compound, place: Place) -> Iterator[Segment]:
    """The texts kept in pivot caches: values of a source table that may no longer be there."""
    from piiscan.extract.biff import Strings
    from piiscan.extract.writer import SegmentWriter

    here = place._replace(part="pivot cache")
    writer = SegmentWriter(here)
    for entry in compound.entries:
        if entry.path[0].lower() not in PIVOT_STORAGES or len(entry.path) < 2:
            continue
        for record in records(compound.read(entry)):
            if record.kind == SX_STRING:
                text, _ = Strings(record.bodies).next()
                if text and not text.isspace():
                    writer.mark(text, here)
                    writer.write("\n")
        yield from writer.take()
    yield from writer.close()
