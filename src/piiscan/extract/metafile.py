"""Windows metafiles (EMF, WMF): the text they draw. Office keeps what an embedded object looks like in them.

Formats: [MS-EMF] 2.3.5 and [MS-WMF] 2.3.3. Text comes in the order it is drawn, a line per call.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

TEXT_ANSI, TEXT_WIDE, SMALL_TEXT = 83, 84, 108
NO_RECTANGLE, SMALL_CHARS, GLYPHS = 0x100, 0x200, 0x10
"""Options of a text call: no rectangle follows, one byte a character, numbers of glyphs and no characters."""
COMMENT, PLUS, DRAW_STRING = 70, b"EMF+", 0x401C
WMF_TEXT, WMF_EXTENDED_TEXT = 0x0521, 0x0A32
PLACEABLE: Final = b"\xd7\xcd\xc6\x9a"
MOST_RECORDS: Final = 1_000_000


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the texts drawn; ExtractionError("unsupported") where none is: then it is a mere picture."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    data = blob.stream.read()
    is_emf = data[40:44] == b" EMF"
    writer = SegmentWriter(Place(line=1, member=blob.member))
    said = False
    for number, text in enumerate(_emf_texts(data) if is_emf else _wmf_texts(data)):
        said = said or bool(text.strip())
        writer.write(text + "\n")
        yield from writer.take()
        if number % 10_000 == 0:
            blob.check_time(limits)
    yield from writer.close() if said else ()
    if not said:
        raise why_unread("emf" if is_emf else "wmf", blob.name)


def _emf_texts(data: bytes) -> Iterator[str]:
    at = 0
    for _ in range(MOST_RECORDS):
        if at + 8 > len(data):
            return
        kind, size = unpack_from("<LL", data, at)
        record = data[at : at + size]
        if size < 8:
            return
        at += size
        if kind in {TEXT_ANSI, TEXT_WIDE} and len(record) >= 76:
            count, offset, options = unpack_from("<LLL", record, 44)
            yield _decoded(record[offset:], count, options, wide=kind == TEXT_WIDE)
        elif kind == SMALL_TEXT and len(record) >= 36:
            count, options = unpack_from("<LL", record, 16)
            begin = 36 if options & NO_RECTANGLE else 52
            yield _decoded(record[begin:], count, options, wide=not options & SMALL_CHARS)
        elif kind == COMMENT and record[12:16] == PLUS:
            yield from _plus_texts(record[16:])


def _plus_texts(data: bytes) -> Iterator[str]:
    """The strings of EMF+ records inside a comment ([MS-EMFPLUS] 2.3.4.14)."""
    at = 0
    while at + 12 <= len(data):
        kind, _, size = unpack_from("<HHL", data, at)
        if size < 12:
            return
        if kind == DRAW_STRING and size >= 40:
            count = unpack_from("<L", data, at + 20)[0] if at + 24 <= len(data) else 0
            yield _decoded(data[at + 40 : at + size], count, 0, wide=True)
        at += size


def _wmf_texts(data: bytes) -> Iterator[str]:
    at = (22 if data.startswith(PLACEABLE) else 0) + 18
    for _ in range(MOST_RECORDS):
        if at + 6 > len(data):
            return
        words, kind = unpack_from("<LH", data, at)
        record = data[at + 6 : at + words * 2]
        if words < 3:
            return
        at += words * 2
        if kind == WMF_TEXT and len(record) > 2:
            yield _decoded(record[2:], unpack_from("<H", record)[0], 0, wide=False)
        elif kind == WMF_EXTENDED_TEXT and len(record) > 8:
            count, options = unpack_from("<HH", record, 4)
            yield _decoded(record[16 if options & 6 else 8 :], count, options, wide=False)


def _decoded(raw: bytes, count: int, options: int, *, wide: bool) -> str:
    if options & GLYPHS:
        return ""
    if wide:
        return raw[: min(count, len(raw) // 2) * 2].decode("utf-16-le", "replace")
    return raw[:count].decode("cp932", "replace")
