"""Findings by record: a row of a table, an element of a list in JSON, a line or page of anything else."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import Final, NamedTuple

from piiscan.model import Finding, Place

# A spreadsheet's B12, or Word's "table 1 R12C2".
_CELL: Final = re.compile(r"(?:(.+ )?R([0-9]+)(C[0-9]+)|([A-Z]+)([0-9]+))")
_INDEX: Final = re.compile(r"(?<=/)[0-9]+(?=/|$)")


class Record(NamedTuple):
    """Findings that belong together, and the part of their places that is the same for all of them."""

    place: Place
    row: int
    findings: tuple[Finding, ...]


def records(findings: Iterable[Finding], *, lined: bool) -> Iterator[Record]:
    """The findings in their order, neighbours of one record together.

    ``lined`` says that a line of the file is a record whatever JSON pointers say (JSON Lines).
    """
    for (place, row), group in groupby(findings, lambda finding: record_of(finding.place, lined=lined)):
        yield Record(place, row, tuple(group))


def record_of(place: Place, *, lined: bool) -> tuple[Place, int]:
    """What is the same for all findings of the record that ``place`` lies in, and the number of its row."""
    common = Place(member=place.member, page=place.page, sheet=place.sheet)
    if cell := _CELL.fullmatch(place.cell):
        return common._replace(sheet=place.sheet or (cell[1] or "").strip()), int(cell[2] or cell[5])
    if place.pointer and not lined:
        return common._replace(pointer=_element(place.pointer)), 0
    return common._replace(line=place.line, part=place.part), 0


def _element(pointer: str) -> str:
    """The nearest list element that holds a value which has a name in it, else the object around the value."""
    within = pointer.split("/")
    while within and within[-1].isdecimal():  # a list of plain values belongs to what the list belongs to
        within.pop()
    within = within[:-1]
    depth = next((depth for depth in range(len(within), 0, -1) if within[depth - 1].isdecimal()), len(within))
    return "/".join(within[:depth])


def columns(findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
    """How many findings of which type stand in which column or under which JSON pointer."""
    return Counter((finding.entity_type, column_of(finding.place)) for finding in findings)


def column_of(place: Place) -> str:
    """The column of a cell, or a JSON pointer with ``*`` for the indices; empty where there is neither."""
    if place.cell:
        match = _CELL.fullmatch(place.cell)
        return f"{match[1] or ''}{match[3] or match[4]}" if match else ""
    return _INDEX.sub("*", place.pointer)
