"""Tables in plain text: what the header cell above a value says, where no extractor has marked the cells."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, reduce
from operator import or_

from piiscan.detect.blocks import HEAD_CHARACTERS, block_starts, first_block
from piiscan.detect.headers import NO_ROW, SIGNS, Header, Row, read_header, read_row
from piiscan.detect.plain_rows import LINE_CHARACTERS, Rows, regular_rows

_HEAD_LINES = 3


class Columns:
    """The columns of the plain tables in a folded text. ``head`` is how the block began that is open at offset 0."""

    def __init__(self, text: str, head: str, kinds_of: Callable[[str], int]) -> None:
        self._text = text
        self._head = head
        self._kinds_of = kinds_of
        self._headers: dict[int, list[Header]] = {}
        self._rows: dict[int, Row] = {}
        self._last = (0, NO_ROW)

    @cached_property
    def _blocks(self) -> list[int]:
        return block_starts(self._text)

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
            start = text.rfind("\n", max(low, offset - LINE_CHARACTERS), offset) + 1
            end = text.find("\n", offset, min(high, offset + LINE_CHARACTERS))
            plain = sign and start and 0 <= end < start + LINE_CHARACTERS and text.find('"', start, end) < 0
            counted = plain and text.count(sign, start, end) == need
            found.append(kinds if counted else self.row_kinds(offset))
        return found

    def _first_header(self, offset: int) -> tuple[int, int, Header | None]:
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
        """The blocks that hold one of ``SIGNS``: of 7,000 in a megabyte of law few, found by jumping."""
        text, blocks = self._text, self._blocks
        found = {0} if self._head else set()
        for sign in SIGNS:
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

    def _row(self, offset: int) -> tuple[int, Row]:
        """Where the line of ``offset`` starts, and what is known of it; the cells of a line ask one after the other."""
        start, row = self._last
        if start <= offset < row.end:
            return self._last
        block = bisect_right(self._blocks, offset) - 1
        headers = self._headers_of(block)
        if not headers:
            start, following = self._span(block)
            self._last = start, Row(following, (), ())  # no table: one row of no cells
            return self._last
        start = self._text.rfind("\n", max(0, offset - LINE_CHARACTERS), offset) + 1
        if not start and offset > LINE_CHARACTERS:
            return 0, NO_ROW  # no table has such lines, and to read them again and again would take quadratic time
        known = self._rows.get(start)
        if known is not None:
            self._last = start, known
            return self._last
        end = self._text.find("\n", offset, offset + LINE_CHARACTERS)
        stop = end if end >= 0 else offset + LINE_CHARACTERS
        row = read_row(headers, self._text[start:stop], stop)
        if 0 <= end < start + LINE_CHARACTERS:  # what is seen of a longer line depends on the offset
            self._rows[start] = row
            self._last = start, row
        return start, row

    def _headers_of(self, block: int) -> list[Header]:
        """The headers of a block, read once."""
        headers = self._headers.get(block)
        if headers is None:
            headers = self._headers[block] = self._read_headers(block)
        return headers

    def _read_headers(self, block: int) -> list[Header]:
        """The headers among the first lines of a block."""
        begin = self._beginning(block)
        lines = map(str.rstrip, begin.split("\n", _HEAD_LINES)[:_HEAD_LINES])
        return [header for line in lines if line and (header := read_header(line, self._kinds_of)) is not None]

    def _beginning(self, block: int) -> str:
        """The first lines of a block."""
        if block == 0 and self._head:
            return first_block(self._head)
        start, following = self._span(block)
        return self._text[start : min(start + HEAD_CHARACTERS, following)]
