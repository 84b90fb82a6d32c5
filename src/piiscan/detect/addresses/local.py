"""Where addresses without a municipality may begin: in labelled cells, behind labels, before 番地, 丁目 or 1-2-3."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TypeVar

from piiscan.detect.addresses import grammar
from piiscan.detect.view import View
from piiscan.late import late

T = TypeVar("T")

_BEHIND_LABEL = late(r"[ \t:：=>|\"'(（\[【はが]{0,6}")
_STRETCH = late(f"(?:{grammar.AREA}|[0-9-])+\\Z")
_BACK = 24
"""How far before its first unit or hyphen a local address may begin."""
_HYPHENS = 2
_SHAPES = frozenset(b"0-0 00-0 0-00 00-00 000-0 000-00 0000-0 0000-00 00 000 0000".split())


def local_starts(view: View, spans: list[tuple[int, int]], labels: int, units: int) -> list[int]:
    """Offsets outside ``spans`` at which a town with numbers may stand; ``labels`` and ``units`` are kinds of cues."""
    starts = {start for start, _ in outside(((cell, cell) for cell, _ in view.labelled(labels)), spans)}
    text = view.text
    wanted = labels | units
    cues = [(hit[0], hit) for hit in view.cues_of(wanted)]
    for _, (start, end, mask) in outside(cues, spans):
        if mask & units:
            _add_boundary(text, start, starts)
        else:
            match = _BEHIND_LABEL.match(text, end)
            starts.add(match.end() if match else end)
    runs = view.hits.runs
    shapes = {shape for shape in runs.shapes if shape in _SHAPES or shape.count(b"-") == _HYPHENS}
    numbers = [(start, start) for start in runs.starts(shapes) if start and text[start - 1] > "\u3000"]
    for start, _ in outside(numbers, spans):
        _add_boundary(text, start, starts)
    return [start for start, _ in outside(((start, start) for start in sorted(starts)), spans)]


def _add_boundary(text: str, offset: int, starts: set[int]) -> None:
    """Add the start of the stretch of town characters and digits that reaches ``offset``, unless it is too long."""
    floor = max(0, offset - _BACK)
    match = _STRETCH.search(text, floor, offset)
    if match is not None and (match.start() > floor or not floor):
        starts.add(match.start())


def outside(items: Iterable[tuple[int, T]], spans: list[tuple[int, int]]) -> Iterator[tuple[int, T]]:
    """Those of ``items`` (offset first, ascending) that lie in none of the ascending ``spans``."""
    index, last = 0, len(spans)
    for item in items:
        while index < last and spans[index][1] <= item[0]:
            index += 1
        if index == last or item[0] < spans[index][0]:
            yield item
