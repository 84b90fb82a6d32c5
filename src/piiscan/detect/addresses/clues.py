"""From what was read of an address to the names of its clues."""

from __future__ import annotations

import re

from piiscan.detect.addresses.grammar import RANGE
from piiscan.detect.addresses.reader import Area, Tail

_AREA_CLUES = {Area.NONE: "area_none", Area.KNOWN: "town_known", Area.PLAIN: "area_plain", Area.ROUGH: "area_rough"}
_OPENERS = " \t\n\r\"'`([「『【〔<>{:：;=,、。|/・"
_CLOSERS = " \t\n\r\"'`)]」』】〕<>}:;=,、。|/(（"
_SENTENCE_START = re.compile("に|の|で|を|が|は|と|へ|や|から|まで|より|内")
_OPENING_BRACKET = re.compile(r"[ ]?\n?[ ]?[(（]")


def tail_clues(tail: Tail) -> list[str]:
    """The clues that lie in the part behind the municipality."""
    clues = [_AREA_CLUES[tail.area]]
    if tail.groups:
        clues.append(f"number_{min(tail.groups, 3)}")
        if tail.units:
            clues.append("number_units")
    else:
        clues.append("number_none")
    if tail.street:
        clues.append("street")
    if tail.building:
        clues.append("building")
    if tail.counted:
        clues.append("counted")
    return clues


def border_clues(text: str, start: int, end: int) -> list[str]:
    """The clues that lie in the characters around the span ``[start, end)``."""
    clues = []
    opens = not start or text[start - 1] in _OPENERS
    closes = end >= len(text) or text[end] in _CLOSERS
    if opens and closes:
        clues.append("fills_field")
    if not closes:
        if RANGE.match(text, end):
            clues.append("range")
        elif _SENTENCE_START.match(text, end):
            clues.append("sentence")
    return clues
