"""Cuts a stream of segments into windows: bounded stretches of text with a margin of their neighbours on both sides."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce
from itertools import chain
from typing import NamedTuple

from piiscan.detect.blocks import BLANK_LINE, HEAD_CHARACTERS, open_head
from piiscan.model import Segment
from piiscan.places import LateMarks, Marks

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
        return next((label for label in self.marks.titles() if not label.isascii()), self.text)


def windows(segments: Iterable[Segment], size: int = WINDOW_CHARACTERS) -> Iterator[Window]:
    """The windows of one document. Segments that are not joined count as separated by one line end."""
    source = _pieces(segments, size)
    behind: deque[Segment] = deque()
    ahead: deque[Segment] = deque()
    offset = 0
    head = ""
    while _fill(ahead, source):
        here = ahead.popleft()
        left = _tail(behind)
        start, size = sum(share.end - share.start for share in left), len(here.text)
        right = _front(ahead, start + size)
        before, after = _text(left), _text(right)
        # A block that begins in the margin is seen there; one that began shortly before it goes on in this text.
        known = "" if BLANK_LINE.search(before) else head
        known = known and (known + here.text + after)[:HEAD_CHARACTERS]
        marks = _marks(here, [*left, _Share(here, 0, size, start), *right])
        yield Window(before + here.text + after, marks, start, start + size, offset - start, here, known)
        following = bool(ahead) and ahead[0].joined
        offset += len(here.text) + (0 if following else 1)
        head = open_head(head, before, here.text) if following else ""
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


class _Share(NamedTuple):
    """What of a piece lies in a window: its text from ``start`` to ``end``, moved by ``shift``."""

    piece: Segment
    start: int
    end: int
    shift: int

    @property
    def marks(self) -> Marks:
        """The marks of the share."""
        return Marks.of(self.piece.marks).part(self.start, self.end, self.shift)


def _tail(behind: Sequence[Segment]) -> list[_Share]:
    """The shares of the last of the pieces behind: the left margin."""
    shares: list[_Share] = []
    shift = min(0, MARGIN_CHARACTERS - sum(len(piece.text) for piece in behind))
    for piece in behind:
        size = len(piece.text)
        shares.append(_Share(piece, min(max(0, -shift), size), size, shift))
        shift += size
    return shares


def _front(ahead: Iterable[Segment], shift: int) -> list[_Share]:
    """The shares of the first of the pieces ahead, as far as they are joined: the right margin, from ``shift`` on."""
    shares: list[_Share] = []
    end = shift + MARGIN_CHARACTERS
    for piece in ahead:
        if not piece.joined or shift >= end:
            break
        size = len(piece.text)
        shares.append(_Share(piece, 0, min(size, end - shift), shift))
        shift += size
    return shares


def _text(shares: Iterable[_Share]) -> str:
    return "".join([piece.text[start:end] for piece, start, end, _ in shares])


def _marks(here: Segment, shares: Sequence[_Share]) -> Marks:
    """The marks of all ``shares``, one of which is ``here``; worked out when a detector asks for them."""
    own = Marks.of(here.marks)
    if len(shares) == 1:
        return own

    def made() -> Marks:
        return reduce(Marks.followed_by, [share.marks for share in shares])

    titles = chain.from_iterable(Marks.of(share.piece.marks).titles() for share in shares)
    return LateMarks(made, dict.fromkeys(titles)) if own else made()
