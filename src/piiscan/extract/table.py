"""Extractor of delimited tables (CSV, TSV): every cell a mark with its column's header as label, streamed."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from itertools import accumulate, chain, compress
from typing import Final, NamedTuple

from piiscan.extract.column_name import column_name
from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.dialect import delimiter_of
from piiscan.extract.protocol import SEGMENT_CHARACTERS, Blob, Limits
from piiscan.extract.records import NO_ROWS, Rows, record_batches
from piiscan.extract.tablehead import find_head
from piiscan.extract.text import plain_segments
from piiscan.model import Place, Segment, Skip
from piiscan.places import LateMarks, Marks

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
    first = NO_ROWS
    while len(first.lines) < HEAD_ROWS and (lot := next(lots, None)) is not None:
        first = first.followed_by(lot)
    table = _Table(first.part(0, HEAD_ROWS), member)
    number, joined = 1, False
    for rows in _sized(chain([first], lots)):
        yield table.segment(rows, number, joined=joined)
        number, joined = number + len(rows.lines), True


class _Table:
    """What the first records say of all: the labels of columns, and where the body begins."""

    def __init__(self, first: Rows, member: str) -> None:
        rows = first.divided()
        head = find_head(
            [{column_name(at): cell.strip() for at, cell in enumerate(row) if cell.strip()} for row in rows]
        )
        self._labels = head.labels
        self._titles = ("", *dict.fromkeys(head.labels.values()))
        self._body = head.body
        self._place = Place(member=member)

    def segment(self, rows: Rows, number: int, *, joined: bool) -> Segment:
        """The records as one segment; ``number`` is the first one's row in a spreadsheet."""
        marks = LateMarks(partial(self._marks, rows, number), self._titles) if rows.are_filled() else ()
        return Segment(rows.text(), self._place, marks, joined)

    def _marks(self, rows: Rows, number: int) -> Marks:
        """The cells that are not empty as marks."""
        divided = rows.divided()
        cells = list(chain.from_iterable(divided))
        widths = list(map(len, divided))
        names = [column_name(at) for at in range(max(widths))]
        behind = list(accumulate([len(cell) + 1 for cell in cells]))
        starts, ends = [0, *behind[:-1]], [each - 1 for each in behind]
        labels = self._labels_of(widths, names, number)
        spots: Sequence[int] = range(len(cells))
        if "" in cells:
            starts, ends = list(compress(starts, cells)), list(compress(ends, cells))
            labels, spots = list(compress(labels, cells)), array("I", compress(spots, cells))
        firsts = list(accumulate(widths, initial=0))
        places = _CellPlaces(rows.lines, number, names, firsts, spots, self._place)
        return Marks(starts, ends, labels, places.of)

    def _labels_of(self, widths: Sequence[int], names: Sequence[str], number: int) -> list[str]:
        """The label of each cell of rows of these ``widths``; those of the header have none."""
        row = [self._labels.get(name, "") for name in names]
        head = max(0, self._body - number + 1)
        labels = [""] * sum(widths[:head])
        for width in widths[head:]:
            labels += row[:width]
        return labels


class _CellPlaces(NamedTuple):
    """Tells the places of the marks of some rows."""

    lines: Sequence[int]
    number: int
    """That of the first row in a spreadsheet."""
    names: Sequence[str]
    firsts: Sequence[int]
    """The numbers of the first cells of the rows, among all of them."""
    spots: Sequence[int]
    """The numbers of the marked cells."""
    table: Place

    def of(self, marks: Sequence[int]) -> list[Place]:
        """The places of ``marks``."""
        lines, number, names, firsts, spots, table = self
        cells = [spots[mark] for mark in marks]
        rows = [bisect_right(firsts, cell) - 1 for cell in cells]
        new, member = tuple.__new__, table.member  # half the time of calling the class
        return [
            new(Place, (lines[row], 0, 0, "", f"{names[cell - firsts[row]]}{number + row}", member, "", "", "", ""))
            for cell, row in zip(cells, rows, strict=True)
        ]


def _sized(lots: Iterable[Rows]) -> Iterator[Rows]:
    """The records in lots of about one segment."""
    for lot in lots:
        many = len(lot.lines)
        size = max(1, many * SEGMENT_CHARACTERS // (lot.size() + 1))
        for start in range(0, many, size):
            yield lot.part(start, start + size)
