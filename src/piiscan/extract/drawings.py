"""Visio drawings (vsdx) and XPS documents: packages whose pages are XML of a kind of their own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.inside import read_inside, unread_inside
from piiscan.extract.ooxml import PROPERTY, is_text_part, links, read_part, read_plain, relations_of
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, LocalNames, attribute
from piiscan.model import Place, Segment, Skip

NOISE: Final = ("[content_types].xml", "visio/theme", "visio/windows.xml", "docprops/thumbnail")
PAGES: Final = (".fpage", ".fdoc", ".fdseq", ".frag", ".struct")
SPOKEN: Final = {"Row": ("N",), "Page": ("NameU", "Name"), "Shape": ("Name",), "Comment": ("AuthorName",)}
VALUED: Final = frozenset(("Value", "Label", "Prompt", "Description", "Address"))
"""Cells of a shape (a row of data, a link) whose value somebody typed."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all pages and what stands around them."""
    package = Package(blob, limits)
    yield from package.skips
    place = Place(member=blob.member)
    for member in package.members:
        key = part_key(member.name)
        if key.startswith(NOISE):
            continue
        if key.endswith(".rels"):
            found, skips = relations_of(package, key.replace("_rels/", "").removesuffix(".rels"))
            yield from skips
            yield from links(found, place._replace(part="hyperlink"))
        elif key.startswith("docprops/"):
            yield from read_plain(package, member, place._replace(part=PROPERTY), limits)
        elif is_text_part(key) or key.endswith(PAGES):
            events = PageEvents(SegmentWriter(place), place, limits)
            yield from read_part(package, member, events, events.writer)
        else:
            yield from read_inside(package, member, limits)
    yield from unread_inside(package)


class PageEvents:
    """Writes the texts of a page: of its shapes (Visio), or its runs of glyphs (XPS), a line for each."""

    def __init__(self, writer: SegmentWriter, place: Place, limits: Limits) -> None:
        self.writer = writer
        self._place = place
        self._depth = Depth(limits.xml_depth)
        self._names = LocalNames()
        self._texts = 0
        self._pieces: list[str] = []
        self._label = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A shape, a cell of it, or glyphs."""
        self._depth.down()
        name = self._names[name]
        if name == "Text":
            self._texts += 1
        elif name == "Glyphs":
            self._say(attribute(attributes, "UnicodeString").removeprefix("{}"), "")
        elif name == "Cell" and attribute(attributes, "N") in VALUED:
            self._say(attribute(attributes, "V"), self._label)
        for key in SPOKEN.get(name, ()):
            value = attribute(attributes, key)
            if name == "Row":
                self._label = value
            else:
                self._say(value, key)

    def end(self, name: str) -> None:
        """The end of a text."""
        self._depth.up()
        if self._names[name] == "Text" and self._texts:
            self._texts -= 1
            self._say("".join(self._pieces), "")
            self._pieces.clear()

    def text(self, data: str) -> None:
        """Characters of a shape's text."""
        if self._texts:
            self._pieces.append(data)

    def _say(self, text: str, label: str) -> None:
        if text.strip():
            self.writer.mark(text.strip(), self._place, label)
            self.writer.write("\n")
