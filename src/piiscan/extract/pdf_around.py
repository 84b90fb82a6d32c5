"""What a PDF holds beside its pages' text: properties, XMP, bookmarks, notes, links, form fields, attachments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from piiscan.errors import ExtractionError
from piiscan.extract.ooxml import PlainEvents
from piiscan.extract.pdf_content import text_string
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import feed
from piiscan.model import Place, Segment, Skip

MOST_NODES: Final = 100_000
"""Nodes of a tree (fields, bookmarks, names) that are visited."""
SILENT_PROPERTIES: Final = frozenset(("CreationDate", "ModDate", "Trapped", "Producer", "Creator"))
NOTE_TEXTS: Final = (("Contents", ""), ("T", "author"), ("Subj", "subject"), ("RC", ""))
FIELD_TEXTS: Final = ("V", "DV", "TU")


def around_page(page: dict[str, Any], place: Place) -> Iterator[Segment | Skip]:
    """Notes and links on a page, and the files pinned to it."""
    writer = SegmentWriter(place)
    for item in _list(page.get("Annots")):
        note = _dict(item)
        kind = _word(note.get("Subtype"))
        if kind != "Widget":  # a form field: read with the form
            for key, label in NOTE_TEXTS:
                _say(writer, note.get(key), place._replace(part="comment"), label)
        action = _dict(note.get("A"))
        _say(writer, action.get("URI"), place._replace(part="hyperlink"), "URI")
        if kind == "FileAttachment":
            yield _attached(_dict(note.get("FS")), place)
    yield from writer.close()


def around_document(document: PDFDocument, place: Place) -> Iterator[Segment | Skip]:
    """Properties, XMP, bookmarks, the form, and skips for embedded files."""
    catalog = document.catalog
    writer = SegmentWriter(place)
    here = place._replace(part="property")
    for info in document.info:
        for key, value in info.items():
            if key not in SILENT_PROPERTIES:
                _say(writer, value, here, str(key))
    for node in _walk(_dict(catalog.get("Outlines")).get("First"), ("First", "Next")):
        _say(writer, node.get("Title"), place._replace(part="bookmark"), "")
    form = _dict(catalog.get("AcroForm"))
    for field in _list(form.get("Fields")):
        _say_fields(writer, field, place._replace(part="form"))
    yield from writer.close()
    yield from _read_xml(resolve1(catalog.get("Metadata")), here)
    packets = _list(form.get("XFA")) or [form.get("XFA")]
    for packet in packets:
        yield from _read_xml(resolve1(packet), place._replace(part="form"))
    files = _dict(_dict(catalog.get("Names")).get("EmbeddedFiles"))
    for node in _walk(files, ("Kids",)):
        for value in _list(node.get("Names"))[1::2]:
            yield _attached(_dict(value), place)


def _say_fields(writer: SegmentWriter, root: Any, place: Place) -> None:
    """Values of a form's fields, labelled with the field's name or what it shows a user."""
    waiting: list[tuple[Any, str]] = [(root, "")]
    visited: set[int] = set()
    while waiting and len(visited) < MOST_NODES:
        node, above = waiting.pop()
        field = _dict(node)
        if id(field) in visited:
            continue
        visited.add(id(field))
        name = _text(field.get("T")) or above
        label = _text(field.get("TU")) or name
        for key in FIELD_TEXTS:
            value = resolve1(field.get(key))
            for text in value if isinstance(value, list) else [value]:
                _say(writer, text, place, label)
        if field.get("T") is not None:
            _say(writer, field.get("T"), place, "")
        waiting.extend((kid, name) for kid in reversed(_list(field.get("Kids"))))


def _walk(root: Any, links: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    """The dictionaries of a tree, each once; rings end."""
    waiting = [root]
    visited: set[int] = set()
    while waiting and len(visited) < MOST_NODES:
        item = waiting.pop()
        key = item.objid if isinstance(item, PDFObjRef) else id(item)
        node = _dict(item)
        if key in visited or not node:
            continue
        visited.add(key)
        yield node
        for link in reversed(links):
            below = resolve1(node.get(link))
            waiting.extend(reversed(below) if isinstance(below, list) else [node.get(link)])


def _read_xml(stream: Any, place: Place) -> Iterator[Segment | Skip]:
    """The text of an XML stream (XMP, XFA)."""
    if not isinstance(stream, PDFStream):
        return
    writer = SegmentWriter(place)
    events = PlainEvents(writer, place, Limits())
    try:
        for _ in feed([stream.get_data()], events):
            yield from writer.take()
    except ExtractionError as error:
        yield Skip("", error.reason, place.member, f"XML in {place.part}: {error.detail}", error.hint)
    yield from writer.close()


def _attached(file: dict[str, Any], place: Place) -> Skip:
    name = _text(file.get("UF")) or _text(file.get("F")) or "attachment"
    member = f"{place.member}!{name}" if place.member else name
    return Skip("", "unsupported", member, "a file attached to the PDF", "save it as a file of its own and scan it")


def _say(writer: SegmentWriter, value: Any, place: Place, label: str) -> None:
    text = _text(value).strip()
    if text:
        writer.mark(text, place, label)
        writer.write("\n")


def _text(value: Any) -> str:
    """A text string, a name, or the text in a stream; empty for anything else."""
    value = resolve1(value)
    if isinstance(value, PDFStream):
        value = value.get_data()
    if isinstance(value, bytes):
        return text_string(value).replace("\x00", "")
    return _word(value)


def _word(value: Any) -> str:
    name = getattr(resolve1(value), "name", "")
    return name if isinstance(name, str) else ""


def _dict(value: Any) -> dict[str, Any]:
    value = resolve1(value)
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    value = resolve1(value)
    return value if isinstance(value, list) else []
