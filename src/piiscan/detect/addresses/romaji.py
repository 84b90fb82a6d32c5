"""Addresses in Latin letters: ``4-5-6 Honcho, Nakano-ku, Tokyo`` and ``Tokyo-to, Nakano-ku, Honcho 4-5-6``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.addresses.grammar import GROUP
from piiscan.detect.view import View
from piiscan.late import late

_STEMS = ("-ku", "-shi", "-cho", "-machi", "-ken", "tokyo", "japan", "osaka")
"""One of these stands in every such address."""
_BACK, _AHEAD = 130, 100
_WORD = "[A-Z][A-Za-z'-]{1,24}"
_UNIT = "-?(?:ku|shi|cho|machi|gun|mura|son|chome|ken|fu|to|KU|SHI|CHO|MACHI|GUN|KEN)"
_NUMBER = "[1-9][0-9]{0,4}(?:-[1-9][0-9]{0,3}){0,3}(?:-?[Cc]home)?"
_INSIDE = r"(?:(?:[A-Z][A-Za-z0-9'.&-]*|[0-9]{1,3}F)(?:[ ](?:[A-Z0-9#][A-Za-z0-9'.&-]*)){0,4},[ \n]{1,4}){0,2}"
# Smallest first, as in a letter to abroad; the caller asks that it ends at the prefecture.
_WESTERN = late(
    rf"(?<![A-Za-z0-9-]){_INSIDE}(?P<number>{_NUMBER}),?[ \n](?P<places>(?:{_WORD},?[ \n]{{1,4}}){{1,6}})\Z"
)
_JAPANESE = late(
    rf"(?:-to|-fu|-ken)?,?[ \n]{{1,2}}(?P<places>(?:{_WORD},?[ \n]{{1,2}}){{1,5}}?)(?P<number>{_NUMBER})(?![0-9-])"
)
_SUFFIX = late(f"[A-Za-z]{_UNIT}(?![A-Za-z])")
_PREFECTURE_END = late("(?:-to|-fu|-ken|-shi)(?![A-Za-z])|(?:-TO|-FU|-KEN)(?![A-Za-z])")
_POSTAL = late(r"[ ,\n]{1,3}(?:〒 ?)?[0-9]{3}-?[0-9]{4}(?![0-9-])")


class Romaji(NamedTuple):
    """An address in Latin letters, with the names of its clues."""

    start: int
    end: int
    clues: tuple[str, ...]


def romaji_addresses(view: View, prefectures: int) -> Iterator[Romaji]:
    """The addresses around the names of prefectures (the kind ``prefectures`` of cues) in Latin letters."""
    text = view.text
    if not view.present & prefectures or not view.mentions(*_STEMS):
        return
    reach = 0
    for start, end, _ in view.cues_of(prefectures):
        if start < reach:
            continue
        found = _western(text, start, end, reach) or _japanese(text, start, end)
        if found is not None:
            reach = found.end
            yield found


def _western(text: str, start: int, end: int, floor: int) -> Romaji | None:
    """The address that ends with the prefecture at ``[start, end)``."""
    match = _WESTERN.search(text, max(floor, start - _BACK), start)
    if match is None:
        return None
    behind = _PREFECTURE_END.match(text, end)
    stop = behind.end() if behind else end
    return Romaji(match.start(), stop, _clues(match, text, stop))


def _japanese(text: str, start: int, end: int) -> Romaji | None:
    """The address that begins with the prefecture at ``[start, end)``."""
    match = _JAPANESE.match(text, end, end + _AHEAD)
    return Romaji(start, match.end(), _clues(match, text, match.end())) if match is not None else None


def _clues(match: re.Match[str], text: str, end: int) -> tuple[str, ...]:
    groups = len(GROUP.findall(match["number"]))
    clues = ["prior_romaji", f"number_{min(groups, 3)}"]
    if _SUFFIX.search(match["places"]):
        clues.append("romaji_suffix")
    if _POSTAL.match(text, end):
        clues.append("romaji_postal")
    return tuple(clues)
