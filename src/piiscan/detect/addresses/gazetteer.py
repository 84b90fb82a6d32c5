"""What is known of Japanese places: municipalities by the names people write, and the towns of each."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import NamedTuple

from piiscan.data import rows
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import municipality_names

Codes = tuple[str, ...]
"""JIS codes of municipalities: several where a name is ambiguous or a city has wards."""

_SPELLINGS = str.maketrans({"が": "ケ", "ガ": "ケ", "之": "ノ", "の": "ノ", "ッ": "ツ", "っ": "ツ", "つ": "ツ"})


class Towns(NamedTuple):
    """The towns of one municipality in one spelling (see :func:`loosen`), and the length of the longest."""

    names: dict[str, None]
    """A dict and no set: the collector of garbage does not walk dicts of strings (100,000 names, 5 ms each time)."""
    longest: int


def loosen(name: str) -> str:
    """``name`` with ケ and が, ノ, 之 and の, ツ and ッ made one; as long as before."""
    return name.translate(_SPELLINGS)


class Gazetteer:
    """The lists of places, each read when first asked for; memory is bounded by the lists."""

    def __init__(self) -> None:
        self._towns: dict[str, Towns] = {}

    @cached_property
    def folder(self) -> Folder:
        """Brings the names into the form of the texts."""
        return Folder({row[0]: row[1] for row in rows("kanji_fold.tsv")})

    @cached_property
    def _names(self) -> dict[str, Codes]:
        """Every way to write a municipality, folded, with the codes it can mean."""
        found: dict[str, list[str]] = defaultdict(list)
        for row in rows("municipalities.tsv"):
            for name in set(municipality_names(row)):
                found[self.folder.fold(name).text].append(row[0])
        return {name: tuple(codes) for name, codes in found.items()}

    @cached_property
    def _prefectures(self) -> dict[str, str]:
        """The first two digits of the codes of each prefecture."""
        return {self.folder.fold(row[1]).text: row[0][:2] for row in rows("municipalities.tsv")}

    def prefecture(self, name: str) -> str:
        """The two digits that start the codes of the prefecture ``name`` (folded), empty when there is none."""
        return self._prefectures.get(name, "")

    def municipality(self, name: str) -> Codes:
        """The codes that the municipality ``name`` (folded) can mean; none for an unknown name."""
        return self._names.get(name, ())

    @cached_property
    def _town_rows(self) -> dict[str, str]:
        return {row[0]: row[1] for row in rows("towns.tsv")}

    def towns(self, code: str) -> Towns:
        """The towns of the municipality ``code``."""
        towns = self._towns.get(code)
        if towns is None:
            names = dict.fromkeys(filter(None, loosen(self._town_rows.get(code, "")).split(" ")))
            towns = Towns(names, max(map(len, names), default=0))
            self._towns[code] = towns
        return towns
