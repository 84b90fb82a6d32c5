"""Which postal codes exist, and in which municipalities."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from functools import cached_property

from piiscan.data import rows
from piiscan.detect.addresses.gazetteer import Codes


class PostalCodes:
    """The existing codes as runs, read when first asked for."""

    def __init__(self) -> None:
        self._places: list[Codes] = []

    @cached_property
    def _runs(self) -> tuple[array[int], array[int], array[int]]:
        """First and last code of each run, ascending, and the number of its municipalities in ``_places``.

        Arrays of numbers: 35,000 runs as strings took 6 MB, and the collector of garbage 5 ms each time.
        """
        table = sorted([*rows("postal_codes.tsv"), *rows("postal_offices.tsv")])
        numbers: dict[str, int] = {}
        places = array("H", [numbers.setdefault(row[2], len(numbers)) for row in table])
        self._places = [tuple(codes.split(",")) for codes in numbers]
        return array("L", [int(row[0]) for row in table]), array("L", [int(row[1]) for row in table]), places

    def municipalities(self, code: str) -> Codes:
        """The JIS codes of the places with the postal code ``code`` (seven digits); none when it does not exist."""
        firsts, lasts, places = self._runs
        number = int(code)
        index = bisect_right(firsts, number) - 1
        # Runs of offices lie inside gaps of the others, so the run before is the only one that can hold the code.
        return self._places[places[index]] if index >= 0 and number <= lasts[index] else ()
