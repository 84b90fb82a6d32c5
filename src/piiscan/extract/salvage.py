"""Words out of files whose structure is not read (OneNote, shortcuts): named as no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.magic import MAGIC
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.wide_strings import wide_strings
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

PAGE_BYTES: Final = 2**20
KINDS: Final = frozenset(("onenote", "lnk"))


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the words found, and a skip that says how; ExtractionError("unsupported") without any."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    head = blob.stream.read(64)
    kind = next((kind for at, magic, kind, _ in MAGIC if kind in KINDS and head.startswith(magic, at)), "onenote")
    unread = why_unread(kind, blob.name)
    writer = SegmentWriter(Place(member=blob.member, part="words"))
    found = False
    for page in _pages(blob):
        blob.check_time(limits)
        for text in wide_strings(page):
            found = True
            writer.write(text + "\n")
            yield from writer.take()
    yield from writer.close()
    if not found:
        raise unread
    yield Skip("", "unsupported", blob.member, f"{unread.detail}: only its Japanese words were read", unread.hint)


def _pages(blob: Blob) -> Iterator[bytes]:
    blob.stream.seek(0)
    while page := blob.stream.read(PAGE_BYTES):
        yield page
