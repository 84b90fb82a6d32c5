"""PDF: text of every page with its place, and what stands around it (properties, notes, forms, attachments)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pdfminer.pdftypes import PDFObjRef, PDFStream, dict_value, int_value, list_value, num_value, resolve1

from piiscan.errors import ExtractionError
from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.ocr import hint, segments_of
from piiscan.extract.pdf_around import appearances, around_document, around_page
from piiscan.extract.pdf_content import Content, Ink
from piiscan.extract.pdf_drawn import drawn_pages
from piiscan.extract.pdf_fonts import TypefaceShelf, typeface_of
from piiscan.extract.pdf_guard import GuardedDocument, attempt, offsets_hold, open_document
from piiscan.extract.pdf_layout import PageText
from piiscan.extract.pdf_lines import lines_of
from piiscan.extract.pdf_runs import IDENTITY, page_matrix
from piiscan.extract.pdf_streams import Budget
from piiscan.extract.picture import PROPERTY, metadata
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmp import read_xmp
from piiscan.model import Place, Segment, Skip

INHERITED = ("Resources", "MediaBox", "CropBox", "Rotate")
US_LETTER = [0.0, 0.0, 612.0, 792.0]
MOST_PAGES = 100_000
DEEPEST_PARENT = 16
JPEG = b"\xff\xd8\xff"
METADATA = (b"Exif\x00", b"http://ns.adobe.com/x", b"Photoshop 3.0\x00")
HEAD_BYTES = 2**17
FEW_GLYPHS = 40
"""A page that is mostly a picture and has fewer (a stamp, a page number) was scanned: the picture is what it says."""


class Page(NamedTuple):
    """A page's number and its dictionary, inherited entries filled in."""

    number: int
    entries: dict[str, Any]


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a PDF page by page, then of what stands around the pages."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    budget = Budget(blob, limits)
    document, pages, damaged = _open(blob, budget)
    if damaged:
        yield Skip("", "corrupt", blob.member, "the directory of objects is damaged; pages were searched for")
    yield from _Reader(document, budget, blob, limits).read(pages)


def _open(blob: Blob, budget: Budget) -> tuple[GuardedDocument, list[Page], bool]:
    """The document and its pages; by a search for objects where its directory leads to none."""
    try:
        document = open_document(blob, budget)
        pages = attempt(lambda: list(_pages(document, budget)))
        holds = attempt(lambda: offsets_hold(document))
        if pages and holds:
            return document, pages, False
    except ExtractionError as error:
        if error.reason != "corrupt":
            raise
        pages = []
    rescued = open_document(blob, budget, rescue=True)
    found = attempt(lambda: list(_pages(rescued, budget)))
    if not found and not pages:
        raise ExtractionError("corrupt", "a PDF without pages")
    if len(found) < len(pages):
        return open_document(blob, budget), pages, False
    return rescued, found, not pages


def _pages(document: GuardedDocument, budget: Budget) -> Iterator[Page]:
    """The pages of the page tree, walked without recursion (trees thousands deep exist)."""
    number = 0
    visited: set[int] = set()
    root = document.catalog.get("Pages")
    waiting: list[tuple[Any, dict[str, Any]]] = [(root, {})]
    while waiting and number < MOST_PAGES:
        budget.look()
        node, inherited = waiting.pop()
        if isinstance(node, PDFObjRef):
            if node.objid in visited:
                continue
            visited.add(node.objid)
        entries = resolve1(node)
        if not isinstance(entries, dict):
            if node is not root:
                number += 1
                yield Page(number, {})  # listed, but not there: said when it is read
            continue
        kids = resolve1(entries.get("Kids"))
        if isinstance(kids, list):
            passed = {**inherited, **{key: entries[key] for key in INHERITED if key in entries}}
            waiting.extend((kid, passed) for kid in reversed(kids))
        else:
            number += 1
            yield Page(number, {**inherited, **entries})
    if not number:
        yield from _page_objects(document)


def _page_objects(document: GuardedDocument) -> Iterator[Page]:
    """All page objects, for a document whose page tree leads nowhere."""
    number = 0
    for xref in document.xrefs:
        for objid in list(xref.get_objids())[:MOST_PAGES]:
            entries = _object(document, objid)
            if isinstance(entries, dict) and getattr(entries.get("Type"), "name", "") == "Page":
                number += 1
                yield Page(number, _with_inherited(entries))


def _with_inherited(entries: dict[str, Any]) -> dict[str, Any]:
    """A page's entries with those of the nodes above it, as far as there are any."""
    found = dict(entries)
    node = entries
    for _ in range(DEEPEST_PARENT):
        node = resolve1(node.get("Parent"))
        if not isinstance(node, dict):
            break
        for key in INHERITED:
            if key in node:
                found.setdefault(key, node[key])
    return found


def _object(document: GuardedDocument, objid: int) -> object:
    try:
        return attempt(lambda: document.getobj(objid))
    except ExtractionError as error:
        if error.reason != "corrupt":
            raise
        return None


class _Reader:
    """One document being read."""

    def __init__(self, document: GuardedDocument, budget: Budget, blob: Blob, limits: Limits) -> None:
        self._document = document
        self._budget = budget
        self._blob = blob
        self._limits = limits
        self._place = Place(member=blob.member)
        self._shelf = TypefaceShelf(typeface_of)
        self._text = PageText()
        self._photos: set[int] = set()
        self._pictures: list[int] = []
        self._scans: list[int] = []
        self._wordless: list[int] = []
        self._drawn = drawn_pages(blob, document.password)
        self._glyphs = self._unknown = 0
        self._unknown_pages: list[int] = []

    def read(self, pages: list[Page]) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        for page in pages:
            self._budget.check_time()
            place = self._place._replace(page=page.number)
            yield from self._guarded(self._read_page(page, place), f"page {page.number}")
            yield from self._guarded(around_page(page.entries, place, self._nest), f"page {page.number}, notes")
            yield from self._guarded(self._read_looks(page, place), f"page {page.number}, looks of notes")
        for what, items in around_document(self._document, self._place, self._nest).items():
            yield from self._guarded(items, what)
        yield from self._missed()

    def _guarded(self, items: Iterator[Segment | Skip], what: str) -> Iterator[Segment | Skip]:
        """The items up to what pdfminer fails on, and a skip for that; running out of time or bytes ends everything."""
        while True:
            try:
                item = attempt(lambda: next(items, None))
            except ExtractionError as error:
                if self._blob.tally.spent:
                    raise
                yield Skip("", error.reason, self._place.member, f"{what}: {error.detail}", error.hint)
                return
            if item is None:
                return
            yield item

    def _nest(self, name: str, stream: PDFStream) -> Iterator[Segment | Skip]:
        """What an attached file gives."""
        yield name_segment(self._blob, name)
        yield from read_member(self._blob, name, (attempt(part.get_data) for part in [stream]), self._limits)

    def _read_page(self, page: Page, place: Place) -> Iterator[Segment | Skip]:
        damaged = self._budget.damaged
        ink = self._ink(page)
        writer = SegmentWriter(place)
        lines = lines_of(ink.runs, ink.rules, self._budget.check_time)
        self._text.write(lines, writer, place)
        self._glyphs += ink.glyphs
        self._unknown += ink.unknown
        if ink.unknown:
            self._unknown_pages.append(page.number)
        yield from writer.close()
        for photo in ink.photos:
            yield from self._photo(photo, place)
        if ink.pictures and not ink.unknown and (not lines or _is_scan(ink, page)):
            yield from self._read_picture(page.number, place, bare=not lines)
        if self._budget.damaged > damaged:
            yield Skip("", "corrupt", place.member, f"page {page.number}: its content is damaged or missing")

    def _photo(self, photo: PDFStream, place: Place) -> Iterator[Segment | Skip]:
        """The words in the metadata of a picture, read once for all pages that show it."""
        number = photo.objid or id(photo)
        if number in self._photos:
            return
        self._photos.add(number)
        here = place._replace(part=PROPERTY)
        data = photo.get_data()
        if data.startswith(JPEG) and any(mark in data[:HEAD_BYTES] for mark in METADATA):
            yield from metadata("jpeg", data, here)
        packet = resolve1(photo.get("Metadata"))
        if isinstance(packet, PDFStream):
            yield from read_xmp([packet.get_data()], here)

    def _read_looks(self, page: Page, place: Place) -> Iterator[Segment]:
        """What stamps, notes and fields show, where they do not say the same of themselves."""
        for drawing, part, said in appearances(page.entries):
            content = Content(self._budget, self._shelf.load)
            resources = dict_value(drawing.get("Resources", page.entries.get("Resources", {})))
            ink = content.read(drawing.get_data(), resources, IDENTITY)
            writer = SegmentWriter(place._replace(part=part))
            lines = lines_of(ink.runs, ink.rules, self._budget.check_time)
            PageText().write(lines, writer, place._replace(part=part))
            for segment in writer.close():
                if "".join(segment.text.split()) not in "".join(said.split()):
                    yield segment

    def _read_picture(self, number: int, place: Place, *, bare: bool) -> Iterator[Segment | Skip]:
        """What OCR reads of a page that is a picture; without it the page is named."""
        try:
            text = self._drawn.text_of(number, self._limits) if self._drawn is not None else None
        except ExtractionError as error:
            yield Skip("", error.reason, place.member, f"page {number}: {error.detail}", error.hint)
            return
        if text is None:
            (self._pictures if bare else self._scans).append(number)
        elif text.strip():
            yield from segments_of(text, place)
        elif bare:
            self._wordless.append(number)

    def _ink(self, page: Page) -> Ink:
        entries = page.entries
        contents = resolve1(entries.get("Contents"))
        streams = [resolve1(part) for part in (contents if isinstance(contents, list) else [contents])]
        found = [part for part in streams if isinstance(part, PDFStream)]
        if len(found) < len(streams) and ("Contents" in entries or not entries):
            self._budget.damaged += 1
        data = b"\n".join(part.get_data() for part in found)
        box = [num_value(value) for value in list_value(entries.get("MediaBox", US_LETTER))]
        matrix = page_matrix(box if len(box) == 4 else US_LETTER, int_value(entries.get("Rotate", 0)) % 360)
        content = Content(self._budget, self._shelf.load)
        return content.read(data, dict_value(entries.get("Resources", {})), matrix)

    def _missed(self) -> Iterator[Skip]:
        """Pages that are pictures, and glyphs that no table turns into characters."""
        member = self._place.member
        if self._pictures:
            yield Skip("", "no_text", member, f"pages without text: {ranges(self._pictures)}", hint(self._blob))
        if self._scans:
            detail = f"pages that are a picture and a few words: {ranges(self._scans)}"
            yield Skip("", "no_text", member, detail, hint(self._blob))
        if self._wordless:
            detail = f"pages in which OCR found no words: {ranges(self._wordless)}"
            yield Skip("", "no_text", member, detail, "look at them by eye")
        if self._unknown * 100 > self._glyphs or self._unknown >= 50:
            detail = f"{self._unknown} glyphs without Unicode on pages {ranges(self._unknown_pages)}"
            yield Skip("", "no_text", member, detail, "look at them by eye")


def _is_scan(ink: Ink, page: Page) -> bool:
    """Whether a page is mostly a picture, with next to nothing written on it."""
    box = [num_value(value) for value in list_value(page.entries.get("MediaBox", US_LETTER))]
    area = abs((box[2] - box[0]) * (box[3] - box[1])) if len(box) == 4 else 0.0
    return ink.glyphs < FEW_GLYPHS and ink.covered * 2 > area > 0


def ranges(numbers: list[int]) -> str:
    """Ascending numbers in short: 1-3, 7."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1][1:] = [number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)
