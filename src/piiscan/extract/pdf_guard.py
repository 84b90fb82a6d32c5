"""Opening a PDF with pdfminer.six without letting it hang, swell or fall over.

pdfminer believes what a file claims: it follows rings of references for ever, loops over object counts of 10^9,
inflates without bound and recurses as deep as the file is nested. The guards here bound what is known; for what is not
yet known, the worker process with its limits of time and memory is the last line.
"""

from __future__ import annotations

import logging
import struct
import zlib
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from itertools import islice
from typing import Any, Final, TypeVar

from pdfminer.ascii85 import ascii85decode, asciihexdecode
from pdfminer.lzw import LZWDecoder
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFXRefStream
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import (
    LITERALS_ASCII85_DECODE,
    LITERALS_ASCIIHEX_DECODE,
    LITERALS_FLATE_DECODE,
    LITERALS_LZW_DECODE,
    LITERALS_RUNLENGTH_DECODE,
    PDFObjRef,
    PDFStream,
    int_value,
)
from pdfminer.psexceptions import PSException
from pdfminer.utils import apply_png_predictor, apply_tiff_predictor

from piiscan.errors import ExtractionError
from piiscan.extract.passwords import GIVE_HINT, locked, spellings
from piiscan.extract.pdf_rescue import OBJECT, SearchedXRef
from piiscan.extract.protocol import Blob, Limits

T = TypeVar("T")

LIBRARY_ERRORS: Final = (
    PSException,  # all of pdfminer's own: PDFException, PSEOF, PDFSyntaxError ...
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)
"""What pdfminer was seen to raise on 1,500 mutants of a file, and its neighbours in kind."""

MOST_CHECKED: Final = 5_000
"""Objects whose beginning is looked at."""
GRACE: Final = 2**20
CHUNK: Final = 2**18
SALVAGE_STEP: Final = 512
LONGEST_CHAIN: Final = 16
"""References to references, and filters upon filters, that are followed."""


def attempt(call: Callable[[], T]) -> T:
    """What ``call`` returns; whatever pdfminer raises becomes ExtractionError: the one place where it is caught."""
    try:
        return call()
    except PDFEncryptionError:
        raise ExtractionError("encrypted", "a PDF with a password", GIVE_HINT) from None
    except LIBRARY_ERRORS as error:
        # from None: messages of the library quote the document
        raise ExtractionError("corrupt", f"not valid PDF ({type(error).__name__})") from None


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


class GuardedParser(PDFParser):
    """A parser whose streams are bounded."""

    def __init__(self, stream: Any, budget: Budget) -> None:
        super().__init__(stream)
        self._budget = budget

    def push(self, *objs: Any) -> None:
        """Every object read comes by here."""
        for position, item in objs:
            if type(item) is PDFStream:
                item = BoundedStream(item, self._budget)  # noqa: PLW2901
            super().push((position, item))


class GuardedDocument(PDFDocument):
    """A document whose references end somewhere. ``rescue`` ignores its own directory and searches for objects."""

    def __init__(self, parser: PDFParser, budget: Budget, *, rescue: bool) -> None:
        self._budget = budget
        self._passwords = budget.passwords
        self.password = ""
        """The one that opened it."""
        self._rescue = rescue
        self._read_at: set[int] = set()
        super().__init__(parser)
        for xref in self.xrefs:
            if isinstance(xref, PDFXRefStream):
                _clamp(xref)
            elif isinstance(xref, SearchedXRef):
                xref.unpack(parser)

    def _initialize_password(self, password: str = "") -> None:
        """Unlock by the empty password, which every reader tries, or the first given one that fits."""
        self.password = ""
        with suppress(PDFPasswordIncorrect):
            super()._initialize_password(password)
            return
        for each in self._passwords:
            self._budget.check_time()
            # Old kinds of locks take latin-1 only: the bytes of any other spelling are handed over as such.
            for spelt in dict.fromkeys((each, *(raw.decode("latin-1") for raw in spellings(each)))):
                with suppress(PDFPasswordIncorrect, ValueError, IndexError):  # a word that no lock of that kind takes
                    super()._initialize_password(spelt)
                    self.password = each
                    return
        raise PDFPasswordIncorrect

    def find_xref(self, parser: PDFParser) -> int:
        """Where the directory begins."""
        return 0 if self._rescue else super().find_xref(parser)

    def read_xref_from(self, parser: PDFParser, start: int, xrefs: list[Any]) -> None:
        """Read a directory and those before it, each once."""
        if self._rescue:
            found = SearchedXRef()
            found.load(parser)
            xrefs.append(found)
        elif start not in self._read_at:
            self._read_at.add(start)
            self._budget.check_time()
            super().read_xref_from(parser, start, xrefs)

    def getobj(self, objid: int) -> object:
        """An object that is no reference itself."""
        self._budget.look()
        found = super().getobj(objid)
        for _ in range(LONGEST_CHAIN):
            if not isinstance(found, PDFObjRef):
                return found
            self._budget.look()
            found = super().getobj(found.objid)
        raise PDFException("references in a ring")


def offsets_hold(document: GuardedDocument) -> bool:
    """Whether objects begin where the directory says: one byte lost at the front shifts all of them."""
    parser = document._parser  # noqa: SLF001 - pdfminer has no other way to the bytes
    stream = parser.fp if parser is not None else BytesIO()
    for xref in document.xrefs:
        for objid in islice(xref.get_objids(), MOST_CHECKED):
            packed_in, position, _ = xref.get_pos(objid)
            if packed_in is None:
                stream.seek(position)
                if not OBJECT.match(stream.read(64).lstrip()):
                    return False
    return True


def _clamp(xref: PDFXRefStream) -> None:
    """Claims of object counts cut down to the entries that are there."""
    entries = len(xref.data or b"") // max(1, xref.entlen or 1)
    xref.ranges = [(start, min(count, entries)) for start, count in xref.ranges]


def open_document(blob: Blob, budget: Budget, *, rescue: bool = False) -> GuardedDocument:
    """The opened document, with the empty user password if it asks for one."""
    # Log lines of pdfminer quote the document, and building its debug lines costs time.
    logging.getLogger("pdfminer").setLevel(logging.CRITICAL)
    blob.stream.seek(0)
    try:
        return attempt(lambda: GuardedDocument(GuardedParser(blob.stream, budget), budget, rescue=rescue))
    except ExtractionError as error:
        if error.reason == "encrypted":
            raise locked(blob, error.detail) from None
        raise
