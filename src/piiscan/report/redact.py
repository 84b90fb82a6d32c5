"""The one door for values: what of a finding may be shown."""

from __future__ import annotations

from typing import Final

_FULLY_HIDDEN: Final = frozenset({"SENSITIVE_ATTRIBUTE", "CARD_SECURITY_DATA"})
_CARD: Final = "CREDIT_CARD"
# Lengths fall into classes, so that the mask does not tell the length of the value: (up to, asterisks).
_CLASSES: Final = ((3, 2), (6, 4), (11, 7))
_LONGEST = 10


def mask(entity_type: str, value: str) -> str:
    """What may be shown of ``value``: its first character and a length class; of a card the last four digits.

    PCI DSS 3.4.1 allows more of a card (BIN and last four); nothing at all is shown of sensitive attributes.
    """
    if entity_type == _CARD:
        digits = [c for c in value if c.isdecimal()]
        return "*" * 8 + "".join(digits[-4:]) if len(digits) >= 12 else "*" * 8
    stars = "*" * next((count for length, count in _CLASSES if len(value) <= length), _LONGEST)
    if entity_type in _FULLY_HIDDEN or len(value) < 2:
        return stars
    first = value[0] if value[0].isprintable() and not value[0].isspace() else ""
    return first + stars


def printable(text: str) -> str:
    """``text`` fit for a terminal or a log: control, bidi and surrogate characters become visible escapes.

    So does ``##[``, which begins a command to GitHub's and Azure's runners anywhere in a line.
    """
    text = text.replace("##[", "##\\[")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
