"""PowerPoint 97-2003 presentations (ppt): all text in the stream, deleted versions too, notes, comments, objects."""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.compound import Compound
from piiscan.extract.embedded import read_embedded
from piiscan.extract.locked import unlocked
from piiscan.extract.nested import read_member
from piiscan.extract.packed import CHUNK
from piiscan.extract.ppt_numbers import slide_numbers
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

CHARACTERS, BYTES, STRING, SLIDE_BEGINS, OBJECT = 0x0FA0, 0x0FA8, 0x0FBA, 0x03F3, 0x1011
PARTS: Final = {
    0x03EE: "slide",
    0x03F0: "note",
    0x03F8: "slide master",
    0x0FF0: "outline",
    0x2EE0: "comment",
    0x0FD9: "header",
}
"""Containers ([MS-PPT] 2.13.24) -> what a person calls them."""
NOTES_ATOM: Final = 0x03F1
ENCRYPTED: Final = 0xF3D1C4DF
FONTS: Final = frozenset((0x0FB7, 0x07D5, 0x0FC8, 0x0FC9))
"""Font names, and names of programmes and blocks: nobody's text."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a presentation in the order of its stream, then its properties and embedded files."""
    compound = Compound(blob, limits)
    stream = compound.find("PowerPoint Document")
    if stream is None:
        raise ExtractionError("corrupt", "a presentation without its stream")
    user = compound.find("Current User")
    if user is not None and compound.read(user)[12:16] == ENCRYPTED.to_bytes(4, "little"):
        yield from unlocked(blob, limits, "a PowerPoint file with a password")
        return
    show = _Show(compound.read(stream), Place(member=blob.member))
    yield from show.read(blob, limits)
    yield from properties(compound, Place(member=blob.member))
    for number, (data, packed) in enumerate(show.objects, 1):
        yield from read_member(blob, f"object {number}", _inflated(blob, data, limits) if packed else [data], limits)
    yield from read_embedded(compound, limits)
    if show.cut or compound.damaged:
        yield Skip("", "corrupt", blob.member, "the presentation ends early")


class _Container(NamedTuple):
    """A container that is open: where it ends, what a person calls it, and the slide it is or belongs to."""

    end: int
    part: str
    page: int


class _Show:
    """The records of one presentation; containers are walked without recursion."""

    def __init__(self, data: bytes, place: Place) -> None:
        self._data = data
        self._place = place
        self._open: list[_Container] = []
        self._numbers = slide_numbers(data)
        self._slide = 0
        self.objects: list[tuple[bytes, bool]] = []
        self.cut = False

    def read(self, blob: Blob, limits: Limits) -> Iterator[Segment]:
        """All segments."""
        data, at, number = self._data, 0, 0
        writer, here = SegmentWriter(self._place), self._place
        while at + 8 <= len(data):
            instance, kind, length = unpack_from("<HHL", data, at)
            at += 8
            while self._open and at > self._open[-1].end:
                self._open.pop()
            number += 1
            if number % 10_000 == 0:
                blob.check_time(limits)
            text = self._text(kind, data[at : at + length])
            if text:
                place = self._here()
                if place != here:
                    yield from writer.close()
                    writer, here = SegmentWriter(place), place
                writer.write(text + "\n")
                yield from writer.take()
            if instance & 0xF == 0xF and kind not in FONTS:
                self._enter(kind, at, length, instance >> 4)
                continue
            if kind == OBJECT:
                self.objects.append((data[at : at + length], bool(instance >> 4)))
            elif kind == SLIDE_BEGINS:
                self._slide += 1
            elif kind == NOTES_ATOM and self._open and length >= 4 and at + 4 <= len(data):
                slide = self._numbers.by_identifier.get(unpack_from("<L", data, at)[0], 0)
                self._open[-1] = self._open[-1]._replace(page=slide)
            self.cut = self.cut or at + length > len(data)
            at += length
        yield from writer.close()

    def _enter(self, kind: int, at: int, length: int, instance: int) -> None:
        around = self._open[-1] if self._open else _Container(0, "", 0)
        part = PARTS.get(kind, around.part)
        page = self._numbers.by_offset.get(at - 8, around.page)
        if kind == 0x0FF0:
            self._slide = 0
            part = ("outline", "slide master", "note")[min(instance, 2)]
        self._open.append(_Container(at + length, part, page))
        if len(self._open) > 1000:
            raise ExtractionError("depth", "records nested deeper than 1,000")

    def _here(self) -> Place:
        _, part, page = self._open[-1] if self._open else _Container(0, "", 0)
        if part == "outline":
            return self._place._replace(page=self._slide, part="")
        return self._place._replace(page=page, part=part)

    def _text(self, kind: int, raw: bytes) -> str:
        if kind in {CHARACTERS, STRING}:
            text = raw[: len(raw) // 2 * 2].decode("utf-16-le", "replace")
        elif kind == BYTES:
            text = raw.decode("latin-1")
        else:
            return ""
        text = text.replace("\r", "\n").replace("\x0b", "\n").strip("\x00")
        return "" if text.startswith("___PPT") or text.isspace() else text


def _inflated(blob: Blob, data: bytes, limits: Limits) -> Iterator[bytes]:
    """The bytes of a packed object, whose first four say how long it claims to be."""
    unpacker = zlib.decompressobj()
    packed = data[4:]
    try:
        while packed and not unpacker.eof:
            piece = unpacker.decompress(packed, CHUNK)
            packed = unpacker.unconsumed_tail
            blob.count_unpacked(len(piece), limits)
            yield piece
    except zlib.error as error:
        raise ExtractionError("corrupt", "damaged packed data") from error
