"""Finds what has the shape of a rule of the number family: parts of runs, codes, divided and wrapped numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from operator import or_

from piiscan.detect.kinds.announced import REACH
from piiscan.detect.kinds.grouping import Fit, Shapes
from piiscan.detect.kinds.loose import loose_codes
from piiscan.detect.kinds.parts import Part, Parts
from piiscan.detect.kinds.rule import Hit, Number
from piiscan.detect.kinds.split import split_numbers
from piiscan.detect.kinds.spots import need_of, runs_worth_a_look
from piiscan.detect.kinds.tabled import Done
from piiscan.detect.kinds.tool import Tool
from piiscan.detect.view import View
from piiscan.late import late

_SINGLES = late(r"[0-9](?:[^0-9\n\u3041-\u9fff]{1,7}[0-9]){5}")
"""Digits that each stand alone, and so are no run."""


class Finder:
    """Finds the numbers of a window that fit rules, with the verdicts of their judges."""

    def __init__(self, tools: Sequence[Tool]) -> None:
        self._tools = tools
        self._shapes = Shapes([tool.rule for tool in tools])
        self._parts = Parts(tools, self._shapes)
        self._named = reduce(or_, (tool.named for tool in tools), 0)
        self._words = reduce(or_, (tool.named | tool.context for tool in tools), 0)
        self._loose = [
            (n, tool.rule, tool.named) for n, tool in enumerate(tools) if tool.rule.loose or tool.rule.irregular
        ]
        self._loose_named = reduce(or_, (named for _, _, named in self._loose), 0)

    def wanted(self, view: View, least: float) -> dict[bytes, list[Part]]:
        """The parts of each shape of a run by which it may reach the log-odds ``least``."""
        words = view.present & self._words
        return {shape: parts for shape in view.hits.runs.shapes if (parts := self._parts.of(shape, words, least))}

    def hits(self, view: View, wanted: Mapping[bytes, list[Part]], done: Done) -> Iterator[tuple[int, Hit]]:
        """Index of the rule and hit, for every part of every run that fits a rule and is not ``done``.

        ``wanted`` are the parts by shape.
        """
        text = view.text
        needs = {
            shape: need_of(shape, [(way.rule, part.start, way.words) for part in parts for way in part.ways])
            for shape, parts in wanted.items()
        }
        for run_start, shape in runs_worth_a_look(view, needs, REACH, done):
            for part_start, part_end, naming, ways in wanted[shape]:
                start, end = run_start + part_start, run_start + part_end
                kinds = -1  # asked for when the first rule needs to know
                for fit, rule, words in ways:
                    if text[start] not in rule.first or (rule.behind and not _is_behind(text, start, rule.behind)):
                        continue
                    if words:
                        kinds = _kinds_at(view, start, end, naming) if kinds < 0 else kinds
                        if not kinds & words:
                            continue
                    number = Number(view, start, end, fit.grouping)
                    yield fit.rule, Hit(number, rule.judge(number), _extra(fit, shape))
        yield from self._codes(view)
        yield from self._divided(view)

    def _codes(self, view: View) -> Iterator[tuple[int, Hit]]:
        """The same for codes with letters; a dump of bytes is full of them, so prefixes come first."""
        text, runs = view.text, view.hits.runs
        for index, tool in enumerate(self._tools):
            rule = tool.rule
            if rule.lead != b"A":
                continue
            codes = runs.codes_in_any_case if view.present & tool.named else runs.codes
            likely = [code for code in codes if text[code.start : code.start + 2].upper() in rule.prefixes]
            numbers = [Number(view, start, end, (end - start,)) for start, end, _ in likely]
            if any(rule.judge(number) is not None for number in numbers):
                numbers = [Number(view, start, end, (end - start,)) for start, end, _ in codes]
                yield from ((index, Hit(number, rule.judge(number), ())) for number in numbers)

    def _divided(self, view: View) -> Iterator[tuple[int, Hit]]:
        """The same for numbers over several runs, and for labelled codes divided in no known way."""
        if view.present & self._named and any(map(self._shapes.fits, view.hits.runs.shapes)):
            for index, number, hyphens in split_numbers(view, self._shapes, self._named):
                extra = ("wrapped", "hyphen_wrapped") if hyphens else ("wrapped",)
                yield index, Hit(number, self._tools[index].rule.judge(number), extra)
        if view.present & self._loose_named and (view.hits.runs or _SINGLES.search(view.text)):
            for index, number, verdict, broken in loose_codes(view, self._loose):
                yield index, Hit(number, verdict, ("wrapped",) if broken else ())


def _kinds_at(view: View, start: int, end: int, words: int) -> int:
    """The kinds of what labels the place, or stands near it where no header says something else.

    Complete only as far as ``words`` go: most numbers have none of them around, and are done with after one look.
    """
    if not view.in_reach(words, start, end):
        known = view.header_kinds(start) if view.has_headers else 0
        return known or view.last_cue(words, start, REACH)[0]
    kinds = view.label_kinds(start, end)
    if view.label_at(start):
        return kinds
    kinds |= view.near_kinds(start, end)
    return kinds if kinds & words else kinds | view.last_cue(words, start, REACH)[0]


def _is_behind(text: str, start: int, characters: str) -> bool:
    """Whether one of ``characters`` stands in front of ``start``, a space or hyphen at most between them."""
    before = text[max(0, start - 2) : start]
    return before[-1:] != "" and (before[-1] in characters or (before[-1] in " -" and before[0] in characters))


def _extra(fit: Fit, shape: bytes) -> tuple[str, ...]:
    """Clues of the shape that hold for every rule."""
    clues = []
    if fit.linked:
        clues.append("linked")
    if b"9" in shape:
        clues.append("kanji_digits")
    return tuple(clues)
