"""What is said of a file whose reading failed. Only kinds of errors are told: a message may hold a value, or a key."""

from __future__ import annotations

import errno
import os
from typing import Final

from piiscan.errors import ExtractionError, PiiscanError, place_of
from piiscan.model import Skip

MEMORY_HINT: Final = "raise limits.memory, or split the file"


def failure(name: str, error: Exception) -> Skip:
    """An error that ended the reading of a file, as a Skip; of an unforeseen one only the kind is told."""
    match error:
        case ExtractionError():
            return Skip(name, error.reason, detail=error.detail, hint=error.hint)
        case MemoryError():
            return Skip(name, "memory", hint=MEMORY_HINT)
        case RecursionError():
            return Skip(name, "depth")
        case OSError():
            return open_failure(name, error)
        case PiiscanError():
            return Skip(name, "corrupt", detail=str(error))
    # Where it happened tells no value; its message might.
    hint = "a bug of piiscan; please report this line"
    return Skip(name, "corrupt", detail=f"unforeseen {type(error).__name__} at {place_of(error)}", hint=hint)


def open_failure(path: str, error: OSError) -> Skip:
    """Why a file could not be opened or read, as a Skip."""
    reasons = {
        errno.ENOENT: "vanished",
        errno.ENOTSUP: "not_regular",
        errno.ENXIO: "not_regular",
        errno.ELOOP: "not_regular",
        errno.ENAMETOOLONG: "path_too_long",
        errno.EISDIR: "not_regular",
        errno.EMFILE: "memory",
        errno.EFBIG: "memory",
    }
    hint = "raise limits.open_files or limits.written_bytes" if error.errno in {errno.EMFILE, errno.EFBIG} else ""
    # Not what the error itself says: a library may have put what it read into it.
    detail = os.strerror(error.errno) if error.errno else type(error).__name__
    return Skip(path, reasons.get(error.errno or 0, "permission"), detail=detail, hint=hint)


def unreachable(name: str, error: Exception) -> Skip:
    """Why a far file or folder could not be read. Only the kind is told: a message may hold a key, or a signature."""
    if isinstance(error, OSError) and error.errno:
        return open_failure(name, error)
    reason = {FileNotFoundError: "vanished", MemoryError: "memory"}.get(type(error), "permission")
    return Skip(name, reason, detail=f"the file system says {type(error).__name__}")


def too_many(name: str, most: int) -> Skip:
    """What is said of a file that is all findings: the table of a whole country, say."""
    return Skip(
        name,
        "too_big",
        detail=f"more than {most:,} findings; what follows was not judged",
        hint="split the file, or raise limits.findings",
    )
