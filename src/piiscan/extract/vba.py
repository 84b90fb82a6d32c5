"""Macros: the source of the modules in a VBA project, unpacked as [MS-OVBA] 2.4.1 says."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import short_text
from piiscan.extract.compound import STREAM, Compound, Entry
from piiscan.extract.wide_strings import wide_strings
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

FOLDER: Final = "vba"
NO_MODULES: Final = frozenset(("dir", "_vba_project"))
SOURCE_BEGINS: Final = b"\x00Attribut\x00e "
"""How every module's source begins once packed: ``Attribute VB_Name``, three bytes behind the start."""
CHUNK: Final = 4096
MOST_BYTES: Final = 16 * 2**20
"""The editor takes modules of 64 KiB; three packed bytes can stand for 4 KiB."""
FRAME: Final = "\x03vbframe"
FORM_STREAMS: Final = frozenset(("f", "o"))
"""Controls of a form with what they show ([MS-OFORMS] 2.2.10): Japanese words lie there in UTF-16."""


def macros(compound: Compound, place: Place, but: Sequence[tuple[str, ...]]) -> Iterator[Segment | Skip]:
    """The source of every module as lines of text, and a skip for modules that have none; ``but`` not below these."""
    unread = 0
    frames = {entry.path[:-1] for entry in compound.entries if entry.name.lower() == FRAME}
    for entry in compound.entries:
        if entry.kind != STREAM or not entry.size or len(entry.path) < 2:
            continue
        if any(entry.path[: len(path)] == path for path in but):
            continue
        folder, name = entry.path[-2].lower(), entry.name.lower()
        if folder == FOLDER and name not in NO_MODULES and not name.startswith("__srp_"):
            source = _source(compound, entry)
            unread += not source
            yield from _lines(source, place._replace(line=1, part=f"macro {entry.name}"))
        elif name in FORM_STREAMS and (*entry.path[:-1],) in frames:
            words = "\n".join(wide_strings(compound.read(entry)))
            yield from _lines(words, place._replace(part=f"form {entry.path[-2]}"))
        elif name == FRAME:
            text = short_text(compound.read(entry), "cp932")
            yield from _lines(text, place._replace(line=1, part=f"macro {entry.path[-2]}"))
    if unread:
        yield Skip("", "unsupported", place.member, "macro code", "export the modules as text")


def _source(compound: Compound, entry: Entry) -> str:
    data = compound.read(entry)
    begin = data.find(SOURCE_BEGINS) - 3
    if begin < 0 or data[begin] != 1:
        return ""
    try:
        text = short_text(unpack_vba(data[begin:]), "cp932")
    except ExtractionError:
        return ""
    lines = text.splitlines(keepends=True)
    head = next((number for number, line in enumerate(lines) if not line.startswith("Attribute VB_")), len(lines))
    return "".join(lines[head:]) or "\n"  # the editor does not show the head either, and counts lines behind it


def unpack_vba(data: bytes) -> bytes:
    """The bytes of a packed container; ExtractionError("corrupt") where a copy points before its chunk."""
    out = bytearray()
    at = 1
    while at + 2 <= len(data) and len(out) < MOST_BYTES:
        header = int.from_bytes(data[at : at + 2], "little")
        end, at = min(len(data), at + (header & 0xFFF) + 3), at + 2
        if header >> 12 & 7 != 3:
            break
        if header & 0x8000:
            _unpack_chunk(data[at:end], out)
        else:
            out += data[at : at + CHUNK]
        at = end
    return bytes(out)


def _unpack_chunk(packed: bytes, out: bytearray) -> None:
    begin, at = len(out), 0
    while at < len(packed):
        flags, at = packed[at], at + 1
        for bit in range(8):
            if at >= len(packed):
                return
            if not flags >> bit & 1:
                out.append(packed[at])
                at += 1
                continue
            token, at = int.from_bytes(packed[at : at + 2], "little"), at + 2
            done = len(out) - begin
            if not done:
                raise ExtractionError("corrupt", "damaged packed data")
            width = max(4, (done - 1).bit_length())
            distance, length = (token >> 16 - width) + 1, (token & 0xFFFF >> width) + 3
            if distance > done:
                raise ExtractionError("corrupt", "damaged packed data")
            for _ in range(length):
                out.append(out[-distance])
            if len(out) - begin > 2 * CHUNK:
                raise ExtractionError("corrupt", "damaged packed data")


def _lines(text: str, place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    if text and not text.isspace():
        writer.write(text.replace("\r\n", "\n").replace("\r", "\n"))
    yield from writer.close()
