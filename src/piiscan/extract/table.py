"""Extractor of delimited tables (CSV, TSV): every cell a mark with its column's header as label, streamed."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property, partial
from itertools import accumulate, chain, compress
from typing import Final

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.dialect import delimiter_of
from piiscan.extract.protocol import SEGMENT_CHARACTERS, Blob, Limits
from piiscan.extract.records import Record, record_batches
from piiscan.extract.tablehead import find_head
from piiscan.extract.text import plain_segments
from piiscan.model import Place, Segment, Skip
from piiscan.places import Marks

HEAD_ROWS: Final = 40
"""Among how many first records the header is looked for."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a table: cells joined by tabs, records by line feeds, each cell with line, name and label."""
    stream = TextStream(blob.stream)
    pieces = watched(stream, blob, limits)
    first = next(pieces, "")
    delimiter = delimiter_of(first)
    whole = chain([first], pieces)
    yield from table_segments(whole, delimiter, blob.member) if delimiter else plain_segments(whole)
    yield from stream.skips()


def table_segments(pieces: Iterable[str], delimiter: str, member: str = "") -> Iterator[Segment]:
    """The segments of a delimited text that comes in pieces."""
    lots = record_batches(pieces, delimiter)
    first: list[Record] = []
    while len(first) < HEAD_ROWS and (lot := next(lots, None)) is not None:
        first += lot
    columns = _Columns(first[:HEAD_ROWS], member)
    number, joined = 1, False
    for batch in _sized(chain([first], lots)):
        yield columns.segment(batch, number, joined=joined)
        number, joined = number + len(batch), True


class _Columns:
    """The names and labels of columns; both grow when a record is wider than all before it."""

    def __init__(self, first: Sequence[Record], member: str) -> None:
        shown = [{column_name(at): cell.strip() for at, cell in enumerate(row.cells) if cell.strip()} for row in first]
        head = find_head(shown)
        self._labels = dict(head.labels)
        self._body = head.body
        self._member = member
        self._names: list[str] = []
        self._row_labels: list[str] = []

    def segment(self, rows: Sequence[Record], number: int, *, joined: bool) -> Segment:
        """The records as one segment; ``number`` is the first one's row in a spreadsheet."""
        width = max(len(row.cells) for row in rows)
        self._widen(width)
        cells = [cell for row in rows for cell in row.cells]
        behind = list(accumulate([len(cell) + 1 for cell in cells]))
        starts, ends = [0, *behind[:-1]], [each - 1 for each in behind]
        firsts = list(accumulate([len(row.cells) for row in rows], initial=0))
        labels = self._labels_of(rows, number)
        spots: Sequence[int] = range(len(cells))
        if "" in cells:
            starts, ends = list(compress(starts, cells)), list(compress(ends, cells))
            labels, spots = list(compress(labels, cells)), list(compress(spots, cells))
        places = _CellPlaces(rows, number, firsts, spots, self._names)
        text = "\n".join(["\t".join(row.cells) for row in rows]) + "\n"
        place = Place(member=self._member)
        return Segment(text, place, Marks(starts, ends, labels, partial(places.of, place)), joined)

    def _labels_of(self, rows: Sequence[Record], number: int) -> list[str]:
        """The label of each cell of ``rows``; those of the header have none."""
        found: list[str] = []
        for at, row in enumerate(rows, number):
            found += self._row_labels[: len(row.cells)] if at > self._body else [""] * len(row.cells)
        return found

    def _widen(self, width: int) -> None:
        for at in range(len(self._names), width):
            self._names.append(column_name(at))
            self._row_labels.append(self._labels.get(self._names[-1], ""))


class _CellPlaces:
    """The places of the marks of some rows.

    ``spots`` are the numbers of the marked cells among all of them, ``firsts`` those of the first cell of each row.
    """

    def __init__(
        self, rows: Sequence[Record], number: int, firsts: Sequence[int], spots: Sequence[int], names: Sequence[str]
    ) -> None:
        self._rows = rows
        self._number = number
        self._firsts = firsts
        self._spots = spots
        self._names = names

    def of(self, place: Place, marks: Sequence[int]) -> list[Place]:
        """The places of ``marks`` in a table at ``place``."""
        firsts, names, numbers, lines = self._firsts, self._names, self._numbers, self._lines
        cells = [self._spots[mark] for mark in marks]
        rows = [bisect_right(firsts, cell) - 1 for cell in cells]
        new, member = tuple.__new__, place.member  # half the time of calling the class
        return [
            new(Place, (lines[row], 0, 0, "", names[cell - firsts[row]] + numbers[row], member, "", "", "", ""))
            for cell, row in zip(cells, rows, strict=True)
        ]

    @cached_property
    def _lines(self) -> list[int]:
        return [row.line for row in self._rows]

    @cached_property
    def _numbers(self) -> list[str]:
        """The numbers of the rows in a spreadsheet."""
        return [str(number) for number in range(self._number, self._number + len(self._rows))]


def column_name(index: int) -> str:
    """The letters of a spreadsheet column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def _sized(lots: Iterable[list[Record]]) -> Iterator[list[Record]]:
    """The records in lots of about one segment."""
    for lot in lots:
        length = sum([len(cell) + 1 for row in lot for cell in row.cells]) + 1
        size = max(1, len(lot) * SEGMENT_CHARACTERS // length)
        for start in range(0, len(lot), size):
            yield lot[start : start + size]
