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
    try:
        whole = _content(name).decode("utf-8")
    except FileNotFoundError:
        raise DataError(f"data file {name} is missing; reinstall piiscan-jp") from None
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"data file {name} cannot be read: {type(error).__name__}") from None
    start = 0
    while whole.startswith("#", start):
        start = whole.find("\n", start) + 1 or len(whole)
    return whole[start:]


def lines(name: str) -> list[str]:
    """Return the rows of one list as strings."""
    return text(name).split("\n")[:-1]


def rows(name: str) -> Iterator[list[str]]:
    """Yield the rows of one tab-separated list as lists of columns."""
    return (line.split("\t") for line in lines(name))


def names(folder: str) -> list[str]:
    """The names of the ``.tsv`` files in ``folder``, sorted, fit for the other functions."""
    return sorted(f"{folder}/{name}" for name in os.listdir(f"{FOLDER}/{folder}") if name.endswith(".tsv"))


def digest() -> str:
    """A checksum over everything a built lexicon is made from (SOURCES.json holds the checksums of the large lists)."""
    from hashlib import sha256  # 2 ms with OpenSSL

    total = sha256()
    for name in ("SOURCES.json", *names("cues")):
        total.update(_content(name))
    return total.hexdigest()


def _content(name: str) -> bytes:
    with open(f"{FOLDER}/{name}", "rb", buffering=0) as file:
        return file.read()
