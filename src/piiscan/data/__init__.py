"""The shipped reference lists, read as text. Nothing is kept: whoever needs a list keeps what it makes of it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Final

from piiscan.errors import DataError

# A plain string: pathlib takes 2.5 ms to import, importlib.resources more.
FOLDER: Final = os.path.dirname(__file__)


def text(name: str) -> str:
    """Return the content of one list without its comment lines, ending in a newline."""
    whole = _content(name)
    try:
        return str(memoryview(whole)[_head(whole) :], "utf-8")
    except UnicodeDecodeError as error:
        raise DataError(f"data file {name} cannot be read: {type(error).__name__}") from None


def lines(name: str) -> list[str]:
    """Return the rows of one list as strings."""
    return text(name).split("\n")[:-1]


def raw_lines(name: str) -> list[memoryview]:
    """Return the rows of one list as they stand in the file; not copied, as megabytes of base64 are dear to copy."""
    whole = _content(name)
    view, found, start = memoryview(whole), [], _head(whole)
    while (end := whole.find(b"\n", start)) >= 0:
        found.append(view[start:end])
        start = end + 1
    return found


def _head(whole: bytes) -> int:
    """How long the comment lines of a file are."""
    start = 0
    while whole.startswith(b"#", start):
        start = whole.find(b"\n", start) + 1 or len(whole)
    return start


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of one tab-separated list as lists of columns."""
    return (line.split("\t") for line in lines(name))


def names(folder: str) -> list[str]:
    """The names of the ``.tsv`` files in ``folder``, sorted, fit for the other functions."""
    return sorted(f"{folder}/{name}" for name in os.listdir(f"{FOLDER}/{folder}") if name.endswith(".tsv"))


def digest() -> str:
    """A checksum over everything a built lexicon is made from (SOURCES.json holds the checksums of the large lists)."""
    return checksum(b"".join(_content(name) for name in ("SOURCES.json", *names("cues"))))


def checksum(content: bytes) -> str:
    """A checksum of 128 bits, in hexadecimal."""
    from hashlib import blake2b  # with OpenSSL 3 ms, which ASCII text need not wait for

    return blake2b(content, digest_size=16).hexdigest()


def _content(name: str) -> bytes:
    """The bytes of the file of one list."""
    try:
        with open(f"{FOLDER}/{name}", "rb", buffering=0) as file:
            return file.read()
    except FileNotFoundError:
        raise DataError(f"data file {name} is missing; reinstall piiscan-jp") from None
    except OSError as error:
        raise DataError(f"data file {name} cannot be read: {type(error).__name__}") from None
