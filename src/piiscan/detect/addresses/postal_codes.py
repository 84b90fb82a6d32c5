"""Which postal codes exist, and in which municipalities."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property

from piiscan.data import lines
from piiscan.detect.addresses.gazetteer import Codes

_START = 3
"""So many digits begin a row of the list: an area of a post office."""
_NONE = ([""], [""], [""])


class PostalCodes:
    """The existing codes: one row of runs for each area, read when a code of the area is first asked for."""

    def __init__(self) -> None:
        self._areas: dict[str, Sequence[list[str]]] = {}
        self._places: dict[str, Codes] = {}

    @cached_property
    def _rows(self) -> dict[str, str]:
        """The 950 rows as they stand in the list: to take all 35,000 runs apart takes 20 ms, one row 5 microseconds."""
        return {line[:_START]: line for line in lines("postal_codes.tsv")}

    def municipalities(self, code: str) -> Codes:
        """The JIS codes of the places with the postal code ``code`` (seven digits); none when it does not exist."""
        start, rest = code[:_START], code[_START:]
        area = self._areas.get(start)
        if area is None:
            row = self._rows.get(start)
            area = self._areas[start] = [each.split(" ") for each in row.split("\t")[1:]] if row else _NONE
        firsts, lasts, places = area
        index = bisect_right(firsts, rest) - 1
        if index < 0 or rest > lasts[index]:
            return ()
        jis = places[index]
        known = self._places.get(jis)
        if known is None:
            known = self._places[jis] = tuple(jis.split(","))
        return known
