"""Numbers that fill a cell under a label, judged by the column: one rule, grouping and label for all of them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import reduce
from itertools import chain, compress
from operator import or_
from typing import NamedTuple

from piiscan.detect.cells import Column
from piiscan.detect.kinds.parts import Part, Way
from piiscan.detect.kinds.rule import Grouping, Number, Verdict
from piiscan.detect.kinds.surroundings import cell_borders
from piiscan.detect.kinds.tool import Tool
from piiscan.detect.shapes import SEPARATORS
from piiscan.detect.view import LABEL_REACH, NEAR_AFTER, NEAR_BEFORE, View

_NO_SEPARATORS = dict.fromkeys(map(ord, SEPARATORS))
_DIGIT = ord("0")
_MANY = 8
"""Fewer numbers of a shape in a window or under a label are sooner judged one by one."""


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


Done = Mapping[bytes, Sequence[int]]
"""Where the runs start that need no other look, by their shape."""


def judge_columns(
    view: View, tools: Sequence[Tool], wanted: Mapping[bytes, list[Part]], before: int
) -> tuple[list[Series], Done]:
    """The numbers that are judged by their column, and all cells that need no other look.

    These are the cells that hold one number and nothing else, where the label alone says what it is. Nothing that
    stands next to it counts, so the numbers of a column differ in their digits, and in words of their context near
    them. ``wanted`` are the parts of each shape, as numbers of some rule; where no label says what a cell holds, a word
    ``before`` code points in front may.
    """
    found: list[Series] = []
    done: dict[bytes, list[int]] = {}
    digits = {shape for shape in wanted if shape.startswith(b"0")}
    for column in _tables(view, digits):
        for shape, cells in _by_shape(view, column, digits).items():
            if len(cells.starts) < _MANY:
                continue
            ways = _ways(wanted[shape], len(shape), cells.kinds, tools)
            if ways is not None:
                named = view.cells.by_label and cells.kinds
                reach = (LABEL_REACH, 0) if named else (before, NEAR_AFTER)
                alone = _alone(view, cells, _other_words(wanted[shape], cells.kinds), reach)
                done.setdefault(shape, []).extend(alone.starts)
                if ways and alone.starts:
                    found += _series(view, alone, ways, tools)
    return found, done


def _tables(view: View, shapes: Collection[bytes]) -> list[Column]:
    """The columns of the window that may hold numbers of these ``shapes``."""
    if not shapes or view.cells.by_label:
        return view.cells.columns if shapes else []
    return view.plain_cells.columns if not view.bare and view.hits.runs.holds(_MANY, shapes) else []


def _by_shape(view: View, column: Column, wanted: Collection[bytes]) -> dict[bytes, Column]:
    """The cells of ``column`` that have one of the ``wanted`` shapes, by shape."""
    label, kinds, starts, ends = column
    projection = view.hits.runs.projection
    if len(starts) < _MANY or _DIGIT not in map(projection.__getitem__, starts):
        return {}
    shapes = [projection[start:end] for start, end in zip(starts, ends, strict=True)]
    if shapes and shapes[0] in wanted and shapes.count(shapes[0]) == len(shapes):
        return {shapes[0]: column}
    found: dict[bytes, Column] = {}
    for index in compress(range(len(shapes)), map(wanted.__contains__, shapes)):
        cells = found.get(shapes[index])
        if cells is None:
            cells = found[shapes[index]] = Column(label, kinds, [], [])
        cells.starts.append(starts[index])
        cells.ends.append(ends[index])
    return found


def _ways(parts: Iterable[Part], size: int, label: int, tools: Sequence[Tool]) -> list[Way] | None:
    """The rules that a cell under a ``label`` of these kinds may fit; None where more than the label decides."""
    ways = [way for part in parts for way in part.ways if not way.words or way.words & label]
    ways = [way for way in ways if not way.rule.behind]  # nothing stands in front of it but the border
    named = all(tools[way.fit.rule].named & label and way.fit.end - way.fit.start == size for way in ways)
    return ways if named else None


def _other_words(parts: Iterable[Part], label: int) -> int:
    """The kinds of words one of which would make a number of a cell that the ``label`` does not."""
    ways = (way for part in parts for way in part.ways)
    return reduce(or_, (way.words for way in ways if not way.words & label), 0)


def _alone(view: View, cells: Column, words: int, reach: tuple[int, int]) -> Column:
    """The cells with a border on both sides, and none of these ``words`` in ``reach`` before and behind."""
    _, _, starts, ends = cells
    edged, borders = view.edged, cell_borders(ends[0] - starts[0])
    far = view.out_of_reach(words, cells, *reach)
    behind = [end + 1 for end in ends]
    if all(far) and borders.issuperset(map(edged.__getitem__, chain(starts, behind))):
        return cells
    kept = [
        quiet and edged[start] in borders and edged[end] in borders
        for start, end, quiet in zip(starts, behind, far, strict=True)
    ]
    return _chosen(cells, kept)


def _chosen(cells: Column, which: Sequence[bool]) -> Column:
    """Those of the ``cells``."""
    return cells._replace(starts=list(compress(cells.starts, which)), ends=list(compress(cells.ends, which)))


def _series(view: View, cells: Column, ways: Iterable[Way], tools: Sequence[Tool]) -> Iterator[Series]:
    """The ``cells`` as numbers of each of the rules they may fit."""
    for way in ways:
        context = tools[way.fit.rule].context
        if cells.kinds & context:
            yield _numbers(view, cells, way, ("label", "context"))
            continue
        alone = view.out_of_reach(context, cells, NEAR_BEFORE) if context else []
        if all(alone):
            yield _numbers(view, cells, way, ("label",))
            continue
        spans = zip(cells.starts, cells.ends, alone, strict=True)
        near = [not far and bool((view.label_kinds(s, e) | view.near_kinds(s, e)) & context) for s, e, far in spans]
        yield _numbers(view, _chosen(cells, near), way, ("label", "context"))
        yield _numbers(view, _chosen(cells, [not each for each in near]), way, ("label",))


def _numbers(view: View, cells: Column, way: Way, labels: tuple[str, ...]) -> Series:
    """Those of the ``cells`` that begin as the rule of ``way`` says, with its verdicts."""
    fit, rule, _ = way
    texts = [view.text[start:end] for start, end in zip(cells.starts, cells.ends, strict=True)]
    digits = "\n".join(texts).translate(_NO_SEPARATORS).split("\n") if texts else []
    starts, ends = cells.starts, cells.ends
    right = [each[0] in rule.first for each in digits]
    if not all(right):
        starts, ends, digits = list(compress(starts, right)), list(compress(ends, right)), list(compress(digits, right))
    if rule.judge_digits is not None:
        verdicts = [rule.judge_digits(fit.grouping, each) for each in digits]
    else:
        spans = zip(starts, ends, strict=True)
        verdicts = [rule.judge(Number(view, start, end, fit.grouping)) for start, end in spans]
    return Series(fit.rule, fit.grouping, labels, starts, ends, digits, verdicts)
