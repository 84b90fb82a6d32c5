"""Signed messages and certificates (PKCS #7, X.509 in DER): what was signed, and the names and addresses that stand in.

Format: X.690 and RFC 5652. What is enveloped (encrypted) stays so: it is named.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.nested import read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

DATA: Final = bytes.fromhex("06092a864886f70d010701")
ENVELOPED: Final = bytes.fromhex("06092a864886f70d010703")
OCTETS, IDENTIFIER = 0x04, 0x06
STRINGS: Final = {0x0C: "utf-8", 0x13: "latin-1", 0x14: "latin-1", 0x16: "latin-1", 0x1E: "utf-16-be"}
"""Kinds of text: UTF-8, printable, Teletex, IA5 and BMP strings."""
BUILT: Final = 0x20
DEEPEST: Final = 64
MOST_ITEMS: Final = 100_000


class Item(NamedTuple):
    """An element: its tag, and where its content begins and ends."""

    tag: int
    begin: int
    end: int


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a signed file and of the texts beside; ExtractionError where there is nothing to read."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    data = blob.stream.read()
    if ENVELOPED in data[:64]:
        raise ExtractionError("encrypted", "an encrypted message", "decrypt the message and scan it again")
    signed, texts = _contents(data)
    if signed:
        yield from read_member(blob, _inner_name(blob.name), [signed], limits)
    writer = SegmentWriter(Place(member=blob.member, part="property"))
    for text in texts:
        writer.write(text + "\n")
    yield from writer.close()
    if not signed and not texts:
        raise why_unread("der", blob.name)


def _contents(data: bytes) -> tuple[bytes, list[str]]:
    """What was signed, put together from its pieces, and the texts beside it, each once."""
    texts: dict[str, None] = {}
    signed: list[bytes] = []
    after_data = False
    for item in _items(data):
        content = data[item.begin : item.end]
        if item.tag == OCTETS and after_data:
            signed.append(content)
        elif item.tag == IDENTIFIER:
            after_data = data[item.begin - 2 : item.end] == DATA
        elif item.tag in STRINGS:
            after_data = False
            text = content.decode(STRINGS[item.tag], "replace").strip()
            if text and text.isprintable():
                texts[text] = None
    return b"".join(signed), list(texts)


def _inner_name(name: str) -> str:
    """What was signed is called as the file without its last suffix; the part of a mail is a message itself."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem = base.rpartition(".")[0]
    return stem if "." in stem else "signed.eml"


def _items(data: bytes) -> Iterator[Item]:
    """All elements that hold no others, in their order; lengths beyond the end are cut there."""
    waiting = [(0, len(data))]
    for _ in range(MOST_ITEMS):
        if not waiting:
            return
        at, end = waiting.pop()
        if at + 2 > end:
            continue
        tag, length, begin = data[at], data[at + 1], at + 2
        if length == 0x80:  # its end is marked by two zeros, which are read as an empty element
            stop = end
        else:
            if length > 0x80:
                digits = length & 0x7F
                length = int.from_bytes(data[begin : begin + digits], "big")
                begin += digits
            stop = min(end, begin + length)
            waiting.append((stop, end))
        if tag & BUILT and len(waiting) < DEEPEST:
            waiting.append((begin, stop))
        elif tag:
            yield Item(tag, begin, stop)
