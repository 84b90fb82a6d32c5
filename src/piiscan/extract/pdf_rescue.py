"""Finding the objects of a PDF whose directory is lost: by looking for them in the bytes."""

from __future__ import annotations

import re
from typing import Any, Final

from pdfminer.pdfdocument import PDFXRef
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFObjRef, PDFStream, stream_value
from pdfminer.psexceptions import PSException
from pdfminer.psparser import LIT

OBJECT: Final = re.compile(rb"(?<![0-9])([0-9]{1,9})[\x00\t\n\f\r ]+([0-9]{1,5})[\x00\t\n\f\r ]+obj(?![A-Za-z])")
CATALOG: Final = re.compile(rb"/Type\s*/Catalog(?![A-Za-z])")
TRAILER: Final = re.compile(rb"trailer\s*(?=<<)")
HEAD: Final = 2_000
"""Bytes of an object in which its type stands."""
MOST_OBJECTS: Final = 1_000_000
CARRIED: Final = ("Root", "Encrypt", "ID", "Info")


class SearchedXRef(PDFXRef):
    """A directory made by searching. It has a trailer with a /Root in any case; that may be empty."""

    def load(self, parser: PDFParser) -> None:
        """Search the whole file (bounded by the size of containers that are opened)."""
        parser.fp.seek(0)
        data = parser.fp.read()
        parser.fallback = True  # lengths of streams are not believed, their ends are looked for
        catalog = None
        packed: list[int] = []
        for found in OBJECT.finditer(data):
            number = int(found[1])
            self.offsets[number] = (None, found.start(), int(found[2]))
            head = data[found.end() : found.end() + HEAD].partition(b"endobj")[0]
            if b"/ObjStm" in head:
                packed.append(number)
            elif CATALOG.search(head):
                catalog = number
            elif b"/XRef" in head:
                self._take_trailer(_parsed(parser, found.start(), skip=3))
            if len(self.offsets) >= MOST_OBJECTS:
                break
        for found in TRAILER.finditer(data):
            self._take_trailer(_parsed(parser, found.end(), skip=0))
        if catalog is not None:
            self.trailer.setdefault("Root", PDFObjRef(parser.doc, catalog))
        self.trailer.setdefault("Root", {"Type": LIT("Catalog")})
        self._packed = packed

    def unpack(self, parser: PDFParser) -> None:
        """Add the objects inside object streams; to be called once strings and streams can be deciphered."""
        for number in self._packed:
            stream = _resolved(parser, number)
            if stream is None:
                continue
            count = stream.get("N", 0)
            inside = PDFStreamParser(stream.get_data())
            for index in range(count if isinstance(count, int) else 0):
                try:
                    (_, objid), _ = inside.nextobject(), inside.nextobject()
                except PSException:
                    break
                if isinstance(objid, int):
                    self.offsets.setdefault(objid, (number, index, 0))

    def _take_trailer(self, found: Any) -> None:
        entries = found.attrs if isinstance(found, PDFStream) else found
        if isinstance(entries, dict):
            self.trailer.update({key: entries[key] for key in CARRIED if key in entries})


def _parsed(parser: PDFParser, at: int, *, skip: int) -> object:
    """The object at a position, behind ``skip`` tokens; None if there is none that can be read."""
    try:
        parser.seek(at)
        for _ in range(skip):
            parser.nexttoken()
        return parser.nextobject()[1]
    except (PSException, ValueError, AssertionError, RecursionError):
        return None


def _resolved(parser: PDFParser, number: int) -> PDFStream | None:
    try:
        return stream_value(PDFObjRef(parser.doc, number))
    except (PSException, ValueError, AssertionError, RecursionError):
        return None
