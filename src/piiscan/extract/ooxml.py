"""What Word and Excel packages have in common: parts, relationships, properties, and XML of no special kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from posixpath import dirname, join, normpath
from typing import Final, NamedTuple, Protocol

from piiscan.errors import ExtractionError
from piiscan.extract.inside import read_inside
from piiscan.extract.package import Package
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, Events, LocalNames, attribute, feed
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

SPOKEN_ATTRIBUTES: Final = frozenset(
    (
        *("alt", "author", "command", "connection", "descr", "description", "displayName", "displayText", "error"),
        *("errorTitle", "prompt", "promptTitle", "sourceFile", "title", "tooltip", "url", "userId", "userName"),
    )
)
"""Attributes of any Office element that hold what somebody typed."""
SPOKEN_OF: Final = {
    "cacheField": ("name",),
    "docPart": ("name",),
    "item": ("n", "val"),
    "ocxPr": ("value",),
    "pivotCacheDefinition": ("refreshedBy",),
    "sheetName": ("val",),
    "slicer": ("caption",),
    "userInfo": ("name",),
    "worksheetSource": ("sheet",),
}
"""Attributes of single elements that do: what a control shows, who refreshed a pivot table, names of far sheets."""
JOINED: Final = frozenset(("is", "p", "si"))
"""Elements whose runs are one text: a word changes its look within a line."""
CACHED_VALUES: Final = frozenset(("d", "n", "s"))
"""Elements of a pivot cache that keep a value of the source table, deleted rows included, in ``v``."""
VML_SKIPPED: Final = r"(?:<(?:[A-Za-z0-9]+:)?ClientData.*?</(?:[A-Za-z0-9]+:)?ClientData>|<[^>]*>)"
VML_TAG: Final = re.compile(rf"{VML_SKIPPED}(?:\s*{VML_SKIPPED})*", re.DOTALL)
"""Tags, and the numbers that anchor a comment's box."""
PROPERTY: Final = "property"
SILENT_PROPERTIES: Final = frozenset(
    (
        *(
            "AppVersion",
            "Application",
            "Characters",
            "CharactersWithSpaces",
            "DocSecurity",
            "HyperlinksChanged",
            "Lines",
        ),
        *(
            "LinksUpToDate",
            "Pages",
            "Paragraphs",
            "ScaleCrop",
            "SharedDoc",
            "Template",
            "TotalTime",
            "Words",
            "created",
        ),
        *("Notes", "HiddenSlides", "MMClips", "Slides", "i4", "lastPrinted", "modified", "revision", "version"),
    )
)
"""Properties that count or name software: no person typed them."""


class Collector(Protocol):
    """Where the segments of a part gather while it is read."""

    def take(self) -> list[Segment]:
        """The full ones."""

    def close(self) -> list[Segment]:
        """The rest."""


class Relation(NamedTuple):
    """A relationship of a part: its id, the last word of its type, and its target (a part name, or an outside URL)."""

    identifier: str
    kind: str
    target: str
    outside: bool


class RelationEvents:
    """Collects the relationships of a .rels part."""

    def __init__(self, source: str) -> None:
        self._folder = dirname(source)
        self.found: list[Relation] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A relationship."""
        if not name.endswith("Relationship"):
            return
        target = attributes.get("Target", "")
        outside = attributes.get("TargetMode") == "External"
        if not outside:
            target = target.lstrip("/") if target.startswith("/") else normpath(join(self._folder, target))
        kind = attributes.get("Type", "").rpartition("/")[2]
        self.found.append(Relation(attributes.get("Id", ""), kind, target, outside))

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """Relationships have no text."""


class PlainEvents:
    """Writes the text of any XML, a line per paragraph or element, labelled with the element's name.

    ``attributes`` says which attributes are text too; None means all of them.
    """

    def __init__(self, writer: SegmentWriter, place: Place, limits: Limits, *, everything: bool = False) -> None:
        self._writer = writer
        self._place = place
        self._everything = everything
        self._names = LocalNames()
        self._depth = Depth(limits.xml_depth)
        self._pieces: list[str] = []
        self._paragraphs = 0
        self._label = self._property = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element: what came before it is a line unless a paragraph holds both."""
        self._depth.down()
        name = self._names[name]
        if not self._paragraphs:
            self._flush(self._label)
        self._paragraphs += self._joins(name)
        if name == "property":  # its value stands in an element that only says its type
            self._property = attributes.get("name", "")
        self._label = self._property or name
        if self._place.part == PROPERTY and name in SILENT_PROPERTIES:
            self._label = ""
        for key, value in attributes.items():
            local = self._names[key]
            if key.startswith("xmlns"):
                continue
            if local in SPOKEN_ATTRIBUTES or (local == "v" and name in CACHED_VALUES) or self._everything:
                self._line(value, local)
            elif local in SPOKEN_OF.get(name, ()):
                self._line(value, attribute(attributes, "name", local) if name == "ocxPr" else local)

    def end(self, name: str) -> None:
        """The end of an element, and of its line."""
        self._depth.up()
        name = self._names[name]
        self._paragraphs -= self._joins(name)
        if not self._paragraphs:
            self._flush(self._label)
        if name == "property":
            self._property = ""

    def text(self, data: str) -> None:
        """Characters of the running line."""
        self._pieces.append(data)

    def _joins(self, name: str) -> bool:
        return name in JOINED or (name == "text" and not self._everything)

    def _flush(self, label: str) -> None:
        if self._pieces:
            if label:
                self._line("".join(self._pieces).strip(), label)
            self._pieces.clear()

    def _line(self, text: str, label: str) -> None:
        if text and not text.isspace():
            self._writer.mark(text, self._place, label)
            self._writer.write("\n")


def read_part(
    package: Package, member: Member, events: Events, writer: Collector | None = None
) -> Iterator[Segment | Skip]:
    """The segments ``events`` wrote while the part was read, and a skip if it could not be read (in full)."""
    problem: ExtractionError | None = None
    try:
        for _ in feed(package.chunks(member), events):
            if writer is not None:
                yield from writer.take()
    except ExtractionError as error:
        problem = error
    if writer is not None:
        yield from writer.close()
    if problem is not None:
        if package.spent:
            raise problem
        yield package.skip_of(member, problem)


def relations_of(package: Package, source: str) -> tuple[list[Relation], list[Skip]]:
    """The relationships of a part, and skips for what of them could not be read."""
    folder, _, name = source.rpartition("/")
    path = f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"
    events = RelationEvents(source)
    skips = [item for member in package.named(path) for item in read_part(package, member, events)]
    return events.found, [item for item in skips if isinstance(item, Skip)]


def read_plain(
    package: Package, member: Member, place: Place, limits: Limits, *, everything: bool = False
) -> Iterator[Segment | Skip]:
    """The text of an XML part of no special kind."""
    writer = SegmentWriter(place)
    if member.name.lower().endswith(".vml"):
        yield from _read_vml(package, member, writer)
        return
    events = PlainEvents(writer, place, limits, everything=everything)
    yield from read_part(package, member, events, writer)


def _read_vml(package: Package, member: Member, writer: SegmentWriter) -> Iterator[Segment | Skip]:
    """The text of a VML drawing: Excel writes HTML into it that is no XML (<br> without an end)."""
    pieces: list[bytes] = []
    try:
        pieces.extend(package.chunks(member))
    except ExtractionError as error:
        if package.spent:
            raise
        yield package.skip_of(member, error)
    for line in VML_TAG.sub("\n", b"".join(pieces).decode("utf-8", "replace")).splitlines():
        if line and not line.isspace():
            writer.mark(unescape(line.strip()), writer.place)
            writer.write("\n")
    yield from writer.close()


def links(found: list[Relation], place: Place) -> Iterator[Segment]:
    """The outside targets (mail addresses, files, pages) of a part's relationships."""
    writer = SegmentWriter(place)
    for relation in found:
        if relation.outside and relation.target:
            writer.mark(relation.target, place, relation.kind)
            writer.write("\n")
    yield from writer.close()


def is_text_part(name: str) -> bool:
    """Whether a part is XML (or nearly, as VML)."""
    return name.lower().endswith((".xml", ".rels", ".vml"))


def read_other(package: Package, member: Member, limits: Limits) -> Iterator[Segment | Skip]:
    """What a part that is no XML gives: an embedded file, a picture, or the macros, read as the file it is."""
    if "printersettings" not in member.name.lower() and member.packed:
        yield from read_inside(package, member, limits)
