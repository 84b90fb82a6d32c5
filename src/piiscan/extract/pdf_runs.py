"""Runs of characters on a page: where they lie, which way they go, and what a gap between two of them means."""

from __future__ import annotations

from typing import Final, NamedTuple

Matrix = tuple[float, float, float, float, float, float]

IDENTITY: Final[Matrix] = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
WORD_GAP, CJK_GAP, CELL_GAP = 0.22, 0.6, 1.6
"""Gaps in em: a space between words, between kanji or kana (set loosely when justified), and between table cells."""


class Run(NamedTuple):
    """Characters set in one go. ``along`` runs in writing direction, ``across`` from line to line, both in points.

    ``way`` is 0 for left to right, 1 upwards, 2 right to left (upside down), 3 downwards (vertical Japanese too).
    """

    text: str
    begin: float
    end: float
    across: float
    size: float
    way: int


def placed(
    text: str, at: tuple[float, float], along: tuple[float, float], stretch: tuple[float, float], size: float
) -> Run:
    """A run from its origin, the direction of its advance, and where in that direction it begins and ends."""
    (x, y), (dx, dy) = at, along
    begin, end = stretch
    if end < begin:  # vertical fonts advance by negative steps
        begin, end, dx, dy = -begin, -end, -dx, -dy
    if abs(dx) >= abs(dy):
        u, v, length, way = (x, -y, dx, 0) if dx >= 0 else (-x, y, -dx, 2)
    else:
        u, v, length, way = (y, x, dy, 1) if dy >= 0 else (-y, -x, -dy, 3)
    return Run(text, u + begin * length, u + end * length, v, size, way)


def is_space_between(left: str, right: str, gap: float) -> bool:
    """Whether a gap (in em) between two texts is a space between words."""
    if not left or not right or left[-1].isspace() or right[0].isspace():
        return False
    wide = left[-1] >= "\u2e80" and right[0] >= "\u2e80"
    return gap > (CJK_GAP if wide else WORD_GAP)


def page_matrix(box: list[float], rotate: int) -> Matrix:
    """From a page's own coordinates to upright ones."""
    x0, y0, x1, y1 = box
    if rotate == 90:
        return (0.0, -1.0, 1.0, 0.0, -y0, x1)
    if rotate == 180:
        return (-1.0, 0.0, 0.0, -1.0, x1, y1)
    if rotate == 270:
        return (0.0, 1.0, -1.0, 0.0, y1, -x0)
    return (1.0, 0.0, 0.0, 1.0, -x0, -y0)
