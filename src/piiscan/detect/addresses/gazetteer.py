"""What is known of Japanese places: municipalities by the names people write, and the towns of each."""

from __future__ import annotations

from functools import cached_property

from piiscan.data import raw_lines, rows

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
        self._towns: dict[Codes, str] = {}

    @cached_property
    def names(self) -> dict[str, Codes]:
        """Every way to write a prefecture or municipality, folded, with the codes it can mean.

        The code of a prefecture is the two digits that start those of its municipalities.
        """
        return {name: tuple(codes.split(",")) for name, codes in rows("place_names.tsv")}

    @cached_property
    def _rows(self) -> dict[bytes, memoryview]:
        """The row of each municipality as it stands in the file: few of the 1,900 are asked for."""
        return {bytes(row[:_CODE]): row for row in raw_lines("towns.tsv")}

    def towns(self, codes: Codes) -> str:
        """The towns of the municipalities ``codes``, loosened, with a space before and behind each.

        They are searched as they stand: to take 120,000 towns apart takes 20 ms and 15 MB.
        """
        towns = self._towns.get(codes)
        if towns is None:
            towns = "".join(map(self._read_towns, codes))
            if len(self._towns) < _COMBINATIONS:
                self._towns[codes] = towns
        return towns

    def _read_towns(self, code: str) -> str:
        """The same for one municipality."""
        row = self._rows.get(code.encode())
        if row is None:
            return ""
        towns = str(row[_CODE:], "utf-8").replace("\t", " ") + " "
        for one, other in _SPELLINGS:  # of a long text a tenth of what `translate` takes
            towns = towns.replace(one, other)
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
