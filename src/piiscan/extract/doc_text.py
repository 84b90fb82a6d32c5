"""Characters of an old Word document: where they lie, which paragraphs are cells, and what control codes mean."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from struct import unpack_from
from typing import Final, NamedTuple

from piiscan.extract.docx_body import FIELD_NOISE
from piiscan.extract.docx_table import Table
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment

CLX, PAPX_TABLE = 0x1A2, 0x102
OLD_TEXT, OLD_CLX, COMPLEX = 0x18, 0x160, 0x0004
PACKED: Final = 0x40000000
PAGE: Final = 512
IN_TABLE, ROW_END = 0x2416, 0x2417
OPERAND_BYTES: Final = (1, 1, 2, 4, 2, 2, 0, 3)
CELL, PARAGRAPH, FIELD, RESULT, FIELD_END = "\x07", "\r", "\x13", "\x14", "\x15"
CONTROL: Final = re.compile("[\x07\r\x13-\x15]")
HALF: Final = re.compile("[\ud800-\udfff]")
"""Half a character of UTF-16 without the other: no text can be written that holds one."""
PIECE_CHARACTERS: Final = 65_536
SHOWN: Final = {ord("\x0b"): "\n", ord("\x0c"): "\n", ord("\x0e"): "\n", ord("\x1e"): "-"} | dict.fromkeys(
    (0, 1, 2, 3, 4, 5, 6, 8, 0x1F)
)
"""Breaks and hyphens; anchors of pictures, notes and comments vanish."""


class Piece(NamedTuple):
    """A stretch of text: its first and last position, the offset of its bytes, and how wide its characters are."""

    begin: int
    end: int
    offset: int
    width: int


def old_pieces_of(data: bytes) -> list[Piece]:
    """The pieces of a Word 6 or 95 document, whose characters are bytes of the code page."""
    begin, end = unpack_from("<LL", data, OLD_TEXT)
    if int.from_bytes(data[10:12], "little") & COMPLEX:
        found = pieces_of(data, data, OLD_CLX, packed=False)
        if found:
            return found
    return [Piece(0, end - begin, begin, 1)] if 0 < begin < end <= len(data) else []


def pieces_of(data: bytes, lists: bytes, clx: int = CLX, *, packed: bool = True) -> list[Piece]:
    """The pieces of the text in order; what lies outside the file is cut off."""
    at, length = unpack_from("<LL", data, clx)
    end = min(at + length, len(lists))
    while at < end and lists[at] == 1:  # properties of pieces
        at += 3 + int.from_bytes(lists[at + 1 : at + 3], "little")
    if at >= end or lists[at] != 2:
        return []
    size = min(int.from_bytes(lists[at + 1 : at + 5], "little"), end - at - 5)
    count = max(0, (size - 4) // 12)
    positions = unpack_from(f"<{count + 1}L", lists, at + 5)
    found: list[Piece] = []
    for number in range(count):
        (raw,) = unpack_from("<L", lists, at + 5 + 4 * (count + 1) + 8 * number + 2)
        width = 1 if raw & PACKED or not packed else 2
        offset = (raw & ~PACKED) // 2 if raw & PACKED else raw
        begin, stop = positions[number], positions[number + 1]
        stop = min(stop, begin + max(0, len(data) - offset) // width)
        if stop > begin and (not found or begin >= found[-1].begin):
            found.append(Piece(begin, stop, offset, width))
    return found


class Paragraphs:
    """Which paragraphs are in a table or end a row, by the offset of their bytes."""

    def __init__(self, data: bytes, lists: bytes) -> None:
        self._starts: list[int] = []
        self._kinds: list[tuple[bool, bool]] = []
        at, length = unpack_from("<LL", data, PAPX_TABLE)
        count = max(0, (min(length, len(lists) - at) - 4) // 8)
        rows: list[tuple[int, bool, bool]] = []
        for number in range(count):
            (page,) = unpack_from("<L", lists, at + 4 * (count + 1) + 4 * number)
            rows += _runs(data[page * PAGE : page * PAGE + PAGE])
        for start, inside, ends in sorted(rows):
            self._starts.append(start)
            self._kinds.append((inside, ends))

    @property
    def known(self) -> bool:
        """Whether the document tells anything about its paragraphs."""
        return bool(self._starts)

    def at(self, offset: int) -> tuple[bool, bool]:
        """Whether the paragraph at an offset is in a table, and whether it ends a row."""
        index = bisect_right(self._starts, offset) - 1
        return self._kinds[index] if index >= 0 else (False, False)


def _runs(page: bytes) -> list[tuple[int, bool, bool]]:
    """The paragraphs of one page of properties."""
    if len(page) < PAGE:
        return []
    count = page[PAGE - 1]
    if 4 * (count + 1) + 13 * count > PAGE:
        return []
    starts = unpack_from(f"<{count + 1}L", page)
    return [(starts[i], *_kind(page, page[4 * (count + 1) + 13 * i] * 2)) for i in range(count)]


def _kind(page: bytes, at: int) -> tuple[bool, bool]:
    if not at:
        return False, False
    size = page[at] * 2 - 1 if page[at] else page[at + 1] * 2
    at += 1 if page[at] else 2
    end, at = min(at + size, PAGE), at + 2
    inside = ends = False
    while at + 3 <= end:
        operation = int.from_bytes(page[at : at + 2], "little")
        width = OPERAND_BYTES[operation >> 13] or page[at + 2] + 1
        inside = inside or (operation == IN_TABLE and page[at + 2] == 1)
        ends = ends or (operation == ROW_END and page[at + 2] == 1)
        at += 2 + width
    return inside, ends


class DocText:
    """Turns the characters of one part into segments."""

    def __init__(self, place: Place, paragraphs: Paragraphs, codec: str = "cp1252") -> None:
        self._paragraphs = paragraphs
        self._codec = codec
        self._place = place
        self._writer = SegmentWriter(place)
        self._aside = SegmentWriter(place._replace(line=0, part="field"))
        self._pieces: list[str] = []
        self._cells: list[str] = []
        self._table: Table | None = None
        self._tables = 0
        self._fields: list[list[str] | None] = []
        """Codes of the open fields, None once their result began."""

    def read(self, data: bytes, pieces: Sequence[Piece], begin: int, end: int) -> Iterator[Segment]:
        """The segments of the characters from ``begin`` to ``end``."""
        for piece in pieces:
            first, last = max(begin, piece.begin), min(end, piece.end)
            for start in range(first, last, PIECE_CHARACTERS):
                stop = min(last, start + PIECE_CHARACTERS)
                offset = piece.offset + (start - piece.begin) * piece.width
                self._take(data[offset : offset + (stop - start) * piece.width], offset, piece.width)
                yield from self._writer.take()
        yield from self._close()

    def _take(self, raw: bytes, offset: int, width: int) -> None:
        # UTF-16 with lone halves kept: an index is an offset
        text = raw.decode(self._codec, "replace") if width == 1 else raw.decode("utf-16-le", "surrogatepass")
        wide = width == 2 and any(map("\uffff".__lt__, text))
        at = 0
        for found in CONTROL.finditer(text):
            self._add(text[at : found.start()])
            index = len(text[: found.start()].encode("utf-16-le", "surrogatepass")) // 2 if wide else found.start()
            self._control(found[0], offset + index * width)
            at = found.end()
        self._add(text[at:])

    def _add(self, text: str) -> None:
        if text:
            field = next((codes for codes in reversed(self._fields) if codes is not None), None)
            (self._pieces if field is None else field).append(HALF.sub("\ufffd", text.translate(SHOWN)))

    def _control(self, sign: str, offset: int) -> None:
        if sign == FIELD:
            self._fields.append([])
        elif sign == RESULT and self._fields:
            self._say_field()
            self._fields[-1] = None
        elif sign == FIELD_END and self._fields:
            self._say_field()
            self._fields.pop()
        elif sign == PARAGRAPH:
            self._end_paragraph(inside=self._paragraphs.at(offset)[0])
        elif sign == CELL:
            self._end_cell(ends=self._paragraphs.at(offset)[1])

    def _say_field(self) -> None:
        code = "".join(self._fields[-1] or ()).strip()
        words = code.split(None, 1)
        if words and words[0].upper() not in FIELD_NOISE:
            self._aside.mark(code, self._aside.place)
            self._aside.write("\n")

    def _end_paragraph(self, *, inside: bool) -> None:
        if inside or self._cells:
            self._pieces.append("\n")
            return
        self._end_table()
        self._writer.write("".join(self._pieces) + "\n")
        self._pieces.clear()

    def _end_cell(self, *, ends: bool) -> None:
        text = "".join(self._pieces).strip("\n")
        self._pieces.clear()
        # without properties of paragraphs an empty cell behind another can only be the end of a row
        if ends or (not self._paragraphs.known and not text and self._cells):
            self._end_row()
        else:
            self._cells.append(text)

    def _end_row(self) -> None:
        if self._table is None:
            self._tables += 1
            self._table = Table(self._tables)
        self._table.add_row(self._cells, self._writer)
        self._cells = []

    def _end_table(self) -> None:
        if self._table is not None:
            self._table.release(self._writer)
            self._table = None

    def _close(self) -> list[Segment]:
        if self._cells:
            self._end_row()
        self._end_table()
        if self._pieces:
            self._writer.write("".join(self._pieces))
        return [*self._writer.close(), *self._aside.close()]
