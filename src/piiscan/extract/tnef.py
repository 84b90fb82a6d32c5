"""TNEF, the wrapper Outlook sends as winmail.dat: subject, letter and attachments ([MS-OXTNEF])."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import CODE_PAGES, short_text
from piiscan.extract.nested import name_segment, read_inline, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.rtf_packed import unpack_rtf
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

LETTER, CODE_PAGE, RENDERED, TITLE, DATA, FILE_PROPERTIES, PROPERTIES = (
    0x800C,
    0x9007,
    0x9002,
    0x8010,
    0x800F,
    0x9005,
    0x9003,
)
TEXTS: Final = {0x8004: "Subject", 0x8000: "From", 0x8005: "Date"}
BODY, HTML, RTF, LONG_NAME, ATTACHED = 0x1000, 0x1013, 0x1009, 0x3707, 0x3701
LABELS: Final = {0x0037: "Subject", 0x0C1A: "From", 0x0C1F: "From", 0x0042: "From", 0x5D01: "From", 0x0E04: "To"}
SIZES: Final = {2: 4, 3: 4, 4: 4, 5: 8, 6: 8, 7: 8, 10: 4, 11: 4, 20: 8, 64: 8, 72: 16}
"""Bytes of the property types of fixed size; all others carry their lengths."""
TEXT_TYPES: Final = (0x1E, 0x1F)
MOST: Final = 10_000


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the letter and its properties, then of the attachments as the files they are."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    message = _Message(blob, limits)
    yield from message.read(blob.stream.read())


class _Message:
    """One message being read attribute by attribute."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._place = Place(member=blob.member)
        self._codec = "cp932"
        self._name = ""
        self._data: bytes | None = None
        self._numbers = 0
        self._written = False

    def read(self, data: bytes) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        at = 6
        while at + 9 <= len(data):
            kind = int.from_bytes(data[at + 1 : at + 3], "little")
            length = int.from_bytes(data[at + 5 : at + 9], "little")
            body = data[at + 9 : at + 9 + length]
            at += 11 + length
            self._blob.check_time(self._limits)
            yield from self._attribute(kind, body)
        yield from self._attachment()
        if at != len(data):
            yield Skip("", "corrupt", self._blob.member, "the message ends early")

    def _attribute(self, kind: int, body: bytes) -> Iterator[Segment | Skip]:
        if kind == CODE_PAGE:
            self._codec = CODE_PAGES.get(int.from_bytes(body[:4], "little"), "cp932")
        elif kind in TEXTS:
            yield from self._say(short_text(body, self._codec), TEXTS[kind])
        elif kind == LETTER:
            yield from self._letter(short_text(body, self._codec))
        elif kind == PROPERTIES:
            yield from self._properties(body)
        elif kind == RENDERED:
            yield from self._attachment()
        else:
            self._about_attachment(kind, body)

    def _about_attachment(self, kind: int, body: bytes) -> None:
        if kind == TITLE:
            self._name = self._name or short_text(body, self._codec).strip("\x00")
        elif kind == DATA:
            self._data = body
        elif kind == FILE_PROPERTIES:
            for number, value, is_text in _mapi(body, self._codec):
                if number == LONG_NAME and is_text:
                    self._name = str(value)
                elif number == ATTACHED and isinstance(value, bytes) and self._data is None:
                    self._data = value[16:]  # behind the identifier of the interface it was kept by

    def _properties(self, body: bytes) -> Iterator[Segment | Skip]:
        for number, value, _ in _mapi(body, self._codec):
            if isinstance(value, str):
                yield from self._letter(value) if number == BODY else self._say(value, LABELS.get(number, ""))
            elif number == HTML:
                yield from read_inline(self._blob, "body.html", [value], self._limits)
            elif number == RTF and not self._written:
                try:
                    document = unpack_rtf(value, self._limits.unpacked_bytes)
                except ExtractionError as error:
                    yield Skip("", error.reason, self._blob.member, error.detail)
                else:
                    yield from read_inline(self._blob, "body.rtf", [document], self._limits)

    def _letter(self, text: str) -> Iterator[Segment]:
        self._written = True
        writer = SegmentWriter(self._place._replace(line=1))
        writer.write(text.strip("\x00").replace("\r\n", "\n").replace("\r", "\n"))
        yield from writer.close()

    def _say(self, text: str, label: str) -> Iterator[Segment]:
        here = self._place._replace(part="header")
        writer = SegmentWriter(here)
        if text.strip("\x00 "):
            writer.mark(text.strip("\x00 "), here, label)
            writer.write("\n")
        yield from writer.close()

    def _attachment(self) -> Iterator[Segment | Skip]:
        """The attachment that is complete, if one is."""
        if self._data is not None:
            self._numbers += 1
            self._blob.count_member(self._limits)
            name = self._name or f"attachment {self._numbers}"
            yield name_segment(self._blob, name)
            yield from read_member(self._blob, name, [self._data], self._limits)
        self._name, self._data = "", None


def _mapi(data: bytes, codec: str) -> Iterator[tuple[int, str | bytes, bool]]:
    """Number, value and whether it is text, of the properties that are text or bytes."""
    at = 4
    for _ in range(min(MOST, int.from_bytes(data[:4], "little"))):
        kind, number = int.from_bytes(data[at : at + 2], "little"), int.from_bytes(data[at + 2 : at + 4], "little")
        at += 4
        if number >= 0x8000:
            # a set (16 bytes), then a number or a name with its length
            at += 24 + (_padded(_u32(data, at + 20)) if _u32(data, at + 16) else 0)
        base = kind & ~0x1000
        if base in SIZES:
            at += SIZES[base] * (_u32(data, at) if kind & 0x1000 else 1) + (4 if kind & 0x1000 else 0)
            continue
        count, at = min(MOST, _u32(data, at)), at + 4
        for _ in range(count):
            length, at = _u32(data, at), at + 4
            raw = data[at : at + length]
            at += _padded(length)
            if base in TEXT_TYPES:
                text = raw.decode("utf-16-le", "replace") if base == 0x1F else short_text(raw, codec)
                yield number, text.strip("\x00"), True
            else:
                yield number, raw, False
        if at >= len(data):
            return


def _padded(length: int) -> int:
    return length + 3 & ~3


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
