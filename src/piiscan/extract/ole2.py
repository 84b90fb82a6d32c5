"""OLE2 compound files of no known kind: an embedded object, a saved control; files inside them are read."""

from __future__ import annotations

from collections.abc import Iterator

from piiscan.extract.compound import STREAM, Compound
from piiscan.extract.embedded import NATIVE, WHOLE, native_file, read_embedded
from piiscan.extract.nested import read_member
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.wide_strings import wide_strings
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the files inside; ExtractionError("unsupported") where there are none."""
    compound = Compound(blob, limits)
    found = False
    for entry in compound.entries:
        if len(entry.path) != 1 or entry.kind != STREAM or not entry.size:
            continue
        if entry.name.lower() in WHOLE:
            found = True
            yield from read_member(blob, entry.name, compound.chunks(entry), limits)
        elif entry.name.lower() == NATIVE:
            found = True
            name, data = native_file(compound.read(entry))
            yield from read_member(blob, name, [data], limits)
    for item in read_embedded(compound, limits):
        found = True
        yield item
    yield from properties(compound, Place(member=blob.member))
    if found:
        return
    unread = why_unread("ole2", blob.name)
    for item in _words(compound, blob):
        found = True
        yield item
    if not found:
        raise unread
    detail = f"{unread.detail}: only its Japanese words were read"
    yield Skip("", "unsupported", blob.member, detail, unread.hint)


def _words(compound: Compound, blob: Blob) -> Iterator[Segment]:
    """The Japanese words in streams of no known kind (Publisher, Project, Works ...)."""
    for entry in compound.entries:
        if entry.kind == STREAM and entry.size and not entry.name.startswith("\x05"):
            writer = SegmentWriter(Place(member=blob.member, part=f"stream {short_name(entry.name)}"))
            for text in wide_strings(compound.read(entry)):
                writer.write(text + "\n")
                yield from writer.take()
            yield from writer.close()


def short_name(name: str) -> str:
    """A stream's name without the signs that no terminal shows."""
    return "".join(char for char in name if char.isprintable())
