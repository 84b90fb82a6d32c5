"""PowerPoint presentations (pptx, pptm): slides in their order, hidden ones too, notes, comments, tables, charts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

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
from piiscan.extract.pptx_slide import SlideEvents
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.xmlstream import LocalNames
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

SHOW: Final = "ppt/presentation.xml"
NOISE: Final = (
    *("[content_types].xml", "ppt/theme/", "ppt/tablestyles", "ppt/viewprops", "ppt/presprops", "docprops/thumbnail"),
    *("customxml/itemprops", "ppt/revisioninfo", "ppt/changesinfos/", "ppt/slideupdateinfo"),
)
"""Parts about looks and windows."""
SLIDE_LIKE: Final = {
    "ppt/slides/": "",
    "ppt/notesslides/": "note",
    "ppt/comments/": "comment",
    "ppt/handoutmasters/": "slide master",
    "ppt/notesmasters/": "slide master",
    "ppt/slidelayouts/": "slide master",
    "ppt/slidemasters/": "slide master",
}
PLAIN: Final = {
    "docprops/": PROPERTY,
    "ppt/charts/": "chart",
    "ppt/diagrams/": "diagram",
    "ppt/commentauthors": "comment",
    "ppt/authors": "comment",
}


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a presentation, slide by slide, then of the parts that belong to none."""
    package = Package(blob, limits)
    yield from package.skips
    found = False
    for item in _Show(package, Place(member=blob.member), limits).read():
        if isinstance(item, Segment) and item.place.part not in {PROPERTY, "slide master"}:
            found = found or not item.text.isspace()
        yield item
    yield from unread_inside(package, found=found)


class _Show:
    """One presentation being read; ``_done`` holds the parts that were."""

    def __init__(self, package: Package, place: Place, limits: Limits) -> None:
        self._package = package
        self._place = place
        self._limits = limits
        self._done: set[Member] = set()

    def read(self) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        order = _OrderEvents()
        relations, skips = relations_of(self._package, SHOW)
        yield from skips
        for member in self._package.named(SHOW):
            yield from read_part(self._package, member, order)
        targets = {relation.identifier: relation.target for relation in relations}
        for number, identifier in enumerate(order.found, 1):
            yield from self._read_with_related(targets.get(identifier, ""), self._place._replace(page=number))
        for member in self._package.members:
            if member not in self._done:
                yield from self._read_member(member, self._place)

    def _read_with_related(self, part: str, place: Place) -> Iterator[Segment | Skip]:
        """A slide and what only it points to: notes, comments, charts, diagrams."""
        for member in self._package.named(part):
            yield from self._read_member(member, place)
        relations, skips = relations_of(self._package, part) if part else ([], [])
        yield from skips
        yield from links(relations, place._replace(part="hyperlink"))
        for relation in relations:
            key = part_key(relation.target)
            if relation.outside or key.startswith(("ppt/slides/", "ppt/slidelayouts/", "ppt/slidemasters/")):
                continue
            for member in self._package.named(relation.target):
                if member not in self._done:
                    yield from self._read_member(member, place)

    def _read_member(self, member: Member, place: Place) -> Iterator[Segment | Skip]:
        key = part_key(member.name)
        self._done.add(member)
        if key.startswith(NOISE) or key == SHOW:
            return
        if not is_text_part(key):
            yield from read_other(self._package, member, self._limits)
        elif key.endswith(".rels"):
            if not key.startswith("ppt/slides/"):
                found, skips = relations_of(self._package, key.replace("_rels/", "").removesuffix(".rels"))
                yield from skips
                yield from links(found, place._replace(part="hyperlink"))
        else:
            yield from self._read_xml(member, key, place)

    def _read_xml(self, member: Member, key: str, place: Place) -> Iterator[Segment | Skip]:
        part = next((part for prefix, part in SLIDE_LIKE.items() if key.startswith(prefix)), None)
        if part is not None:
            events = SlideEvents(place._replace(part=part), self._limits)
            yield from read_part(self._package, member, events, events)
            return
        part = next((part for prefix, part in PLAIN.items() if key.startswith(prefix)), "")
        everything = key.startswith(("customxml/", "ppt/commentauthors", "ppt/authors", "ppt/tags/"))
        yield from read_plain(self._package, member, place._replace(part=part), self._limits, everything=everything)


class _OrderEvents:
    """Collects the relationship ids of the slides in the order they are shown."""

    def __init__(self) -> None:
        self.found: list[str] = []
        self._names = LocalNames()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A slide of the list."""
        if self._names[name] == "sldId":
            self.found += [value for key, value in attributes.items() if key.endswith(":id")]

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """The list has no text."""
