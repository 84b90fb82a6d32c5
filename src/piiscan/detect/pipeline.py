"""The heart: segments -> windows -> one look -> candidates -> evidence of the whole document -> findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from piiscan.detect.candidate import Candidate, Detector, Scales
from piiscan.detect.matcher import look
from piiscan.detect.resolve import resolve
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import WINDOW_CHARACTERS, Window, windows
from piiscan.model import ENTITY_TYPES, Place, Segment
from piiscan.places import Places

CHAPTER_CHARACTERS = 2**20
"""Document-level evidence is weighed over stretches of this many code points, so that memory stays bounded."""
FLOOR = -4.0
"""Candidates below this log-odds are dropped before the document-level evidence: it cannot lift them to 0.2."""

_RANKS = {entity_type: rank for rank, entity_type in enumerate(ENTITY_TYPES)}
_LAST = len(_RANKS)


class Spotted(NamedTuple):
    """A candidate in document offsets with its place and what stands there."""

    candidate: Candidate
    place: Place
    value: str
    score: float
    confidence: float
    """The probability that this is what its type says."""

    @property
    def start(self) -> int:
        """Its first offset in the document."""
        return self.candidate.start

    @property
    def end(self) -> int:
        """The offset behind its last."""
        return self.candidate.end


class _Leaf(NamedTuple):
    """The candidates of one window, in document offsets and in order."""

    candidates: list[Candidate]
    window: Window


def detect(
    segments: Iterable[Segment], toolbox: Toolbox, size: int = WINDOW_CHARACTERS, least: float = 0.0
) -> Iterator[Spotted]:
    """What the detectors of ``toolbox`` find in one document, in order; the same for every window ``size``.

    What is less probable than ``least`` is left out in the end.
    """
    chapter: list[_Leaf] = []
    memory: dict[str, object] = {}
    scales = Scales()
    border = CHAPTER_CHARACTERS
    for window in windows(segments, size):
        letters = window.letters
        view = look(window, toolbox.folder, toolbox.lexicon_for(letters))
        owned = _owned(view, toolbox.detectors_for(letters), scales)
        if owned:
            chapter.append(_Leaf(owned, window))
        if window.offset + window.body_end >= border:
            border = (window.offset + window.body_end) // CHAPTER_CHARACTERS * CHAPTER_CHARACTERS
            kept = _settled(_first(chapter, border), toolbox, memory, scales)
            reach = max(border, kept[-1].end if kept else 0)
            read = [leaf.window for leaf in chapter]
            chapter = [_Leaf([c for c in leaf.candidates if c.start >= reach], leaf.window) for leaf in chapter[-1:]]
            yield from _spotted(kept, read, scales, least)
            border += CHAPTER_CHARACTERS
    kept = _settled(_first(chapter, None), toolbox, memory, scales)
    read = [leaf.window for leaf in chapter]
    chapter.clear()
    yield from _spotted(kept, read, scales, least)


def _owned(view: View, detectors: Iterable[Detector], scales: Scales) -> list[Candidate]:
    """The candidates that are likely enough and start in the body of their window, in document offsets and order."""
    window, folded = view.window, view.folded
    shift, low, high = window.offset, window.body_start, window.body_end
    same, new, weigh = folded.unchanged, tuple.__new__, scales.weigh
    owned: list[tuple[int, int, int, int, Candidate]] = []
    for detector in detectors:
        for entity_type, start, end, evidence, note in detector.candidates(view):
            if not same:
                start, end = folded.start(start), folded.end(end)  # noqa: PLW2901 - the same place in the original
            if not low <= start < high:
                continue
            score, _, shared, _ = weigh(evidence, share=True)
            if score >= FLOOR:
                start, end = start + shift, end + shift  # noqa: PLW2901
                candidate = new(Candidate, (entity_type, start, end, shared, note))
                owned.append((start, end, _RANKS.get(entity_type, _LAST), len(owned), candidate))
    owned.sort()
    return [item[-1] for item in owned]


def _first(chapter: Iterable[_Leaf], border: int | None) -> list[Candidate]:
    """The candidates of ``chapter`` that start before ``border``, all without one."""
    return [c for leaf in chapter for c in leaf.candidates if border is None or c.start < border]


def _settled(
    candidates: list[Candidate], toolbox: Toolbox, memory: dict[str, object], scales: Scales
) -> list[Candidate]:
    """The candidates after document-level evidence, overlaps resolved, by start."""
    for settling in toolbox.settling:
        candidates = settling.settle(candidates, memory)
    return list(resolve(candidates, lambda c: (scales.weigh(c.evidence)[0], _RANKS.get(c.entity_type, _LAST))))


def _spotted(kept: list[Candidate], read: Iterable[Window], scales: Scales, least: float) -> Iterator[Spotted]:
    """The ``kept`` ones that are probable enough, with what a finding needs of the windows ``read``.

    Empties the list on its way: what comes of a candidate takes its place in memory.
    """
    new = tuple.__new__
    reach = -1
    unread = iter(read)
    kept.reverse()
    while kept:
        candidate = kept.pop()
        score, confidence, _, _ = scales.weigh(candidate.evidence)
        if confidence < least:
            continue
        _, start, end, _, _ = candidate
        while start >= reach:
            window = next(unread)
            shift, reach = window.offset, window.offset + window.body_end
            text, body_start, places = window.text, window.body_start, Places(window.piece)
        place = places.at(start - shift - body_start)
        yield new(Spotted, (candidate, place, text[start - shift : end - shift], score, confidence))
