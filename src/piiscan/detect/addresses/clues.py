"""From what was read of an address to the names of its clues."""

from __future__ import annotations

import re

from piiscan.detect.addresses.buildings import BUILDING_CELL, BUILDING_NAME
from piiscan.detect.addresses.grammar import RANGE, match_number
from piiscan.detect.addresses.reader import Tail
from piiscan.detect.view import View
from piiscan.late import late

_OPENERS = " \t\n\r\"'`([「『【〔<>{:：;=,、。|/・"
_CLOSERS = " \t\n\r\"'`)]」』】〕<>}:;=,、。|/(（"
_SENTENCE_START = late("に|の|で|を|が|は|と|へ|や|から|まで|より|内")
_REST = late(r"(?:(?![0-9]{2,4}-[0-9]{2,4}-|TEL|電話)[^\n\t。「]){1,40}")
"""What may follow the numbers in a cell that holds nothing but an address: no sentence and no phone number."""
_CELL = 42
"""More than the cell of a building has characters."""
_REST_NEVER_BEGINS = "\n\t。「"


def tail_facts(tail: Tail) -> tuple[int, bool, bool, bool, bool, bool]:
    """All of ``tail`` that :func:`tail_clues` depends on: few combinations occur, each is put into words once."""
    return tail.groups, tail.block_only, tail.units, tail.street, tail.building, tail.counted


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


def border_clue(text: str, start: int, end: int, *, plot: bool) -> str:
    """The clue around the span ``[start, end)``, if there is one.

    Without a ``plot`` a sentence tells the site of something public.
    """
    if end >= len(text) or text[end] in _CLOSERS:
        return "fills_field" if not start or text[start - 1] in _OPENERS else ""
    if RANGE.match(text, end):
        return "range"
    if _SENTENCE_START.match(text, end):
        return "sentence" if plot else "site"
    return ""


def rest_of_cell(view: View, start: int, tail: Tail) -> int:
    """Where the cell ends that the address at ``start`` begins, if what is left of it can be a building; else 0."""
    if view.text[tail.end : tail.end + 1] in _REST_NEVER_BEGINS:
        return 0
    cell = view.cell_at(start)
    if cell is None or cell[0] != start:
        return 0
    end = min(cell[1], len(view.text))
    if tail.end == end:
        return 0  # nothing is left
    return end if _REST.fullmatch(view.text, tail.end, end) else 0


def next_number(view: View, end: int, labels: int) -> re.Match[str] | None:
    """The numbers in the next cell, if ``labels`` say that it goes on with the address before ``end``."""
    number = match_number(view.text, end + 1) if view.text.startswith("\t", end) else None
    return number if number is not None and _goes_on(view, end + 1, labels) else None


def next_building(view: View, end: int, labels: int) -> int:
    """Where the building in the next cell ends, under the same conditions; 0 when there is none."""
    text = view.text
    if not text.startswith("\t", end) or text[end + 1 : end + _CELL].partition("\t")[0].isascii():
        return 0
    found = BUILDING_CELL.match(text, end + 1)
    if found is None or not _goes_on(view, end + 1, labels) or not BUILDING_NAME.search(found.group()):
        return 0
    return found.end()


def _goes_on(view: View, start: int, labels: int) -> bool:
    """Whether the cell at ``start`` has a label of one of ``labels``."""
    label = view.label_at(start)
    return bool(label) and bool(view.lexicon.label_kinds(label, view.folder) & labels)
