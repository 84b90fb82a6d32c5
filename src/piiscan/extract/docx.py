"""Word documents (docx, docm): every part that can hold text, read from its XML, not only what python-docx shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.docx_body import BodyEvents
from piiscan.extract.inside import unread_inside
from piiscan.extract.ooxml import (
    PROPERTY,
    is_text_part,
    links,
    read_other,
    read_part,
    read_plain,
    relations_of,
)
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

NOISE: Final = (
    "[content_types].xml",
    "word/commentsextended",
    "word/commentsextensible",
    "word/commentsids",
    "word/fonttable",
    "word/numbering",
    "word/styles",
    "word/theme/",
    "word/websettings",
    "customxml/itemprops",
    "docprops/thumbnail",
)
"""Parts about looks and numbering."""
PLAIN: Final = {
    "docprops/": "property",
    "customxml/item": "custom XML",
    "word/activex/": "form",
    "word/charts/": "chart",
    "word/diagrams/": "diagram",
    "word/people": "comment",
}
"""Parts whose XML is not that of a text document, with the name a person knows them by."""
ORDER: Final = ("word/document", "word/header", "word/footer", "word/footnotes", "word/endnotes", "word/comments")


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a document: body, headers, notes, comments, then all other parts."""
    package = Package(blob, limits)
    yield from package.skips
    place = Place(member=blob.member)
    found = False
    for member in sorted(package.members, key=_rank):
        for item in _read_member(package, member, place, limits):
            if isinstance(item, Segment) and item.place.part != PROPERTY:
                found = found or not item.text.isspace()
            yield item
    yield from unread_inside(package, found=found)


def _rank(member: Member) -> int:
    key = part_key(member.name)
    return next((rank for rank, prefix in enumerate(ORDER) if key.startswith(prefix)), len(ORDER))


def _read_member(package: Package, member: Member, place: Place, limits: Limits) -> Iterator[Segment | Skip]:
    key = part_key(member.name)
    if key.startswith(NOISE):
        return
    if not is_text_part(key):
        yield from read_other(package, member, limits)
    elif key.endswith(".rels"):
        source = key.replace("_rels/", "").removesuffix(".rels")
        found, skips = relations_of(package, source)
        yield from skips
        yield from links(found, place._replace(part="hyperlink"))
    else:
        part = next((part for prefix, part in PLAIN.items() if key.startswith(prefix)), None)
        if part is not None:
            custom = key.startswith("customxml/")
            yield from read_plain(package, member, place._replace(part=part), limits, everything=custom)
        else:
            events = BodyEvents(place, limits)
            yield from read_part(package, member, events, events)
