"""The upright lines drawn on a page: what stands on either side of one belongs to different cells."""

from __future__ import annotations

from bisect import bisect_left
from itertools import islice
from typing import Final

from pdfminer.utils import apply_matrix_pt

from piiscan.extract.pdf_runs import Matrix

Point = tuple[float, float]

SHORTEST: Final = 4.0
"""Lines shorter than this (points) are parts of drawings, not of tables."""
SLANT: Final = 1.0
MOST_LOOKED_AT: Final = 500
"""Lines between two neighbouring texts that are looked at."""
MOST_RULES: Final = 20_000
"""A map or a chart draws more; it is no table then."""


class Rules:
    """Gathers paths, keeps their upright edges once they are painted (a path that only clips is none)."""

    def __init__(self) -> None:
        self._path: list[tuple[Point, Point]] = []
        self._at: Point = (0.0, 0.0)
        self._edges: set[tuple[float, float, float]] = set()
        self._sorted: list[tuple[float, float, float]] = []

    def move(self, point: Point) -> None:
        """The path goes on elsewhere."""
        self._at = point

    def line(self, point: Point) -> None:
        """The path goes straight to a point."""
        if len(self._path) < MOST_RULES:
            self._path.append((self._at, point))
        self._at = point

    def rectangle(self, x: float, y: float, width: float, height: float) -> None:
        """The path is a box; a narrow one is a line."""
        if len(self._path) < MOST_RULES:
            self._path.append(((x, y), (x, y + height)))
            self._path.append(((x, y), (x + width, y)))  # upright on a page that is turned
            if abs(width) > SHORTEST and abs(height) > SHORTEST:
                self._path.append(((x + width, y), (x + width, y + height)))
                self._path.append(((x, y + height), (x + width, y + height)))

    def paint(self, ctm: Matrix) -> None:
        """The path is drawn."""
        for begin, end in self._path:
            (x0, y0), (x1, y1) = apply_matrix_pt(ctm, begin), apply_matrix_pt(ctm, end)
            if abs(x0 - x1) <= SLANT and abs(y0 - y1) >= SHORTEST and len(self._edges) < MOST_RULES:
                self._edges.add((round(x0, 1), round(min(y0, y1), 1), round(max(y0, y1), 1)))
        self._path.clear()

    def drop(self) -> None:
        """The path is not drawn."""
        self._path.clear()

    def between(self, left: float, right: float, height: float) -> bool:
        """Whether a line stands between two places at that height."""
        if self._edges:
            self._sorted = _merged([*self._sorted, *self._edges])
            self._edges.clear()
        at = bisect_left(self._sorted, (left, -1e9, -1e9))
        for x, low, high in islice(self._sorted, at, at + MOST_LOOKED_AT):
            if x > right:
                return False
            if low <= height <= high:
                return True
        return False


def _merged(edges: list[tuple[float, float, float]]) -> list[tuple[float, float, float]]:
    """Edges in order, those of a column's boxes joined into one."""
    found: list[tuple[float, float, float]] = []
    for x, low, high in sorted(edges):
        if found and found[-1][0] == x and low <= found[-1][2] + SLANT:
            found[-1] = (x, found[-1][1], max(high, found[-1][2]))
        else:
            found.append((x, low, high))
    return found
