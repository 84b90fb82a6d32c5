"""What is known of Japanese places: municipalities by the names people write, and the towns of each."""

from __future__ import annotations

from functools import cached_property
from typing import NamedTuple

from piiscan.data import rows, text

Codes = tuple[str, ...]
"""JIS codes of municipalities: several where a name is ambiguous or a city has wards."""

_SPELLINGS = (("が", "ケ"), ("ガ", "ケ"), ("之", "ノ"), ("の", "ノ"), ("ッ", "ツ"), ("っ", "ツ"), ("つ", "ツ"))
_SHORT = str.maketrans(dict(_SPELLINGS))
_COMBINATIONS = 5_000
_CODE = 5
"""The digits of the code of a municipality, with which its row begins."""


class Towns(NamedTuple):
    """The towns of one or several municipalities in one spelling (see :func:`loosen`)."""

    names: dict[str, None]
    """A dict and no set: the collector of garbage does not walk dicts of strings (100,000 names, 5 ms each time)."""
    longest: int
    """The length of the longest."""
    initials: str
    """The characters with which one begins: most texts behind a municipality go on with none of its towns."""


def loosen(name: str) -> str:
    """``name`` with ケ and が, ノ, 之 and の, ツ and ッ made one; as long as before."""
    return name.translate(_SHORT)


class Gazetteer:
    """The lists of places, each read when first asked for; memory is bounded by the lists."""

    def __init__(self) -> None:
        self._towns: dict[Codes, Towns] = {}

    @cached_property
    def names(self) -> dict[str, Codes]:
        """Every way to write a prefecture or municipality, folded, with the codes it can mean.

        The code of a prefecture is the two digits that start those of its municipalities.
        """
        return {name: tuple(codes.split(",")) for name, codes in rows("place_names.tsv")}

    @cached_property
    def _town_rows(self) -> dict[str, str]:
        """The row of each municipality, loosened, with a space before and behind each town.

        The 1,900 rows are taken apart when asked for.
        """
        whole = text("towns.tsv").replace("\t", " ").replace("\n", " \n")
        for one, other in _SPELLINGS:  # of a long text a tenth of what `translate` takes
            whole = whole.replace(one, other)
        return {row[:_CODE]: row for row in whole.split("\n")}

    def is_town(self, name: str, codes: Codes) -> bool:
        """Whether the loosened ``name``, in which no space is, is that of a town of one of ``codes``.

        A row is searched faster than taken apart.
        """
        rows, spaced = self._town_rows, f" {name} "
        if len(codes) == 1:  # as nearly always, and in half the time
            return spaced in rows.get(codes[0], "")
        return any(spaced in rows.get(code, "") for code in codes)

    def towns(self, codes: Codes) -> Towns:
        """The towns of the municipalities ``codes`` together."""
        towns = self._towns.get(codes)
        if towns is None:
            if len(codes) == 1:
                names = dict.fromkeys(self._town_rows.get(codes[0], "").split()[1:])
            else:
                names = {name: None for code in codes for name in self.towns((code,)).names}
            towns = Towns(names, max(map(len, names), default=0), "".join({name[0] for name in names}))
            if len(self._towns) < _COMBINATIONS:
                self._towns[codes] = towns
        return towns
