"""The blocks of a picture file that hold words about it: EXIF, XMP, IPTC, comments; and how large the picture is.

Formats: JPEG (ITU T.81 annex B, XMP part 3, Exif 4.7), PNG (W3C PNG 3, clause 11), GIF89a, WebP (RFC 9649), Photoshop.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import Final, NamedTuple

from piiscan.extract.heif import heif_blocks
from piiscan.extract.iptc import photoshop_blocks

MOST_INFLATED: Final = 4 * 2**20
"""How much of a packed text of a PNG is unpacked: it may claim anything."""
MOST_CHUNKS: Final = 100_000
EXTENDED: Final = b"http://ns.adobe.com/xmp/extension/\x00"
PROFILES: Final = {"exif": "exif", "app1": "exif", "iptc": "photoshop", "8bim": "photoshop", "xmp": "xmp"}
"""What ImageMagick keeps in PNG texts called ``Raw profile type ...``, in hexadecimal digits."""


class Block(NamedTuple):
    """A block: its kind (exif, xmp, iptc, photoshop, text, size) with its bytes, or a label and a text."""

    kind: str
    data: bytes = b""
    label: str = ""
    text: str = ""
    size: tuple[int, int] = (0, 0)


def blocks_of(kind: str, data: bytes) -> Iterator[Block]:
    """The blocks of a picture of this kind, in the order of the file."""
    readers = {
        "jpeg": _jpeg,
        "png": _png,
        "gif": _gif,
        "webp": _webp,
        "tiff": _tiff,
        "psd": _psd,
        "heif": _heif,
        "bmp": _bmp,
    }
    return {**readers, "heif": _heif, "bmp": _bmp}[kind](data)


def _jpeg(data: bytes) -> Iterator[Block]:
    extended: dict[int, bytes] = {}
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker, length = data[at + 1], int.from_bytes(data[at + 2 : at + 4], "big")
        if marker == 0xFF:  # filled up
            at += 1
            continue
        if marker in {0xD9, 0xDA} or length < 2:
            break
        body = data[at + 4 : at + 2 + length]
        at += 2 + length
        if marker == 0xE1 and body.startswith(EXTENDED):
            offset = len(EXTENDED) + 32
            extended[int.from_bytes(body[offset + 4 : offset + 8], "big")] = body[offset + 8 :]
        elif 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            yield Block("size", size=(int.from_bytes(body[3:5], "big"), int.from_bytes(body[1:3], "big")))
        else:
            yield from _jpeg_segment(marker, body)
    if extended:
        yield Block("xmp", b"".join(extended[offset] for offset in sorted(extended)))


def _jpeg_segment(marker: int, body: bytes) -> Iterator[Block]:
    if marker == 0xFE:
        yield Block("text", body, "comment")
    elif marker == 0xE1 and body.startswith(b"Exif\x00"):
        yield Block("exif", body[6:])
    elif marker == 0xE1 and body.startswith(b"http://ns.adobe.com/xap/1.0/\x00"):
        yield Block("xmp", body[29:])
    elif marker == 0xED and body.startswith(b"Photoshop 3.0\x00"):
        yield from _photoshop(body[14:])


def _png(data: bytes) -> Iterator[Block]:
    at = 8
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            return
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        body = data[at + 8 : at + 8 + length]
        at += 12 + length
        if kind == b"IHDR":
            yield Block("size", size=(int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")))
        elif kind == b"eXIf":
            yield Block("exif", body)
        elif kind in {b"tEXt", b"zTXt", b"iTXt"}:
            yield from _png_text(kind, body)


def _png_text(kind: bytes, body: bytes) -> Iterator[Block]:
    keyword, _, rest = body.partition(b"\x00")
    label = keyword.decode("latin-1")
    if kind == b"zTXt":
        rest = _inflated(rest[1:])
    elif kind == b"iTXt":
        packed, rest = rest[:1] == b"\x01", rest[2:]
        _, _, rest = rest.partition(b"\x00")
        _, _, rest = rest.partition(b"\x00")
        rest = _inflated(rest) if packed else rest
    if label == "XML:com.adobe.xmp":
        yield Block("xmp", rest)
    elif label.startswith("Raw profile type "):
        yield from _raw_profile(label[17:].strip().lower(), rest)
    else:
        yield Block("text", rest, label)


def _raw_profile(name: str, body: bytes) -> Iterator[Block]:
    """A profile in hexadecimal digits behind its name and length."""
    kind = PROFILES.get(name, "")
    digits = b"".join(body.split()[2:])
    if kind and digits.isalnum():
        try:
            data = bytes.fromhex(digits[: len(digits) // 2 * 2].decode("ascii"))
        except ValueError:
            return
        if kind == "photoshop":
            yield from _photoshop(data)
        else:
            yield Block(kind, data.removeprefix(b"Exif\x00\x00"))


def _inflated(data: bytes) -> bytes:
    try:
        return zlib.decompressobj().decompress(data, MOST_INFLATED)
    except zlib.error:
        return b""


def _gif(data: bytes) -> Iterator[Block]:
    yield Block("size", size=(int.from_bytes(data[6:8], "little"), int.from_bytes(data[8:10], "little")))
    at = 13 + (3 << (data[10] & 7) + 1 if len(data) > 10 and data[10] & 0x80 else 0)
    for _ in range(MOST_CHUNKS):
        mark = data[at : at + 1]
        if mark == b"!":
            kind, at = data[at + 1 : at + 2], at + 2
            if kind == b"\xff" and data[at + 1 : at + 12] == b"XMP DataXMP":
                end = data.find(b"\x00", at + 12)  # the packet stands there as it is, without lengths
                packet = data[at + 12 : end if end >= 0 else len(data)]
                yield Block("xmp", packet[: packet.rfind(b">") + 1])
                at += 12
            body, at = _gif_parts(data, at)
            if kind in {b"\xfe", b"\x01"}:
                yield Block("text", body if kind == b"\xfe" else body[12:], "comment")
        elif mark == b",":
            flags = data[at + 9 : at + 10] or b"\x00"
            at += 10 + (3 << (flags[0] & 7) + 1 if flags[0] & 0x80 else 0) + 1
            _, at = _gif_parts(data, at)
        else:
            return


def _gif_parts(data: bytes, at: int) -> tuple[bytes, int]:
    """The bytes of a chain of parts with their lengths before them, and where it ends."""
    pieces = []
    while at < len(data) and data[at]:
        pieces.append(data[at + 1 : at + 1 + data[at]])
        at += 1 + data[at]
    return b"".join(pieces), at + 1


def _webp(data: bytes) -> Iterator[Block]:
    at = 12
    for _ in range(MOST_CHUNKS):
        if at + 8 > len(data):
            return
        kind, length = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + length]
        at += 8 + length + length % 2
        if kind == b"EXIF":
            yield Block("exif", body.removeprefix(b"Exif\x00\x00"))
        elif kind == b"XMP ":
            yield Block("xmp", body)
        elif kind == b"VP8X":
            sides = [int.from_bytes(body[i : i + 3], "little") + 1 for i in (4, 7)]
            yield Block("size", size=(sides[0], sides[1]))
        elif kind == b"VP8 ":
            sides = [int.from_bytes(body[i : i + 2], "little") & 0x3FFF for i in (6, 8)]
            yield Block("size", size=(sides[0], sides[1]))
        elif kind == b"VP8L":
            bits = int.from_bytes(body[1:5], "little")
            yield Block("size", size=((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1))


def _tiff(data: bytes) -> Iterator[Block]:
    yield Block("exif", data)


def _bmp(data: bytes) -> Iterator[Block]:
    height = abs(int.from_bytes(data[22:26], "little", signed=True))
    yield Block("size", size=(int.from_bytes(data[18:22], "little"), height))


def _psd(data: bytes) -> Iterator[Block]:
    yield Block("size", size=(int.from_bytes(data[18:22], "big"), int.from_bytes(data[14:18], "big")))
    at = 30 + int.from_bytes(data[26:30], "big")
    length = int.from_bytes(data[at : at + 4], "big")
    yield from _photoshop(data[at + 4 : at + 4 + length])


def _heif(data: bytes) -> Iterator[Block]:
    for kind, body, size in heif_blocks(data):
        yield Block(kind, body, size=size)


def _photoshop(data: bytes) -> Iterator[Block]:
    for kind, body in photoshop_blocks(data):
        yield Block(kind, body)
