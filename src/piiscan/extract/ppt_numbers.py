"""Which slide a container of a PowerPoint 97-2003 stream is: by the list of slides and the directories of objects.

Format: [MS-PPT] 2.3.4 (PersistDirectoryAtom) and 2.4.14.5 (SlidePersistAtom).
"""

from __future__ import annotations

from struct import unpack_from
from typing import Final, NamedTuple

DOCUMENT, SLIDE_LIST, SLIDE_BEGINS, DIRECTORY = 0x03E8, 0x0FF0, 0x03F3, 0x1772
MOST_RECORDS: Final = 100_000


class SlideNumbers(NamedTuple):
    """Numbers from 1: by where a slide's container begins, and by the id that its notes name."""

    by_offset: dict[int, int]
    by_identifier: dict[int, int]


def slide_numbers(data: bytes) -> SlideNumbers:
    """The numbers of the slides; of several saves in a stream the last holds, and no slide is without a number."""
    where: dict[int, set[int]] = {}
    order: list[tuple[int, int]] = []
    at = 0
    for _ in range(MOST_RECORDS):
        if at + 8 > len(data):
            break
        instance, kind, length = unpack_from("<HHL", data, at)
        begin, end = at + 8, min(len(data), at + 8 + length)
        if kind == SLIDE_LIST and not instance >> 4:
            order = _listed(data, begin, end) or order
        elif kind == DIRECTORY:
            _add_directory(data, begin, end, where)
        at = begin if kind == DOCUMENT else at + 8 + length
    numbered = [(number, *entry) for number, entry in enumerate(order, 1)]
    return SlideNumbers(
        {offset: number for number, persist, _ in numbered for offset in where.get(persist, ())},
        {identifier: number for number, _, identifier in numbered},
    )


def _listed(data: bytes, at: int, end: int) -> list[tuple[int, int]]:
    """The slides of a list in their order: number of the object, and identifier."""
    found: list[tuple[int, int]] = []
    while at + 8 <= end and len(found) < MOST_RECORDS:
        _, kind, length = unpack_from("<HHL", data, at)
        if kind == SLIDE_BEGINS and length >= 16 and at + 24 <= len(data):
            found.append((unpack_from("<L", data, at + 8)[0], unpack_from("<L", data, at + 20)[0]))
        at += 8 + length
    return found


def _add_directory(data: bytes, at: int, end: int, where: dict[int, set[int]]) -> None:
    """Add where objects begin: runs of offsets, each behind the number of its first object and their count."""
    while at + 4 <= end:
        head = unpack_from("<L", data, at)[0]
        first, count = head & 0xFFFFF, head >> 20
        at += 4
        for index in range(min(count, (end - at) // 4)):
            where.setdefault(first + index, set()).add(unpack_from("<L", data, at + 4 * index)[0])
        at += 4 * count
