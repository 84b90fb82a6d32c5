"""Single files packed by gzip, bzip2, xz or Zstandard: unpacked forward, and read as the file they are."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Callable, Iterator
from typing import Final, Protocol

from piiscan.errors import ExtractionError
from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import member_name
from piiscan.model import Segment, Skip

CHUNK: Final = 65_536
GZIP_EXTRA, GZIP_NAME, GZIP_COMMENT = 4, 8, 16
GRACE: Final = 2**20
"""Below this many unpacked bytes no ratio is judged: short text packs well."""
ZSTD_CHUNK: Final = 1024
"""Its library gives all that a piece of input holds at once: 4 bytes can stand for 128 KiB (RFC 8878, 3.1.1.2.2)."""
XZ_MEMORY: Final = 128 * 2**20
"""What a dictionary may take: level 9 of xz needs 65 MiB."""
INNER: Final = {".tgz": ".tar", ".tbz": ".tar", ".tbz2": ".tar", ".txz": ".tar", ".tzst": ".tar", ".svgz": ".svg"}
EXTRA_HINT: Final = 'pip install "piiscan-jp[all]"'


class Unpacker(Protocol):
    """What the unpacking objects of the three standard modules have in common."""

    @property
    def eof(self) -> bool:
        """Whether the end of the stream was met."""

    @property
    def unused_data(self) -> bytes:
        """What was given beyond that end."""

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes:
        """Some unpacked bytes, at most ``max_length``."""


def extract_gzip(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a file packed by gzip."""
    yield from _gzip_names(blob)
    yield from _extract(blob, limits, lambda: zlib.decompressobj(31))


def extract_bzip2(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a file packed by bzip2."""
    return _extract(blob, limits, bz2.BZ2Decompressor)


def extract_xz(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a file packed by xz."""
    return _extract(blob, limits, lambda: lzma.LZMADecompressor(memlimit=XZ_MEMORY))


def extract_zstd(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a file packed by Zstandard; needs the library of that name."""
    return read_member(blob, inner_name(blob.name), _checked(blob, limits, _zstd_pieces(blob)), limits)


def inner_name(name: str) -> str:
    """What a packed file is called once unpacked: ``a.csv.gz`` gives ``a.csv``, ``a.tgz`` gives ``a.tar``."""
    base = name.replace("\\", "/").rpartition("/")[2]
    stem, dot, suffix = base.rpartition(".")
    return (stem + INNER.get(f".{suffix.lower()}", "")) if dot and stem else base


def _gzip_names(blob: Blob) -> Iterator[Segment]:
    """The name and the comment in the header of a gzip file, where there are any (RFC 1952, 2.3)."""
    blob.stream.seek(0)
    head = blob.stream.read(CHUNK)
    flags = head[3] if len(head) > 10 else 0
    at = 12 + int.from_bytes(head[10:12], "little") if flags & GZIP_EXTRA else 10
    for flag in (GZIP_NAME, GZIP_COMMENT):
        if flags & flag:
            text, _, _ = head[at:].partition(b"\0")
            at += len(text) + 1
            if text:
                yield name_segment(blob, member_name(text, 0))


def _extract(blob: Blob, limits: Limits, start: Callable[[], Unpacker]) -> Iterator[Segment | Skip]:
    return read_member(blob, inner_name(blob.name), _checked(blob, limits, _pieces(blob, start)), limits)


def _checked(blob: Blob, limits: Limits, pieces: Iterator[tuple[int, bytes]]) -> Iterator[bytes]:
    """The pieces while they keep to the limits; each comes with how many packed bytes were taken for it."""
    given = 0
    blob.count_member(limits)
    for taken, piece in pieces:
        given += len(piece)
        blob.count_unpacked(len(piece), limits)
        if given > GRACE and given > limits.ratio * taken:
            raise ExtractionError("ratio", f"unpacks to more than {limits.ratio} times its size")
        yield piece


def _pieces(blob: Blob, start: Callable[[], Unpacker]) -> Iterator[tuple[int, bytes]]:
    """The unpacked pieces of all streams in a row, never more than a chunk at a time."""
    blob.stream.seek(0)
    unpacker, taken, packed = start(), 0, b""
    try:
        while True:
            if not packed:
                packed = blob.stream.read(CHUNK)
                taken += len(packed)
            if not packed:
                break
            piece = unpacker.decompress(packed, CHUNK)
            packed = getattr(unpacker, "unconsumed_tail", b"")
            while piece:
                yield taken, piece
                if unpacker.eof or (not packed and len(piece) < CHUNK):
                    break
                piece = unpacker.decompress(packed, CHUNK)
                packed = getattr(unpacker, "unconsumed_tail", b"")
            if unpacker.eof:
                # Streams may follow each other; padding between and behind them is zeros.
                packed = unpacker.unused_data.lstrip(b"\x00")
                while not packed and (more := blob.stream.read(CHUNK)):
                    taken += len(more)
                    packed = more.lstrip(b"\x00")
                if not packed:
                    return
                unpacker = start()
    except (zlib.error, lzma.LZMAError, OSError, EOFError, ValueError) as error:
        raise ExtractionError("corrupt", "damaged packed data") from error
    raise ExtractionError("corrupt", "ends early")


def _zstd_pieces(blob: Blob) -> Iterator[tuple[int, bytes]]:
    try:
        import zstandard
    except ImportError as error:
        raise ExtractionError("missing_extra", "Zstandard needs an optional library", EXTRA_HINT) from error
    blob.stream.seek(0)
    start = zstandard.ZstdDecompressor(max_window_size=XZ_MEMORY).decompressobj
    unpacker, taken, whole = start(), 0, False
    try:
        while packed := blob.stream.read(ZSTD_CHUNK):
            taken += len(packed)
            while packed:
                whole = False
                yield taken, unpacker.decompress(packed)
                packed = unpacker.unused_data
                if unpacker.eof:
                    unpacker, whole = start(), True
    except zstandard.ZstdError as error:
        raise ExtractionError("corrupt", "damaged packed data") from error
    if not whole:
        raise ExtractionError("corrupt", "ends early")
