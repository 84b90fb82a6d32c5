"""Numbers that are spread over lines or neighbouring cells: ``03 | 1234 | 5678``, ``090-1234-`` + ``5678``."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import accumulate, pairwise
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR, Shapes
from piiscan.detect.kinds.rule import Grouping, Number
from piiscan.detect.shapes import Run
from piiscan.detect.view import View
from piiscan.late import late

_GAP = late(r"[-./() ]{0,2}(?:\t[-/ ]{0,2}\t|[\t\n])[-./() ]{0,4}")
_HYPHEN = late(r"-(?:(?=\n)|(?<=[\n\t]-))")
"""Begins with one character, for the engine jumps from one to the next: a fourth of the time of three searches."""
_HEAD = late(r"(?<![0-9])[0-9](?:[-./() ]{0,3}[0-9])*(?=[-./() ]{0,2}\Z)")
_LABEL_GLUE = late(r"[^0-9\n]{0,12}\n?[^0-9\n]{0,6}(?=[0-9])")
_CELL_GLUE = late(r"[^0-9]{0,3}(?=[0-9])")
_GOES_ON = late(r"[0-9](?:[-./() ]{0,3}[0-9]){0,14}" + _GAP.pattern + "[0-9]")
_BORDERS = frozenset(("\t", "\n", ""))
_GOES_ON_WITH = b"0-./() "
"""What, of the shape of a cell, a number from the cell before it may go on with."""
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
    for head in _heads(view, named):
        runs, first = view.hits.runs.beginning_at(head, _MOST_PARTS), view.text[head]
        sizes = list(accumulate([run.shape.count(b"0") + run.shape.count(b"9") for run in runs]))[1:]
        # With two telephone numbers side by side, or a date and one, as in most tables, it ends here.
        if any(size <= _MOST_DIGITS and shapes.by_count(size, first) for size in sizes):
            yield from _chains(view, shapes, runs)


def _heads(view: View, named: int) -> list[int]:
    """Where runs begin that go on in the next line or cell: behind a label, in a labelled cell, before a hyphen."""
    text = view.text
    starts = {match.end() for _, end, _ in view.likely_cues_of(named) if (match := _LABEL_GLUE.match(text, end))}
    starts = {start for start in starts if _GOES_ON.match(text, start) and view.label_kinds(start, start) & named}
    places = _open_cells(view, named)
    starts.update(match.end() for start in places if (match := _CELL_GLUE.match(text, start)))
    for border in _hyphened(text):
        head = _HEAD.search(text, max(0, border - _LONGEST_PART), border)
        if head is not None:
            starts.add(head.start())
    return sorted(start for start in starts if _GOES_ON.match(text, start))


def _hyphened(text: str) -> Iterator[int]:
    """Where a hyphen and the end of a line or cell stand side by side."""
    for match in _HYPHEN.finditer(text):
        place = match.start()
        if text[place - 1 : place] in ("\n", "\t"):
            yield place - 1
        if text.startswith("\n", place + 1):
            yield place


def _open_cells(view: View, named: int) -> Iterable[int]:
    """Where the cells under a label of these kinds start, but for those whose number ends with them, as most do."""
    cells, text, projection = view.cells, view.text, view.hits.runs.projection
    indices = cells.under(named)
    starts, ends = [cells.starts[index] for index in indices], [cells.ends[index] for index in indices]
    if not _BORDERS.issuperset({text[end : end + 1] for end in ends}):
        return starts
    behind = [index + 1 for index in indices]
    next_starts, next_ends = ([*column, -1] for column in (cells.starts, cells.ends))
    closing = _Closing(view.hits.runs.shapes)
    return [
        start
        for start, end, index in zip(starts, ends, behind, strict=True)
        if next_starts[index] != end + 1 or closing[projection[start : next_ends[index]]] != end - start
    ]


class _Closing(dict[bytes, int]):
    """By the shape of two neighbouring cells, how long the first is if its number cannot go on in the second, else 0.

    That is so where a run fills it and the other one begins with no digit, or has too many digits for both.
    """

    def __init__(self, shapes: Collection[bytes]) -> None:
        super().__init__()
        self._shapes = shapes

    def __missing__(self, cells: bytes) -> int:
        own, _, following = cells.replace(b"\n", b"!").partition(b"!")
        digits = own.count(b"0") + (following.count(b"0") if following in self._shapes else 0)
        closes = following[:1] not in _GOES_ON_WITH or digits > _MOST_DIGITS
        self[cells] = len(own) if own in self._shapes and closes else 0
        return self[cells]


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
            rules = shapes.by_count(sum(groups), view.text[number.start])
            yield from (Split(rule, number, hyphens) for rule in rules)


def _groups(run: Run) -> Grouping:
    """How many digits stand in each group of the run."""
    return tuple(map(len, _GROUP.findall(run.shape)))
