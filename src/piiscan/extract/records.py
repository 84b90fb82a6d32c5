"""The records of a delimited text: quotes as in RFC 4180, and an open quote never swallows what follows."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

QUOTED_LINES: Final = 200
"""Over how many lines a quoted cell may go on; beyond, its quote counts as a stray one."""
QUOTED_CHARACTERS: Final = 131_072
"""The same in characters; also the limit of the csv module for one field."""
LINE_CHARACTERS: Final = 262_144
"""Longest line that is kept whole."""


class Rows(NamedTuple):
    """Records of a table: the lines they begin in (from 1), and their cells.

    As long as no quote stands in a text its lines need not be divided to know where the cells are.
    """

    lines: Sequence[int]
    cells: Sequence[Sequence[str]] | None
    texts: Sequence[str] = ()
    delimiter: str = ""

    def divided(self) -> Sequence[Sequence[str]]:
        """The cells of each record."""
        return [text.split(self.delimiter) for text in self.texts] if self.cells is None else self.cells

    def text(self) -> str:
        """The cells joined by tabs, the records by line feeds."""
        if self.cells is None:
            return "\n".join(self.texts).replace(self.delimiter, "\t") + "\n"
        return "\n".join(["\t".join(row) for row in self.cells]) + "\n"

    def are_filled(self) -> bool:
        """Whether anything stands in them."""
        if self.cells is None:
            return any(text.strip(self.delimiter) for text in self.texts)
        return any(map(any, self.cells))

    def size(self) -> int:
        """How long the text is."""
        if self.cells is None:
            return sum(map(len, self.texts)) + len(self.texts)
        return sum([sum(map(len, row)) + len(row) for row in self.cells])

    def part(self, low: int, high: int) -> Rows:
        """The records from ``low`` to ``high``."""
        cells = None if self.cells is None else self.cells[low:high]
        return Rows(self.lines[low:high], cells, self.texts[low:high], self.delimiter)

    def followed_by(self, other: Rows) -> Rows:
        """These records and the ``other`` ones behind them."""
        return Rows([*self.lines, *other.lines], [*self.divided(), *other.divided()]) if self.lines else other


NO_ROWS: Final = Rows((), ())


def record_batches(pieces: Iterable[str], delimiter: str) -> Iterator[Rows]:
    """The records of a text that comes in pieces, in lots of about one piece."""
    line, carry = 1, ""
    for piece in pieces:
        text = carry + piece
        cut = text.rfind("\n") + 1 or text.rfind("\r", 0, -1) + 1
        if not cut and len(text) > LINE_CHARACTERS:
            cut = max(text.rfind(mark) for mark in (delimiter, " ", "\u3000", "、", "。")) + 1 or len(text)
        lines = _lines(text[:cut])
        rows, used = _records(lines, delimiter, line, final=False)
        yield rows
        carry = "".join([part + "\n" for part in lines[used:]]) + text[cut:]
        line += used
    yield _records(_lines(carry), delimiter, line, final=True)[0]


def _lines(text: str) -> list[str]:
    """The lines of a text without their ends, whichever of the three these are."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = text.split("\n")
    if not lines[-1]:
        lines.pop()
    return lines


def _records(lines: list[str], delimiter: str, first: int, *, final: bool) -> tuple[Rows, int]:
    """The records of complete lines, and how many lines they take: a cell still open at the end waits for more."""
    if '"' not in "".join(lines):
        return Rows(range(first, first + len(lines)), None, lines, delimiter), len(lines)
    rows: list[_Record] = []
    texts: list[str] = []
    starts: list[int] = []
    at = 0
    while at < len(lines):
        size = _size(lines, at) if lines[at].count('"') % 2 else 1
        if size:
            starts.append(first + at)
            texts.append(lines[at] if size == 1 else "\n".join(lines[at : at + size]))
        elif not final and _may_close(lines, at):
            break
        else:
            rows += _parsed(texts, starts, delimiter)
            rows.append(_Record(first + at, lines[at].split(delimiter)))
            texts, starts = [], []
        at += size or 1
    rows += _parsed(texts, starts, delimiter)
    return Rows([row.line for row in rows], [row.cells for row in rows]), at


def _size(lines: Sequence[str], at: int) -> int:
    """How many lines a record takes whose first line leaves a quote open; 0 if it is not closed near by."""
    length = 0
    for end in range(at, min(len(lines), at + QUOTED_LINES)):
        length += len(lines[end])
        if length > QUOTED_CHARACTERS:
            return 0
        if end > at and lines[end].count('"') % 2:
            return end - at + 1
    return 0


def _may_close(lines: Sequence[str], at: int) -> bool:
    return len(lines) - at < QUOTED_LINES and sum(map(len, lines[at:])) < QUOTED_CHARACTERS


class _Record(NamedTuple):
    """One record: the line it begins in, and its cells."""

    line: int
    cells: Sequence[str]


def _parsed(texts: list[str], starts: list[int], delimiter: str) -> list[_Record]:
    """The records of texts of one record each; those that hold no quote are simply split."""
    if not any('"' in text for text in texts):
        return [_Record(line, text.split(delimiter)) for line, text in zip(starts, texts, strict=True)]
    try:
        rows = list(csv.reader(texts, delimiter=delimiter))
    except csv.Error:
        rows = []
    if len(rows) == len(texts):  # else a quote inside a cell made the csv module run on
        return [_Record(line, cells) for line, cells in zip(starts, rows, strict=True)]
    return [record for line, text in zip(starts, texts, strict=True) for record in _single(text, line, delimiter)]


def _single(text: str, line: int, delimiter: str) -> Iterator[_Record]:
    """The record of one text, or its lines split plainly where its quotes follow no rule."""
    try:
        rows = list(csv.reader([text], delimiter=delimiter))
    except csv.Error:
        rows = []
    if len(rows) == 1:
        yield _Record(line, rows[0])
        return
    for number, part in enumerate(text.split("\n"), line):
        yield _Record(number, part.split(delimiter))
