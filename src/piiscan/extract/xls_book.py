"""What all sheets of an old Excel workbook share: shared strings, number formats, the list of sheets."""

from __future__ import annotations

from struct import unpack_from
from typing import Final

from piiscan.extract.biff import Record, Strings
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsx_cells import PLAIN, Kind, kind_of_format, number_text
from piiscan.model import Place

BIFF8: Final = 0x0600
CODEPAGE, DATEMODE, WRITE_ACCESS, FORMAT, OLD_FORMAT, XF = 0x0042, 0x0022, 0x005C, 0x041E, 0x001E, 0x00E0
SHEET, SST, NAME = 0x0085, 0x00FC, 0x0018
BUILT_IN_NAME: Final = 0x20


class XlsBook:
    """Collects the records before the first sheet."""

    def __init__(self, place: Place) -> None:
        self.version = BIFF8
        self.codec = "cp932"
        self.sheets: dict[int, tuple[str, bool]] = {}
        """Name and whether hidden, by the offset where the sheet begins."""
        self.texts: list[str] = []
        self.readings: dict[int, str] = {}
        self.writer = SegmentWriter(place)
        self._place = place
        self._codes: dict[int, str] = {}
        self._styles: list[int] = []
        self._kinds: dict[int, Kind] = {}
        self._from_1904 = False

    def add(self, record: Record) -> None:
        """Take what a record tells about the book."""
        body, kind = record.body, record.kind
        if kind == SST:
            self._read_texts(record)
        elif kind == XF:
            self._styles.append(unpack_from("<H", body, 2)[0])
        elif kind in {FORMAT, OLD_FORMAT}:
            text = self.text_in(record, 2, 2) if self.version >= BIFF8 else self.text_in(record, 2, 1)
            self._codes[unpack_from("<H", body)[0]] = text
        elif kind == SHEET:
            name = self.text_in(record, 6, 1)
            self.sheets[unpack_from("<L", body)[0]] = (name, bool(body[4] & 3))
            self.say(name, "sheet name")
        elif kind == CODEPAGE:
            page = unpack_from("<H", body)[0]
            self.codec = {932: "cp932", 1252: "cp1252", 1200: "utf-16-le"}.get(page, "cp932")
        elif kind == DATEMODE:
            self._from_1904 = unpack_from("<H", body)[0] == 1
        elif kind == WRITE_ACCESS:
            self.say(self._writer_name(record), "userName")
        elif kind == NAME and self.version >= BIFF8 and not body[0] & BUILT_IN_NAME:
            self.say(Strings([body[14:]]).characters(body[3], body[14]) if len(body) > 15 else "", "defined name")

    def text_in(self, record: Record, at: int, length_bytes: int) -> str:
        """The string at an offset of a record's body: with flags in BIFF8, bytes of the code page before."""
        if self.version >= BIFF8:
            return Strings(record.bodies, at).next(length_bytes)[0]
        raw = b"".join(record.bodies)
        length = int.from_bytes(raw[at : at + length_bytes], "little")
        return raw[at + length_bytes : at + length_bytes + length].decode(self.codec, "replace")

    def number(self, stored: str, style: int) -> str:
        """The text of a number cell: a date for a date style, zeros in front where its format asks for them."""
        kind = self._kinds.get(style)
        if kind is None:
            identifier = self._styles[style] if style < len(self._styles) else 0
            code = self._codes.get(identifier, "")
            kind = self._kinds[style] = kind_of_format(identifier if not code else 164, code) if identifier else PLAIN
        return number_text(stored, kind, from_1904=self._from_1904)

    def say(self, text: str, part: str) -> None:
        """Write a text that belongs to the whole book."""
        if text and not text.isspace():
            self.writer.mark(text, self._place._replace(part=part), part)
            self.writer.write("\n")

    def _read_texts(self, record: Record) -> None:
        strings = Strings(record.bodies, 8)
        while not strings.ended:
            text, reading = strings.next()
            if reading:
                self.readings[len(self.texts)] = reading
            self.texts.append(text)

    def _writer_name(self, record: Record) -> str:
        """Who saved the book: padded with spaces; left alone where it is noise."""
        name = self.text_in(record, 0, 2 if self.version >= BIFF8 else 1).strip(" \x00")
        return name if name.isprintable() else ""
