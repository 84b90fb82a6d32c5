"""The heart: segments -> windows -> one look -> candidates -> evidence of the whole document -> findings."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import compress
from operator import attrgetter
from typing import Any, NamedTuple

from piiscan.detect.candidate import Candidate, Detector, Scales
from piiscan.detect.matcher import look
from piiscan.detect.resolve import resolve
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import WINDOW_CHARACTERS, Window, windows
from piiscan.findings import Spots
from piiscan.model import ENTITY_TYPES, Evidence, Place, Segment
from piiscan.places import Places

CHAPTER_CHARACTERS = 2**20
"""Document-level evidence is weighed over stretches of this many code points, so that memory stays bounded."""
FLOOR = -4.0
"""Candidates below this log-odds are dropped before the document-level evidence: it cannot lift them to 0.2."""

_RANKS = {entity_type: rank for rank, entity_type in enumerate(ENTITY_TYPES)}
_LAST = len(_RANKS)
_START = attrgetter("start")
_SPAN = attrgetter("start", "end")


class Spotted(NamedTuple):
    """What may be personal data: a stretch of the document, why, where, and what stands there."""

    entity_type: str
    confidence: float
    """The probability that this is what its type says."""
    start: int
    end: int
    place: Place
    evidence: tuple[Evidence, ...]
    value: str

    @property
    def score(self) -> float:
        """The log-odds."""
        return sum([weight for _, weight in self.evidence])


def detect(
    segments: Iterable[Segment], toolbox: Toolbox, size: int = WINDOW_CHARACTERS, least: float = 0.0
) -> Iterator[Spotted]:
    """What is spotted in one document, one by one, see :func:`spots`."""
    for found in spots(segments, toolbox, size, least):
        types, confidences, starts, places, why, values, _ = found
        for kind, confidence, start, place, evidence, value in zip(
            types, confidences, starts, places.all(), why, values, strict=True
        ):
            yield Spotted(kind, confidence, start, start + len(value), place, evidence, value)


def spots(
    segments: Iterable[Segment], toolbox: Toolbox, size: int = WINDOW_CHARACTERS, least: float = 0.0
) -> Iterator[Spots]:
    """What the detectors of ``toolbox`` find in one document, in order; the same for every window ``size``.

    What is less probable than ``least`` is left out in the end.
    """
    chapter: list[Candidate] = []
    read: list[Window] = []
    memory: dict[str, object] = {}
    scales = Scales()
    border = CHAPTER_CHARACTERS
    for window in windows(segments, size):
        letters = window.letters
        view = look(window, toolbox.folder, toolbox.lexicon_for(letters))
        chapter += _owned(view, toolbox.detectors_for(letters), scales)
        read.append(window)
        reach = window.offset + window.body_end
        if reach >= border:
            border = reach // CHAPTER_CHARACTERS * CHAPTER_CHARACTERS
            kept = _settled(_cut(chapter, border), toolbox, memory, scales)
            _cut(chapter, kept[-1].end if kept else 0)
            yield from _spots(kept, read, scales, least)
            read = [window]
            border += CHAPTER_CHARACTERS
    yield from _spots(_settled(_cut(chapter), toolbox, memory, scales), read, scales, least)


def _cut(chapter: list[Candidate], border: int | None = None) -> list[Candidate]:
    """Those of ``chapter`` that start before ``border``, all without one; they are taken out of it."""
    index = len(chapter) if border is None else bisect_left(chapter, border, key=_START)
    front = chapter[:index]
    del chapter[:index]
    return front


def _owned(view: View, detectors: Iterable[Detector], scales: Scales) -> list[Candidate]:
    """The candidates that are likely enough and start in the body of their window, in document offsets and order."""
    window, folded = view.window, view.folded
    shift, low, high = window.offset, window.body_start, window.body_end
    new, known, weigh = tuple.__new__, scales.known, scales.weigh
    owned: list[Candidate] = []
    for detector in detectors:
        found = detector.candidates(view)
        if not folded.unchanged:
            origin, limit = folded.start, folded.end
            found = [(kind, origin(start), limit(end), evidence, note) for kind, start, end, evidence, note in found]
        owned += [
            new(Candidate, (kind, start + shift, end + shift, evidence, note))
            for kind, start, end, evidence, note in found
            if low <= start < high and (known(id(evidence)) or weigh(evidence))[0] >= FLOOR
        ]
    owned.sort(key=_SPAN)
    return owned


def _settled(
    candidates: list[Candidate], toolbox: Toolbox, memory: dict[str, object], scales: Scales
) -> list[Candidate]:
    """The candidates after document-level evidence, overlaps resolved, by start."""
    for settling in toolbox.settling:
        candidates = settling.settle(candidates, memory)
    return resolve(candidates, lambda c: (scales.weigh(c.evidence)[0], _RANKS.get(c.entity_type, _LAST)))


def _spots(kept: list[Candidate], read: Iterable[Window], scales: Scales, least: float) -> Iterator[Spots]:
    """The ``kept`` ones that are probable enough, with what a finding needs of the windows ``read``, by window.

    Empties the list: what comes of the candidates takes their place in memory.
    """
    weighed = scales.weigh_all([each.evidence for each in kept])
    sure = [confidence >= least for _, confidence, _ in weighed]
    types, starts, ends, evidence, _ = _columns(compress(kept, sure), 5)
    confidences = [confidence for _, confidence, _ in compress(weighed, sure)]
    kept.clear()
    low = 0
    for window in read:
        shift, body, text = window.offset, window.offset + window.body_start, window.text
        here = slice(low, low := bisect_left(starts, shift + window.body_end, low))
        if begins := starts[here]:
            places = Places(window.piece).of([start - body for start in begins])
            values = [text[start - shift : end - shift] for start, end in zip(begins, ends[here], strict=True)]
            yield Spots(types[here], confidences[here], array("q", begins), places, evidence[here], values)


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """The ``width`` columns of ``rows``."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _ in range(width)]
