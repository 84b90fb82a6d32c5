"""Office documents with a password, of Office 97 to now: opened by msoffcrypto-tool (extra ``all``)."""

from __future__ import annotations

import logging
import struct
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from itertools import chain
from typing import Any, Final
from xml.parsers.expat import ExpatError

from piiscan.errors import ExtractionError
from piiscan.extract.nested import read_inline
from piiscan.extract.packed import EXTRA_HINT
from piiscan.extract.passwords import locked
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Segment, Skip

SILENT: Final = ("VelvetSweatshop", "/01Hannes Ruescher/01")
"""What Excel and PowerPoint lock by themselves, and open without asking ([MS-OFFCRYPTO] 2.1.1, 2.1.2)."""
MOST_SPINS: Final = 10_000_000
"""How often a key may be hashed ([MS-OFFCRYPTO] 2.3.4.10); Office writes 100,000."""

_FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    ExpatError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zipfile.BadZipFile,
)
"""What the library and olefile below it raise on damaged bytes, besides their own errors."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of an OLE2 file that holds a locked Office document; ExtractionError("encrypted") if it stays so."""
    yield from unlocked(blob, limits, "an Office document with a password")


def unlocked(blob: Blob, limits: Limits, what: str) -> Iterator[Segment | Skip]:
    """The segments of a locked document by the first password that opens it; ``what`` names it where none does."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    if blob.depth >= limits.depth:
        raise ExtractionError("depth", f"nested deeper than {limits.depth}")
    try:
        import msoffcrypto
    except ImportError as error:
        if not blob.aids.passwords:
            raise locked(blob, what) from error
        raise ExtractionError("missing_extra", "passwords of Office need an optional library", EXTRA_HINT) from error
    logging.getLogger("msoffcrypto").setLevel(logging.CRITICAL)  # its debug lines hold passwords and keys
    for password in chain(SILENT, blob.aids.passwords):
        blob.check_time(limits)
        data = _decrypted(msoffcrypto, blob, password)
        if data:
            blob.count_unpacked(len(data), limits)
            # One deeper: what only claims to be unlocked must come to an end.
            yield from read_inline(replace(blob, depth=blob.depth + 1), blob.name, [data], limits)
            return
    raise locked(blob, what)


def _decrypted(library: Any, blob: Blob, password: str) -> bytes:
    """The document without its password; no bytes where it does not fit or nothing can be made of the file."""
    failures: tuple[type[Exception], ...] = (*_own_errors(library), *_FAILURES)
    out = BytesIO()
    blob.stream.seek(0)
    try:
        file = library.OfficeFile(BytesIO(blob.stream.read()))
        if _spins(file) > MOST_SPINS:
            return b""
        # Readers of the old formats check a password anyway, and take no such keyword.
        file.load_key(password=password, **({"verify_password": True} if file.format == "ooxml" else {}))
        file.decrypt(out)
    except failures:
        return b""
    return out.getvalue()


def _own_errors(library: Any) -> tuple[type[Exception], ...]:
    """The errors of the library itself, which have no parent of their own."""
    named = vars(library.exceptions).values()
    return tuple(value for value in named if isinstance(value, type) and issubclass(value, Exception))


def _spins(file: Any) -> int:
    info = getattr(file, "info", None)
    return int(info.get("spinValue", 0)) if isinstance(info, dict) else 0
