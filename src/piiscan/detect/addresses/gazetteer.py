"""What is known of Japanese places: municipalities by the names people write, and the towns of each."""

from __future__ import annotations

from functools import cached_property

from piiscan.data import rows, text

Codes = tuple[str, ...]
"""JIS codes of municipalities: several where a name is ambiguous or a city has wards."""

_SPELLINGS = (("が", "ケ"), ("ガ", "ケ"), ("之", "ノ"), ("の", "ノ"), ("ッ", "ツ"), ("っ", "ツ"), ("つ", "ツ"))
_SHORT = str.maketrans(dict(_SPELLINGS))
_COMBINATIONS = 5_000
_CODE = 5
"""The digits of the code of a municipality, with which its row begins."""


def loosen(name: str) -> str:
    """``name`` with ケ and が, ノ, 之 and の, ツ and ッ made one; as long as before."""
    return name.translate(_SHORT)


class Gazetteer:
    """The lists of places, each read when first asked for; memory is bounded by the lists."""

    def __init__(self) -> None:
        self._together: dict[Codes, str] = {}

    @cached_property
    def names(self) -> dict[str, Codes]:
        """Every way to write a prefecture or municipality, folded, with the codes it can mean.

        The code of a prefecture is the two digits that start those of its municipalities.
        """
        return {name: tuple(codes.split(",")) for name, codes in rows("place_names.tsv")}

    @cached_property
    def _town_rows(self) -> dict[str, str]:
        """The towns of each municipality, loosened, with a space before and behind each.

        They are searched as they stand in the list: to take 120,000 towns apart takes 20 ms and 15 MB.
        """
        whole = text("towns.tsv").replace("\t", " ").replace("\n", " \n")
        for one, other in _SPELLINGS:  # of a long text a tenth of what `translate` takes
            whole = whole.replace(one, other)
        return {row[:_CODE]: row[_CODE:] for row in whole.split("\n")}

    def towns(self, codes: Codes) -> str:
        """The towns of the municipalities ``codes``, loosened, with a space before and behind each."""
        if len(codes) == 1:
            return self._town_rows.get(codes[0], "")
        towns = self._together.get(codes)
        if towns is None:
            towns = "".join([self._town_rows.get(code, "") for code in codes])
            if len(self._together) < _COMBINATIONS:
                self._together[codes] = towns
        return towns


def is_town(name: str, towns: str) -> bool:
    """Whether the loosened ``name``, in which no space is, is one of ``towns``."""
    return f" {name} " in towns


def towns_at_start(run: str, towns: str) -> list[int]:
    """How long each of ``towns`` is with which ``run`` (loosened) begins, ascending."""
    lengths = []
    for length in range(1, len(run) + 1):
        begin = " " + run[:length]
        if begin not in towns:
            break
        if begin + " " in towns:
            lengths.append(length)
    return lengths


def town_at_end(run: str, towns: str) -> int:
    """How long the longest of ``towns`` is with which ``run`` (loosened) ends; 0 for none."""
    longest = 0
    for length in range(1, len(run) + 1):
        rest = run[-length:] + " "
        if rest not in towns:
            break
        if " " + rest in towns:
            longest = length
    return longest
