"""The places of a window as a postal code asks for them: which one stands beside it, and whether the two agree."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from piiscan.detect.addresses.anchors import Anchor
from piiscan.detect.addresses.gazetteer import Codes
from piiscan.detect.addresses.grammar import holds_letter
from piiscan.late import late

_BETWEEN = late("([^0-9]{0,30}?)(?:(?:ご?住所|所在地)([^0-9]{0,6}))?")
_REACH = 40
"""How far behind a postal code its address may begin."""
_REACH_BACK = 80
"""How far before a postal code an address in the same line may begin."""

AGREES, DIFFERS, BEHIND, BEFORE = "address_agrees", "address_differs", "place_behind", "address_before"
"""The clue of a place behind the code that fits it, of one that does not, of one that may, and of one before it."""


class PlacesBeside:
    """Where places begin, ascending, and the municipalities that each can mean."""

    def __init__(self, anchors: Sequence[Anchor]) -> None:
        self._starts = [anchor.start for anchor in anchors]
        self._codes = [anchor.codes for anchor in anchors]
        self.by_start = dict(zip(self._starts, self._codes, strict=True))

    def nearest(self, text: str, end: int) -> tuple[str, Codes]:
        """Whether a place stands behind the code that ends at ``end``, or before it in the same line, and which."""
        starts = self._starts
        index = bisect_left(starts, end)
        if index < len(starts) and starts[index] - end <= _REACH and _is_between(text, end, starts[index]):
            return BEHIND, self._codes[index]
        if index and end - starts[index - 1] <= _REACH_BACK and "\n" not in text[starts[index - 1] : end]:
            return BEFORE, self._codes[index - 1]
        return "", ()


def _is_between(text: str, start: int, end: int) -> bool:
    """Whether nothing stands in ``[start, end)`` but signs and a word that announces the address."""
    match = _BETWEEN.fullmatch(text, start, end)
    return match is not None and not holds_letter(match[1]) and not holds_letter(match[2] or "")


def agreement(place: str, codes: Codes, known: Codes) -> str:
    """The clue of ``place`` in ``codes``, now that the municipalities of the postal code are ``known``; maybe none."""
    agrees = any(code in known for code in codes) if len(codes) > 1 else bool(codes) and codes[0] in known
    if place == BEFORE:
        return place if agrees else ""
    if not codes or not known:
        return place
    return AGREES if agrees else DIFFERS
