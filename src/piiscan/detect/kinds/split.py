"""Numbers that are spread over lines or neighbouring cells: ``03 | 1234 | 5678``, ``090-1234-`` + ``5678``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from piiscan.detect.kinds.grouping import Shapes
from piiscan.detect.kinds.rule import Number
from piiscan.detect.shapes import Run
from piiscan.detect.view import View

_GAP = re.compile(r"[-./() ]{0,2}(?:\t[-/ ]{0,2}\t|[\t\n])[-./() ]{0,4}")
_LONGEST_GAP = 9
_MOST_PARTS = 5
_MOST_DIGITS = 19
_FEWEST_DIGITS = 10
"""Fewer digits over two lines or cells are two numbers."""


def split_numbers(view: View, shapes: Shapes) -> Iterator[tuple[int, Number]]:
    """Rule and number for each chain of runs that only line ends or cell borders divide and that fits a rule."""
    runs = view.hits.runs
    for index, run in enumerate(runs[:-1]):
        if runs[index + 1].start - run.end > _LONGEST_GAP or len(run.shape) > _MOST_DIGITS:
            continue
        chain = _digit_count(run)
        for other in range(index + 1, min(index + _MOST_PARTS, len(runs))):
            last, here = runs[other - 1], runs[other]
            if here.start - last.end > _LONGEST_GAP or not _GAP.fullmatch(view.text, last.end, here.start):
                break
            chain += _digit_count(here)
            if chain > _MOST_DIGITS:
                break
            if chain >= _FEWEST_DIGITS:
                for fit in shapes.by_count(chain):
                    yield fit, Number(view, run.start, here.end, ())


def _digit_count(run: Run) -> int:
    return run.shape.count(b"0") + run.shape.count(b"9")
