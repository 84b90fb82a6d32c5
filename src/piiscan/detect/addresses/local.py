"""Where addresses without a municipality may begin: in labelled cells, behind labels, before 番地, 丁目 or 1-2-3."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from piiscan.detect.addresses import grammar
from piiscan.detect.view import View

_BEHIND_LABEL = re.compile(r"[ \t:：=>|\"'(（\[【はが]{0,6}")
_INSIDE = re.compile(f"{grammar.AREA}|[0-9-]")
_BACK = 24
"""How far before its first unit or hyphen a local address may begin."""
_SHAPES = frozenset(b"0-0 00-0 0-00 00-00 000-0 000-00 0000-0 0000-00 00 000 0000".split())


def local_starts(view: View, labels: int, units: int) -> list[int]:
    """Offsets at which a town with numbers may stand, ascending; ``labels`` and ``units`` are kinds of cues."""
    starts: set[int] = set()
    starts.update(start for start, _ in view.labelled(labels))
    text = view.text
    for start, end, mask in view.hits.cues:
        if mask & units:
            _add_boundary(text, start, starts)
        elif mask & labels:
            match = _BEHIND_LABEL.match(text, end)
            starts.add(match.end() if match else end)
    for run in view.hits.runs:
        if run.start and text[run.start - 1] > "\u3000" and (run.shape in _SHAPES or run.shape.count(b"-") == 2):
            _add_boundary(text, run.start, starts)
    return sorted(starts)


def _add_boundary(text: str, offset: int, starts: set[int]) -> None:
    """Add the start of the stretch of town characters and digits that reaches ``offset``, unless it is too long."""
    position = offset
    floor = max(0, offset - _BACK)
    while position > floor and _INSIDE.match(text, position - 1):
        position -= 1
    if position > floor or position == 0:
        starts.add(position)


def outside(starts: Iterable[int], spans: list[tuple[int, int]]) -> Iterator[int]:
    """Those of the ascending ``starts`` that lie in none of the ascending ``spans``."""
    index = 0
    for start in starts:
        while index < len(spans) and spans[index][1] <= start:
            index += 1
        if index == len(spans) or start < spans[index][0]:
            yield start
