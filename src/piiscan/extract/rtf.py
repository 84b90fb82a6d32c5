"""Rich Text Format: text in any Japanese code page, tables with labels, what stands beside, embedded objects."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import CODE_PAGES, short_text
from piiscan.extract.docx_table import Table
from piiscan.extract.embedded import native_file
from piiscan.extract.nested import read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.rtf_words import CHARSETS, IGNORED, PARTS, PROPERTIES, SIGNS
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

DEPTH: Final = 10_000
"""Groups nested deeper than any writer makes them."""

_CODES: Final = rb"\\([A-Za-z]{1,32})(-?[0-9]{1,10})? ?|\\'([0-9A-Fa-f]{2})|\\([^A-Za-z])|([{}])|[\r\n\x00]+"
_TOKEN: Final = re.compile(_CODES + rb"|([^\\{}\r\n\x00]+)|\\", re.DOTALL)
_WIDE_TOKEN: Final = re.compile(
    _CODES + rb"|((?:[\x81-\x9f\xe0-\xfc][\x40-\x7e\x80-\xfc]|[^\\{}\r\n\x00])+)|\\", re.DOTALL
)
"""For CP932 written raw, against the rules: its second bytes may be braces and backslashes."""
_HEX: Final = re.compile(rb"[^0-9A-Fa-f]+")
_MAGIC: Final = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04", b"%PDF-")


@dataclass(frozen=True, slots=True)
class _Group:
    """What holds inside a pair of braces."""

    ignored: bool = False
    part: str = ""
    label: str = ""
    codec: str = ""
    skipped: int = 1
    """How many characters stand in for a Unicode one for old readers."""
    in_table: bool = False
    star: bool = False


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a document in reading order, and of the files embedded in it."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    document = _Document(blob.stream.read(), Place(member=blob.member))
    for number, _ in enumerate(document.run()):
        if number % 4096 == 0:
            blob.check_time(limits)
            yield from document.writer.take()
    yield from document.close()
    for number, data in enumerate(document.objects, 1):
        name, inside = _embedded(data)
        yield from read_member(blob, name or f"object {number}", [inside], limits)
    if document.depth:
        yield Skip("", "corrupt", blob.member, "the document ends early")


class _Document:
    """One document being read token by token."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = data
        self._place = place
        self.writer = SegmentWriter(place._replace(line=1))
        self._aside = SegmentWriter(place)
        self._stack: list[_Group] = []
        self._now = _Group()
        self._default = "cp932"
        self._token = _WIDE_TOKEN
        self._fonts: dict[int, str] = {}
        self._font = -1
        self._bytes = bytearray()
        self._pieces: list[str] = []
        self._beside: list[str] = []
        self._skip = 0
        self._cells: list[str] = []
        self._table: Table | None = None
        self._tables = 0
        self._hex: bytearray | None = None
        self.objects: list[bytes] = []

    @property
    def depth(self) -> int:
        """How many groups are open."""
        return len(self._stack)

    def run(self) -> Iterator[None]:
        """Reads on, pausing behind every token."""
        at = 0
        while (found := self._token.match(self._data, at)) is not None:
            at = found.end()
            word, number, code, symbol, brace, text = found.groups()
            if word == b"bin":
                at += max(0, int(number or b"0"))
            elif word is not None:
                self._word(word.decode("ascii"), int(number) if number is not None else None)
            elif code is not None:
                self._raw(bytes((int(code, 16),)))
            elif text is not None:
                self._raw(text)
            elif brace is not None:
                self._brace(opens=brace == b"{")
            elif symbol is not None:
                self._symbol(symbol)
            if brace == b"}" and not self._stack:
                return
            yield

    def close(self) -> list[Segment]:
        """What is left, also where the document broke off."""
        self._end_paragraph()
        self._flush_beside()
        if self._cells:
            self._end_row()
        self._end_table()
        return [*self.writer.close(), *self._aside.close()]

    def _brace(self, *, opens: bool) -> None:
        self._flush()
        self._skip = 0
        if opens:
            if len(self._stack) >= DEPTH:
                raise ExtractionError("depth", f"groups nested deeper than {DEPTH:,}")
            self._stack.append(self._now)
            self._now = replace(self._now, star=False)
            return
        before = self._now
        if self._stack:
            self._now = self._stack.pop()
        if (before.part, before.label) != (self._now.part, self._now.label):
            self._flush_beside(before)
        if self._hex is not None and self._now.part != "object":
            self.objects.append(bytes.fromhex(self._hex[: len(self._hex) // 2 * 2].decode("ascii")))
            self._hex = None

    def _symbol(self, symbol: bytes) -> None:
        if symbol == b"*":
            self._now = replace(self._now, star=True)
        elif symbol in b"{}\\":
            self._raw(symbol)
        elif symbol in b"\r\n":
            self._end_paragraph()
        elif symbol in b"~_":
            self._put(" " if symbol == b"~" else "-")

    def _word(self, word: str, number: int | None) -> None:
        if word == "u":
            self._unicode(number or 0)
            return
        self._flush()
        self._skip = 0
        if word in {"f", "fcharset", "ansicpg", "uc", "deff"}:
            self._set(word, number or 0)
        elif word in SIGNS:
            self._put(SIGNS[word])
        elif word in {"par", "cell", "nestcell", "row", "nestrow", "intbl", "pard"}:
            self._structure(word)
        elif word == "objdata":
            self._hex, self._now = bytearray(), replace(self._now, ignored=True, part="object")
        else:
            self._destination(word)
        if self._now.star:
            self._now = replace(self._now, star=False)

    def _set(self, word: str, number: int) -> None:
        if word == "f":
            self._font = number
            self._now = replace(self._now, codec=self._fonts.get(number, ""))
        elif word == "fcharset":
            self._fonts[self._font] = CHARSETS.get(number, "")
        elif word == "ansicpg":
            self._default = CODE_PAGES.get(number, "cp932")
            self._token = _WIDE_TOKEN if self._default == "cp932" else _TOKEN
        elif word == "uc":
            self._now = replace(self._now, skipped=max(0, min(number, 8)))

    def _structure(self, word: str) -> None:
        if word == "par":
            self._end_paragraph()
        elif word in {"cell", "nestcell"}:
            self._cells.append("".join(self._pieces).strip("\n"))
            self._pieces.clear()
        elif word in {"row", "nestrow"}:
            self._end_row()
        else:
            self._now = replace(self._now, in_table=word == "intbl")

    def _destination(self, word: str) -> None:
        if word in PARTS:
            self._now = replace(
                self._now, part=PARTS[word], label="author" if word == "atnauthor" else "", ignored=False
            )
        elif word in PROPERTIES and self._now.part == "property":
            self._now = replace(self._now, label=word)
        elif word == "info":
            self._now = replace(self._now, part="property")
        elif word == "ud":
            self._now = replace(self._now, ignored=False)
        elif word in IGNORED or (self._now.star and word not in {"shpinst", "shptxt", "fldinst", "annotation"}):
            self._now = replace(self._now, ignored=True)

    def _raw(self, data: bytes) -> None:
        """Bytes of text in the code page that holds; or of an object in hexadecimal digits."""
        if self._hex is not None:
            self._hex += _HEX.sub(b"", data)
            return
        if self._skip:
            taken = min(self._skip, len(data))
            self._skip -= taken
            data = data[taken:]
        if not self._now.ignored:
            self._bytes += data

    def _unicode(self, number: int) -> None:
        self._flush()
        self._put(chr(number & 0xFFFF))
        self._skip = self._now.skipped

    def _flush(self) -> None:
        """Decode the bytes gathered so far."""
        if self._bytes:
            raw = bytes(self._bytes)
            self._bytes.clear()
            self._put(raw.decode("ascii") if raw.isascii() else short_text(raw, self._now.codec or self._default))

    def _put(self, text: str) -> None:
        if self._now.ignored:
            return
        (self._beside if self._now.part else self._pieces).append(text)

    def _end_paragraph(self) -> None:
        self._flush()
        if self._now.part:
            self._put("\n")
            return
        if self._now.in_table or self._cells:
            self._pieces.append("\n")
            return
        self._end_table()
        self.writer.write(_whole("".join(self._pieces)) + "\n")
        self._pieces.clear()

    def _end_row(self) -> None:
        if self._table is None:
            self._tables += 1
            self._table = Table(self._tables)
        self._table.add_row(map(_whole, self._cells), self.writer)
        self._cells = []

    def _end_table(self) -> None:
        if self._table is not None:
            self._table.release(self.writer)
            self._table = None

    def _flush_beside(self, group: _Group | None = None) -> None:
        text = _whole("".join(self._beside)).strip()
        self._beside.clear()
        group = group or self._now
        if text and not (group.part == "bookmark" and text.startswith("_")):  # _Toc12345678: nobody's word
            self._aside.mark(text, self._place._replace(part=group.part), group.label)
            self._aside.write("\n")


def _whole(text: str) -> str:
    """The text with its halves of characters beyond 16 bits put together."""
    if any("\ud800" <= char <= "\udfff" for char in text):
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def _embedded(data: bytes) -> tuple[str, bytes]:
    """Name and bytes of the file in an OLE 1 object ([MS-OLEDS] 2.2): what a known magic begins, or a package."""
    starts = [at for magic in _MAGIC if (at := data.find(magic, 0, 4096)) >= 0]
    if starts:
        return "", data[min(starts) :]
    at = 8
    for _ in range(3):
        at += 4 + int.from_bytes(data[at : at + 4], "little")
    return native_file(data[at:])
