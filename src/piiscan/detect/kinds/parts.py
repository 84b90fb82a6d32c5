"""The parts of a run of digits that may be a number of some rule; remembered by the shape of the run."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from itertools import groupby
from operator import or_
from typing import NamedTuple

from piiscan.detect.kinds.grouping import IRREGULAR, LONGEST_SHAPE, Fit, Shapes
from piiscan.detect.kinds.rule import NumberRule
from piiscan.detect.kinds.tool import MOST_SETS, Tool


class Way(NamedTuple):
    """A rule that a part of a run can belong to, with the words one of which must be beside (0: none need be)."""

    fit: Fit
    rule: NumberRule
    words: int


class Part(NamedTuple):
    """A part of a run, the words that can name it by one of its rules, and these rules."""

    start: int
    end: int
    naming: int
    ways: list[Way]


class Parts:
    """Finds the parts of runs of a shape, with the rules they can belong to."""

    def __init__(self, tools: Sequence[Tool], shapes: Shapes) -> None:
        self._tools = tools
        self._shapes = shapes
        self._known: dict[tuple[bytes, int, float], list[Part]] = {}

    def of(self, shape: bytes, present: int, least: float) -> list[Part]:
        """The parts of a run of ``shape`` by whose rules it can reach the log-odds ``least``.

        ``present`` are the kinds of words that the text has.
        """
        key = shape, present, least
        known = self._known.get(key)
        if known is None:
            known = self._find(shape, present, least)
            if len(self._known) < MOST_SETS and len(shape) <= LONGEST_SHAPE:
                self._known[key] = known
        return known

    def _find(self, shape: bytes, present: int, least: float) -> list[Part]:
        ways = []
        kanji = b"9" in shape
        for fit in self._shapes.fits(shape):
            tool = self._tools[fit.rule]
            words = tool.named | tool.context
            bound = tool.rule.only_labelled or fit.grouping == IRREGULAR
            if present & words or not (bound or tool.best_alone(fit.grouping, kanji=kanji) < least):
                ways.append(Way(fit, tool.rule, words if bound else 0))
        if len(ways) <= 1:  # most shapes of a dump, where nearly every shape is a new one
            return [Part(way.fit.start, way.fit.end, way.words, ways) for way in ways]
        parts = [(span, list(some)) for span, some in groupby(ways, lambda way: (way.fit.start, way.fit.end))]
        return [Part(*span, reduce(or_, (way.words for way in some)), some) for span, some in parts]
