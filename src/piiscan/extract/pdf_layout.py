"""From runs on a page to lines, cells and their captions, in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise, zip_longest
from typing import Final, NamedTuple

from piiscan.extract.pdf_rules import Rules
from piiscan.extract.pdf_runs import CELL_GAP, Run, is_space_between
from piiscan.extract.tablehead import VALUE_LIKE, is_caption
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place

SAME_LINE: Final = 0.5
"""How far baselines of one line may lie apart, in em: a superscript, a smaller font."""
LINE_STEP: Final = 2.0
"""How far the next line of a cell or paragraph may lie below, in em."""
OVERLAP: Final = 0.6
"""How far characters may overlap, in em: kerning, italics, rounding."""
WRAPPED_LENGTH: Final = 8.0
"""Lines at least this long (em) that fill their cell go on in the next line."""
ROW_HEIGHT: Final = 12.0
"""How far above the cells so far the next one of a row may begin, in em: cells are centred, tall ones begin higher."""
ASCENT: Final = 0.88
"""Of a Japanese font, in em."""
SHORTEST_COLUMN: Final = 4
"""Characters below each other from which they are a column of vertical writing."""
WIDEST_ROW: Final = 10_000
WIDEST_HEAD: Final = 200
LONGEST_CELL: Final = 20_000
MESSY: Final = 0.12
"""Share of jumps back up the page from which content order is no reading order."""


class Piece(NamedTuple):
    """A stretch of a line without a wide gap in it."""

    text: str
    begin: float
    end: float


@dataclass(slots=True)
class Line:
    """Pieces on one baseline."""

    across: float
    size: float
    way: int
    pieces: list[Piece] = field(default_factory=list)

    @property
    def begin(self) -> float:
        """Where its first piece begins."""
        return self.pieces[0].begin

    @property
    def end(self) -> float:
        """Where its last piece ends."""
        return self.pieces[-1].end

    def add(self, piece: Piece, rules: Rules) -> None:
        """Add what stands further on, with a space or as a cell of its own if there is a gap or a line between."""
        text, begin, end = piece
        if self.pieces:
            last = self.pieces[-1]
            gap = (begin - last.end) / (self.size or 1)
            if gap < CELL_GAP and not self.is_parted(last.end, begin, rules):
                space = " " if is_space_between(last.text, text, gap) else ""
                self.pieces[-1] = Piece(f"{last.text}{space}{text}", last.begin, max(end, last.end))
                return
        self.pieces.append(piece)

    def is_parted(self, left: float, right: float, rules: Rules) -> bool:
        """Whether a drawn line stands between two places of it (only looked for in level text)."""
        slack = 0.15 * self.size
        return self.way == 0 and rules.between(left - slack, right + slack, 0.3 * self.size - self.across)


@dataclass(slots=True)
class Cell:
    """Lines under each other that belong together."""

    text: str
    begin: float
    end: float
    bottom: float
    last_end: float
    size: float


class Row:
    """Cells side by side, in the making."""

    def __init__(self, way: int) -> None:
        self.way = way
        self.cells: list[Cell] = []
        self._top = self._bottom = 0.0

    def add(self, piece: Piece, line: Line) -> None:
        """Add a cell."""
        self._top = min(self._top, line.across) if self.cells else line.across
        self._bottom = max(self._bottom, line.across) if self.cells else line.across
        self.cells.append(Cell(piece.text, piece.begin, piece.end, line.across, piece.end, line.size or 1.0))

    def append(self, piece: Piece, line: Line) -> None:
        """Add a line to the last cell: without a break if the line above is full, so that it goes on."""
        cell = self.cells[-1]
        full = cell.last_end >= cell.end - 1.5 * cell.size and cell.last_end - cell.begin >= WRAPPED_LENGTH * cell.size
        joined = full and _goes_on(cell.text, piece.text)
        latin = joined and cell.text[-1].isascii() and cell.text[-1].isalnum() and piece.text[0].isascii()
        cell.text += (" " if latin else "" if joined else "\n") + piece.text
        cell.begin, cell.end = min(cell.begin, piece.begin), max(cell.end, piece.end)
        cell.bottom, cell.last_end = line.across, piece.end
        self._bottom = max(self._bottom, line.across)

    def goes_on_in(self, piece: Piece, line: Line, after: Line | None) -> bool:
        """Whether a line is the next one of the last cell or, where there is only one, of a paragraph."""
        cell = self.cells[-1]
        single = len(self.cells) == 1 and not _opens_row(cell, line, after)
        if (len(line.pieces) > 1 and single) or len(cell.text) > LONGEST_CELL:
            return False
        step = line.across - cell.bottom
        near = SAME_LINE * cell.size < step <= LINE_STEP * cell.size and abs(cell.size - line.size) <= 0.3 * cell.size
        if not near or min(piece.end, cell.end) <= max(piece.begin, cell.begin):
            return False
        long = cell.last_end - cell.begin >= 2 * WRAPPED_LENGTH * cell.size
        return not single or (long and cell.last_end >= cell.end - 1.5 * cell.size)

    def is_beside(self, piece: Piece, line: Line) -> bool:
        """Whether a piece is the next cell: right of the last one, and at the row's height."""
        last = self.cells[-1]
        top, bottom = self._top - ROW_HEIGHT * last.size, self._bottom + SAME_LINE * last.size
        return piece.begin >= last.end - OVERLAP * last.size and top <= line.across <= bottom


def lines_of(runs: list[Run], rules: Rules, check_time: Callable[[], None]) -> list[Line]:
    """The lines of a page in reading order."""
    lines: list[Line] = []
    current: Line | None = None
    for index, run in enumerate(_turned(runs)):
        if not index % 4096:
            check_time()
        if current is None or not _continues(current, run):
            current = Line(run.across, run.size, run.way)
            lines.append(current)
        current.add(Piece(run.text, run.begin, run.end), rules)
    lines = [line for line in lines if any(piece.text.strip() for piece in line.pieces)]
    lines = _mended(lines, rules)
    return _by_position(lines) if _is_messy(lines) else lines


def _turned(runs: list[Run]) -> Iterator[Run]:
    """The runs, with characters that an upright font sets one below the other turned into vertical writing."""
    stack: list[Run] = []
    for run in runs:
        if stack and not _stands_below(stack[-1], run):
            yield from _as_vertical(stack)
            stack = []
        if stack or _is_upright(run):
            stack.append(run)
        else:
            yield run
    yield from _as_vertical(stack)


def _is_upright(run: Run) -> bool:
    return run.way == 0 and len(run.text) == 1 and run.text >= "\u2e80" and run.text.isalpha()


def _stands_below(above: Run, run: Run) -> bool:
    """Whether a run goes on a column of single characters, punctuation of a vertical font included."""
    size = run.size or 1.0
    if run.way not in (0, 3) or len(run.text) > 1 or (run.way == 0 and not _is_upright(run)):
        return False
    first, second = _vertical(above), _vertical(run)
    gap = second.begin - first.end
    return abs(first.across - second.across) <= 0.25 * size and -0.6 * size <= gap <= 0.6 * size


def _vertical(run: Run) -> Run:
    """A run of one upright character as vertical writing has it: from its top, on the middle of its column."""
    if run.way == 3:
        return run
    top = run.across - ASCENT * run.size
    return Run(run.text, top, top + run.size, -(run.begin + run.end) / 2, run.size, 3)


def _as_vertical(stack: list[Run]) -> list[Run]:
    return [_vertical(run) for run in stack] if len(stack) >= SHORTEST_COLUMN else stack


def _continues(line: Line, run: Run) -> bool:
    size = max(line.size, run.size) or 1.0
    same = line.way == run.way and abs(line.across - run.across) <= SAME_LINE * size
    return same and run.begin - line.end >= -OVERLAP * size


def _mended(lines: list[Line], rules: Rules) -> list[Line]:
    """Lines with the torn ones joined: some software writes all Latin characters of a page after the Japanese ones."""
    order = {id(line): index for index, line in enumerate(lines)}
    gone: set[int] = set()
    for row in _rows(lines):
        for left, right in pairwise(row):
            gap = (right.begin - left.end) / (left.size or 1)
            if -OVERLAP <= gap < 1.0 and not left.is_parted(left.end, right.begin, rules):
                merged = sorted([*left.pieces, *right.pieces], key=lambda piece: piece.begin)
                right.pieces = []
                for piece in merged:
                    right.add(piece, rules)
                right.across, right.size = left.across, max(left.size, right.size)
                order[id(right)], first = min(order[id(left)], order[id(right)]), left
                gone.add(id(first))
    kept = [line for line in lines if id(line) not in gone]
    return sorted(kept, key=lambda line: order[id(line)]) if gone else kept


def _rows(lines: list[Line]) -> Iterator[list[Line]]:
    """The lines on each baseline from left to right."""
    row: list[Line] = []
    for line in sorted(lines, key=lambda line: (line.way, line.across, line.begin)):
        if row and (line.way != row[0].way or line.across - row[0].across > SAME_LINE * (row[0].size or 1)):
            yield sorted(row, key=lambda one: one.begin)
            row = []
        row.append(line)
    if row:
        yield sorted(row, key=lambda one: one.begin)


def _is_messy(lines: list[Line]) -> bool:
    """Whether content order jumps about the page: often up again without going right (a next cell does both)."""
    jumps = 0
    for before, line in pairwise(lines):
        up = line.way == before.way and line.across < before.across - 1.5 * line.size
        jumps += up and line.begin < before.end - OVERLAP * line.size
    return jumps > max(3.0, MESSY * len(lines))


def _by_position(lines: list[Line]) -> list[Line]:
    ordered: list[Line] = []
    for row in _rows(lines):
        first = row[0]
        for line in row[1:]:
            first.pieces.extend(line.pieces)
        ordered.append(first)
    return ordered


class PageText:
    """Writes pages: rows of cells with tabs between, labelled by the captions above or to the left.

    The captions of a table go on over page borders; running text ends them.
    """

    def __init__(self) -> None:
        self._head: list[Piece] = []
        self._plain_rows = 0

    def write(self, lines: list[Line], writer: SegmentWriter, place: Place) -> None:
        """Write the lines of one page."""
        row: Row | None = None
        for line, after in zip_longest(lines, lines[1:]):
            for index, piece in enumerate(line.pieces):
                if row is not None and (line.way != row.way or len(row.cells) >= WIDEST_ROW):
                    self._write_row(row.cells, writer, place)
                    row = None
                if row is None:
                    row = Row(line.way)
                elif index == 0 and row.goes_on_in(piece, line, after):
                    row.append(piece, line)
                    continue
                elif not row.is_beside(piece, line):
                    self._write_row(row.cells, writer, place)
                    row = Row(line.way)
                row.add(piece, line)
        if row is not None:
            self._write_row(row.cells, writer, place)

    def _write_row(self, row: list[Cell], writer: SegmentWriter, place: Place) -> None:
        if len(row) == 1:
            self._plain_rows += 1
            if self._plain_rows > 3:
                self._head = []
            writer.write(row[0].text + "\n")
            return
        self._plain_rows = 0
        is_head = _is_head(row)
        left = ""
        for index, cell in enumerate(row):
            label = "" if is_head else self._label(cell, left)
            writer.mark(cell.text, place, label)
            writer.write("\t" if index < len(row) - 1 else "\n")
            left = cell.text
        if is_head and not self._covers(row):
            self._head = [Piece(cell.text, cell.begin, cell.end) for cell in row[:WIDEST_HEAD]]

    def _covers(self, row: list[Cell]) -> bool:
        """Whether the captions in force are more than this row: names in words alone look like captions too."""
        return len(self._head) >= len(row)

    def _label(self, cell: Cell, left: str) -> str:
        best = max(self._head, key=lambda piece: _shared(piece, cell), default=None)
        if best is not None and _shared(best, cell) > 0:
            return best.text
        return left if is_caption(left) else ""


def _is_head(row: list[Cell]) -> bool:
    """Whether a row is captions, a long one with an explanation among them or not."""
    captions = sum(is_caption(cell.text) for cell in row)
    return len(row) >= 3 and captions >= 0.7 * len(row) and not any(VALUE_LIKE.search(cell.text) for cell in row)


def _shared(piece: Piece, cell: Cell) -> float:
    return min(piece.end, cell.end) - max(piece.begin, cell.begin)


def _opens_row(cell: Cell, line: Line, after: Line | None) -> bool:
    """Whether a cell of two lines is the first of a row: what follows stands right of it, and not below."""
    return after is not None and after.way == line.way and after.begin >= cell.end and after.across <= line.across


def _goes_on(above: str, below: str) -> bool:
    """Whether a full line runs on: not from number to number, not after a sentence's end."""
    return not (above[-1].isdigit() and below[0].isdigit()) and above[-1] not in "。．！？"
