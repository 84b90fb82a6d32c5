"""ZIP archives: every member read as the file it is."""

from __future__ import annotations

from collections.abc import Iterator

from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.package import Package
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import comments
from piiscan.model import Place, Segment, Skip


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all members in the order of the archive, and a skip for each that could not be read."""
    package = Package(blob, limits)
    yield from package.skips
    for comment in comments(blob.stream, blob.size):
        yield Segment(comment, Place(member=blob.member, part="comment"))
    for member in package.members:
        if member.name.endswith(("/", "\\")):
            continue
        blob.count_member(limits)
        yield name_segment(blob, member.name)
        yield from read_member(blob, member.name, package.chunks(member), limits)
