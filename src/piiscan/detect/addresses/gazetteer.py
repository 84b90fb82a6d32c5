"""What is known of Japanese places: municipalities by the names people write, and the towns of each."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from piiscan.data import lines, rows

Codes = tuple[str, ...]
"""JIS codes of municipalities: several where a name is ambiguous or a city has wards."""

_SPELLINGS = (("が", "ケ"), ("ガ", "ケ"), ("之", "ノ"), ("の", "ノ"), ("ッ", "ツ"), ("っ", "ツ"), ("つ", "ツ"))
_SHORT = str.maketrans(dict(_SPELLINGS))
_CODE = 5
"""The digits of the code of a municipality, with which its row begins."""


class Towns(NamedTuple):
    """The towns of one municipality in one spelling (see :func:`loosen`), and the length of the longest."""

    names: dict[str, None]
    """A dict and no set: the collector of garbage does not walk dicts of strings (100,000 names, 5 ms each time)."""
    longest: int


def loosen(name: str) -> str:
    """``name`` with ケ and が, ノ, 之 and の, ツ and ッ made one; as long as before."""
    return name.translate(_SHORT)


class Gazetteer:
    """The lists of places, each read when first asked for; memory is bounded by the lists."""

    def __init__(self) -> None:
        self._towns: dict[str, Towns] = {}

    @cached_property
    def _names(self) -> dict[str, Codes]:
        """Every way to write a prefecture or municipality, folded, with the codes it can mean."""
        return {name: tuple(codes.split(",")) for name, codes in rows("place_names.tsv")}

    def prefecture(self, name: str) -> str:
        """The two digits that start the codes of the prefecture ``name`` (folded), empty when there is none."""
        codes = self._names.get(name)
        return codes[0] if codes else ""

    def municipality(self, name: str) -> Codes:
        """The codes that the municipality ``name`` (folded) can mean; none for an unknown name."""
        return self._names.get(name, ())

    @cached_property
    def _town_rows(self) -> dict[str, str]:
        """The row of each municipality as it stands in the list; the 1,900 rows are taken apart when asked for."""
        return {line[:_CODE]: line for line in lines("towns.tsv")}

    def towns(self, code: str) -> Towns:
        """The towns of the municipality ``code``."""
        towns = self._towns.get(code)
        if towns is None:
            row = self._town_rows.get(code, "")[_CODE + 1 :]
            for one, other in _SPELLINGS:  # of a long text a tenth of what `translate` takes
                row = row.replace(one, other)
            names = dict.fromkeys(filter(None, row.split(" ")))
            towns = Towns(names, max(map(len, names), default=0))
            self._towns[code] = towns
        return towns
