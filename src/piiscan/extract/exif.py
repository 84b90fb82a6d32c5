"""What people wrote into the tags of a picture (TIFF and EXIF): names, comments, places; not what a camera counts.

Formats: TIFF 6.0 and CIPA DC-008 (Exif 3.0). No library: the kept pure one reads neither XMP nor IPTC, and all of them
believe the offsets and counts of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

TEXTS: Final = {
    0x010D: "DocumentName",
    0x010E: "ImageDescription",
    0x011D: "PageName",
    0x013B: "Artist",
    0x013C: "HostComputer",
    0x8298: "Copyright",
    0xA430: "CameraOwnerName",
    0xA436: "ImageTitle",
    0xA437: "Photographer",
    0xA438: "ImageEditor",
}
"""Tags of text that somebody typed (their types say ASCII; Exif 3.0 has UTF-8)."""
WIDE_TEXTS: Final = {
    0x9C9B: "XPTitle",
    0x9C9C: "XPComment",
    0x9C9D: "XPAuthor",
    0x9C9E: "XPKeywords",
    0x9C9F: "XPSubject",
}
"""What the Explorer of Windows writes, in UTF-16."""
CODED_TEXTS: Final = {0x9286: "UserComment", 0x001B: "GPSProcessingMethod", 0x001C: "GPSAreaInformation"}
"""Texts behind eight bytes that say how they are written."""
XMP, IPTC, PHOTOSHOP = 0x02BC, 0x83BB, 0x8649
BLOCKS: Final = {XMP: "xmp", IPTC: "iptc", PHOTOSHOP: "photoshop"}
SUB_DIRECTORIES: Final = frozenset((0x014A, 0x8769))
GPS_DIRECTORY: Final = 0x8825
WIDTH, HEIGHT = 0x0100, 0x0101
TYPE_BYTES: Final = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8, 13: 4, 129: 1}
MOST_DIRECTORIES: Final = 1000
MOST_ENTRIES: Final = 1000
LONGEST_VALUE: Final = 16 * 2**20
JIS: Final = b"\x1b$B"
"""The escape sequence for JIS X 0208, which comments that call themselves JIS leave out."""


class Tag(NamedTuple):
    """A tag's number and bytes, and the order its numbers are written in (``<`` or ``>``)."""

    number: int
    kind: int
    data: bytes
    order: str

    def numbers(self) -> list[int]:
        """The values of a tag of whole numbers."""
        size = TYPE_BYTES[self.kind]
        order = "little" if self.order == "<" else "big"
        at = range(0, len(self.data) // size * size, size)
        return [int.from_bytes(self.data[i : i + size], order) for i in at]  # type: ignore[arg-type]


class Exif(NamedTuple):
    """What a block of tags holds: texts with their labels, blocks of other kinds, width and height in pixels."""

    texts: list[tuple[str, str]]
    blocks: list[tuple[str, bytes]]
    size: tuple[int, int]


def read_exif(data: bytes) -> Exif:
    """What the directories of a TIFF structure hold; what is damaged gives what can be reached."""
    found = Exif([], [], (0, 0))
    width = height = 0
    where: dict[int, Tag] = {}
    for tag, is_gps in _tags(data):
        if is_gps and tag.number not in CODED_TEXTS:
            where[tag.number] = tag
        elif tag.number in TEXTS:
            _say(found, TEXTS[tag.number], plain_text(tag.data))
        elif tag.number in WIDE_TEXTS:
            _say(found, WIDE_TEXTS[tag.number], tag.data[: len(tag.data) // 2 * 2].decode("utf-16-le", "replace"))
        elif tag.number in CODED_TEXTS:
            _say(found, CODED_TEXTS[tag.number], coded_text(tag.data, tag.order))
        elif tag.number in BLOCKS:
            found.blocks.append((BLOCKS[tag.number], tag.data))
        elif tag.number == WIDTH and tag.kind in {3, 4}:
            width = max(width, *tag.numbers(), 0)
        elif tag.number == HEIGHT and tag.kind in {3, 4}:
            height = max(height, *tag.numbers(), 0)
    _say(found, "GPS position", _position(where))
    return found._replace(size=(width, height))


def plain_text(data: bytes) -> str:
    """Text of no told encoding: UTF-8, else CP932, else Latin-1."""
    data = data.split(b"\x00\x00\x00", 1)[0].strip(b"\x00 ")
    for encoding in ("utf-8", "cp932"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode("latin-1")


def coded_text(data: bytes, order: str) -> str:
    """A text behind eight bytes that name its encoding; many programs write UTF-16 in the other order than they say."""
    code, raw = data[:8], data[8:]
    if code == b"UNICODE\x00":
        raw = raw[: len(raw) // 2 * 2]
        both = [raw.decode(name, "replace") for name in (("utf-16-le", "utf-16-be")[:: 1 if order == "<" else -1])]
        return max(both, key=_likeliness).replace("\x00", "").lstrip("\ufeff")
    if code == b"JIS\x00\x00\x00\x00\x00":
        return _jis(raw.strip(b"\x00"))
    return plain_text(raw if code in {bytes(8), b"ASCII\x00\x00\x00"} else data)


def _jis(raw: bytes) -> str:
    """A text that is called JIS: with escape sequences, in bare pairs of bytes, or in CP932 as many programs write."""
    if JIS[:1] in raw:
        return raw.decode("iso2022_jp_ext", "replace")
    bare = (JIS + raw).decode("iso2022_jp", "replace") if len(raw) % 2 == 0 and raw.isascii() else "\ufffd"
    return plain_text(raw) if "\ufffd" in bare else bare


def _likeliness(text: str) -> int:
    """How much a text looks like one of this country: kana and kanji, and the signs of ASCII."""
    good = sum(
        "\u3040" <= char <= "\u30ff" or "\u4e00" <= char <= "\u9fff" or "\uff01" <= char < "\uffa0" for char in text
    )
    return 2 * good + sum(" " <= char < "\x7f" for char in text) - 3 * sum(char == "\ufffd" for char in text)


def _tags(data: bytes) -> Iterator[tuple[Tag, bool]]:
    """The tags of all directories, each once, and whether they belong to the position."""
    order = {b"II": "<", b"MM": ">"}.get(data[:2], "")
    if not order or len(data) < 8:
        return
    waiting = [(unpack_from(order + "L", data, 4)[0], False)]
    seen: set[int] = set()
    while waiting and len(seen) < MOST_DIRECTORIES:
        at, is_gps = waiting.pop()
        if at in seen or not 8 <= at <= len(data) - 2:
            continue
        seen.add(at)
        count = min(unpack_from(order + "H", data, at)[0], MOST_ENTRIES)
        end = at + 2 + count * 12
        for entry in range(at + 2, min(end, len(data) - 11), 12):
            tag = _tag(data, entry, order)
            if tag is None:
                continue
            if tag.number in SUB_DIRECTORIES or tag.number == GPS_DIRECTORY:
                if tag.kind in {4, 13}:
                    waiting += [(number, tag.number == GPS_DIRECTORY) for number in tag.numbers()[:MOST_ENTRIES]]
            else:
                yield tag, is_gps
        if end + 4 <= len(data):
            waiting.insert(0, (unpack_from(order + "L", data, end)[0], False))


def _tag(data: bytes, at: int, order: str) -> Tag | None:
    number, kind, count = unpack_from(order + "HHL", data, at)
    size = TYPE_BYTES.get(kind, 0) * count
    if not 0 < size <= LONGEST_VALUE:
        return None
    begin = at + 8 if size <= 4 else unpack_from(order + "L", data, at + 8)[0]
    return Tag(number, kind, data[begin : begin + size], order)


def _position(tags: dict[int, Tag]) -> str:
    """Latitude and longitude in degrees, as maps take them; empty without both."""
    found = []
    for half, reference, negative in ((2, 1, b"S"), (4, 3, b"W")):
        tag = tags.get(half)
        if tag is None or tag.kind not in {5, 10} or len(tag.data) < 24:
            return ""
        parts = unpack_from(tag.order + "6L", tag.data)
        degrees = sum(
            over / under / 60**power
            for power, (over, under) in enumerate(zip(parts[::2], parts[1::2], strict=True))
            if under
        )
        sign = -1 if reference in tags and tags[reference].data[:1] == negative else 1
        found.append(f"{sign * degrees:.6f}")
    return ", ".join(found)


def _say(found: Exif, label: str, text: str) -> None:
    text = text.replace("\x00", "").strip()
    if text:
        found.texts.append((label, text))
