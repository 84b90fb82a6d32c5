"""Document properties of old Office files: author, title, company and whatever else somebody typed ([MS-OLEPS])."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from piiscan.extract.compound import Compound
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment

SUMMARY: Final = {
    2: "title",
    3: "subject",
    4: "author",
    5: "keywords",
    6: "comments",
    8: "last author",
}
DOCUMENT: Final = {2: "category", 14: "manager", 15: "company"}
STREAMS: Final = (("\x05SummaryInformation", SUMMARY), ("\x05DocumentSummaryInformation", DOCUMENT))
TEXTS: Final = {0x1E: "ansi", 0x1F: "wide"}
MOST: Final = 1000


def properties(book: Compound, place: Place) -> Iterator[Segment]:
    """One segment with the properties of a compound file, each labelled with its name."""
    here = place._replace(part="property")
    writer = SegmentWriter(here)
    for stream, labels in STREAMS:
        entry = book.find(stream)
        if entry is not None:
            for label, text in _values(book.read(entry), labels):
                writer.mark(text, here, label)
                writer.write("\n")
    yield from writer.close()


def _values(data: bytes, labels: dict[int, str]) -> Iterator[tuple[str, str]]:
    """Label and text of every text property; those a user added carry the name they were given."""
    for section in range(min(2, _u32(data, 24))):
        start = _u32(data, 44 + 20 * section)
        count = min(MOST, _u32(data, start + 4))
        table = {_u32(data, start + 8 + 8 * i): start + _u32(data, start + 12 + 8 * i) for i in range(count)}
        codec = _codec(data, table.get(1, len(data)))
        names = _names(data, table[0], codec) if 0 in table else {}
        for identifier, at in table.items():
            label = names.get(identifier, "") if section or names else labels.get(identifier, "")
            text = _text(data, at, codec) if label and identifier > 1 else ""
            if text:
                yield label, text


def _codec(data: bytes, at: int) -> str:
    page = int.from_bytes(data[at + 4 : at + 6], "little")
    return {932: "cp932", 65001: "utf-8", 1200: "utf-16-le"}.get(page, "cp932" if page in {0, 10001} else "cp1252")


def _names(data: bytes, at: int, codec: str) -> dict[int, str]:
    """The names of the properties a user added."""
    found: dict[int, str] = {}
    count, at = min(MOST, _u32(data, at)), at + 4
    for _ in range(count):
        identifier, length = _u32(data, at), _u32(data, at + 4)
        size = length * 2 if codec == "utf-16-le" else length
        found[identifier] = data[at + 8 : at + 8 + size].decode(codec, "replace").rstrip("\x00")
        at += 8 + (size + 3 & ~3 if codec == "utf-16-le" else size)
    return found


def _text(data: bytes, at: int, codec: str) -> str:
    kind, length = _u32(data, at), _u32(data, at + 4)
    if kind not in TEXTS:
        return ""
    wide = TEXTS[kind] == "wide"
    raw = data[at + 8 : at + 8 + min(len(data), length * 2 if wide else length)]
    return raw.decode("utf-16-le" if wide else codec, "replace").split("\x00", 1)[0].strip()


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
