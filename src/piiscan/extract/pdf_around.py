"""What a PDF holds beside its pages' text: properties, XMP, bookmarks, notes, links, form fields, attachments."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final

from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdftypes import PDFObjRef, PDFStream, resolve1

from piiscan.extract.ooxml import PlainEvents
from piiscan.extract.pdf_strings import text_string
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import told
from piiscan.extract.xmp import read_xmp
from piiscan.model import Place, Segment, Skip

Nest = Callable[[str, PDFStream], Iterator[Segment | Skip]]
"""Reads the stream of an attached file of that name."""
MOST_NODES: Final = 100_000
"""Nodes of a tree (fields, bookmarks, names) that are visited."""
SILENT_PROPERTIES: Final = frozenset(("CreationDate", "ModDate", "Trapped", "Producer", "Creator"))
NOTE_TEXTS: Final = (("Contents", ""), ("T", "author"), ("Subj", "subject"), ("RC", ""), ("OverlayText", ""))
FIELD_TEXTS: Final = ("V", "DV", "TU")
SIGNATURE_TEXTS: Final = ("Name", "Reason", "Location", "ContactInfo")
STRUCTURE_TEXTS: Final = ("Alt", "T", "E")
"""What a tagged element is, for those who hear the page: the words for a picture, a title, an abbreviation in full."""


def around_page(page: dict[str, Any], place: Place, nest: Nest) -> Iterator[Segment | Skip]:
    """Notes and links on a page, and the files pinned to it."""
    writer = SegmentWriter(place)
    files: list[dict[str, Any]] = []
    for item in _list(page.get("Annots")):
        note = _dict(item)
        kind = _word(note.get("Subtype"))
        if kind != "Widget":  # a form field: read with the form
            for key, label in NOTE_TEXTS:
                _say(writer, note.get(key), place._replace(part="comment"), label)
        _say_action(writer, note.get("A"), place)
        if kind == "FileAttachment":
            files.append(_dict(note.get("FS")))
    yield from writer.close()
    for file in files:
        yield from _attached(file, nest)


def around_document(document: PDFDocument, place: Place, nest: Nest) -> dict[str, Iterator[Segment | Skip]]:
    """By name: properties, XMP, bookmarks, the form, and embedded files. Each is read on its own: one may be broken."""
    catalog = document.catalog
    return {
        "properties": _properties(document, place._replace(part="property")),
        "bookmarks": _bookmarks(catalog, place._replace(part="bookmark")),
        "scripts": _scripts(catalog, place),
        "layers": _layers(catalog, place._replace(part="layer")),
        "structure": _structure(catalog, place._replace(part="alternative text")),
        "form": _form(catalog, place._replace(part="form")),
        "metadata": _read_xml(catalog.get("Metadata"), place._replace(part="property")),
        "XFA form": _xfa(catalog, place._replace(part="form")),
        "attachments": _attachments(catalog, nest),
    }


def _properties(document: PDFDocument, place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    for info in document.info:
        for key, value in info.items():
            if key not in SILENT_PROPERTIES:
                _say(writer, value, place, str(key))
    yield from writer.close()


def _bookmarks(catalog: dict[str, Any], place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    for node in _walk(_dict(catalog.get("Outlines")).get("First"), ("First", "Next")):
        _say(writer, node.get("Title"), place, "")
        _say_action(writer, node.get("A"), place)
    yield from writer.close()


def _scripts(catalog: dict[str, Any], place: Place) -> Iterator[Segment]:
    """What runs when the document is opened, and the scripts it keeps by name."""
    writer = SegmentWriter(place)
    _say_action(writer, catalog.get("OpenAction"), place)
    for node in _walk(_dict(catalog.get("Names")).get("JavaScript"), ("Kids",)):
        for value in _list(node.get("Names"))[1::2]:
            _say_action(writer, value, place)
    yield from writer.close()


def _layers(catalog: dict[str, Any], place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    for layer in _list(_dict(catalog.get("OCProperties")).get("OCGs"))[:MOST_NODES]:
        _say(writer, _dict(layer).get("Name"), place, "")
    yield from writer.close()


def _structure(catalog: dict[str, Any], place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    for node in _walk(_dict(catalog.get("StructTreeRoot")).get("K"), ("K",)):
        for key in STRUCTURE_TEXTS:
            _say(writer, node.get(key), place, "")
    yield from writer.close()


def _say_action(writer: SegmentWriter, value: Any, place: Place) -> None:
    """Where an action leads, what it starts and what it runs."""
    action = _dict(value)
    _say(writer, action.get("URI"), place._replace(part="hyperlink"), "URI")
    _say(writer, action.get("JS"), place._replace(part="script"), "")
    file = resolve1(action.get("F"))
    entry = file.get("UF") or file.get("F") if isinstance(file, dict) else file
    _say(writer, entry, place._replace(part="hyperlink"), "file")


def _form(catalog: dict[str, Any], place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    for field in _list(_dict(catalog.get("AcroForm")).get("Fields")):
        _say_fields(writer, field, place)
    yield from writer.close()


def _xfa(catalog: dict[str, Any], place: Place) -> Iterator[Segment | Skip]:
    """A form in XML, whole or in named packets; the packets are one document cut in pieces."""
    form = resolve1(_dict(catalog.get("AcroForm")).get("XFA"))
    packets = [resolve1(item) for item in form] if isinstance(form, list) else [form]
    streams = [packet for packet in packets if isinstance(packet, PDFStream)]
    if streams:
        writer = SegmentWriter(place)
        chunks = (stream.get_data() for stream in streams)
        yield from told(chunks, PlainEvents(writer, place, Limits()), writer, place)


def _attachments(catalog: dict[str, Any], nest: Nest) -> Iterator[Segment | Skip]:
    files = _dict(_dict(catalog.get("Names")).get("EmbeddedFiles"))
    for node in _walk(files, ("Kids",)):
        for value in _list(node.get("Names"))[1::2]:
            yield from _attached(_dict(value), nest)


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
            for part in SIGNATURE_TEXTS if isinstance(value, dict) else ():
                _say(writer, value.get(part), place, part)
        for option in _list(field.get("Opt"))[:MOST_NODES]:
            _say(writer, _list(option)[-1] if _list(option) else option, place, label)
        _say(writer, _dict(field.get("MK")).get("CA"), place, label)
        for action in _dict(field.get("AA")).values():
            _say_action(writer, action, place)
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


def appearances(page: dict[str, Any]) -> Iterator[tuple[PDFStream, str, str]]:
    """What the notes and fields of a page look like: the drawing, its part, and what they say of themselves."""
    for item in _list(page.get("Annots"))[:MOST_NODES]:
        note = _dict(item)
        look = resolve1(_dict(note.get("AP")).get("N"))
        values = [note.get(key) for key in ("Contents", "RC", "V")] + [_dict(note.get("Parent")).get("V")]
        said = "".join(map(_text, values))
        part = "form" if _word(note.get("Subtype")) == "Widget" else "comment"
        for drawing in look.values() if isinstance(look, dict) else [look]:
            drawn = resolve1(drawing)
            if isinstance(drawn, PDFStream):
                yield drawn, part, said


def _read_xml(value: Any, place: Place) -> Iterator[Segment | Skip]:
    """The text of an XML stream (XMP)."""
    stream = resolve1(value)
    if isinstance(stream, PDFStream):
        yield from read_xmp([stream.get_data()], place)


def _attached(file: dict[str, Any], nest: Nest) -> Iterator[Segment | Skip]:
    """What an attached file gives, read as the file it is."""
    name = _text(file.get("UF")) or _text(file.get("F")) or "attachment"
    if told := _text(file.get("Desc")).strip():
        yield Segment(told, Place(part="attachment"))
    embedded = _dict(file.get("EF"))
    for key in ("F", "UF"):
        stream = resolve1(embedded.get(key))
        if isinstance(stream, PDFStream):
            yield from nest(name, stream)
            return


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
