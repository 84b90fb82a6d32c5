"""TAR archives, read forward from block to block; a link or a device in one is named, never followed.

Format: https://www.gnu.org/software/tar/manual/html_node/Standard.html and POSIX.1-2008 pax. The standard library's
reader is not used because it believes sizes and offsets (CVE-2025-8194: a negative one hangs it) and keeps all members.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import member_name
from piiscan.model import Segment, Skip

BLOCK: Final = 512
CHUNK: Final = 65_536
HEADER_BYTES: Final = 2**20
"""Longest pax header or long name that is kept."""
FILES: Final = b"0\x00 7S"
LONG_NAME, PAX, PAX_GLOBAL, LONG_LINK, DIRECTORY, SPARSE = b"L", b"x", b"g", b"K", b"5", b"S"
OTHERS: Final = {b"1": "a hard link", b"2": "a link", b"3": "a device", b"4": "a device", b"6": "a FIFO"}


class _Entry(NamedTuple):
    """A header: name and kind of what follows, and how many bytes it claims."""

    name: str
    kind: bytes
    size: int
    raw: bytes


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all members in the order of the archive, and a skip for each that could not be read."""
    stream = blob.stream
    stream.seek(0)
    name, size = "", -1
    while (entry := _next_entry(stream)) is not None:
        body = _Body(stream, entry.size if size < 0 or entry.kind not in FILES else size)
        if entry.kind in {PAX, LONG_NAME}:
            name, size = _said_before(entry.kind, body.start(), name, size)
        elif entry.kind in FILES or entry.kind in OTHERS:
            blob.count_member(limits)
            yield from _read_entry(blob, entry._replace(name=name or entry.name), body, limits)
            name, size = "", -1
        elif entry.kind not in {PAX_GLOBAL, LONG_LINK}:
            name, size = "", -1
        blob.check_time(limits)
        if not body.finish():
            raise ExtractionError("corrupt", "the archive ends inside a member")


def _read_entry(blob: Blob, entry: _Entry, body: _Body, limits: Limits) -> Iterator[Segment | Skip]:
    yield name_segment(blob, entry.name)
    if entry.kind in OTHERS:
        yield Skip("", "not_regular", blob.path_of(entry.name), f"{OTHERS[entry.kind]} inside an archive")
        return
    if entry.kind == SPARSE:
        body.skip_sparse_map(entry.raw)
    yield from read_member(blob, entry.name, body.chunks(), limits)


class _Body:
    """The bytes behind a header, padded to whole blocks."""

    def __init__(self, stream: BinaryIO, size: int) -> None:
        self._stream = stream
        self._left = size
        self._padding = -size % BLOCK

    def chunks(self) -> Iterator[bytes]:
        """The bytes in pieces."""
        while self._left > 0:
            piece = self._stream.read(min(CHUNK, self._left))
            if not piece:
                raise ExtractionError("corrupt", "ends early")
            self._left -= len(piece)
            yield piece

    def start(self) -> bytes:
        """The first bytes of a header of text."""
        piece = self._stream.read(min(self._left, HEADER_BYTES))
        self._left -= len(piece)
        return piece

    def skip_sparse_map(self, header: bytes) -> None:
        """Pass over the blocks that go on listing the stretches of an old GNU sparse file; holes hold no text."""
        more = header[482]
        while more:
            block = self._stream.read(BLOCK)
            more = block[504] if len(block) == BLOCK else 0

    def finish(self) -> bool:
        """Read to the next header; False if the archive ends before."""
        left = self._left + self._padding
        while left > 0:
            piece = self._stream.read(min(CHUNK, left))
            if not piece:
                return left <= self._padding
            left -= len(piece)
        return True


def _next_entry(stream: BinaryIO) -> _Entry | None:
    """The next header, or None at the end of the file; ExtractionError("corrupt") for what is none.

    Blocks of zeros end an archive, but another may follow (``cat a.tar b.tar``), and what follows must not go unread.
    """
    header = stream.read(BLOCK)
    while header and not header.strip(b"\x00"):
        header = stream.read(BLOCK)
    if not header:
        return None
    try:
        size = _number(header[124:136])
        told = _number(header[148:156])
    except ValueError:
        size, told = -1, 0
    if len(header) < BLOCK or size < 0 or told != sum(header) - sum(header[148:156]) + 8 * 32:
        raise ExtractionError("corrupt", "a damaged member header; what follows was not read")
    name = _text(header[:100])
    prefix = _text(header[345:500]) if header[257:263] == b"ustar\x00" else ""
    kind = header[156:157]
    if name.endswith("/") and kind in FILES:
        kind = DIRECTORY
    return _Entry(f"{prefix}/{name}" if prefix else name, kind, size, header)


def _said_before(kind: bytes, data: bytes, name: str, size: int) -> tuple[str, int]:
    """Name and size (-1: not told) that an extended header gives the member behind it."""
    if kind == LONG_NAME:
        return _text(data), size
    for key, value in _records(data):
        if key in {b"path", b"GNU.sparse.name"}:
            name = member_name(value, 0)
        elif key == b"size" and value.isdigit() and len(value) < 16:
            size = int(value)
    return name, size


def _records(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """The records of a pax header: ``length key=value`` and a line feed each."""
    at = 0
    while at < len(data):
        length, _, _ = data[at : at + 20].partition(b" ")
        if not length.isdigit() or int(length) <= len(length):
            return
        record = data[at + len(length) + 1 : at + int(length) - 1]
        key, _, value = record.partition(b"=")
        yield key, value
        at += int(length)


def _number(field: bytes) -> int:
    """A number of a header: octal digits, or binary where the first bit is set."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[1:], "big")
    digits = field.split(b"\x00", 1)[0].strip(b" ")
    return int(digits, 8) if digits else 0


def _text(field: bytes) -> str:
    return member_name(field.split(b"\x00", 1)[0], 0)
