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
_BARE = frozenset(b"00 000 0000".split())
_SHAPES = _BARE.union(b"0-0 00-0 0-00 00-00 000-0 000-00 0000-0 0000-00".split())
_COUNTED = "年月日時秒人円件%回度才倍位個歳"
_MONTHS = "12"
_NUMERAL = late("[0-9〇一二三四五六七八九十百千番]")
"""Without one of these no number of an address begins."""


def local_starts(view: View, spans: list[tuple[int, int]], labels: int, units: int) -> list[int]:
    """Offsets outside ``spans`` at which a town with numbers may stand; ``labels`` and ``units`` are kinds of cues."""
    text = view.text
    begun = {start for start, _ in spans}
    cells = [start for start, _ in view.labelled(labels) if start not in begun]
    starts = {start for start, _ in outside(((start, start) for start in cells), spans)}
    cues = [(hit[0], hit) for hit in view.cues_of(labels | units)]
    for _, (start, end, mask) in outside(cues, spans):
        if mask & units:
            _add_boundary(text, start, starts)
        else:
            match = _BEHIND_LABEL.match(text, end)
            starts.add(match.end() if match else end)
    for start, _ in outside(_numbers(view), spans):
        _add_boundary(text, start, starts)
    return [start for start, _ in outside(((start, start) for start in sorted(starts)), spans)]


def _numbers(view: View) -> list[tuple[int, bytes]]:
    """Start and shape of the numbers behind Japanese text that can be those of an address."""
    text, runs = view.text, view.hits.runs
    shapes = {shape for shape in runs.shapes if shape in _SHAPES or shape.count(b"-") == _HYPHENS}
    return [
        (start, shape)
        for start, shape in runs.chosen(shapes)
        if start and text[start - 1] > "\u3000" and not (shape in _BARE and _is_count(text, start, start + len(shape)))
    ]


def _is_count(text: str, start: int, end: int) -> bool:
    """Whether the digits ``[start, end)`` are a count or part of a date, and the first number of their stretch.

    No address is read there then, as :class:`~piiscan.detect.addresses.reader.Reader` would find out with more work.
    """
    behind = text[end : end + 1]
    if behind not in _COUNTED or (behind == "月" and text[start:end] > _MONTHS) or text.startswith("日本", end):
        return False
    return bool(behind) and _NUMERAL.search(text, max(0, start - _BACK), start) is None


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
