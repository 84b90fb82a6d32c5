"""Tables in plain text: what the header cell above a value says, where no extractor has marked the cells."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from itertools import accumulate, islice
from operator import or_
from typing import NamedTuple

from piiscan.detect.cells import PARTS
from piiscan.detect.plain_rows import LINE_CHARACTERS, Rows, regular_rows
from piiscan.late import late

BLANK_LINE = late(r"\n[ \t\r\u3000]*\n")
"""What ends a table."""
HEAD_CHARACTERS = 1_024
"""How much of the beginning of a block of lines is read in search of its header."""
_BLANK_LINES = late(f"({BLANK_LINE.pattern})")
_HEAD_LINES = 3
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
_SIGNS = (*(sign for sign, _, _ in _DELIMITERS), "INTO ", "into ", "COPY ", "copy ")
"""Without one of these no line is a header; a law has 7,000 blocks a megabyte."""
# The columns that a statement of SQL names for the rows behind it, in brackets or one a line.
_STATEMENT = late(
    r"(?:INSERT(?: IGNORE)? INTO|COPY|insert into|copy) [^()\n]{1,80}\((?P<columns>[^()\n]{3,600})\)"
    r" ?(?:(?P<values>VALUES|values) ?\(?|(?:FROM stdin|from stdin))"
)
_STATEMENT_BEGINS = frozenset("IiCc")
_SQL_STRING = late(r"'[^'\n]*'")
_TUPLE_ENDS = " ();,"


class _Header(NamedTuple):
    """A line of short cells, some of which are labels: its delimiter and the kinds of each cell."""

    delimiter: re.Pattern[str]
    kinds: list[int]
    tuples: bool = False
    """Whether its rows are tuples of SQL."""
    titles: Sequence[str] = ()
    sign: str = ""
    """The one character that divides its cells, empty where it is not one alone."""


class _Row(NamedTuple):
    """A line: where it ends, the kinds of the header above it, and where its cells are divided."""

    end: int
    kinds: Sequence[int]
    borders: Sequence[int]
    titles: Sequence[str] = ()


_NO_ROW = _Row(0, (), ())


class Columns:
    """The columns of the plain tables in a folded text. ``head`` is how the block began that is open at offset 0."""

    def __init__(self, text: str, head: str, kinds_of: Callable[[str], int]) -> None:
        self._text = text
        self._head = head
        self._kinds_of = kinds_of
        self._headers: dict[int, list[_Header]] = {}
        self._rows: dict[int, _Row] = {}
        self._last = (0, _NO_ROW)

    @cached_property
    def _blocks(self) -> list[int]:
        return [0, *islice(accumulate(map(len, _BLANK_LINES.split(self._text))), 1, None, 2)]

    @cached_property
    def present(self) -> bool:
        """Whether any block has a header at all."""
        return bool(self._headed)

    def kinds(self, offset: int) -> int:
        """The kinds of the header cell above ``offset``, 0 where there is none."""
        start, row = self._last
        if not start <= offset < row.end:
            start, row = self._row(offset)
        return row.kinds[bisect_right(row.borders, offset - start)] if row.kinds else 0

    def title(self, offset: int) -> str:
        """What the header cell above ``offset`` says, empty where there is none."""
        start, row = self._row(offset)
        return row.titles[bisect_right(row.borders, offset - start)] if row.titles else ""

    def row_kinds(self, offset: int) -> Sequence[int]:
        """The kinds of each header cell above the line of ``offset``, none where there is no header."""
        return self._row(offset)[1].kinds

    def kinds_of_rows(self, offsets: Sequence[int]) -> list[Sequence[int]]:
        """What :meth:`row_kinds` says of each of the ascending ``offsets``, the same list for rows of one header.

        A row that has as many cells as its header, no quotes and an end is told by counting what divides its cells.
        """
        text, found = self._text, list[Sequence[int]]()
        low = high = need = 0
        sign, kinds = "", list[int]()
        for offset in offsets:
            if not low <= offset < high:
                low, high, header = self._first_header(offset)
                sign, kinds, need = (header.sign, header.kinds, len(header.kinds) - 1) if header else ("", [], 0)
            start, end = text.rfind("\n", low, offset) + 1, text.find("\n", offset, high)
            plain = sign and start and 0 <= end < start + LINE_CHARACTERS and text.find('"', start, end) < 0
            counted = plain and text.count(sign, start, end) == need
            found.append(kinds if counted else self.row_kinds(offset))
        return found

    def _first_header(self, offset: int) -> tuple[int, int, _Header | None]:
        """Start and end of the block of ``offset``, and the first of its headers."""
        block = bisect_right(self._blocks, offset) - 1
        headers = self._headers_of(block)
        return (*self._span(block), headers[0] if headers else None)

    @cached_property
    def regular_rows(self) -> tuple[list[Rows], dict[str, int]]:
        """All rows that a count of their delimiter tells, and the kinds of each name of a column.

        A column is named by its header cell; where that says other things in other tables, by these too.
        """
        found: list[Rows] = []
        known = {"": 0}
        for block, _ in self._headed:
            header = self._headers_of(block)[0]
            if header.sign:
                named = list(zip(header.titles, header.kinds, strict=True))
                names = [
                    title if known.setdefault(title, each) == each else f"{title}\t{each}" for title, each in named
                ]
                known.update(zip(names, header.kinds, strict=True))
                found += regular_rows(self._text, self._span(block), header.sign, names)
        return found, known

    def irregular(self, offsets: Sequence[int]) -> list[int]:
        """Those of the ascending ``offsets`` that stand in none of the regular rows."""
        found: list[int] = []
        low = 0
        for rows in self.regular_rows[0]:
            high = bisect_left(offsets, rows.begins[0], low)
            found += offsets[low:high]
            low = bisect_left(offsets, rows.begins[-1] - 1, high)
        return [*found, *offsets[low:]]

    def _span(self, block: int) -> tuple[int, int]:
        """Where a block starts and ends."""
        blocks = self._blocks
        return blocks[block], blocks[block + 1] if block + 1 < len(blocks) else len(self._text)

    def titles(self, kinds: int) -> set[str]:
        """What the header cells of one of ``kinds`` say; an empty title for a name in a statement of SQL."""
        return {
            title
            for block, found in self._headed
            if found & kinds
            for header in self._headers_of(block)
            for title, each in zip(header.titles or [""] * len(header.kinds), header.kinds, strict=True)
            if each & kinds
        }

    def regions(self, kinds: int, places: Iterable[int] | None = None) -> Iterator[tuple[int, int]]:
        """The blocks with a header of one of ``kinds``; of those in which one of ``places`` lies, if it is given."""
        blocks = self._blocks
        if places is None:
            headed = self._headed
        else:
            headed = [(block, self._kinds_in(block)) for block in {0, *(bisect_right(blocks, p) - 1 for p in places)}]
        for block, found in headed:
            if found & kinds:
                yield self._span(block)

    @cached_property
    def _headed(self) -> list[tuple[int, int]]:
        """The blocks that have a header, with all kinds of its cells."""
        return [(block, found) for block in self._divided if (found := self._kinds_in(block))]

    @cached_property
    def _divided(self) -> list[int]:
        """The blocks that hold one of ``_SIGNS``: in prose they are few; found by jumping from one to the next."""
        text, blocks = self._text, self._blocks
        found = {0} if self._head else set()
        for sign in _SIGNS:
            place = text.find(sign)
            while place >= 0:
                block = bisect_right(blocks, place)
                found.add(block - 1)
                place = text.find(sign, blocks[block]) if block < len(blocks) else -1
        return sorted(found)

    def _kinds_in(self, block: int) -> int:
        """All kinds of the header cells of a block."""
        headers = self._headers_of(block)
        return reduce(or_, (each for header in headers for each in header.kinds), 0) if headers else 0

    def under(self, kinds: int, offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
        """Those of the ascending ``offsets`` that have a header cell of one of ``kinds``, each with all its kinds.

        A block without such a header is passed over at once, whatever stands in it.
        """
        for block in self._divided:
            start, end = self._span(block)
            low = bisect_left(offsets, start)
            high = bisect_left(offsets, end, low)
            if low < high and self._kinds_in(block) & kinds:
                yield from self._under(kinds, offsets[low:high])

    def _under(self, kinds: int, offsets: Sequence[int]) -> Iterator[tuple[int, int]]:
        """The same for the offsets in one block: row by row, looking only at the wanted cells of each."""
        index = 0
        while index < len(offsets):
            start, row = self._row(offsets[index])
            short = row.end < start + LINE_CHARACTERS  # of a longer line only what is around the offset was read
            last = max(index + 1, bisect_left(offsets, row.end, index)) if short else index + 1
            for cell, found in enumerate(row.kinds):
                if found & kinds:
                    borders = (0, *row.borders, row.end - start)
                    low = bisect_left(offsets, start + borders[cell], index, last)
                    high = bisect_left(offsets, start + borders[cell + 1], low, last)
                    yield from ((offset, found) for offset in offsets[low:high])
            index = last

    def _row(self, offset: int) -> tuple[int, _Row]:
        """Where the line of ``offset`` starts, and what is known of it; the cells of a line ask one after the other."""
        start, row = self._last
        if start <= offset < row.end:
            return self._last
        block = bisect_right(self._blocks, offset) - 1
        headers = self._headers_of(block)
        if not headers:
            start, following = self._span(block)
            self._last = start, _Row(following, (), ())  # no table: one row of no cells
            return self._last
        start = self._text.rfind("\n", max(0, offset - LINE_CHARACTERS), offset) + 1
        if not start and offset > LINE_CHARACTERS:
            return 0, _NO_ROW  # no table has such lines, and to read them again and again would take quadratic time
        known = self._rows.get(start)
        if known is not None:
            self._last = start, known
            return self._last
        end = self._text.find("\n", offset, offset + LINE_CHARACTERS)
        row = self._read_row(headers, start, end if end >= 0 else offset + LINE_CHARACTERS)
        if 0 <= end < start + LINE_CHARACTERS:  # what is seen of a longer line depends on the offset
            self._rows[start] = row
            self._last = start, row
        return start, row

    def _read_row(self, headers: Sequence[_Header], start: int, end: int) -> _Row:
        """The line ``[start, end)`` under the first of ``headers`` that has as many cells."""
        whole = _without_quotes(self._text[start:end]).rstrip(" \r")
        bare = whole.rstrip()
        for header in headers:
            if header.tuples:
                row = self._read_tuple(header, start, end)
                if row.kinds:
                    return row
                continue
            for line in (whole, bare) if len(bare) < len(whole) else (whole,):  # last cells may be empty, or none
                if header.sign and line.count(header.sign) + 1 != len(header.kinds):
                    continue
                borders = [match.start() for match in header.delimiter.finditer(line)]
                if len(borders) + 1 == len(header.kinds):
                    return _Row(end, header.kinds, borders, header.titles)
        return _Row(end, (), ())

    def _read_tuple(self, header: _Header, start: int, end: int) -> _Row:
        """The tuple of SQL in ``[start, end)``, which may stand behind its own statement."""
        line = _SQL_STRING.sub(lambda match: "x" * len(match.group()), self._text[start:end])
        statement = _STATEMENT.match(line)
        begin = statement.end() if statement is not None else 0
        stop = len(line.rstrip(_TUPLE_ENDS))
        borders = [match.start() for match in header.delimiter.finditer(line, 0, stop)]
        before = sum(border < begin for border in borders)
        if len(borders) - before + 1 != len(header.kinds):
            return _Row(end, (), ())
        return _Row(end, [*(0 for _ in range(before)), *header.kinds], borders)

    def _headers_of(self, block: int) -> list[_Header]:
        """The headers of a block, read once."""
        headers = self._headers.get(block)
        if headers is None:
            headers = self._headers[block] = self._read_headers(block)
        return headers

    def _read_headers(self, block: int) -> list[_Header]:
        """The headers among the first lines of a block."""
        begin = self._beginning(block)
        lines = map(str.rstrip, begin.split("\n", _HEAD_LINES)[:_HEAD_LINES])
        return [header for line in lines if line and (header := self._read_header(line)) is not None]

    def _beginning(self, block: int) -> str:
        """The first lines of a block."""
        if block == 0 and self._head:
            blank = BLANK_LINE.search(self._head)
            return self._head[: blank.start()] if blank else self._head
        start, following = self._span(block)
        return self._text[start : min(start + HEAD_CHARACTERS, following)]

    def _read_header(self, line: str) -> _Header | None:
        """The header that ``line`` is, or None."""
        statement = _STATEMENT.match(line) if line[:1] in _STATEMENT_BEGINS else None
        if statement is not None:
            kinds = [self._kinds_of(name.strip(' `"[]')) for name in statement["columns"].split(",")]
            return _Header(_COMMA if statement["values"] else _TAB, kinds, tuples=bool(statement["values"]))
        masked = _without_quotes(line)
        for sign, delimiter, at_least in _DELIMITERS:
            if masked.count(sign) >= at_least:
                inside = line.strip()
                if len(inside) > _CELL_CHARACTERS and sign not in inside:
                    return None  # an indented line of prose or code, as most are that hold two spaces
                cells = [cell.strip(' "') for cell in _divided(line, masked, delimiter)]
                if not any(cells) or max(map(len, cells)) > _CELL_CHARACTERS or _VALUE.search(line) is not None:
                    return None
                kinds = [self._kinds_of(cell) if cell else 0 for cell in cells]
                for place in range(1, len(cells)):
                    if cells[place] in PARTS:
                        kinds[place] |= kinds[place - 1]
                alone = sign if len(sign) == 1 else ""
                return _Header(delimiter, kinds, titles=cells, sign=alone) if any(kinds) else None
        return None


def _divided(line: str, masked: str, delimiter: re.Pattern[str]) -> list[str]:
    """The pieces of ``line`` between the delimiters that ``masked`` has, which is as long."""
    if masked is line:
        return delimiter.split(line)
    borders = [match.span() for match in delimiter.finditer(masked)]
    starts = [0, *(end for _, end in borders)]
    ends = [*(start for start, _ in borders), len(line)]
    return [line[start:end] for start, end in zip(starts, ends, strict=True)]


def open_head(head: str, before: str, text: str) -> str:
    """The beginning of the block that is open at the end of ``text``, given that at its start and what stood before."""
    joint = before[-2:] + text
    end = joint.rfind("\n") if BLANK_LINE.search(joint) else 0
    while end > 0:  # from the end: the last blank line is all that matters
        start = joint.rfind("\n", 0, end)
        if start >= 0 and not joint[start:end].strip("\n\t \r\u3000"):
            return joint[max(end + 1, len(before[-2:])) :][:HEAD_CHARACTERS]
        end = start
    return (head + text[: HEAD_CHARACTERS - len(head)]) if len(head) < HEAD_CHARACTERS else head


def _without_quotes(line: str) -> str:
    """``line`` with what stands in quotes blanked, so that no comma in it counts."""
    return _QUOTED.sub(lambda match: "x" * len(match.group()), line) if '"' in line else line
