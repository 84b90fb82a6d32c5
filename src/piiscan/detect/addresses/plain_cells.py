"""Addresses that are all of their cell: municipality, a town of the list, 1-2-3. So stand most in most tables."""

from __future__ import annotations

from piiscan.detect.addresses.anchors import Anchor
from piiscan.detect.addresses.gazetteer import Gazetteer, is_town, loosen
from piiscan.late import late

_PLOT = late("[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,4}){1,3}")
_UNCLEAR = frozenset("・丁番号線割条ーノのるル入通筋").union(map(chr, range(128)))
"""What may make a number, a street or a second cell of a part of the town, or is no letter of a town elsewhere."""
_DELIMITERS = frozenset("\t,;|")
_BORDERS = _DELIMITERS | {"\n"}
_AFTER_THOUSANDS = frozenset("円人件%戸世台本,")
"""One of these three digits behind a comma may make it one inside a number."""


def plain_numbers(text: str, anchor: Anchor, end: int, gazetteer: Gazetteer) -> int:
    """How many numbers the address has that fills the cell from ``anchor`` to ``end``; 0 where it has to be read.

    As :class:`~piiscan.detect.addresses.reader.Reader` finds with all its patterns: there is nothing else in the cell,
    and a cell before and behind it.
    """
    start, begin, _, codes, _, _ = anchor
    rest = text[begin:end]
    area = rest.rstrip("0123456789-")
    if not area or not _UNCLEAR.isdisjoint(area):
        return 0
    number = rest[len(area) :]
    if not _PLOT.fullmatch(number) or not is_town(loosen(area), gazetteer.towns(codes)):
        return 0
    if text[end : end + 1] not in _DELIMITERS or text[end + 4 : end + 5] in _AFTER_THOUSANDS:
        return 0
    if (start and text[start - 1] not in _BORDERS) or not _DELIMITERS.isdisjoint(text[start:begin]):
        return 0
    return number.count("-") + 1
