"""The EXIF and XMP items of a HEIF or AVIF picture, and its size (ISO/IEC 14496-12, 23008-12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

MOST_BOXES: Final = 10_000


class _Item(NamedTuple):
    number: int
    kind: str


def heif_blocks(data: bytes) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    """Kind (exif, xmp, size), bytes and size of the blocks."""
    for kind, begin, end in _boxes(data, 0, len(data)):
        if kind == b"meta":
            yield from _meta(data, begin + 4, end)


def _meta(data: bytes, begin: int, end: int) -> Iterator[tuple[str, bytes, tuple[int, int]]]:
    boxes = {kind: (start, stop) for kind, start, stop in _boxes(data, begin, end)}
    if b"iprp" in boxes:
        for kind, start, stop in _boxes(data, *boxes[b"iprp"]):
            for name, at, _ in _boxes(data, start, stop) if kind == b"ipco" else ():
                if name == b"ispe":
                    sides = [int.from_bytes(data[i : i + 4], "big") for i in (at + 4, at + 8)]
                    yield "size", b"", (sides[0], sides[1])
    if b"iinf" not in boxes or b"iloc" not in boxes:
        return
    wanted = {item.number: item.kind for item in _items(data, *boxes[b"iinf"])}
    inner = boxes.get(b"idat", (0, 0))[0]
    for number, pieces in _places(data, *boxes[b"iloc"]):
        if word := wanted.get(number, ""):
            body = b"".join(data[at + inner * inside : at + inner * inside + length] for inside, at, length in pieces)
            # EXIF stands behind the distance to its header
            yield word, body[4 + int.from_bytes(body[:4], "big") :] if word == "exif" else body, (0, 0)


def _boxes(data: bytes, begin: int, end: int) -> Iterator[tuple[bytes, int, int]]:
    """The boxes in a stretch: kind, and where their contents begin and end."""
    for _ in range(MOST_BOXES):
        if begin + 8 > end:
            return
        length, kind, head = int.from_bytes(data[begin : begin + 4], "big"), data[begin + 4 : begin + 8], 8
        if length == 1:
            length, head = int.from_bytes(data[begin + 8 : begin + 16], "big"), 16
        stop = end if length == 0 else begin + length
        if stop < begin + head or stop > end:
            return
        yield kind, begin + head, stop
        begin = stop


def _items(data: bytes, begin: int, end: int) -> Iterator[_Item]:
    """The items of words."""
    start = begin + (6 if data[begin : begin + 1] == b"\x00" else 8)
    for kind, at, stop in _boxes(data, start, end):
        version = data[at : at + 1]
        if kind != b"infe" or version not in {b"\x02", b"\x03"}:
            continue
        wide = 2 if version == b"\x02" else 4
        number = int.from_bytes(data[at + 4 : at + 4 + wide], "big")
        name = data[at + 6 + wide : at + 10 + wide]
        if name == b"Exif":
            yield _Item(number, "exif")
        elif name == b"mime" and b"rdf+xml" in data[at:stop]:
            yield _Item(number, "xmp")


def _places(data: bytes, begin: int, end: int) -> Iterator[tuple[int, list[tuple[int, int, int]]]]:
    """Item numbers with the stretches their bytes lie in: whether inside this box, begin, length."""
    version = data[begin] if begin < end else 0
    sizes = int.from_bytes(data[begin + 4 : begin + 6], "big")
    offset_size, length_size, base_size = sizes >> 12, sizes >> 8 & 15, sizes >> 4 & 15
    index_size = sizes & 15 if version in {1, 2} else 0
    wide = 4 if version == 2 else 2
    at = begin + 6

    def number(size: int) -> int:
        nonlocal at
        at += size
        return int.from_bytes(data[at - size : at], "big")

    for _ in range(min(number(wide), MOST_BOXES)):
        item = number(wide)
        inside = number(2) & 15 == 1 if version in {1, 2} else False
        at += 2
        base = number(base_size)
        pieces = []
        for _ in range(min(number(2), MOST_BOXES)):
            at += index_size
            start = base + number(offset_size)
            pieces.append((int(inside), start, number(length_size)))
        if at > end:
            return
        yield item, pieces
