"""Cuts a stream of segments into windows: bounded stretches of text with a margin of their neighbours on both sides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from piiscan.detect.columns import BLANK_LINE, HEAD_CHARACTERS, open_head
from piiscan.model import Segment
from piiscan.places import Marks

WINDOW_CHARACTERS = 65_536
MARGIN_CHARACTERS = 1_024
"""How far a detector may look beyond what its window owns (code points); no finding is longer."""


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a document with margins. It owns what starts in ``[body_start, body_end)`` of ``text``.

    ``offset`` is where ``text`` begins in the document (code points); ``marks`` count in ``text``.
    """

    text: str
    marks: Marks
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
        return next((label for label in dict.fromkeys(self.marks.labels) if not label.isascii()), self.text)


def windows(segments: Iterable[Segment], size: int = WINDOW_CHARACTERS) -> Iterator[Window]:
    """The windows of one document. Segments that are not joined count as separated by one line end."""
    source = _pieces(segments, size)
    behind: deque[Segment] = deque()
    ahead: deque[Segment] = deque()
    offset = 0
    head = ""
    while _fill(ahead, source):
        here = ahead.popleft()
        left, right = _tail(behind), _front(ahead)
        # A block that begins in the margin is seen there; one that began shortly before it goes on in this text.
        known = "" if BLANK_LINE.search(left.text) else head
        yield _window(left, here, right, offset, known and (known + here.text + right.text)[:HEAD_CHARACTERS])
        following = bool(ahead) and ahead[0].joined
        offset += len(here.text) + (0 if following else 1)
        head = open_head(head, left.text, here.text) if following else ""
        behind.append(here)
        if not following:
            behind.clear()
        while len(behind) > 1 and sum(len(piece.text) for piece in behind) - len(behind[0].text) >= MARGIN_CHARACTERS:
            behind.popleft()


def _fill(ahead: deque[Segment], source: Iterator[Segment]) -> bool:
    """Whether a piece is left; reads pieces until those behind the first one fill a margin."""
    characters = sum(len(piece.text) for piece in ahead) - (len(ahead[0].text) if ahead else 0)
    while characters < MARGIN_CHARACTERS or not ahead:
        piece = next(source, None)
        if piece is None:
            break
        if ahead:
            characters += len(piece.text)
        ahead.append(piece)
    return bool(ahead)


def _pieces(segments: Iterable[Segment], size: int) -> Iterator[Segment]:
    """The segments, those longer than ``size`` cut; empty ones dropped. Lines and columns stay right."""
    first = True
    for segment in filter(lambda each: each.text, segments):
        joined = segment.joined and not first
        first = False
        if len(segment.text) <= size:
            yield replace(segment, joined=joined)
            continue
        place, marks = segment.place, Marks.of(segment.marks)
        for start in range(0, len(segment.text), size):
            text = segment.text[start : start + size]
            inside = marks.part(start, start + len(text), -start)
            yield Segment(text, place, inside, joined=joined or start > 0)
            if place.line:
                lines = text.count("\n")
                column = len(text) - text.rfind("\n") if lines else (place.column or 1) + len(text)
                place = place._replace(line=place.line + lines, column=column)


def _tail(behind: Sequence[Segment]) -> Segment:
    """The last of the pieces behind, as one: the left margin."""
    texts: list[str] = []
    marks = Marks.of(())
    shift = min(0, MARGIN_CHARACTERS - sum(len(piece.text) for piece in behind))
    for piece in behind:
        cut = min(max(0, -shift), len(piece.text))
        marks = marks.followed_by(Marks.of(piece.marks).part(cut, len(piece.text), shift))
        texts.append(piece.text[cut:])
        shift += len(piece.text)
    return Segment("".join(texts), marks=marks)


def _front(ahead: Iterable[Segment]) -> Segment:
    """The first of the pieces ahead, as one, as far as they are joined: the right margin."""
    texts: list[str] = []
    marks = Marks.of(())
    length = 0
    for piece in ahead:
        if not piece.joined or length >= MARGIN_CHARACTERS:
            break
        text = piece.text[: MARGIN_CHARACTERS - length]
        marks = marks.followed_by(Marks.of(piece.marks).part(0, len(text), length))
        texts.append(text)
        length += len(text)
    return Segment("".join(texts), marks=marks)


def _window(left: Segment, here: Segment, right: Segment, offset: int, head: str) -> Window:
    """The window whose body is ``here``; ``head`` begins the block of lines that it continues."""
    marks = Marks.of(here.marks)
    if not (left.text or right.text):
        return Window(here.text, marks, 0, len(here.text), offset, here, head)
    start, end = len(left.text), len(left.text) + len(here.text)
    moved = marks.part(0, len(here.text), start) if start else marks
    behind = Marks.of(right.marks).part(0, len(right.text), end)
    marks = Marks.of(left.marks).followed_by(moved).followed_by(behind)
    return Window(left.text + here.text + right.text, marks, start, end, offset - start, here, head)
