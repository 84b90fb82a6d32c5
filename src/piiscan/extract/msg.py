"""Outlook items (msg): every text property of message, recipients and attachments, bodies, attached files.

Formats: [MS-OXMSG] for the file, [MS-OXPROPS] for the numbers of properties.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.charsets import CODE_PAGES, short_text
from piiscan.extract.compound import STREAM, Compound, Entry
from piiscan.extract.embedded import read_storage
from piiscan.extract.nested import name_segment, read_inline, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.rtf_packed import unpack_rtf
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

PROPERTY: Final = re.compile(r"__substg1\.0_([0-9A-F]{4})(001E|001F|0102|000D)(?:-[0-9A-F]{8})?", re.IGNORECASE)
ATTACHMENT, RECIPIENT = "__attach_version1.0_#", "__recip_version1.0_#"
TEXT_TYPES: Final = ("001e", "001f")
BODY, HTML, RTF, DATA = 0x1000, 0x1013, 0x1009, 0x3701
LONG_NAME, SHORT_NAME, SHOWN_NAME = 0x3707, 0x3704, 0x3001
CODE_PAGE_PROPERTIES: Final = (0x3FFD, 0x3FDE)
LABELS: Final = {
    0x0037: "Subject",
    0x0042: "From",
    0x0065: "From",
    0x0C1A: "Sender",
    0x0C1F: "Sender",
    0x5D01: "Sender",
    0x0E04: "To",
    0x0E03: "Cc",
    0x0E02: "Bcc",
    0x0050: "Reply-To",
    0x3001: "名前",
    0x3003: "email",
    0x39FE: "email",
    0x3A06: "given name",
    0x3A11: "surname",
    0x3A16: "company",
    0x3A17: "title",
    0x3A08: "電話",
    0x3A09: "電話",
    0x3A1C: "携帯電話",
    0x3A1A: "電話",
    0x3A24: "FAX",
    0x3A15: "住所",
    0x3A29: "住所",
    0x3A2A: "郵便番号",
    0x007D: "headers",
    0x5D02: "From",
    0x5D0A: "Creator",
    0x3FF8: "Creator",
    0x3FFA: "last author",
}
"""Numbers of properties -> what a person calls them; all others are shown without a label."""
SILENT: Final = frozenset(
    (
        0x001A,
        0x0064,
        0x0070,
        0x0075,
        0x0076,
        0x0077,
        0x0C1E,
        0x0E1D,
        0x1035,
        0x1042,
        0x3002,
        0x3703,
        0x370E,
        0x3712,
        0x3A20,
        0x8000,
    )
)
"""Kinds of message and address, repetitions of the subject, identifiers."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of an item: its properties, its body, its recipients, its attachments."""
    compound = Compound(blob, limits)
    item = _Item(compound, limits)
    yield from item.read()
    if compound.damaged:
        yield Skip("", "corrupt", blob.member, f"streams that end early: {len(compound.damaged)}")


class _Item:
    """One item being read."""

    def __init__(self, compound: Compound, limits: Limits) -> None:
        self._compound = compound
        self._limits = limits
        self._blob = compound.blob
        self._place = Place(member=compound.blob.member)
        self._codec = self._code_page()

    def read(self) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        root = self._properties(())
        yield from self._show(root, "header")
        yield from self._bodies(root)
        storages = dict.fromkeys(entry.path[0] for entry in self._compound.entries if len(entry.path) > 1)
        for name in storages:
            if name.lower().startswith(RECIPIENT):
                yield from self._show(self._properties((name,)), "recipient")
        for name in storages:
            if name.lower().startswith(ATTACHMENT):
                yield from self._attachment(name)

    def _properties(self, path: tuple[str, ...]) -> dict[int, Entry]:
        """The property streams of the item or of one of its storages by their numbers; texts in Unicode win."""
        found: dict[int, Entry] = {}
        for entry in self._compound.entries:
            named = PROPERTY.fullmatch(entry.name) if entry.path[:-1] == path else None
            if named is not None and not (entry.name.lower().endswith("001e") and int(named[1], 16) in found):
                found[int(named[1], 16)] = entry
        return found

    def _text(self, entry: Entry) -> str:
        kind = entry.name.lower()
        if entry.kind != STREAM or not kind.endswith(TEXT_TYPES) or entry.size > self._limits.input_bytes:
            return ""
        raw = self._compound.read(entry)
        text = raw.decode("utf-16-le", "replace") if kind.endswith("001f") else short_text(raw, self._codec)
        return text.strip("\x00")

    def _show(self, properties: dict[int, Entry], part: str) -> Iterator[Segment]:
        here = self._place._replace(part=part)
        writer = SegmentWriter(here)
        for number, entry in properties.items():
            if number in SILENT or number == BODY:
                continue
            text = self._text(entry).strip()
            if text:
                writer.mark(text, here, LABELS.get(number, ""))
                writer.write("\n")
        yield from writer.close()

    def _bodies(self, root: dict[int, Entry]) -> Iterator[Segment | Skip]:
        """The letter as text and as page; as Rich Text only where there is neither."""
        text = self._text(root[BODY]) if BODY in root else ""
        if text:
            writer = SegmentWriter(self._place._replace(line=1))
            writer.write(text.replace("\r\n", "\n").replace("\r", "\n"))
            yield from writer.close()
        if HTML in root:
            page = self._compound.read(root[HTML])
            if root[HTML].name.lower().endswith("001f"):
                page = page.decode("utf-16-le", "replace").encode("utf-8")
            yield from read_inline(self._blob, "body.html", [page], self._limits)
        elif not text and RTF in root:
            try:
                document = unpack_rtf(self._compound.read(root[RTF]), self._limits.unpacked_bytes)
            except ExtractionError as error:
                yield Skip("", error.reason, self._blob.member, error.detail)
            else:
                yield from read_inline(self._blob, "body.rtf", [document], self._limits)

    def _attachment(self, storage: str) -> Iterator[Segment | Skip]:
        properties = self._properties((storage,))
        names = (self._text(properties[n]) for n in (LONG_NAME, SHORT_NAME, SHOWN_NAME) if n in properties)
        name = next(filter(None, names), "") or storage.rpartition("#")[2]
        self._blob.count_member(self._limits)
        yield name_segment(self._blob, name)
        data = properties.get(DATA)
        if data is None:
            yield Skip("", "unsupported", self._blob.path_of(name), "an attachment that is kept elsewhere")
        elif data.kind == STREAM:
            yield from read_member(self._blob, name, self._compound.chunks(data), self._limits)
        else:
            yield from read_storage(self._compound, data.path, self._limits, name)

    def _code_page(self) -> str:
        """The codec of texts that are not in Unicode, by the fixed-size properties of the item."""
        entry = self._compound.find("__properties_version1.0")
        data = self._compound.read(entry) if entry is not None else b""
        for header in (32, 24):
            for at in range(header, len(data) - 15, 16):
                if int.from_bytes(data[at + 2 : at + 4], "little") in CODE_PAGE_PROPERTIES:
                    return CODE_PAGES.get(int.from_bytes(data[at + 8 : at + 12], "little"), "cp932")
        return "cp932"
