"""7-Zip archives, read through py7zr (extra ``all``) into memory, with every written byte counted."""

from __future__ import annotations

import lzma
import struct
import sys
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from piiscan.errors import ExtractionError
from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.packed import EXTRA_HINT, GRACE
from piiscan.extract.passwords import fitting, locked
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import Segment, Skip

HELD_BYTES: Final = 64 * 2**20
"""How much is unpacked at once; the members of a solid archive cannot be streamed one by one."""
LOCKED: Final = "a 7-Zip archive with a password"

PPMD: Final = b"\x03\x04\x01"
"""Its decoder ends the whole process on damaged data (25 of 400 files with flipped bytes; no other did)."""
CODER_ERRORS: Final = (
    ("brotli", "error"),
    ("brotlicffi", "error"),
    ("backports.zstd", "ZstdError"),
    ("pyzstd", "ZstdError"),
)

_NOISE: Final = (ArithmeticError, AssertionError, MemoryError, RuntimeError, struct.error)
"""What it may raise besides on the noise that a wrong password makes of a list of members."""
_DAMAGE: Final = (
    lzma.LZMAError,
    zlib.error,
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    AssertionError,  # py7zr asserts what a header says
    struct.error,
)
"""What py7zr raises on flipped bytes besides its own errors."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all members in the order of the archive, and a skip for each that could not be read."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    archive = _open(blob, limits)
    for names in _lots(archive):
        factory = _Factory(blob, limits)
        problem = _unpack(archive, names, factory)
        for name in names:
            blob.count_member(limits)
            yield name_segment(blob, name)
            yield from read_member(blob, name, factory.take(name), limits)
        if problem is not None:
            raise problem


def _open(blob: Blob, limits: Limits) -> Any:
    """The archive, its list of members read; a locked one by the first password that opens it."""
    try:
        import py7zr
    except ImportError as error:
        raise ExtractionError("missing_extra", "7-Zip archives need an optional library", EXTRA_HINT) from error
    try:
        archive = _opened(blob, None)
        if archive.needs_password():
            archive = _unlocked(blob, limits)
    except py7zr.exceptions.PasswordRequired:
        archive = _unlocked(blob, limits)
    except (py7zr.exceptions.ArchiveError, *_DAMAGE) as error:
        raise ExtractionError("corrupt", "a damaged 7-Zip archive") from error
    if PPMD in _methods(archive):
        raise ExtractionError("unsupported", "a 7-Zip archive packed by PPMd", "unpack it and scan what was inside")
    return archive


def _opened(blob: Blob, password: str | None) -> Any:
    import py7zr

    blob.stream.seek(0)
    return py7zr.SevenZipFile(blob.stream, password=password)


def _unlocked(blob: Blob, limits: Limits) -> Any:
    """The archive opened by a given password."""
    password = fitting(blob, limits, lambda each: _opens(blob, limits, each))
    if password is None:
        raise locked(blob, LOCKED)
    return _opened(blob, password)


def _opens(blob: Blob, limits: Limits, password: str) -> bool:
    """Whether a password opens the list of members, and its first ones: wrong ones give noise, told by its checksum."""
    import py7zr

    try:
        archive = _opened(blob, password)
        if PPMD in _methods(archive):
            return True  # not unpacked anyway
        lot = next(_lots(archive), [])
    except (py7zr.exceptions.ArchiveError, py7zr.exceptions.PasswordRequired, *_DAMAGE, *_NOISE):
        return False
    spent = replace(blob.tally)
    blob.tally, real = spent, blob.tally  # what a trial unpacks is no part of the file
    try:
        problem = _unpack(archive, lot, _Factory(blob, limits))
        return problem is None or problem.reason != "corrupt"
    finally:
        blob.tally = real


def _methods(archive: Any) -> set[bytes]:
    """The numbers of the methods the archive is packed by."""
    streams = archive.header.main_streams
    folders = streams.unpackinfo.folders if streams is not None else ()
    return {coder["method"] for folder in folders for coder in folder.coders}


def _coder_errors() -> tuple[type[Exception], ...]:
    """The errors of the decoders that are loaded; each has its own, no child of any other."""
    found = [getattr(sys.modules.get(module), name, None) for module, name in CODER_ERRORS]
    return tuple(error for error in found if error is not None)


def _lots(archive: Any) -> Iterator[list[str]]:
    """The names of the members in lots that are unpacked together."""
    names: list[str] = []
    size = 0
    for info in archive.list():
        if info.is_directory or info.is_symlink:
            continue
        if names and size + info.uncompressed > HELD_BYTES:
            yield names
            names, size = [], 0
        names.append(info.filename)
        size += max(0, info.uncompressed)
    if names:
        yield names


def _unpack(archive: Any, names: list[str], factory: _Factory) -> ExtractionError | None:
    """What ended the unpacking of these members early, if anything did."""
    import py7zr

    known = (py7zr.exceptions.ArchiveError, py7zr.exceptions.PasswordRequired)
    failures: tuple[type[Exception], ...] = (*known, *_DAMAGE, *_coder_errors())
    try:
        archive.reset()
        archive.extract(targets=names, factory=factory)
    except ExtractionError as error:
        return error
    except failures as error:
        return ExtractionError("corrupt", f"damaged packed data ({type(error).__name__})")
    return None


class _Held:
    """The bytes of one member, counted as py7zr writes them."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self.pieces: list[bytes] = []
        self._blob = blob
        self._limits = limits
        self._size = 0

    def write(self, data: bytes) -> int:
        """Take bytes; stops the archive at the limits of the file."""
        self._blob.count_unpacked(len(data), self._limits)
        self._size += len(data)
        if self._size > GRACE and self._size > self._limits.ratio * self._blob.size:
            raise self._blob.tally.stop("ratio", f"unpacks to more than {self._limits.ratio} times its size")
        self.pieces.append(bytes(data))
        return len(data)

    def size(self) -> int:
        """How many bytes there are."""
        return self._size

    def seekable(self) -> bool:
        """False: bytes only come."""
        return False

    def seek(self, offset: int, whence: int = 0) -> int:
        """Nowhere: older versions rewind what they have written, whatever it is."""
        return 0

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Called behind the last byte."""


class _Factory:
    """Gives py7zr memory to write the members of one lot to."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._held: dict[str, _Held] = {}

    def create(self, filename: str) -> _Held:
        """Where the bytes of a member go."""
        return self._held.setdefault(filename, _Held(self._blob, self._limits))

    def take(self, name: str) -> list[bytes]:
        """The bytes of a member, given once."""
        held = self._held.pop(name, None)
        return held.pieces if held is not None else []
