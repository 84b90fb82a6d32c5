"""Binary Excel workbooks (xlsb): all sheets, hidden ones too, comments, and the parts that are XML."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from struct import error, unpack_from
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.biff12 import records, rich_text, wide_text
from piiscan.extract.column_name import column_name
from piiscan.extract.inside import unread_inside
from piiscan.extract.ooxml import PROPERTY, Relation, is_text_part, links, read_other, read_plain, relations_of
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsb_sheet import XlsbSheet
from piiscan.extract.xlsx_book import SharedStrings
from piiscan.extract.xlsx_cells import PLAIN, Kind, kind_of_format
from piiscan.extract.xlsx_sheet import Book
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

BOOK: Final = "xl/workbook.bin"
SHEET, BOOK_PROPERTIES, NAME, STRING, FORMAT, STYLE, STYLES_BEGIN, STYLES_END = 156, 153, 39, 19, 44, 47, 617, 618
AUTHOR, COMMENT, COMMENT_TEXT = 632, 635, 637
CACHED: Final = frozenset((24, 31))
"""Texts in a pivot cache: values of the source table."""
NOISE: Final = ("[content_types].xml", "xl/calcchain", "xl/theme/", "xl/tables/", "docprops/thumbnail", "xl/metadata")


class _Listed:
    """What the workbook part says."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str, bool]] = []
        self.names: list[str] = []
        self.from_1904 = False

    def add(self, kind: int, body: bytes) -> None:
        """Take a record: a sheet (title, relationship, hidden), a defined name, the date system."""
        if kind == SHEET:
            identifier, at = wide_text(body, 8)
            self.sheets.append((wide_text(body, at)[0], identifier, bool(unpack_from("<L", body)[0])))
        elif kind == BOOK_PROPERTIES:
            self.from_1904 = bool(body[0] & 1)
        elif kind == NAME:
            self.names.append(wide_text(body, 9)[0])


class _Styles:
    """What kind of number each cell style shows."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self._codes: dict[int, str] = {}
        self._inside = False

    def add(self, kind: int, body: bytes) -> None:
        """Take a record: a number format or a cell style."""
        if kind == FORMAT:
            self._codes[unpack_from("<H", body)[0]] = wide_text(body, 2)[0]
        elif kind in {STYLES_BEGIN, STYLES_END}:
            self._inside = kind == STYLES_BEGIN
        elif kind == STYLE and self._inside:
            number = unpack_from("<H", body, 2)[0]
            code = self._codes.get(number, "")
            self.kinds.append(kind_of_format(number if not code else 164, code) if number else PLAIN)


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a workbook, sheet by sheet, then of the parts no sheet points to."""
    package = Package(blob, limits)
    yield from package.skips
    yield from _Workbook(package, Place(member=blob.member), limits).read()
    yield from unread_inside(package)


class _Workbook:
    """One workbook being read; ``_done`` holds the parts that were."""

    def __init__(self, package: Package, place: Place, limits: Limits) -> None:
        self._package = package
        self._place = place
        self._limits = limits
        self._done: set[Member] = set()

    def read(self) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        listed, styles, strings = _Listed(), _Styles(), SharedStrings()
        relations, skips = relations_of(self._package, BOOK)
        yield from skips
        yield from self._feed(BOOK, listed.add)
        yield from self._names(listed)
        yield from self._feed(_target(relations, "styles", "xl/styles.bin"), styles.add)

        def add_text(kind: int, body: bytes) -> None:
            if kind == STRING:
                text, reading = rich_text(body, 0)
                if reading:
                    strings.readings[len(strings.texts)] = reading
                strings.texts.append(text)

        yield from self._feed(_target(relations, "sharedStrings", "xl/sharedStrings.bin"), add_text)
        book = Book(strings, styles.kinds, listed.from_1904)
        targets = {relation.identifier: relation.target for relation in relations}
        for title, identifier, hidden in listed.sheets:
            place = self._place._replace(sheet=title, part="hidden sheet" if hidden else "")
            yield from self._read_sheet(targets.get(identifier, ""), book, place)
        for member in self._package.members:
            if part_key(member.name).startswith("xl/worksheets/sheet") and member not in self._done:
                yield from self._read_sheet(member.name, book, self._place._replace(part="hidden sheet"))
        yield from self._read_rest()

    def _feed(self, part: str, add: Callable[[int, bytes], None]) -> Iterator[Skip]:
        for member in self._package.named(part):
            self._done.add(member)
            yield from self._feed_member(member, add)

    def _feed_member(self, member: Member, add: Callable[[int, bytes], None]) -> Iterator[Skip]:
        """Give every record of a part to ``add``; a skip if something is wrong with it."""
        try:
            for kind, body in records(self._package.chunks(member)):
                add(kind, body)
        except ExtractionError as problem:
            if self._package.spent:
                raise
            yield self._package.skip_of(member, problem)
        except (error, IndexError) as problem:
            detail = f"a damaged record ({type(problem).__name__})"
            yield self._package.skip_of(member, ExtractionError("corrupt", detail))

    def _names(self, listed: _Listed) -> Iterator[Segment]:
        writer = SegmentWriter(self._place)
        for part, texts in (("sheet name", [title for title, _, _ in listed.sheets]), ("defined name", listed.names)):
            for text in filter(None, texts):
                writer.mark(text, self._place._replace(part=part), part)
                writer.write("\n")
        yield from writer.close()

    def _read_sheet(self, part: str, book: Book, place: Place) -> Iterator[Segment | Skip]:
        relations, skips = relations_of(self._package, part) if part else ([], [])
        yield from skips
        sheet = XlsbSheet(book, place)
        for member in self._package.named(part):
            self._done.add(member)
            yield from self._stream(member, sheet)
        for relation in relations:
            if relation.outside:
                cell = sheet.links.get(relation.identifier, "")
                yield from links([relation], place._replace(cell=cell, part="hyperlink"))
            elif relation.kind == "comments":
                yield from self._comments(relation, place._replace(part="comment"))

    def _stream(self, member: Member, sheet: XlsbSheet) -> Iterator[Segment | Skip]:
        """The segments of a sheet as its records come."""
        problem: Skip | None = None
        try:
            for kind, body in records(self._package.chunks(member)):
                sheet.add(kind, body)
                if not kind:
                    yield from sheet.take()
        except ExtractionError as failure:
            if self._package.spent:
                yield from sheet.close()
                raise
            problem = self._package.skip_of(member, failure)
        except (error, IndexError) as failure:
            detail = f"a damaged record ({type(failure).__name__})"
            problem = self._package.skip_of(member, ExtractionError("corrupt", detail))
        yield from sheet.close()
        if problem is not None:
            yield problem

    def _comments(self, relation: Relation, place: Place) -> Iterator[Segment | Skip]:
        writer = SegmentWriter(place)
        cell = ""

        def add(kind: int, body: bytes) -> None:
            nonlocal cell
            text, label = "", ""
            if kind == AUTHOR:
                text, label, cell = wide_text(body, 0)[0], "author", ""
            elif kind == COMMENT:
                row, _, column = unpack_from("<LLL", body, 4)
                cell = f"{column_name(min(column, 16_383))}{row + 1}"
            elif kind == COMMENT_TEXT:
                text = rich_text(body, 0)[0]
            if text.strip():
                writer.mark(text, place._replace(cell=cell), label)
                writer.write("\n")

        skips = list(self._feed(relation.target, add))
        yield from writer.close()
        yield from skips

    def _read_rest(self) -> Iterator[Segment | Skip]:
        """Parts no sheet points to: properties, drawings, charts, pivot caches, embedded files."""
        for member in self._package.members:
            key = part_key(member.name)
            if member in self._done or key.startswith(NOISE) or key.endswith(".rels"):
                continue
            if is_text_part(key):
                part = PROPERTY if key.startswith("docprops/") else key.removeprefix("xl/").partition("/")[0]
                everything = key.startswith("customxml/")
                place = self._place._replace(part=part.removesuffix(".xml"))
                yield from read_plain(self._package, member, place, self._limits, everything=everything)
            elif key.startswith("xl/pivotcache/"):
                yield from self._cached(member)
            elif not (key.endswith(".bin") and key.startswith(("xl/worksheets/", "xl/pivottables/"))):
                yield from read_other(self._package, member, self._limits)

    def _cached(self, member: Member) -> Iterator[Segment | Skip]:
        here = self._place._replace(part="pivot cache")
        writer = SegmentWriter(here)

        def add(kind: int, body: bytes) -> None:
            text = wide_text(body, 0)[0] if kind in CACHED else ""
            if text.strip():
                writer.mark(text, here)
                writer.write("\n")

        skips = list(self._feed_member(member, add))
        yield from writer.close()
        yield from skips


def _target(relations: list[Relation], kind: str, usual: str) -> str:
    return next((relation.target for relation in relations if relation.kind == kind), usual)
