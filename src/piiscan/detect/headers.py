"""Headers of tables in plain text, and the rows under them: lines cut where a delimiter stands, or tuples of SQL."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from piiscan.detect.cells import PARTS
from piiscan.late import late

_CELL_CHARACTERS = 24
_VALUE = late("[0-9]{2}")
"""No header cell holds this: a line that does is a row itself."""
_QUOTED = late(r'"[^"\n]*"')
# Sign and pattern of each delimiter, and how often a header must hold it: one comma may stand in any sentence.
_TAB, _COMMA = late(r"\t"), late(r",")
_DELIMITERS = (
    ("\t", _TAB, 1),
    ("|", late(r"\|"), 1),
    (",", _COMMA, 2),
    (";", late(r";"), 2),
    ("  ", late(r" {2,}"), 1),
)
SIGNS = (*(sign for sign, _, _ in _DELIMITERS), "INTO ", "into ", "COPY ", "copy ")
"""Without one of these no line is a header."""
# The columns that a statement of SQL names for the rows behind it, in brackets or one a line.
_STATEMENT = late(
    r"(?:INSERT(?: IGNORE)? INTO|COPY|insert into|copy) [^()\n]{1,80}\((?P<columns>[^()\n]{3,600})\)"
    r" ?(?:(?P<values>VALUES|values) ?\(?|(?:FROM stdin|from stdin))"
)
_STATEMENT_BEGINS = frozenset("IiCc")
_SQL_STRING = late(r"'[^'\n]*'")
_TUPLE_ENDS = " ();,"


class Header(NamedTuple):
    """A line of short cells, some of which are labels: its delimiter and the kinds of each cell."""

    delimiter: re.Pattern[str]
    kinds: list[int]
    tuples: bool = False
    """Whether its rows are tuples of SQL."""
    titles: Sequence[str] = ()
    sign: str = ""
    """The one character that divides its cells, empty where it is not one alone."""


class Row(NamedTuple):
    """A line: where it ends, the kinds of the header above it, and where its cells are divided."""

    end: int
    kinds: Sequence[int]
    borders: Sequence[int]
    titles: Sequence[str] = ()


NO_ROW = Row(0, (), ())


def read_header(line: str, kinds_of: Callable[[str], int]) -> Header | None:
    """The header that ``line`` is, or None; ``kinds_of`` tells what a cell of it says."""
    statement = _STATEMENT.match(line) if line[:1] in _STATEMENT_BEGINS else None
    if statement is not None:
        kinds = [kinds_of(name.strip(' `"[]')) for name in statement["columns"].split(",")]
        return Header(_COMMA if statement["values"] else _TAB, kinds, tuples=bool(statement["values"]))
    masked = _without_quotes(line)
    for sign, delimiter, at_least in _DELIMITERS:
        if masked.count(sign) >= at_least:
            inside = line.strip()
            if len(inside) > _CELL_CHARACTERS and sign not in inside:
                return None  # an indented line of prose or code, as most are that hold two spaces
            cells = [cell.strip(' "') for cell in _divided(line, masked, delimiter)]
            if not any(cells) or max(map(len, cells)) > _CELL_CHARACTERS or _VALUE.search(line) is not None:
                return None
            kinds = [kinds_of(cell) if cell else 0 for cell in cells]
            for place in range(1, len(cells)):
                if cells[place] in PARTS:
                    kinds[place] |= kinds[place - 1]
            alone = sign if len(sign) == 1 else ""
            return Header(delimiter, kinds, titles=cells, sign=alone) if any(kinds) else None
    return None


def read_row(headers: Iterable[Header], line: str, end: int) -> Row:
    """``line``, which ends at ``end``, under the first of ``headers`` that has as many cells."""
    whole = _without_quotes(line).rstrip(" \r")
    bare = whole.rstrip()
    for header in headers:
        if header.tuples:
            row = _read_tuple(header, line, end)
            if row.kinds:
                return row
            continue
        for each in (whole, bare) if len(bare) < len(whole) else (whole,):  # last cells may be empty, or none
            if header.sign and each.count(header.sign) + 1 != len(header.kinds):
                continue
            borders = [match.start() for match in header.delimiter.finditer(each)]
            if len(borders) + 1 == len(header.kinds):
                return Row(end, header.kinds, borders, header.titles)
    return Row(end, (), ())


def _read_tuple(header: Header, line: str, end: int) -> Row:
    """The tuple of SQL in ``line``, which may stand behind its own statement."""
    line = _SQL_STRING.sub(_blank, line)
    statement = _STATEMENT.match(line)
    begin = statement.end() if statement is not None else 0
    stop = len(line.rstrip(_TUPLE_ENDS))
    borders = [match.start() for match in header.delimiter.finditer(line, 0, stop)]
    before = sum(border < begin for border in borders)
    if len(borders) - before + 1 != len(header.kinds):
        return Row(end, (), ())
    return Row(end, [*(0 for _ in range(before)), *header.kinds], borders)


def _divided(line: str, masked: str, delimiter: re.Pattern[str]) -> list[str]:
    """The pieces of ``line`` between the delimiters that ``masked`` has, which is as long."""
    if masked is line:
        return delimiter.split(line)
    borders = [match.span() for match in delimiter.finditer(masked)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def _without_quotes(line: str) -> str:
    """``line`` with what stands in quotes blanked, so that no comma in it counts."""
    return _QUOTED.sub(_blank, line) if '"' in line else line


def _blank(match: re.Match[str]) -> str:
    """As many letters as were matched."""
    return "x" * len(match.group())
