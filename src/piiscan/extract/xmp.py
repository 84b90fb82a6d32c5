"""Text of an XMP packet: what somebody typed into the properties of a picture or a document, as text or attribute."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, LocalNames, told
from piiscan.model import Place, Segment, Skip

DEPTH: Final = 256
STRUCTURE: Final = frozenset(("Alt", "Bag", "Description", "RDF", "Seq", "li", "xmpmeta"))
"""Elements that order others: a text in them belongs to the property around."""
SILENT_SPACES: Final = (
    "aux:",
    "crs:",
    "exifEX:",
    "rdf:",
    "stEvt:",
    "stRef:",
    "tiff:",
    "x:",
    "xml",
    "xmpMM:",
    "xmpTPg:",
)
"""Name spaces of settings, histories and numbers."""
SILENT_PROPERTIES: Final = frozenset(
    (
        *("CreateDate", "CreatorTool", "DocumentID", "InstanceID", "MetadataDate", "ModifyDate", "OriginalDocumentID"),
        *("Producer", "VersionID", "changed", "format", "instanceID", "softwareAgent", "when"),
    )
)
"""Properties that count or name software: no person typed them."""
SPOKEN_ANYWAY: Final = frozenset(("Artist", "Copyright", "ImageDescription", "OwnerName", "CameraOwnerName"))
COUNTED: Final = re.compile(r"[-+0-9.,:/ TZ]*")
"""Numbers, fractions and times."""


class XmpEvents:
    """Writes the properties of a packet, a line each, labelled with their names."""

    def __init__(self, writer: SegmentWriter, place: Place) -> None:
        self._writer = writer
        self._place = place
        self._names = LocalNames()
        self._depth = Depth(DEPTH)
        self._open: list[str] = []
        self._pieces: list[str] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A property, or what orders them; short forms keep their value in an attribute."""
        self._flush()
        self._depth.down()
        local = self._names[name]
        self._open.append((self._open[-1] if self._open else "") if local in STRUCTURE else name)
        for key, value in attributes.items():
            self._line(key, value)

    def end(self, _name: str) -> None:
        """The end of a property."""
        self._flush()
        self._depth.up()
        self._open.pop()

    def text(self, data: str) -> None:
        """Characters of a property."""
        self._pieces.append(data)

    def _flush(self) -> None:
        text = "".join(self._pieces).strip()
        self._pieces.clear()
        if text:
            self._line(self._open[-1] if self._open else "", text)

    def _line(self, name: str, text: str) -> None:
        local = self._names[name]
        silent = name.startswith(SILENT_SPACES) or local in SILENT_PROPERTIES
        is_number = COUNTED.fullmatch(text) and "GPS" not in local
        if is_number or (silent and local not in SPOKEN_ANYWAY) or not text.strip():
            return
        self._writer.mark(text.strip(), self._place, local)
        self._writer.write("\n")


def read_xmp(chunks: Iterable[bytes], place: Place) -> Iterator[Segment | Skip]:
    """The segments of a packet, and a skip where its XML breaks off."""
    writer = SegmentWriter(place)
    yield from told(chunks, XmpEvents(writer, place), writer, place)
