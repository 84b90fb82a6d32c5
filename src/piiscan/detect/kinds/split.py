"""Numbers that are spread over lines or neighbouring cells: ``03 | 1234 | 5678``, ``090-1234-`` + ``5678``."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR, Shapes
from piiscan.detect.kinds.rule import Grouping, Number
from piiscan.detect.shapes import Run
from piiscan.detect.view import View

_GAP = re.compile(r"[-./() ]{0,2}(?:\t[-/ ]{0,2}\t|[\t\n])[-./() ]{0,4}")
# Each pattern begins with one literal character: the engine jumps from one to the next.
_JOINTS = (re.compile(r"\t(?:[-/ ]{0,2}\t)?[-./() ]{0,4}(?=[0-9])"), re.compile(r"\n[-./() ]{0,4}(?=[0-9])"))
_ENDS = frozenset("0123456789-./() ")
_HEAD = re.compile(r"(?<![0-9])[0-9](?:[-./() ]{0,3}[0-9])*(?=[-./() ]{0,2}\Z)")
_GROUP = re.compile(rb"[09]+")
_LONGEST_GAP = 9
_LONGEST_PART = 17
"""How long (code points) the first part may be."""
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
    heads = _heads(view, named)
    if not heads:
        return
    runs = list(view.hits.runs)
    starts = [run.start for run in runs]
    for head in heads:
        index = bisect_left(starts, head)
        if index < len(runs) and starts[index] == head:
            yield from _chains(view, shapes, runs[index : index + _MOST_PARTS])


def _heads(view: View, named: int) -> list[int]:
    """Where runs begin that may go on in the next line or cell."""
    text = view.text
    found = set()
    for joint in _JOINTS:
        for match in joint.finditer(text):
            border = match.start()
            if text[border - 1 : border] not in _ENDS:
                continue
            floor = max(0, border - _LONGEST_PART)
            head = _HEAD.search(text, floor, border)
            if head is not None and (
                "-" in text[head.end() : match.end()] or view.label_kinds(head.start(), 0) & named
            ):
                found.add(head.start())
    return sorted(found)


def _chains(view: View, shapes: Shapes, runs: list[Run]) -> Iterator[Split]:
    """The numbers that the first of ``runs`` forms with those behind it."""
    groups, hyphens = _groups(runs[0]), True
    for last, here in pairwise(runs):
        gap = view.text[last.end : here.start]
        if len(gap) > _LONGEST_GAP or not _GAP.fullmatch(gap):
            return
        hyphens = hyphens and "-" in gap
        groups += _groups(here)
        if sum(groups) > _MOST_DIGITS:
            return
        if sum(groups) >= _FEWEST_DIGITS:
            number = Number(view, runs[0].start, here.end, groups if hyphens else IRREGULAR)
            yield from (Split(rule, number, hyphens) for rule in shapes.by_count(sum(groups)))


def _groups(run: Run) -> Grouping:
    return tuple(map(len, _GROUP.findall(run.shape)))
