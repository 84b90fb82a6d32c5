"""OpenDocument texts, spreadsheets and presentations (odt, ods, odp): all parts that hold text."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.inside import read_inside, unread_inside
from piiscan.extract.odf_events import OdfEvents
from piiscan.extract.odf_locks import unlocked
from piiscan.extract.ooxml import PROPERTY, read_part, read_plain
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import Member
from piiscan.model import Place, Segment, Skip

NOISE: Final = ("mimetype", "meta-inf/", "thumbnails/", "configurations2/", "settings.xml", "layout-cache")
"""Parts about looks and windows."""
MANIFEST: Final = "META-INF/manifest.xml"


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a document: content, headers and footers, properties, then objects inside."""
    package = Package(blob, limits)
    yield from package.skips
    for member in package.named(MANIFEST):
        manifest = b"".join(package.chunks(member))
        if b"encryption-data" in manifest:
            yield from unlocked(package, manifest, limits)
            return
    place = Place(member=blob.member)
    for member in sorted(package.members, key=lambda one: part_key(one.name) != "content.xml"):
        yield from _read_member(package, member, place, limits)
    yield from unread_inside(package)


def _has_sheets(package: Package) -> bool:
    return any(b"spreadsheet" in piece for one in package.named("mimetype") for piece in package.chunks(one))


def _read_member(package: Package, member: Member, place: Place, limits: Limits) -> Iterator[Segment | Skip]:
    key = part_key(member.name)
    if key.startswith(NOISE):
        return
    if key.endswith(("content.xml", "styles.xml")):
        inside = key.rpartition("/")[0]
        here = place._replace(part=f"object {inside}") if inside and inside != "." else place
        events = OdfEvents(here, limits, sheets=key == "content.xml" and _has_sheets(package))
        yield from read_part(package, member, events, events)
    elif key == "versionlist.xml":
        events = OdfEvents(place, limits, sheets=False)
        yield from read_part(package, member, events, events)
    elif key == "meta.xml":
        yield from read_plain(package, member, place._replace(part=PROPERTY), limits)
    elif key.endswith((".xml", ".rdf")):
        yield from read_plain(package, member, place._replace(part="macro" if "basic/" in key else ""), limits)
    else:
        yield from read_inside(package, member, limits)
