"""Word 6 to 2003 documents (doc): text by the piece table, tables by the paragraphs' properties, corners, objects."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from struct import error
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.compound import Compound
from piiscan.extract.doc_text import DocText, Paragraphs, Piece, old_pieces_of, pieces_of
from piiscan.extract.embedded import read_embedded
from piiscan.extract.locked import unlocked
from piiscan.extract.propertyset import properties
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Place, Segment, Skip

WORD_97: Final = 193
"""Files of earlier versions keep their text in the code page, and say elsewhere where it lies."""
ENCRYPTED, TABLE_ONE = 0x0100, 0x0200
NAMES: Final = ("", "footnote", "header", "macro", "comment", "endnote", "text box", "text box")
PARTS: Final = tuple(zip(range(0x4C, 0x6C, 4), NAMES, strict=True))
"""Where the header says how many characters each part has, in the order of the text ([MS-DOC] 2.5.4)."""
OLD_PARTS: Final = tuple(zip(range(0x34, 0x54, 4), NAMES, strict=True))


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a document: body, then notes, headers, comments, text boxes; properties; embedded files."""
    compound = Compound(blob, limits)
    stream = compound.find("WordDocument")
    if stream is None:
        raise ExtractionError("corrupt", "a Word file without its stream")
    data = compound.read(stream)
    if len(data) < 0x1AA:
        raise ExtractionError("corrupt", "a Word file without its header")
    flags = int.from_bytes(data[10:12], "little")
    if flags & ENCRYPTED:
        yield from unlocked(blob, limits, "a Word file with a password")
        return
    place = Place(member=blob.member)
    try:
        yield from _texts(compound, data, flags, limits)
    except (error, IndexError) as problem:
        yield Skip("", "corrupt", blob.member, f"a damaged text table ({type(problem).__name__})")
    yield from properties(compound, place)
    yield from read_embedded(compound, limits)
    if compound.damaged:
        yield Skip("", "corrupt", blob.member, f"streams that end early: {len(compound.damaged)}")


def _texts(compound: Compound, data: bytes, flags: int, limits: Limits) -> Iterator[Segment | Skip]:
    if int.from_bytes(data[2:4], "little") < WORD_97:
        text = _Text(data, old_pieces_of(data), Paragraphs(bytes(512), b""), "cp932")
        yield from text.parts(compound.blob, OLD_PARTS, limits)
        return
    names = ("1Table", "0Table") if flags & TABLE_ONE else ("0Table", "1Table")
    table = compound.find(names[0]) or compound.find(names[1])
    lists = compound.read(table) if table is not None else b""
    text = _Text(data, pieces_of(data, lists), Paragraphs(data, lists), "cp1252")
    yield from text.parts(compound.blob, PARTS, limits)


class _Text(NamedTuple):
    """The characters of a document and what is known about them."""

    data: bytes
    pieces: list[Piece]
    paragraphs: Paragraphs
    codec: str

    def parts(self, blob: Blob, parts: Sequence[tuple[int, str]], limits: Limits) -> Iterator[Segment | Skip]:
        """The segments of all parts, one behind the other, and of what follows the last."""
        end = self.pieces[-1].end if self.pieces else 0
        begin = 0
        for at, part in parts:
            length = int.from_bytes(self.data[at : at + 4], "little")
            yield from self._part(Place(member=blob.member, part=part), begin, begin + length)
            blob.check_time(limits)
            begin += length
        if begin < end - 2:
            yield from self._part(Place(member=blob.member), begin, end)
        if not self.pieces or begin > end + 1:
            yield Skip("", "corrupt", blob.member, "the table of text pieces is damaged or cut off")

    def _part(self, place: Place, begin: int, end: int) -> Iterator[Segment]:
        if begin < end:
            text = DocText(place._replace(line=0 if place.part else 1), self.paragraphs, self.codec)
            yield from text.read(self.data, self.pieces, begin, end)
