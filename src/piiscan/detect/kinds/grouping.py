"""Which rules the shape of a run of digits may belong to; worked out once for each shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from piiscan.detect.kinds.rule import Grouping, NumberRule
from piiscan.late import late

_GROUP = late(rb"[09]+")
LONGEST_SHAPE = 96
"""Longer runs are cut at their spaces: no number is longer, and a row of a table is."""
_REMEMBERED = 20_000
_MOST_GROUPS = 20
IRREGULAR: Grouping = ()
"""The grouping of digits that are divided in no known way."""


class Fit(NamedTuple):
    """A rule whose shape a part ``[start, end)`` of a run has."""

    rule: int
    start: int
    end: int
    grouping: Grouping
    linked: bool
    """Whether more digits follow or precede behind nothing but the separator the number itself is divided with."""


class Shapes:
    """Finds the rules that fit a shape. Remembers a bounded number of shapes: real texts have few distinct ones."""

    def __init__(self, rules: Sequence[NumberRule]) -> None:
        self._table: dict[Grouping, list[int]] = {}
        self._irregular: dict[int, list[int]] = {}
        self._first = [rule.first for rule in rules]
        for index, rule in enumerate(rules):
            for grouping in rule.groupings:
                self._table.setdefault(grouping, []).append(index)
            for size in rule.irregular:
                self._irregular.setdefault(size, []).append(index)
        self._lead = {lead: [n for n, rule in enumerate(rules) if rule.lead == lead] for lead in (b"+", b"A")}
        self._beginnings = {grouping[:size] for grouping in self._table for size in range(1, len(grouping) + 1)}
        self._bound = frozenset(n for n, rule in enumerate(rules) if rule.only_labelled)
        self._most = max((len(grouping) for grouping in self._table), default=0)
        self._known: dict[bytes, tuple[Fit, ...]] = {}

    def fits(self, shape: bytes) -> tuple[Fit, ...]:
        """The rules that fit parts of ``shape``."""
        known = self._known.get(shape)
        if known is None:
            known = self._fits(shape) if len(shape) <= LONGEST_SHAPE else self._cut(shape)
            if len(self._known) < _REMEMBERED and len(shape) <= LONGEST_SHAPE:
                self._known[shape] = known
        return known

    def by_count(self, digits: int, first: str) -> Sequence[int]:
        """The rules that take this many digits, of which that is the ``first``, however they are divided."""
        return [rule for rule in self._irregular.get(digits, ()) if first in self._first[rule]]

    def _cut(self, shape: bytes) -> tuple[Fit, ...]:
        """The fits in the pieces of a long run."""
        found: list[Fit] = []
        start = 0
        for piece in shape.split(b" "):
            if 1 < len(piece) <= LONGEST_SHAPE:
                found += (fit._replace(start=fit.start + start, end=fit.end + start) for fit in self.fits(piece))
            start += len(piece) + 1
        return tuple(found)

    def _fits(self, shape: bytes) -> tuple[Fit, ...]:
        if shape.startswith(b"A"):
            return tuple(self._whole(shape, (len(shape),)))  # the runs of its digits are seen apart from it
        groups = [match.span() for match in _GROUP.finditer(shape)]
        sizes = tuple(end - start for start, end in groups)
        found: list[Fit] = []
        for first in range(len(groups)):
            for last in range(first + 1, min(first + self._most, len(groups)) + 1):
                grouping = sizes[first:last]
                if grouping not in self._beginnings:
                    break
                rules = self._table.get(grouping)
                if rules is None:
                    continue
                start, end = groups[first][0], groups[last - 1][1]
                if (
                    last - first == 2
                    and shape[start:end].count(b".") == 1
                    and end - start == sum(sizes[first:last]) + 1
                ):
                    rules = [rule for rule in rules if rule not in self._bound]  # a decimal number
                link = _link(shape, start, end)
                if link != "strong":
                    found += (Fit(rule, start, end, grouping, link == "weak") for rule in rules)
        return tuple(found + self._whole(shape, sizes))

    def _whole(self, shape: bytes, sizes: Grouping) -> list[Fit]:
        """The rules that the run as a whole may fit although it is grouped in no known way."""
        if len(sizes) > _MOST_GROUPS:
            return []
        if shape[:1] in self._lead:
            if shape.startswith(b"+") and not 9 <= sum(sizes) <= 15:
                return []  # ITU-T E.164
            return [Fit(rule, 0, len(shape), sizes, linked=False) for rule in self._lead[shape[:1]]]
        known = self._table.get(sizes, ())
        rules = [rule for rule in self._irregular.get(sum(sizes), ()) if rule not in known]
        return [Fit(rule, 0, len(shape), IRREGULAR, linked=False) for rule in rules]


def _link(shape: bytes, start: int, end: int) -> str:
    """How the part is tied to other digits of its run: ``strong`` (it is a part of something else), ``weak`` or not."""
    if start == 0 and end == len(shape):
        return ""
    inside = shape[start:end].translate(None, b"09")
    link = ""
    for near, size in ((shape[start - 1 : start], start), (shape[end : end + 1], len(shape) - end)):
        if near == b"-" or (near == b"." and (not inside.strip(b".") or size > 3)):
            return "strong"
        if near == b" " and inside and not inside.strip(b" "):
            link = "weak"
    return link
