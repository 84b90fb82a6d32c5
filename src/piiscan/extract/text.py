"""Extractor of plain text and source code: every character, in segments cut at line ends."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.protocol import SEGMENT_CHARACTERS, Blob, Limits
from piiscan.late import late
from piiscan.model import Place, Segment, Skip

_LONE_CR: Final = late(r"\r(?!\n)")


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a text, each with the line of its first character, and a skip for undecodable bytes."""
    stream = TextStream(blob.stream)
    yield from plain_segments(watched(stream, blob, limits))
    yield from stream.skips()


def plain_segments(pieces: Iterable[str], line: int = 1) -> Iterator[Segment]:
    """The segments of a text that comes in pieces; ``line`` is the number of its first line."""
    column, joined = 1, False
    for text in _cut(_with_line_feeds(pieces)):
        yield Segment(text, Place(line, column), (), joined)
        joined = True
        ends = text.count("\n")
        line += ends
        column = len(text) - text.rfind("\n") if ends else column + len(text)


def _with_line_feeds(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces with lone CR (old Macintosh) as LF, so that lines can be counted; offsets stay the same."""
    held = ""
    for piece in pieces:
        text = held + piece
        held = ""
        if text.endswith("\r"):  # its LF may come with the next piece
            text, held = text[:-1], "\r"
        if "\r" in text and text.count("\r") != text.count("\r\n"):
            text = _LONE_CR.sub("\n", text)
        yield text
    if held:
        yield "\n"


def _cut(pieces: Iterable[str]) -> Iterator[str]:
    """The pieces in lengths of about a segment, cut at line ends where a line is short enough."""
    for piece in pieces:
        start = 0
        while len(piece) - start > SEGMENT_CHARACTERS * 3 // 2:
            end = piece.rfind("\n", start, start + SEGMENT_CHARACTERS) + 1 or start + SEGMENT_CHARACTERS
            yield piece[start:end]
            start = end
        if start < len(piece):
            yield piece[start:]
