"""EPUB books: metadata and chapters, each page as the file it is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.inside import read_inside, unread_inside
from piiscan.extract.package import Package, part_key
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Segment, Skip

NOISE: Final = ("mimetype", "meta-inf/container.xml", "meta-inf/encryption.xml", "meta-inf/signatures.xml")
SILENT: Final = (".css",)
"""Styles: what a book is printed with, not what it says."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all pages in the order of the package, and skips for what could not be read."""
    package = Package(blob, limits)
    yield from package.skips
    for member in package.members:
        key = part_key(member.name)
        if key in NOISE or key.endswith(SILENT):
            continue
        blob.count_member(limits)
        yield from read_inside(package, member, limits)
    yield from unread_inside(package)
