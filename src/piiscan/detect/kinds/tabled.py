"""Numbers that fill a cell under a label, judged by the column: one rule, grouping and label for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import compress
from operator import or_
from typing import NamedTuple

from piiscan.detect.cells import Cells, Column
from piiscan.detect.kinds.parts import Part, Way
from piiscan.detect.kinds.rule import Grouping, Number, Verdict
from piiscan.detect.kinds.surroundings import cell_borders
from piiscan.detect.kinds.tool import Tool
from piiscan.detect.shapes import SEPARATORS
from piiscan.detect.view import View

_NO_SEPARATORS = dict.fromkeys(map(ord, SEPARATORS))

_MANY = 8
"""Fewer numbers in a window are quicker judged one by one than tables are looked for."""


class Series(NamedTuple):
    """The numbers of a column that have the shape of a rule which the label names, and the verdict on each."""

    rule: int
    grouping: Grouping
    labels: tuple[str, ...]
    """The clues of the label."""
    starts: Sequence[int]
    ends: Sequence[int]
    digits: Sequence[str]
    verdicts: Sequence[Verdict | None]


def judge_columns(
    view: View, tools: Sequence[Tool], wanted: Mapping[bytes, list[Part]], before: int
) -> tuple[list[Series], set[int]]:
    """The numbers that are judged by their column, and where all the cells start that need no other look.

    These are the cells that hold one number and nothing else, where only the label says what it is. All that its judge
    can see is in the cell, so the numbers of a column differ in nothing but digits. ``wanted`` are the parts of each
    shape, as numbers of some rule; a word that stands ``before`` code points in front may still name one.
    """
    found: list[Series] = []
    done: set[int] = set()
    digits = {shape for shape in wanted if shape.startswith(b"0")}
    many = len(view.hits.runs.starts(digits)) >= _MANY
    for cells in (view.cells, view.plain_cells) if many else ():
        for label, shape, indices in _groups(cells, digits):
            kinds = cells.kinds_by_label[label]
            ways = _ways(wanted[shape], len(shape), kinds, tools)
            if ways is None:
                continue
            spans = [cells.starts[each] for each in indices], [cells.ends[each] for each in indices]
            alone = _alone(view, Column(label, kinds, *spans), _words(wanted[shape], tools), before)
            done.update(alone.starts)
            if ways and alone.starts:
                found += _series(view, alone, ways, tools)
    return found, done


def _groups(cells: Cells, wanted: Collection[bytes]) -> Iterator[tuple[str, bytes, list[int]]]:
    """The indices of the labelled cells of one of the ``wanted`` shapes, by label and shape."""
    groups: dict[tuple[str, bytes], list[int]] = {}
    shapes, labels = cells.shapes, cells.labels
    for index in compress(range(len(shapes)), map(wanted.__contains__, shapes)):
        groups.setdefault((labels[index], shapes[index]), []).append(index)
    yield from ((label, shape, indices) for (label, shape), indices in groups.items() if label)


def _ways(parts: Iterable[Part], size: int, label: int, tools: Sequence[Tool]) -> list[Way] | None:
    """The rules that a cell under a ``label`` of these kinds may fit; None where more than the label decides."""
    ways = [way for part in parts for way in part.ways if not way.words or way.words & label]
    ways = [way for way in ways if not way.rule.behind]  # nothing stands in front of it but the border
    named = all(tools[way.fit.rule].named & label and way.fit.end - way.fit.start == size for way in ways)
    return ways if named else None


def _words(parts: Iterable[Part], tools: Sequence[Tool]) -> int:
    """The kinds of all words that matter to the rules of ``parts``."""
    rules = {way.fit.rule for part in parts for way in part.ways}
    return reduce(or_, (tools[rule].named | tools[rule].context for rule in rules), 0)


def _alone(view: View, cells: Column, words: int, before: int) -> Column:
    """The cells with a border on both sides that none of these ``words`` is near."""
    text, borders = view.text, cell_borders(cells.ends[0] - cells.starts[0])
    inside = zip(cells.starts, cells.ends, view.out_of_reach(words, cells, before), strict=True)
    spans = [
        (start, end)
        for start, end, far in inside
        if far and text[start - 1 : start] in borders and text[end : end + 1] in borders
    ]
    return cells._replace(starts=[start for start, _ in spans], ends=[end for _, end in spans])


def _series(view: View, cells: Column, ways: Iterable[Way], tools: Sequence[Tool]) -> Iterator[Series]:
    """The ``cells`` as numbers of each of the rules they may fit."""
    texts = [view.text[start:end] for start, end in zip(cells.starts, cells.ends, strict=True)]
    digits = "\n".join(texts).translate(_NO_SEPARATORS).split("\n")
    for fit, rule, _ in ways:
        first = rule.first
        right = [each[0] in first for each in digits]
        starts, ends = list(compress(cells.starts, right)), list(compress(cells.ends, right))
        kept = list(compress(digits, right))
        if rule.judge_digits is not None:
            verdicts = [rule.judge_digits(fit.grouping, each) for each in kept]
        else:
            spans = zip(starts, ends, strict=True)
            verdicts = [rule.judge(Number(view, start, end, fit.grouping)) for start, end in spans]
        labels = ("label", "context") if cells.kinds & tools[fit.rule].context else ("label",)
        yield Series(fit.rule, fit.grouping, labels, starts, ends, kept, verdicts)
