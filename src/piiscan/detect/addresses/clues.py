"""From what was read of an address to the names of its clues."""

from __future__ import annotations

import re

from piiscan.detect.addresses.grammar import RANGE
from piiscan.detect.addresses.reader import Tail
from piiscan.detect.view import View
from piiscan.late import late

AREA_CLUES = ("area_none", "town_known", "area_plain", "area_rough")
"""The clue of each kind of area, in their order: the hash of a member of an enumeration, for a dict, is a slow one."""
_OPENERS = " \t\n\r\"'`([「『【〔<>{:：;=,、。|/・"
_CLOSERS = " \t\n\r\"'`)]」』】〕<>}:;=,、。|/(（"
_SENTENCE_START = late("に|の|で|を|が|は|と|へ|や|から|まで|より|内")
_REST = late(r"(?:(?![0-9]{2,4}-[0-9]{2,4}-|TEL|電話)[^\n\t。「]){1,40}")
"""What may follow the numbers in a cell that holds nothing but an address: no sentence and no phone number."""


def tail_clues(tail: Tail) -> list[str]:
    """The clues that lie in the numbers and what follows them."""
    clues = []
    if tail.groups:
        if tail.block_only:
            clues.append("number_block" if tail.groups == 1 else "number_blocks")
        else:
            clues.append(f"number_{min(tail.groups, 3)}")
        if tail.units and not tail.block_only:
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


def border_clues(text: str, start: int, end: int, *, plot: bool) -> list[str]:
    """The clues around the span ``[start, end)``; without a ``plot`` a sentence tells the site of something public."""
    clues = []
    opens = not start or text[start - 1] in _OPENERS
    closes = end >= len(text) or text[end] in _CLOSERS
    if opens and closes:
        clues.append("fills_field")
    if not closes:
        if RANGE.match(text, end):
            clues.append("range")
        elif _SENTENCE_START.match(text, end):
            clues.append("sentence" if plot else "site")
    return clues


def rest_of_cell(view: View, start: int, tail: Tail) -> int:
    """Where the cell ends that the address at ``start`` begins, if what is left of it can be a building; else 0."""
    cell = view.cell_at(start) if tail.groups else None
    if cell is None or cell[0] != start:
        return 0
    end = min(cell[1], len(view.text))
    if tail.end == end:
        return 0  # nothing is left
    return end if _REST.fullmatch(view.text, tail.end, end) else 0


def next_cell(view: View, end: int, labels: int, pattern: re.Pattern[str]) -> re.Match[str] | None:
    """``pattern`` at the start of the next cell, if ``labels`` say that it goes on with the address before ``end``."""
    if view.text[end : end + 1] != "\t":
        return None
    label = view.label_at(end + 1)
    if not label or not view.lexicon.label_kinds(label, view.folder) & labels:
        return None
    return pattern.match(view.text, end + 1)
