"""Numbers that are spread over lines or neighbouring cells: ``03 | 1234 | 5678``, ``090-1234-`` + ``5678``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR, Shapes
from piiscan.detect.kinds.rule import Grouping, Number
from piiscan.detect.shapes import Run
from piiscan.detect.view import View

_GAP = re.compile(r"[-./() ]{0,2}(?:\t[-/ ]{0,2}\t|[\t\n])[-./() ]{0,4}")
_GROUP = re.compile(rb"[09]+")
_LONGEST_GAP = 9
_LONGEST_PART = 15
_MOST_PARTS = 5
_MOST_DIGITS = 19
_FEWEST_DIGITS = 10
"""Fewer digits over two lines or cells are two numbers."""


class Split(NamedTuple):
    """A number over several runs; ``hyphens`` when one stands at each border and shows that they belong together."""

    rule: int
    number: Number
    hyphens: bool


def split_numbers(view: View, shapes: Shapes, named: int) -> Iterator[Split]:
    """Each chain of runs that only line ends or cell borders divide and that fits a rule.

    Where no hyphen shows that the parts belong together, a word of the kinds ``named`` must label the first.
    """
    runs = list(view.hits.runs)
    for index, (run, following) in enumerate(pairwise(runs)):
        follows = following.start
        if follows - run.end > _LONGEST_GAP or len(run.shape) > _LONGEST_PART:
            continue
        gap = view.text[run.end : follows]
        if not _GAP.fullmatch(gap) or ("-" not in gap and not view.label_kinds(run.start, run.end) & named):
            continue
        groups, hyphens = _groups(run), True
        for other in range(index + 1, min(index + _MOST_PARTS, len(runs))):
            last, here = runs[other - 1], runs[other]
            gap = view.text[last.end : here.start]
            if len(gap) > _LONGEST_GAP or not _GAP.fullmatch(gap):
                break
            hyphens = hyphens and "-" in gap
            groups += _groups(here)
            if sum(groups) > _MOST_DIGITS:
                break
            if sum(groups) >= _FEWEST_DIGITS:
                number = Number(view, run.start, here.end, groups if hyphens else IRREGULAR)
                yield from (Split(rule, number, hyphens) for rule in shapes.by_count(sum(groups)))


def _groups(run: Run) -> Grouping:
    return tuple(map(len, _GROUP.findall(run.shape)))
