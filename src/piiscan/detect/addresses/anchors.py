"""Where addresses may begin: places in the text joined to chains, prefecture, municipality, ward."""

from __future__ import annotations

from typing import NamedTuple, cast

from piiscan.detect.addresses.gazetteer import Codes, Gazetteer
from piiscan.detect.addresses.grammar import SEPARATOR
from piiscan.detect.hits import WordHit
from piiscan.detect.view import View
from piiscan.late import late

_GAP = late(SEPARATOR)
_GAP_CHARACTERS = 8
_UNLISTED = late(
    "[ ]?[\u3005\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff]{1,7}?"
    "(?:市[\u4e00-\u9fff]{1,4}区|市|郡[\u3005\u30a1-\u30fa\u4e00-\u9fff]{1,5}?[町村]|[区町村])"
)
"""A municipality that the lists lack: merged, renamed or misspelt ones."""
_UNLISTED_ENDS = frozenset("市郡区町村")
_UNLISTED_REACH = 9
"""How far behind its prefecture one of these stands at most."""


class Anchor(NamedTuple):
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
        found = view.shared[window_anchors] = anchors(view.text, view.hits.places, prefectures, gazetteer)
    return cast("list[Anchor]", found)


def anchors(text: str, places: list[WordHit], prefectures: int, gazetteer: Gazetteer) -> list[Anchor]:
    """The anchors in ``text``, ascending; ``prefectures`` is the kind of prefectures among the hits ``places``."""
    found: list[Anchor] = []
    last: Anchor | None = None  # the one that the next place may continue
    reach = 0
    new = tuple.__new__  # takes half the time of calling the class
    longest = {hit[0]: hit for hit in places}  # they are ordered by end: of those that start together the longest stays
    codes_of = gazetteer.names.get
    for start in sorted(longest):
        if start < reach:
            continue
        _, reach, mask = longest[start]
        name = text[start:reach]
        codes = codes_of(name, ())
        if mask & prefectures:
            last = new(Anchor, (start, reach, codes[0] if codes else "", (), "", False))
        elif last is not None and _near(text, last[1], start) and (joined := _joined(last, reach, codes, name)):
            last = found[-1] = joined
            continue
        else:
            last = new(Anchor, (start, reach, "", codes, name, False))
        found.append(last)
    return found


def _near(text: str, end: int, start: int) -> bool:
    """Whether nothing but what may stand between two parts of an address lies in ``[end, start)``."""
    return start == end or (start - end <= _GAP_CHARACTERS and _GAP.fullmatch(text, end, start) is not None)


def _joined(anchor: Anchor, end: int, codes: Codes, name: str) -> Anchor | None:
    """``anchor`` with the municipality ``name`` that continues it up to ``end``; None if it does not."""
    start, _, prefecture, outer, before, differs = anchor
    if outer:
        inner = tuple(code for code in codes if code in outer)
        if not inner or len(inner) == len(outer):
            return None
        return Anchor(start, end, prefecture, inner, before + name, differs)
    if len(codes) == 1:
        inner = codes if codes[0].startswith(prefecture) else ()
    else:
        inner = tuple([code for code in codes if code.startswith(prefecture)])
    return tuple.__new__(Anchor, (start, end, prefecture, inner or codes, name, bool(codes) and not inner))


def unlisted(text: str, anchor: Anchor) -> int:
    """Where a municipality behind the prefecture of ``anchor`` ends that the lists lack; 0 when there is none."""
    ahead = text[anchor.end : anchor.end + _UNLISTED_REACH]
    if _UNLISTED_ENDS.isdisjoint(ahead):  # as nearly always
        return 0
    match = _UNLISTED.match(text, anchor.end)
    return match.end() if match else 0
