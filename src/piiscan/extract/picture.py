"""Pictures: the words in their metadata, and by OCR what they show; without it they are named as not examined."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.exif import plain_text, read_exif
from piiscan.extract.iptc import iptc_texts, photoshop_blocks
from piiscan.extract.magic import MAGIC
from piiscan.extract.ocr import MOST_PIXELS, hint, segments_of, tesseract
from piiscan.extract.picture_blocks import Block, blocks_of
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.sniff import why_unread
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmp import read_xmp
from piiscan.model import Place, Segment, Skip

KINDS: Final = frozenset(("jpeg", "png", "gif", "webp", "tiff", "psd", "heif", "bmp"))
READABLE: Final = frozenset(("jpeg", "png", "gif", "webp", "tiff", "bmp"))
"""What Tesseract takes as it is."""
PROPERTY: Final = "property"
NESTED: Final = 4
"""Blocks inside blocks (Photoshop resources in TIFF tags in EXIF) that are followed."""
SILENT: Final = frozenset(
    ("Software", "date:create", "date:modify", "date:timestamp", "Creation Time", "png:bit-depth")
)
"""Texts of a PNG that no person typed."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a picture's metadata, and a skip for the picture itself."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    data = blob.stream.read()
    kind = kind_of(data)
    if not kind:
        raise ExtractionError("corrupt", "a picture of no known kind")
    yield from metadata(kind, data, Place(member=blob.member, part=PROPERTY))
    yield from shown(kind, data, blob, limits)


def shown(kind: str, data: bytes, blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of the text that a picture shows; ExtractionError where nobody reads it."""
    program = tesseract(blob) if kind in READABLE else None
    unread = why_unread(kind, blob.name)
    if program is None:
        raise ExtractionError(unread.reason, unread.detail, hint(blob))
    width, height = size_of(data)
    if width * height > MOST_PIXELS:
        raise ExtractionError("too_big", f"a picture of more than {MOST_PIXELS:,} pixels")
    text = program.text_of(data, blob, limits)
    yield from segments_of(text, Place(member=blob.member)) if text.strip() else ()


def kind_of(data: bytes) -> str:
    """The kind of a picture by its first bytes; empty for what is none."""
    return next((kind for at, magic, kind, _ in MAGIC if kind in KINDS and data.startswith(magic, at)), "")


def metadata(kind: str, data: bytes, place: Place) -> Iterator[Segment | Skip]:
    """The words that stand in a picture's metadata."""
    words = _Words(place)
    yield from words.read(blocks_of(kind, data))
    yield from words.writer.close()


def size_of(data: bytes) -> tuple[int, int]:
    """Width and height of a picture in pixels, as it says itself; zeros where it does not."""
    kind, found = kind_of(data), (0, 0)
    for block in blocks_of(kind, data) if kind else ():
        size = read_exif(block.data).size if block.kind == "exif" and kind == "tiff" else block.size
        if size[0] * size[1] > found[0] * found[1]:
            found = size
    return found


class _Words:
    """The metadata of one picture being read."""

    def __init__(self, place: Place) -> None:
        self.writer = SegmentWriter(place)
        self._place = place
        self._said: set[tuple[str, str]] = set()

    def read(self, blocks: Iterator[Block], depth: int = 0) -> Iterator[Segment | Skip]:
        """Segments of XMP packets; the other words go to the writer."""
        for block in blocks:
            if block.kind == "text" and block.label not in SILENT:
                self._say(block.label, plain_text(block.data))
            elif block.kind == "exif":
                found = read_exif(block.data)
                for label, text in found.texts:
                    self._say(label, text)
                if depth < NESTED:
                    yield from self.read((Block(kind, data) for kind, data in found.blocks), depth + 1)
            elif block.kind == "iptc":
                for label, text in iptc_texts(block.data):
                    self._say(label, text)
            elif block.kind == "photoshop" and depth < NESTED:
                yield from self.read((Block(kind, data) for kind, data in photoshop_blocks(block.data)), depth + 1)
            elif block.kind == "xmp":
                yield from read_xmp([block.data.rstrip(b"\x00 \r\n\t")], self._place)

    def _say(self, label: str, text: str) -> None:
        """Write a text once: programs keep the same in EXIF, IPTC and XMP."""
        text = text.strip("\x00 \r\n\t")
        if text and (label, text) not in self._said:
            self._said.add((label, text))
            self.writer.mark(text, self._place, label)
            self.writer.write("\n")
