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

from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect, PDFXRefStream
from pdfminer.pdfexceptions import PDFException
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream
from pdfminer.psexceptions import PSException

from piiscan.errors import ExtractionError
from piiscan.extract.passwords import GIVE_HINT, locked, spellings
from piiscan.extract.pdf_rescue import OBJECT, SearchedXRef
from piiscan.extract.pdf_streams import LONGEST_CHAIN, BoundedStream, Budget
from piiscan.extract.protocol import Blob

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


def attempt(call: Callable[[], T]) -> T:
    """What ``call`` returns; whatever pdfminer raises becomes ExtractionError: the one place where it is caught."""
    try:
        return call()
    except PDFEncryptionError:
        raise ExtractionError("encrypted", "a PDF with a password", GIVE_HINT) from None
    except LIBRARY_ERRORS as error:
        # from None: messages of the library quote the document
        raise ExtractionError("corrupt", f"not valid PDF ({type(error).__name__})") from None


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
