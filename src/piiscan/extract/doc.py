"""Word 97-2003 documents (doc): text by the piece table, tables by the paragraphs' properties, corners, objects."""

from __future__ import annotations

from collections.abc import Iterator
from struct import error
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.compound import Compound
from piiscan.extract.doc_text import DocText, Paragraphs, pieces_of
from piiscan.extract.embedded import read_embedded
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Place, Segment, Skip

WORD: Final = 0xA5EC
COMPLEX, ENCRYPTED, TABLE_ONE = 0x0004, 0x0100, 0x0200
PARTS: Final = (
    *((0x4C, ""), (0x50, "footnote"), (0x54, "header"), (0x58, "macro"), (0x5C, "comment"), (0x60, "endnote")),
    *((0x64, "text box"), (0x68, "text box")),
)
"""Where the header says how many characters each part has, in the order of the text ([MS-DOC] 2.5.4)."""
LOCKED_HINT: Final = "save it without the password and scan it again"


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a document: body, then notes, headers, comments, text boxes; properties; embedded files."""
    compound = Compound(blob, limits)
    stream = compound.find("WordDocument")
    if stream is None:
        raise ExtractionError("corrupt", "a Word file without its stream")
    data = compound.read(stream)
    if int.from_bytes(data[:2], "little") != WORD or len(data) < 0x1AA:
        raise ExtractionError("unsupported", "Word document older than Word 97", "save it as docx and scan that")
    flags = int.from_bytes(data[10:12], "little")
    if flags & ENCRYPTED:
        raise ExtractionError("encrypted", "a Word file with a password", LOCKED_HINT)
    table = (
        compound.find("1Table" if flags & TABLE_ONE else "0Table") or compound.find("1Table") or compound.find("0Table")
    )
    lists = compound.read(table) if table is not None else b""
    place = Place(member=blob.member)
    try:
        yield from _parts(blob, data, lists, limits)
    except (error, IndexError) as problem:
        yield Skip("", "corrupt", blob.member, f"a damaged text table ({type(problem).__name__})")
    yield from properties(compound, place)
    yield from read_embedded(compound, limits)
    if compound.damaged:
        yield Skip("", "corrupt", blob.member, f"streams that end early: {len(compound.damaged)}")


def _parts(blob: Blob, data: bytes, lists: bytes, limits: Limits) -> Iterator[Segment | Skip]:
    pieces = pieces_of(data, lists)
    paragraphs = Paragraphs(data, lists)
    begin = 0
    for at, part in PARTS:
        length = int.from_bytes(data[at : at + 4], "little")
        if length:
            place = Place(member=blob.member, part=part)
            yield from DocText(place._replace(line=0 if part else 1), paragraphs).read(
                data, pieces, begin, begin + length
            )
            blob.check_time(limits)
        begin += length
    if pieces and begin < pieces[-1].end - 2:
        rest = DocText(Place(member=blob.member), paragraphs)
        yield from rest.read(data, pieces, begin, pieces[-1].end)
    if not pieces or begin > pieces[-1].end + 1:
        yield Skip("", "corrupt", blob.member, "the table of text pieces is damaged or cut off")
