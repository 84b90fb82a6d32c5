"""Cuts a stream of segments into windows: bounded stretches of text with a margin of their neighbours on both sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from piiscan.detect.columns import BLANK_LINE, open_head
from piiscan.model import Mark, Segment

WINDOW_CHARACTERS = 65_536
MARGIN_CHARACTERS = 1_024
"""How far a detector may look beyond what its window owns (code points); no finding is longer."""


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a document with margins. It owns what starts in ``[body_start, body_end)`` of ``text``.

    ``offset`` is where ``text`` begins in the document (code points); ``marks`` count in ``text``.
    """

    text: str
    marks: Sequence[Mark]
    body_start: int
    body_end: int
    offset: int
    piece: Segment
    """The body as a segment: it knows the places."""
    head: str = ""
    """How the block of lines began that ``text`` continues: the header of a table may stand there."""

    @property
    def letters(self) -> str:
        """What shows the alphabets in use: the text, or a label or header that is not ASCII."""
        if not self.head.isascii():
            return self.head
        return next((mark.label for mark in self.marks if not mark.label.isascii()), self.text)


def windows(segments: Iterable[Segment], size: int = WINDOW_CHARACTERS) -> Iterator[Window]:
    """The windows of one document. Segments that are not joined count as separated by one line end."""
    before: Segment | None = None
    here: Segment | None = None
    offset = 0
    head = ""
    for after in _pieces(segments, size):
        if here is not None:
            yield _window(before, here, after, offset, head)
            offset += len(here.text) + (0 if after.joined else 1)
            head = open_head(head, before.text if before and here.joined else "", here.text) if after.joined else ""
        before, here = here, after
    if here is not None:
        yield _window(before, here, None, offset, head)


def _pieces(segments: Iterable[Segment], size: int) -> Iterator[Segment]:
    """The segments, those longer than ``size`` cut; empty ones dropped. Lines and columns stay right."""
    first = True
    for segment in filter(lambda each: each.text, segments):
        joined = segment.joined and not first
        first = False
        if len(segment.text) <= size:
            yield replace(segment, joined=joined)
            continue
        place = segment.place
        marks = list(segment.marks)
        low = 0
        for start in range(0, len(segment.text), size):
            text = segment.text[start : start + size]
            inside, low = _cut_marks(marks, low, start, start + len(text))
            yield Segment(text, place, inside, joined=joined or start > 0)
            if place.line:
                lines = text.count("\n")
                column = len(text) - text.rfind("\n") if lines else (place.column or 1) + len(text)
                place = place._replace(line=place.line + lines, column=column)


def _cut_marks(marks: list[Mark], low: int, start: int, end: int) -> tuple[list[Mark], int]:
    """The parts of ``marks`` (from index ``low`` on) inside ``[start, end)``, and the index to go on from."""
    inside = []
    while low < len(marks) and marks[low].start < end:
        mark = marks[low]
        if mark.end > start:
            inside.append(Mark(max(mark.start, start) - start, min(mark.end, end) - start, mark.place, mark.label))
        if mark.end > end:
            break
        low += 1
    return inside, low


def _window(before: Segment | None, here: Segment, after: Segment | None, offset: int, head: str) -> Window:
    """The window whose body is ``here``; ``head`` begins the block of lines that ``here`` continues."""
    left = before.text[-MARGIN_CHARACTERS:] if before is not None and here.joined else ""
    right = after.text[:MARGIN_CHARACTERS] if after is not None and after.joined else ""
    shift = len(left)
    if BLANK_LINE.search(left):
        head = ""  # the block begins in the margin: it is seen there
    if not (left or right):
        return Window(here.text, here.marks, 0, len(here.text), offset, here, head)
    marks: list[Mark] = []
    if left and before is not None:
        cut = len(before.text) - shift
        marks += [
            Mark(max(0, mark.start - cut), mark.end - cut, mark.place, mark.label)
            for mark in before.marks
            if mark.end > cut
        ]
    marks += [Mark(mark.start + shift, mark.end + shift, mark.place, mark.label) for mark in here.marks]
    body_end = shift + len(here.text)
    if right and after is not None:
        marks += [
            Mark(mark.start + body_end, min(mark.end, len(right)) + body_end, mark.place, mark.label)
            for mark in after.marks
            if mark.start < len(right)
        ]
    return Window(left + here.text + right, marks, shift, body_end, offset - shift, here, head)
