"""Collecting text and marks into segments of bounded size; used by the extractors of documents with parts and cells."""

from __future__ import annotations

from piiscan.extract.protocol import SEGMENT_CHARACTERS
from piiscan.model import Mark, Place, Segment


class SegmentWriter:
    """One stream of text (a sheet, a document body, a comment part) being cut into segments.

    ``place`` is the place of all of it; if it has a line, lines are counted from there.
    """

    __slots__ = ("_full", "_joined", "_length", "_line", "_marks", "_pieces", "_place")

    def __init__(self, place: Place) -> None:
        self._place = place
        self._pieces: list[str] = []
        self._marks: list[Mark] = []
        self._length = 0
        self._joined = False
        self._line = place.line
        self._full: list[Segment] = []

    def write(self, text: str) -> None:
        """Add text that has no place of its own."""
        while len(text) > SEGMENT_CHARACTERS:
            self.write(text[:SEGMENT_CHARACTERS])
            text = text[SEGMENT_CHARACTERS:]
        self._pieces.append(text)
        self._length += len(text)
        self._line += text.count("\n")
        if self._length >= SEGMENT_CHARACTERS:
            self._cut()

    def mark(self, text: str, place: Place, label: str = "") -> None:
        """Add text that is a cell, a field or a corner with a place and a label of its own."""
        for begin in range(0, len(text), SEGMENT_CHARACTERS):
            piece = text[begin : begin + SEGMENT_CHARACTERS]
            self._marks.append(Mark(self._length, self._length + len(piece), place, label))
            self.write(piece)

    @property
    def place(self) -> Place:
        """The place of what is written next."""
        return self._place

    @property
    def line(self) -> int:
        """The line that is written next (0 where lines are not counted)."""
        if not self._place.line:
            return 0
        return self._line

    def take(self) -> list[Segment]:
        """The segments that are full; they are handed out once."""
        full, self._full = self._full, []
        return full

    def close(self) -> list[Segment]:
        """The segments not yet handed out, the last unfinished one included."""
        if self._length:
            self._cut()
        return self.take()

    def _cut(self) -> None:
        text = "".join(self._pieces)
        self._full.append(Segment(text, self._place, tuple(self._marks), self._joined))
        if self._place.line:
            begin = text.rfind("\n") + 1
            column = len(text) - begin + (self._place.column or 1 if not begin else 1)
            self._place = self._place._replace(line=self._line, column=0 if column == 1 else column)
        self._pieces, self._marks, self._length, self._joined = [], [], 0, True
