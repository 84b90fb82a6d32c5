"""Where addresses may begin: places in the text joined to chains, prefecture, municipality, ward."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.grammar import SEPARATOR
from piiscan.detect.hits import WordHit
from piiscan.detect.view import View
from piiscan.late import late
from piiscan.structs import slotted

_GAP = late(SEPARATOR)
_GAP_CHARACTERS = 8
_UNLISTED = late(
    "[ ]?[\u3005\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]{1,7}?"
    "(?:市[\u4e00-\u9fff]{1,4}区|市|郡[\u3005\u30a1-\u30fa\u4e00-\u9fff]{1,5}?[町村]|[区町村])"
)
"""A municipality that the lists lack: merged, renamed or misspelt ones."""


@slotted
class Anchor:
    """A prefecture, a municipality, or both one behind the other."""

    start: int
    end: int
    prefecture: str = ""
    """The two digits of the prefecture, empty when none is named."""
    codes: Codes = ()
    name: str = ""
    """The municipality as written (folded), empty when none of the list is named."""
    differs: bool = False
    """Whether the municipality lies in another prefecture."""


def window_anchors(view: View, prefectures: int, gazetteer: Gazetteer) -> list[Anchor]:
    """The anchors of a window, made by the first detector that asks."""
    found = view.shared.get(window_anchors)
    if found is None:
        found = view.shared[window_anchors] = list(anchors(view.text, view.hits.places, prefectures, gazetteer))
    return cast("list[Anchor]", found)


def anchors(text: str, places: list[WordHit], prefectures: int, gazetteer: Gazetteer) -> Iterator[Anchor]:
    """The anchors in ``text``, ascending; ``prefectures`` is the kind of prefectures among the hits ``places``."""
    anchor: Anchor | None = None
    for start, end, mask in _longest(places):
        if mask & prefectures:
            if anchor is not None:
                yield anchor
            anchor = Anchor(start, end, gazetteer.prefecture(text[start:end]))
            continue
        name = text[start:end]
        codes = gazetteer.municipality(name)
        if anchor is not None:
            near = start - anchor.end <= _GAP_CHARACTERS and _GAP.fullmatch(text, anchor.end, start)
            if near and _extend(anchor, end, codes, name):
                continue
            yield anchor
        anchor = Anchor(start, end, codes=codes, name=name)
    if anchor is not None:
        yield anchor


def _extend(anchor: Anchor, end: int, codes: Codes, name: str) -> bool:
    """Whether the municipality ``name`` continues ``anchor``; if so it is added."""
    if anchor.codes:
        inner = tuple(code for code in codes if code in anchor.codes)
        if not inner or len(inner) == len(anchor.codes):
            return False
        anchor.codes, anchor.name = inner, anchor.name + name
    else:
        prefecture = anchor.prefecture
        if len(codes) == 1:
            inner = codes if codes[0].startswith(prefecture) else ()
        else:
            inner = tuple(code for code in codes if code.startswith(prefecture))
        anchor.differs = bool(codes) and not inner
        anchor.codes, anchor.name = inner or codes, name
    anchor.end = end
    return True


def unlisted(text: str, anchor: Anchor) -> int:
    """Where a municipality behind the prefecture of ``anchor`` ends that the lists lack; 0 when there is none."""
    match = _UNLISTED.match(text, anchor.end)
    return match.end() if match else 0


def _longest(places: list[WordHit]) -> Iterator[WordHit]:
    """The hits from left to right, of those that overlap the one that starts first, then the longest."""
    reach = 0
    for hit in sorted(places, key=_order):
        if hit[0] >= reach:
            yield hit
            reach = hit[1]


def _order(hit: WordHit) -> tuple[int, int]:
    return hit[0], -hit[1]
