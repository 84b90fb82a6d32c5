"""IPTC records and the resources of Photoshop that carry them: captions, by-lines, contacts.

Formats: IPTC-NAA IIM 4.2 and Adobe's Photoshop File Formats Specification (image resource blocks).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.exif import plain_text

DATASETS: Final = {
    5: "title",
    7: "edit status",
    25: "keywords",
    40: "instructions",
    80: "by-line",
    85: "by-line title",
    90: "city",
    92: "sublocation",
    95: "state",
    101: "country",
    105: "headline",
    110: "credit",
    115: "source",
    116: "copyright",
    118: "contact",
    120: "caption",
    122: "caption writer",
}
"""Datasets of record 2 that somebody typed."""
APPLICATION: Final = 2
RESOURCES: Final = {0x0404: "iptc", 0x0422: "exif", 0x0424: "xmp"}
MOST_RECORDS: Final = 100_000


def iptc_texts(data: bytes) -> Iterator[tuple[str, str]]:
    """The texts of the records, with their labels."""
    at = 0
    for _ in range(MOST_RECORDS):
        if data[at : at + 1] != b"\x1c" or at + 5 > len(data):
            return
        record, dataset, length = data[at + 1], data[at + 2], int.from_bytes(data[at + 3 : at + 5], "big")
        at += 5
        if length & 0x8000:  # longer than 32 KiB: the length has a length
            digits = length & 0x7FFF
            if digits > 4:
                return
            length = int.from_bytes(data[at : at + digits], "big")
            at += digits
        if record == APPLICATION and dataset in DATASETS:
            text = plain_text(data[at : at + length])
            if text.strip():
                yield DATASETS[dataset], text
        at += length


def photoshop_blocks(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Kind and bytes of the resources that hold words."""
    at = 0
    for _ in range(MOST_RECORDS):
        if data[at : at + 4] not in {b"8BIM", b"MeSa"} or at + 12 > len(data):
            return
        number = int.from_bytes(data[at + 4 : at + 6], "big")
        at += 6 + (data[at + 6] + 2) // 2 * 2  # a name with its length before it, filled up to even
        length = int.from_bytes(data[at : at + 4], "big")
        if number in RESOURCES:
            yield RESOURCES[number], data[at + 4 : at + 4 + length]
        at += 4 + length + length % 2
