"""The packed streams of a PDF, unpacked as far as a budget goes."""

from __future__ import annotations

import zlib
from contextlib import suppress
from io import BytesIO
from typing import Any, Final

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFStream,
    int_value,
)
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits

GRACE: Final = 2**20
CHUNK: Final = 2**18
SALVAGE_STEP: Final = 512
LONGEST_CHAIN: Final = 16
"""References to references, and filters upon filters, that are followed."""


class Budget:
    """What reading one PDF may cost in bytes and time; spending more raises ExtractionError."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._looks = 0
        self.passwords = blob.aids.passwords
        self.damaged = 0
        """Streams whose packed data broke off or did not fit: read in part."""

    def unpack(self, more: int, so_far: int, packed: int) -> None:
        """Count unpacked bytes: ``so_far`` of a stream of ``packed`` bytes."""
        self._blob.count_unpacked(more, self._limits)
        if so_far > GRACE and so_far > self._limits.ratio * packed:
            raise ExtractionError("ratio", f"a stream that unpacks to more than {self._limits.ratio} times its size")

    def look(self) -> None:
        """Count an object looked up."""
        self._looks += 1
        if not self._looks % 64:
            self._blob.check_time(self._limits)

    def check_time(self) -> None:
        """Look at the clock."""
        self._blob.check_time(self._limits)


class BoundedStream(PDFStream):
    """A stream whose filters stop at the budget."""

    def __init__(self, stream: PDFStream, budget: Budget) -> None:
        super().__init__(stream.attrs, stream.rawdata or b"", stream.decipher)
        self._budget = budget

    def decode(self) -> None:
        """Unpack ``rawdata`` into ``data``; image filters are left packed."""
        data = self.rawdata or b""
        if self.decipher is not None and self.objid is not None:
            data = self.decipher(self.objid, self.genno or 0, data, self.attrs)
        packed = len(data)
        for name, parameters in self.get_filters()[:LONGEST_CHAIN]:
            data = self._unpack(name, data, packed)
            if isinstance(parameters, dict) and "Predictor" in parameters:
                data = _predict(parameters, data)
        self.data = data
        self.rawdata = None

    def _unpack(self, name: object, data: bytes, packed: int) -> bytes:
        if name in LITERALS_FLATE_DECODE:
            return self._inflate(data, packed)
        if name in LITERALS_LZW_DECODE:
            return self._join(LZWDecoder(BytesIO(data)).run(), packed)
        if name in LITERALS_ASCII85_DECODE:
            return ascii85decode(data)
        if name in LITERALS_ASCIIHEX_DECODE:
            return asciihexdecode(data)
        if name in LITERALS_RUNLENGTH_DECODE:
            return self._join(_runs(data), packed)
        return data

    def _inflate(self, data: bytes, packed: int) -> bytes:
        """Inflated data as far as it goes: a damaged end costs only the end."""
        for window in (15, -15):
            pieces: list[bytes] = []
            length = 0
            unpacker = zlib.decompressobj(window)
            rest = data
            try:
                while piece := unpacker.decompress(rest, CHUNK):
                    pieces.append(piece)
                    length += len(piece)
                    self._budget.unpack(len(piece), length, packed)
                    rest = unpacker.unconsumed_tail
            except zlib.error:
                # zlib hands out nothing of a call that fails: try again in small steps
                pieces = _salvage(data, window, length + CHUNK)
                self._budget.damaged += 1
            else:
                self._budget.damaged += not unpacker.eof
            if pieces or unpacker.eof:
                return b"".join(pieces)
        return b""

    def _join(self, pieces: Any, packed: int) -> bytes:
        found: list[bytes] = []
        length = counted = 0
        for piece in pieces:
            found.append(piece)
            length += len(piece)
            if length - counted > CHUNK:
                self._budget.unpack(length - counted, length, packed)
                counted = length
        return b"".join(found)


def _salvage(data: bytes, window: int, most: int) -> list[bytes]:
    """What can be inflated before the damage, about ``most`` bytes, the last steps byte by byte."""
    unpacker = zlib.decompressobj(window)
    found: list[bytes] = []
    length = 0
    for begin in range(0, len(data), SALVAGE_STEP):
        step = data[begin : begin + SALVAGE_STEP]
        before = unpacker.copy()
        try:
            found.append(unpacker.decompress(step, most))
        except zlib.error:
            with suppress(zlib.error):
                found.extend(before.decompress(step[at : at + 1]) for at in range(len(step)))
            break
        length += len(found[-1])
        if length >= most:
            break
    return found


def _runs(data: bytes) -> Any:
    """The pieces of run-length packed data (PDF 32000-1, 7.4.5)."""
    at = 0
    while at < len(data):
        length = data[at]
        if length == 128:
            return
        if length < 128:
            yield data[at + 1 : at + 2 + length]
            at += 2 + length
        else:
            yield data[at + 1 : at + 2] * (257 - length)
            at += 2


def _predict(parameters: dict[str, Any], data: bytes) -> bytes:
    """Data with its predictor undone; a row longer than the data itself is a lie that would cost gigabytes."""
    kind = int_value(parameters["Predictor"])
    colors = int_value(parameters.get("Colors", 1))
    columns = int_value(parameters.get("Columns", 1))
    bits = int_value(parameters.get("BitsPerComponent", 8))
    if kind < 2:
        return data
    if min(colors, columns, bits) < 1 or colors * columns * bits > 8 * len(data) + 8:
        raise PDFException("absurd predictor")
    if kind == 2:
        return apply_tiff_predictor(colors, columns, bits, data)
    return apply_png_predictor(kind, colors, columns, bits, data)
