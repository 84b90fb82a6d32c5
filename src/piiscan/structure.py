"""Where a finding stands in terms that survive edits: no line, no row, no array index."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final
from unicodedata import normalize

from piiscan.late import late
from piiscan.model import Place
from piiscan.tags import normalised

_INDEX: Final = late(r"/[0-9]+(?=/|$)")
_NUMBER: Final = late(r"[0-9][0-9-]{2,}")
_LONGEST: Final = 200
_CELL_ROW: Final = late(r"[0-9]+$")
_WORD_ROW: Final = late(r"R[0-9]+(?=C[0-9]+$)")


def structural_parts(place: Place) -> tuple[str, str, str, str, str]:
    """Member, sheet, column, pointer and part of a place; a row or an element added before changes none of them."""
    return (
        place.member,
        place.sheet,
        _column(place.cell),
        _INDEX.sub("/*", place.pointer),
        place.part,
    )


def _column(cell: str) -> str:
    """A cell without its row: ``B`` for ``B12``, ``table 1 R*C2`` for ``table 1 R12C2``."""
    column, rows = _WORD_ROW.subn("R*", cell)
    return column if rows else _CELL_ROW.sub("", cell)


def structural_place(path: str, entity_type: str, place: Place) -> str:
    """The type, path and structural parts as one string."""
    return "|".join((entity_type, path, *structural_parts(place)))


def safe_parts(place: Place, values: ValueSet) -> tuple[str, ...]:
    """The structural parts fit for a file that is published: none that holds one of the ``values``.

    A sheet may be called like a person and a JSON key be a phone number; such parts, and numbers of three digits and
    more, are left open (``*``), so that what stands there counts together.
    """
    return tuple("/".join(_safe(word, values) for word in part.split("/")) for part in structural_parts(place))


def without_values(place: Place, values: ValueSet) -> Place:
    """The place as a report may show it: a sheet, JSON key or member that holds one of the ``values`` becomes ``*``."""
    if not (place.member or place.sheet or place.pointer):
        return place
    member, sheet, pointer = (
        "/".join("*" if values.inside(word) else word for word in part.split("/"))
        for part in (place.member, place.sheet, place.pointer)
    )
    if (member, sheet, pointer) == (place.member, place.sheet, place.pointer):
        return place
    return place._replace(member=member, sheet=sheet, pointer=pointer)


class ValueSet:
    """Values that must not show; asks of a word whether it holds one, in time that does not grow with their number."""

    def __init__(self, values: Iterable[str]) -> None:
        self._values = {value for value in map(normalised, values) if len(value) > 1}
        self._lengths = sorted(set(map(len, self._values)))
        self._told: dict[str, bool] = {}

    def inside(self, word: str) -> bool:
        """Whether ``word`` holds one of the values, in whichever width and case."""
        told = self._told.get(word)
        if told is None:
            plain = normalised(word)
            told = self._told[word] = any(
                plain[start : start + length] in self._values
                for length in self._lengths
                for start in range(len(plain) - length + 1)
            )
        return told


def _safe(word: str, values: ValueSet) -> str:
    if len(word) > _LONGEST or values.inside(word):
        return "*"
    return _NUMBER.sub("*", normalize("NFKC", word))
