"""Extractor of JSON and JSON Lines: every value a mark with its pointer and the last keys on the way to it as label."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.json_frames import Frame, turned
from piiscan.extract.json_tokens import BRACKET, KEY, STRING, TORN, WORD, tokens, unescaped
from piiscan.extract.protocol import SEGMENT_CHARACTERS, Blob, Limits
from piiscan.model import Mark, Place, Segment, Skip

_JSON_WORD: Final = re.compile(r"[-0-9]|(?:true|false|null)(?![a-z])")
KNOWN_KEYS: Final = 10_000
"""Of so many keys each is text once only: it returns with every record, and is the label of its values anyway."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of one or more JSON documents: values joined by tabs, a line for each object or list."""
    stream = TextStream(blob.stream)
    yield from json_segments(watched(stream, blob, limits))
    yield from stream.skips()


def json_segments(pieces: Iterable[str]) -> Iterator[Segment]:
    """The segments of JSON text that comes in pieces; what is no JSON in it comes as text."""
    page = _Page()
    stack: list[Frame] = []
    frame = Frame("", "", is_list=False)
    known: set[str] = set()
    for kind, text, line in tokens(pieces):
        if kind == KEY or (kind == WORD and text[-1] == ":"):
            frame.key = unescaped(text if kind == KEY else text[:-1])
            if frame.key not in known:
                page.write(frame.key, Place(line=line, pointer=frame.here(), part="key"), "")
                if len(known) < KNOWN_KEYS:
                    known.add(frame.key)
        elif kind != BRACKET:
            if kind == WORD and not _JSON_WORD.match(text):
                page.soften()
            value = unescaped(text) if kind == STRING else text
            page.value(value if kind != TORN else text.strip('"\n'), line, frame)
            page.loose = kind == WORD
        else:
            page.end_line()
            frame = turned(text, frame, stack)
        if page.length >= SEGMENT_CHARACTERS:
            yield from page.segments()
    yield from page.segments()


class _Page:
    """The text and marks of the segment being made."""

    __slots__ = ("_joined", "_marks", "_parts", "length", "loose")

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._marks: list[Mark] = []
        self._joined = False
        self.loose = False

    def soften(self) -> None:
        """Make the tab behind a word a space, for what follows is no JSON but running text."""
        if self.loose and self._parts and self._parts[-1] == "\t":
            self._parts[-1] = " "

    def value(self, text: str, line: int, frame: Frame) -> None:
        """Write the value that comes next in a frame."""
        # tuple.__new__ skips the constructor's wrapper
        place = tuple.__new__(Place, (line, 0, 0, "", "", "", frame.here(), "", "", ""))
        self.write(text, place, frame.label_here())
        frame.step(text)

    def write(self, text: str, place: Place, label: str) -> None:
        """Write a value or key, and a tab behind it."""
        end = self.length + len(text)
        if text:
            self._marks.append(tuple.__new__(Mark, (self.length, end, place, label)))
        self._parts += (text, "\t")
        self.length = end + 1

    def end_line(self) -> None:
        """Make the tab behind the last value a line feed."""
        if self._parts and self._parts[-1] == "\t":
            self._parts[-1] = "\n"

    def segments(self) -> Iterator[Segment]:
        """The text so far as segments; a very long value spans several."""
        text, marks = "".join(self._parts), self._marks
        for start in range(0, len(text), 2 * SEGMENT_CHARACTERS):
            end = min(len(text), start + 2 * SEGMENT_CHARACTERS)
            if len(text) > 2 * SEGMENT_CHARACTERS:
                inside = [_shifted(mark, start, end) for mark in marks if mark.start < end and mark.end > start]
            else:
                inside = marks
            yield Segment(text[start:end], Place(), inside, self._joined)
            self._joined = True
        self._parts, self._marks, self.length = [], [], 0


def _shifted(mark: Mark, start: int, end: int) -> Mark:
    """The part of a mark inside a stretch, counted from its start."""
    return mark._replace(start=max(mark.start, start) - start, end=min(mark.end, end) - start)
