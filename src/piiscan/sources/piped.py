"""A stream that is only read forward, such as a pipe, as one that can be sought in while its beginning is kept."""

from __future__ import annotations

import io
from typing import BinaryIO, Final, cast

ENDLESS: Final = 2**62
"""The size of what has no known one: no document is opened that is so large, and text may take the time it takes."""
CHUNK: Final = 65_536


def piped(head: bytes, rest: BinaryIO) -> BinaryIO:
    """A stream of ``head`` and then ``rest``; only ``head`` can be gone back to, and not once it was left behind."""
    return cast("BinaryIO", io.BufferedReader(_Piped(head, rest), CHUNK))


class _Piped(io.RawIOBase):
    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = head
        self._rest = rest
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        if whence == io.SEEK_END:
            return ENDLESS + offset  # only asked for; whoever reads seeks back first
        offset += self._at if whence == io.SEEK_CUR else 0
        if offset != self._at:
            if not 0 <= offset <= len(self._head) or self._at > len(self._head):
                raise io.UnsupportedOperation("a pipe can only be read forward")
            self._at = offset
        return offset

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if self._at < len(self._head):
            piece = self._head[self._at : self._at + len(buffer)]
        else:
            piece = self._rest.read(len(buffer))
        buffer[: len(piece)] = piece
        self._at += len(piece)
        return len(piece)
