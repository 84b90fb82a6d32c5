"""From runs on a page to lines in reading order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Final, NamedTuple

from piiscan.extract.pdf_rules import Rules
from piiscan.extract.pdf_runs import CELL_GAP, Run, is_space_between

SAME_LINE: Final = 0.5
"""How far baselines of one line may lie apart, in em: a superscript, a smaller font."""
OVERLAP: Final = 0.6
"""How far characters may overlap, in em: kerning, italics, rounding."""
ASCENT: Final = 0.88
"""Of a Japanese font, in em."""
SHORTEST_COLUMN: Final = 4
"""Characters below each other from which they are a column of vertical writing."""
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
