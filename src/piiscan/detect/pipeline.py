"""The heart: segments -> windows -> one look -> candidates -> evidence of the whole document -> findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from operator import attrgetter
from typing import NamedTuple

from piiscan.detect.candidate import Candidate, probability
from piiscan.detect.matcher import look
from piiscan.detect.resolve import resolve
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import WINDOW_CHARACTERS, windows
from piiscan.model import ENTITY_TYPES, Place, Places, Segment

CHAPTER_CHARACTERS = 2**20
"""Document-level evidence is weighed over stretches of this many code points, so that memory stays bounded."""
FLOOR = -4.0
"""Candidates below this log-odds are dropped before the document-level evidence: it cannot lift them to 0.2."""

_RANKS = {entity_type: rank for rank, entity_type in enumerate(ENTITY_TYPES)}


_IN_ORDER = attrgetter("start", "end", "rank")


class Spotted(NamedTuple):
    """A candidate in document offsets, with what a finding needs from the text that will be gone by then."""

    candidate: Candidate
    start: int
    end: int
    place: Place
    value: str
    score: float
    rank: int

    @property
    def confidence(self) -> float:
        """The probability that this is what its type says."""
        return probability(self.score)


def detect(segments: Iterable[Segment], toolbox: Toolbox, size: int = WINDOW_CHARACTERS) -> Iterator[Spotted]:
    """What the detectors of ``toolbox`` find in one document, in order; the same for every window ``size``."""
    chapter: list[Spotted] = []
    memory: dict[str, object] = {}
    border = CHAPTER_CHARACTERS
    for window in windows(segments, size):
        letters = window.letters
        view = look(window, toolbox.folder, toolbox.lexicon_for(letters))
        places = Places(window.piece)
        for detector in toolbox.detectors_for(letters):
            chapter += _spotted(detector.candidates(view), view, places)
        if window.offset + window.body_end >= border:
            border = (window.offset + window.body_end) // CHAPTER_CHARACTERS * CHAPTER_CHARACTERS
            settled = _settled([s for s in chapter if s.start < border], toolbox, memory)
            yield from settled
            reach = max(border, settled[-1].end if settled else 0)
            chapter = [s for s in chapter if s.start >= reach]
            border += CHAPTER_CHARACTERS
    yield from _settled(chapter, toolbox, memory)


def _spotted(candidates: Iterable[Candidate], view: View, places: Places) -> Iterator[Spotted]:
    """Those of ``candidates`` that are likely enough and start in the body of their window, in document offsets."""
    window, folded = view.window, view.folded
    for candidate in candidates:
        score = candidate.score
        if score < FLOOR:
            continue
        start = folded.start(candidate.start)
        if window.body_start <= start < window.body_end:
            end = folded.end(candidate.end)
            yield Spotted(
                candidate,
                window.offset + start,
                window.offset + end,
                places.at(start - window.body_start),
                window.text[start:end],
                score,
                _RANKS.get(candidate.entity_type, len(_RANKS)),
            )


def _moved(spotted: Spotted) -> Candidate:
    """The candidate in document offsets; all of them pass here, and ``_replace`` would take three times as long."""
    candidate = spotted.candidate
    return Candidate(candidate.entity_type, spotted.start, spotted.end, candidate.evidence, candidate.note)


def _settled(chapter: list[Spotted], toolbox: Toolbox, memory: dict[str, object]) -> list[Spotted]:
    """The chapter after document-level evidence, overlaps resolved, by start."""
    chapter.sort(key=_IN_ORDER)
    if toolbox.settling:
        candidates = [_moved(s) for s in chapter]
        for settling in toolbox.settling:
            candidates = settling.settle(candidates, memory)
        chapter = [
            s if c.evidence is s.candidate.evidence else s._replace(candidate=c, score=c.score)
            for s, c in zip(chapter, candidates, strict=True)
        ]
    return resolve(chapter)
