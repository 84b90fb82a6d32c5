"""Which postal codes exist, and in which municipalities."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property

from piiscan.data import rows
from piiscan.detect.addresses.gazetteer import Codes


class PostalCodes:
    """The existing codes as runs, read when first asked for."""

    @cached_property
    def _runs(self) -> tuple[list[str], list[str], list[str]]:
        """First and last code and the municipalities of each run, ascending."""
        table = sorted([*rows("postal_codes.tsv"), *rows("postal_offices.tsv")])
        return [row[0] for row in table], [row[1] for row in table], [row[2] for row in table]

    def municipalities(self, code: str) -> Codes:
        """The JIS codes of the places with the postal code ``code`` (seven digits); none when it does not exist."""
        firsts, lasts, places = self._runs
        index = bisect_right(firsts, code) - 1
        # Runs of offices lie inside gaps of the others, so the run before is the only one that can hold the code.
        return tuple(places[index].split(",")) if index >= 0 and code <= lasts[index] else ()
