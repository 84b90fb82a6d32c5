"""The one door for values: what of a finding may be shown."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

_FULLY_HIDDEN: Final = frozenset({"SENSITIVE_ATTRIBUTE", "CARD_SECURITY_DATA"})
_CARD: Final = "CREDIT_CARD"
_STARS: Final = ("*" * 2,) * 4 + ("*" * 4,) * 3 + ("*" * 7,) * 5
"""By length of the value. Lengths fall into classes, so that the mask does not tell the length."""
_LONGEST: Final = "*" * 10


def masks(entity_types: Iterable[str], values: Iterable[str]) -> list[str]:
    """The :func:`mask` of each of ``values``; equal ones are one object.

    But for cards a mask tells the first character and a length only, of which few combinations occur.
    """
    known: dict[tuple[str, str, int], str] = {}
    shown = []
    for entity_type, value in zip(entity_types, values, strict=True):
        seen = entity_type, value if entity_type == _CARD else value[:1], len(value)
        shown.append(known.get(seen) or known.setdefault(seen, mask(entity_type, value)))
    return shown


def mask(entity_type: str, value: str) -> str:
    """What may be shown of ``value``: its first character and a length class; of a card the last four digits.

    PCI DSS 3.4.1 allows more of a card (BIN and last four); nothing at all is shown of sensitive attributes.
    """
    if entity_type == _CARD:
        digits = [c for c in value if c.isdecimal()]
        return "*" * 8 + "".join(digits[-4:]) if len(digits) >= 12 else "*" * 8
    stars = _STARS[len(value)] if len(value) < len(_STARS) else _LONGEST
    if entity_type in _FULLY_HIDDEN or len(value) < 2:
        return stars
    first = value[0]
    return first + stars if first.isprintable() and not first.isspace() else stars


def printable(text: str) -> str:
    """``text`` fit for a terminal or a log: control, bidi and surrogate characters become visible escapes.

    So does ``##[``, which begins a command to GitHub's and Azure's runners anywhere in a line.
    """
    text = text.replace("##[", "##\\[")
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
