"""Sparse files without their holes: ten gigabytes that nobody wrote are not read byte by byte."""

from __future__ import annotations

import errno
import io
import os
from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple, cast

LEAST_HOLE: Final = 2**20
"""A hole shorter than this is read as it is."""
LEAST_SAVED: Final = 64 * 2**20
"""Files that save less by their holes are read as they are."""
SHOWN: Final = 65_536
"""How many of a hole's zeros are shown: enough for a reader to see that there is no text."""
MOST_HOLES: Final = 100_000


class Stretch(NamedTuple):
    """Bytes from ``start`` on of what is shown: the file's from ``real`` on, or zeros (-1)."""

    start: int
    length: int
    real: int


def without_holes(stream: io.BufferedReader) -> BinaryIO:
    """The stream of a regular file; of a very sparse one its written parts, and a few zeros for each long hole."""
    status = os.fstat(stream.fileno())
    blocks = getattr(status, "st_blocks", None)
    if blocks is None or not hasattr(os, "SEEK_HOLE") or status.st_size - blocks * 512 < LEAST_SAVED:
        return cast("BinaryIO", stream)
    stretches = list(_stretches(stream.fileno(), status.st_size))
    stream.seek(0)
    return cast("BinaryIO", io.BufferedReader(_Written(stream, stretches), SHOWN))


def _stretches(handle: int, size: int) -> Iterator[Stretch]:
    """The written parts of a file, and zeros for its long holes."""
    begin = shown = 0
    for hole, end in _holes(handle, size):
        if end - hole < LEAST_HOLE:
            continue
        yield Stretch(shown, hole - begin, begin)
        shown += hole - begin
        yield Stretch(shown, SHOWN, -1)
        shown, begin = shown + SHOWN, end
    yield Stretch(shown, size - begin, begin)


def _holes(handle: int, size: int) -> Iterator[tuple[int, int]]:
    """Where holes begin and end; none where the file system does not tell."""
    at = 0
    for _ in range(MOST_HOLES):
        try:
            hole = os.lseek(handle, at, os.SEEK_HOLE)
            if hole >= size:
                return
            at = os.lseek(handle, hole, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO and at < size:  # no data behind the last hole
                yield os.lseek(handle, at, os.SEEK_HOLE), size
            return
        yield hole, at


class _Written(io.RawIOBase):
    """A raw stream over the stretches of a sparse file."""

    def __init__(self, file: io.BufferedReader, stretches: list[Stretch]) -> None:
        self._file = file
        self._stretches = stretches
        self._starts = [stretch.start for stretch in stretches]
        self._size = stretches[-1].start + stretches[-1].length
        self._at = 0

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True."""
        return True

    def fileno(self) -> int:
        """The handle of the file itself."""
        return self._file.fileno()

    def close(self) -> None:
        """Close the file too."""
        self._file.close()
        super().close()

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """The new position among what is shown."""
        self._at = offset + {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        return self._at

    def tell(self) -> int:
        """The position among what is shown."""
        return self._at

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes were put into ``buffer``."""
        stretch = self._stretches[max(0, bisect_right(self._starts, self._at) - 1)]
        into = self._at - stretch.start
        length = min(len(buffer), stretch.length - into)
        if length <= 0:
            return 0
        if stretch.real < 0:
            piece = bytes(length)
        else:
            self._file.seek(stretch.real + into)
            piece = self._file.read(length)
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
