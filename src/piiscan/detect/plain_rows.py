"""The regular rows of tables in plain text as cells, read in bulk: rows that a count of their delimiter tells."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, compress, groupby
from typing import NamedTuple

from piiscan.detect.cells import Cells, Column
from piiscan.detect.fold import Folded
from piiscan.model import Place
from piiscan.places import Marks

LINE_CHARACTERS = 1_000
"""No row is longer."""


class Rows(NamedTuple):
    """Rows that follow each other: the names of their columns, and what stands in each cell, empty ones too."""

    names: Sequence[str]
    cells: Sequence[str]
    begins: Sequence[int]
    """Where each cell starts, and where one behind the last would."""


def regular_rows(text: str, span: tuple[int, int], sign: str, names: Sequence[str]) -> Iterator[Rows]:
    """The lines in ``span`` that have a cell for each of the ``names``, divided by ``sign``.

    Lines with quotes, in which it may stand, are left out.
    """
    for start, lines in _stretches(text, span, sign, len(names) - 1):
        cells = sign.join(lines).split(sign)
        yield Rows(names, cells, list(accumulate([len(cell) + 1 for cell in cells], initial=start)))


def _stretches(text: str, span: tuple[int, int], sign: str, count: int) -> Iterator[tuple[int, list[str]]]:
    """Where lines start that follow each other and hold ``sign`` so many times, and these lines."""
    start, end = span
    lines = text[start:end].split("\n")
    regular = [line.count(sign) == count and '"' not in line and len(line) < LINE_CHARACTERS for line in lines]
    index = 0
    for right, group in groupby(regular):
        size = sum(1 for _ in group)
        stretch = lines[index : index + size]
        if right:
            yield start, stretch
        start += sum(map(len, stretch)) + size
        index += size


class PlainCells(Cells):
    """The cells of regular rows but for the empty ones, with the kinds of each name of a column."""

    def __init__(self, text: str, rows: Sequence[Rows], kinds: Mapping[str, int]) -> None:
        starts, ends, labels = list[int](), list[int](), list[str]()
        for names, cells, begins in rows:
            starts.extend(compress(begins, cells))
            ends.extend(compress([each - 1 for each in begins[1:]], cells))
            labels.extend(compress([*names] * (len(cells) // len(names)), cells))
        marks = Marks(starts, ends, labels, lambda indices: [Place()] * len(indices))
        super().__init__(Folded(text), marks, kinds.__getitem__)
        self._rows = rows
        self._kinds = kinds

    @cached_property
    def kinds_by_label(self) -> Mapping[str, int]:
        """The kinds of each name, none of no name."""
        return self._kinds

    @cached_property
    def columns(self) -> list[Column]:
        """The cells under each name at each place in its row: of each lot of rows every n-th."""
        found: dict[tuple[int, str], Column] = {}
        for names, cells, begins in self._rows:
            size = len(names)
            ends = [each - 1 for each in begins[1:]]
            for at, name in enumerate(names):
                if name:
                    column = found.setdefault((at, name), Column(name, self._kinds[name], [], []))
                    inside, starts, stops = cells[at::size], begins[at:-1:size], ends[at::size]
                    column.starts.extend(compress(starts, inside) if "" in inside else starts)
                    column.ends.extend(compress(stops, inside) if "" in inside else stops)
        return list(found.values())
