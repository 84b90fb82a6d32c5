"""Opens regular files, and only these: a pipe would be waited for, a device never end."""

from __future__ import annotations

import errno
import io
import os
import stat
from typing import BinaryIO, Final

from piiscan.sources.sparse import without_holes

HELD: Final = 32 * 2**10
"""Files of so many bytes are read at once: their readers go back to the beginning three times."""
_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def open_regular(path: str) -> BinaryIO:
    """The file at ``path``, opened without ever waiting; raises OSError (ENOTSUP) for what is not a regular file."""
    handle = os.open(path, _FLAGS)
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise OSError(errno.ENOTSUP, "not a regular file", path)
    return without_holes(os.fdopen(handle, "rb"))


def in_memory(stream: BinaryIO) -> BinaryIO:
    """The stream with all its bytes at hand, if they are few (:data:`HELD`); else the stream at its beginning."""
    content = stream.read(HELD + 1)
    if len(content) <= HELD:
        return io.BytesIO(content)
    stream.seek(0)
    return stream
