"""Text in columns of a terminal, where Japanese characters take two."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from unicodedata import combining, east_asian_width

from piiscan.late import late


def width(text: str) -> int:
    """Columns ``text`` takes on a terminal: wide characters take two, those set on others none."""
    if text.isascii():
        return len(text)
    return sum(0 if combining(c) else 2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, size: int) -> str:
    """``text`` with spaces up to ``size`` columns."""
    return text + " " * (size - width(text))


def flowed(pieces: Iterable[str], first: str, most: int) -> Iterator[str]:
    """The pieces, a comma between them, behind ``first`` in lines of ``most`` columns; the next lines are indented."""
    indent = " " * width(first)
    line, empty = first, True
    for piece in _with_commas(pieces):
        if not empty and width(line) + 1 + width(piece) > most:
            yield line
            line, empty = indent, True
        line += piece if empty else f" {piece}"
        empty = False
    yield line


def wrapped(text: str, most: int) -> Iterator[str]:
    """``text`` in lines of ``most`` columns: broken at spaces, and between wide characters as Japanese is."""
    line = ""
    for piece in _PIECES.findall(text):
        if line and width(line) + width(piece.rstrip()) > most:
            yield line.rstrip()
            line = ""
        line += piece if line else piece.lstrip()
    yield line.rstrip()


# A word with what follows it, or one wide character with the closing ones after it and the opening ones before it.
_PIECES: Final = late(
    r"[（「『]*(?:[!-~¡-ʯ]+|[^ -~（「『])[、。，．）」』ーっゃゅょッャュョぁぃぅぇぉァィゥェォ]* *| +|[（「『]+"
)


def _with_commas(pieces: Iterable[str]) -> Iterator[str]:
    last = None
    for piece in pieces:
        if last is not None:
            yield f"{last},"
        last = piece
    if last is not None:
        yield last
