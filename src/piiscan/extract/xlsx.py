"""Excel workbooks (xlsx, xlsm): all sheets, hidden ones too, and everything around the cells that somebody wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.inside import unread_inside
from piiscan.extract.ooxml import (
    PROPERTY,
    Collector,
    Relation,
    is_text_part,
    links,
    read_other,
    read_part,
    read_plain,
    relations_of,
)
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsx_book import BookEvents, CommentEvents, SheetEntry, StringEvents, StyleEvents
from piiscan.extract.xlsx_sheet import Book, SheetEvents
from piiscan.extract.xmlstream import Events
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

BOOK: Final = "xl/workbook.xml"
NOISE: Final = ("[content_types].xml", "xl/calcchain.xml", "xl/theme/", "xl/tables/", "docprops/thumbnail")
"""Parts without text of their own: a table's column names are in its header cells."""
COMMENT_KINDS: Final = ("comments", "threadedComment")
PARTS: Final = {"drawing": "text box", "vmlDrawing": "text box", "chart": "chart", "chartUserShapes": "text box"}


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a workbook, sheet by sheet, then of the parts no sheet points to."""
    package = Package(blob, limits)
    yield from package.skips
    found = False
    for item in _Workbook(package, Place(member=blob.member), limits).read():
        # names of sheets and properties are not what the book is about
        if isinstance(item, Segment) and item.place.part != PROPERTY:
            found = found or bool(item.place.sheet or item.place.part)
        yield item
    yield from unread_inside(package, found=found)


class _Workbook:
    """One workbook being read; ``_done`` holds the parts that were."""

    def __init__(self, package: Package, place: Place, limits: Limits) -> None:
        self._package = package
        self._place = place
        self._limits = limits
        self._done: set[Member] = set()

    def read(self) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        events = BookEvents(self._place)
        relations, skips = relations_of(self._package, BOOK)
        yield from skips
        yield from self._read(BOOK, events, events.writer)
        yield from links(relations, self._place._replace(part="hyperlink"))
        strings, styles = StringEvents(), StyleEvents()
        yield from self._read(_target(relations, "sharedStrings", "xl/sharedStrings.xml"), strings)
        yield from self._read(_target(relations, "styles", "xl/styles.xml"), styles)
        book = Book(strings.strings, styles.kinds, events.from_1904)
        by_id = {relation.identifier: relation for relation in relations}
        for entry in events.sheets:
            relation = by_id.get(entry.relation)
            if relation is None or not self._package.named(relation.target):
                yield Skip("", "corrupt", self._place.member, f"a sheet is listed but missing: {entry.relation}")
                continue
            yield from self._read_sheet(relation.target, entry, book)
        for member in self._package.members:
            if part_key(member.name).startswith("xl/worksheets/sheet") and member not in self._done:
                yield from self._read_sheet(member.name, SheetEntry("", "", hidden=True), book)
        yield from self._read_rest()

    def _read(self, part: str, events: Events, writer: Collector | None = None) -> Iterator[Segment | Skip]:
        for member in self._package.named(part):
            if member not in self._done:
                self._done.add(member)
                yield from read_part(self._package, member, events, writer)

    def _read_sheet(self, part: str, entry: SheetEntry, book: Book) -> Iterator[Segment | Skip]:
        place = self._place._replace(sheet=entry.name, part="hidden sheet" if entry.hidden else "")
        relations, skips = relations_of(self._package, part)
        yield from skips
        for member in self._package.named(part):
            if member in self._done:
                continue
            self._done.add(member)
            events = SheetEvents(book, place)
            problem: Skip | None = None
            for item in read_part(self._package, member, events, events):
                if isinstance(item, Skip):
                    problem = item
                else:
                    yield item
            yield from self._linked(relations, events.hyperlinks, place)
            if problem:
                yield problem
        yield from self._read_related(relations, place)

    def _linked(self, relations: list[Relation], cells: dict[str, str], place: Place) -> Iterator[Segment]:
        for relation in relations:
            if relation.outside:
                cell = cells.get(relation.identifier, "")
                yield from links([relation], place._replace(cell=cell, part="hyperlink"))

    def _read_related(self, relations: list[Relation], place: Place) -> Iterator[Segment | Skip]:
        for relation in relations:
            if relation.outside:
                continue
            if relation.kind in COMMENT_KINDS:
                here = place._replace(part="comment")
                writer = SegmentWriter(here)
                yield from self._read(relation.target, CommentEvents(writer, here), writer)
            elif relation.kind in PARTS:
                here = place._replace(part=PARTS[relation.kind])
                yield from self._read_generic(relation.target, here)
                further, skips = relations_of(self._package, relation.target)
                yield from skips
                yield from links(further, here._replace(part="hyperlink"))
                # A drawing points to its charts; nothing below points back, and what is done is not read twice.
                if relation.kind == "drawing":
                    yield from self._read_related(further, place)

    def _read_generic(self, part: str, place: Place) -> Iterator[Segment | Skip]:
        for member in self._package.named(part):
            if member not in self._done:
                self._done.add(member)
                yield from read_plain(self._package, member, place, self._limits)

    def _read_rest(self) -> Iterator[Segment | Skip]:
        """Parts no sheet points to: properties, people, pivot caches, cells cached from other books, custom XML."""
        for member in self._package.members:
            key = part_key(member.name)
            if member in self._done or key.startswith(NOISE):
                continue
            self._done.add(member)
            if not is_text_part(key):
                yield from read_other(self._package, member, self._limits)
            elif key.endswith(".rels"):
                yield from self._read_stray_relations(key)
            else:
                place = self._place._replace(part=_part_name(key))
                yield from read_plain(
                    self._package, member, place, self._limits, everything=key.startswith("customxml/")
                )

    def _read_stray_relations(self, key: str) -> Iterator[Segment | Skip]:
        source = key.replace("_rels/", "").removesuffix(".rels")
        if source != BOOK and not source.startswith(("xl/worksheets/", "xl/drawings/")):
            found, skips = relations_of(self._package, source)
            yield from skips
            yield from links(found, self._place._replace(part="hyperlink"))


def _target(relations: list[Relation], kind: str, usual: str) -> str:
    return next((relation.target for relation in relations if relation.kind == kind), usual)


def _part_name(key: str) -> str:
    """What a person calls a part of the package."""
    if key.startswith("docprops/"):
        return "property"
    if "comment" in key or "person" in key:
        return "comment"
    return key.removeprefix("xl/").partition("/")[0].removesuffix(".xml")
