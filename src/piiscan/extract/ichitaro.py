"""Ichitaro documents (jtd): the words of their text streams. Their structure is not public: it is named as unread."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.compound import STREAM, Compound
from piiscan.extract.embedded import read_embedded
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.wide_strings import wide_strings
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

TEXTS: Final = ("documenttext", "documentviewtext", "headerfootertext")
"""Streams of text, in UTF-16 with the high byte first, signs for looks between."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the words in a document, and a skip that says how they were read."""
    compound = Compound(blob, limits)
    place = Place(line=1, member=blob.member)
    found = False
    for entry in compound.entries:
        if entry.kind != STREAM or not entry.name.lower().lstrip("/").startswith(TEXTS):
            continue
        writer = SegmentWriter(place)
        for text in wide_strings(compound.read(entry), big=True, plain=True):
            found = True
            writer.write(text + "\n")
            yield from writer.take()
        yield from writer.close()
    yield from properties(compound, Place(member=blob.member))
    yield from read_embedded(compound, limits)
    unread = why_unread("ichitaro", blob.name)
    if not found:
        raise unread
    detail = "an Ichitaro document: its words were read, its layout was not"
    yield Skip("", "unsupported", blob.member, detail, unread.hint)
