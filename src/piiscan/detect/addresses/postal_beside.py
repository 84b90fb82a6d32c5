"""The postal code that stands before an address, and whether the two agree."""

from __future__ import annotations

from piiscan.detect.addresses.gazetteer import Codes
from piiscan.detect.addresses.grammar import holds_letter
from piiscan.detect.addresses.postal_codes import PostalCodes
from piiscan.late import late

_REACH = 40
_BEFORE = late(r"(?<![0-9-])([0-9]{3})[-ー\t ]{0,3}([0-9]{4})([^0-9]{0,28})\Z")


def code_before(text: str, start: int) -> str:
    """The seven digits of the postal code that ends shortly before ``start``, empty when there is none."""
    if not start or holds_letter(text[start - 1]):
        return ""
    match = _BEFORE.search(text[max(0, start - _REACH) : start])
    return match[1] + match[2] if match and not holds_letter(match[3]) else ""


def agreement(code: str, codes: Codes, known: PostalCodes) -> str:
    """The clue that the postal ``code`` gives for an address in one of ``codes``; empty when it tells nothing."""
    if not code or not codes:
        return ""
    places = known.municipalities(code)
    if not places:
        return ""
    return "postal_agrees" if set(places).intersection(codes) else "postal_differs"
