"""Where a finding stands in terms that survive edits: no line, no row, no array index."""

from __future__ import annotations

import re
from typing import Final

from piiscan.model import Place

_INDEX: Final = re.compile(r"/[0-9]+(?=/|$)")
_CELL_ROW: Final = re.compile(r"[0-9]+$")


def structural_parts(place: Place) -> tuple[str, str, str, str, str]:
    """Member, sheet, column, pointer and part of a place; a row or an element added before changes none of them."""
    return (
        place.member,
        place.sheet,
        _CELL_ROW.sub("", place.cell),
        _INDEX.sub("/*", place.pointer),
        place.part,
    )


def structural_place(path: str, entity_type: str, place: Place) -> str:
    """The type, path and structural parts as one string."""
    return "|".join((entity_type, path, *structural_parts(place)))
