"""The heart: segments -> windows -> one look -> candidates -> evidence of the whole document -> findings."""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import compress
from operator import itemgetter
from typing import NamedTuple

from piiscan.detect.candidate import Detector, Found, Scales, probabilities
from piiscan.detect.chapter import Chapter
from piiscan.detect.matcher import look
from piiscan.detect.resolve import resolve
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import WINDOW_CHARACTERS, Window, windows
from piiscan.findings import Spots
from piiscan.model import ENTITY_TYPES, Evidence, Place, Segment
from piiscan.places import NO_MARKS, Places

CHAPTER_CHARACTERS = 2**20
"""Document-level evidence is weighed over stretches of this many code points, so that memory stays bounded."""
FLOOR = -4.0
"""Candidates below this log-odds are dropped before the document-level evidence: it cannot lift them to 0.2."""

_RANKS = {entity_type: rank for rank, entity_type in enumerate(ENTITY_TYPES)}
_LAST = len(_RANKS)
_START, _END = itemgetter(1), itemgetter(2)


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

    def __repr__(self) -> str:
        return f"Spotted({self.entity_type}, {self.confidence:.3f}, {self.start}-{self.end})"  # not the value


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
    chapter = Chapter()
    read: list[Window] = []
    memory: dict[str, object] = {}
    scales = Scales()
    border = CHAPTER_CHARACTERS
    for window in windows(segments, size):
        letters = window.letters
        view = look(window, toolbox.folder, toolbox.lexicon_for(letters))
        owned = _owned(view, toolbox.detectors_for(letters), scales)
        if owned:
            chapter.add(owned, scales.scores([evidence for _, _, _, evidence, _ in owned]), window.offset)
            read.append(replace(window, marks=NO_MARKS))  # a table's would take as much memory as its candidates
        reach = window.offset + window.body_end
        if reach >= border:
            border = reach // CHAPTER_CHARACTERS * CHAPTER_CHARACTERS
            settled = _settled(chapter.cut(border), toolbox, memory)
            chapter.cut(max(settled.ends, default=0))
            yield from _spots(settled, read, least)
            read = read[-1:] if chapter else []
            border += CHAPTER_CHARACTERS
    yield from _spots(_settled(chapter, toolbox, memory), read, least)


def _owned(view: View, detectors: Iterable[Detector], scales: Scales) -> list[Found]:
    """The candidates that are likely enough and start in the body of their window, by span."""
    folded, low, high = view.folded, view.window.body_start, view.window.body_end
    known, weigh = scales.known, scales.weigh
    owned: list[Found] = []
    for detector in detectors:
        found = list(detector.candidates(view))
        if found and not folded.unchanged:
            kinds, starts, ends, evidence, notes = zip(*found, strict=True)
            found = list(zip(kinds, folded.all_starts(starts), folded.all_ends(ends), evidence, notes, strict=True))
        owned += [
            each for each in found if low <= each[1] < high and (known(id(each[3])) or weigh(each[3]))[0] >= FLOOR
        ]
    owned.sort(key=_END)  # two sorts by a number take a third of one by both
    owned.sort(key=_START)
    return owned


def _settled(chapter: Chapter, toolbox: Toolbox, memory: dict[str, object]) -> Chapter:
    """The candidates after document-level evidence, overlaps resolved."""
    for settling in toolbox.settling:
        settling.settle(chapter, memory)

    def merit(index: int) -> tuple[float, int]:
        return chapter.scores[index], _RANKS.get(chapter.entity_types[index], _LAST)

    return chapter.only(resolve(chapter.starts, chapter.ends, merit))


def _spots(settled: Chapter, read: Iterable[Window], least: float) -> Iterator[Spots]:
    """The candidates that are probable enough, with what a finding needs of the windows ``read``, by window."""
    confidences = probabilities(settled.scores)
    sure = [confidence >= least for confidence in confidences]
    chosen, confidences = settled.only(sure), list(compress(confidences, sure))
    types, starts, ends, evidence = chosen.entity_types, chosen.starts, chosen.ends, chosen.evidence
    low = 0
    for window in read:
        shift, body, text = window.offset, window.offset + window.body_start, window.text
        here = slice(low, low := bisect_left(starts, shift + window.body_end, low))
        if begins := starts[here]:
            places = Places(window.piece).of([start - body for start in begins])
            values = [text[start - shift : end - shift] for start, end in zip(begins, ends[here], strict=True)]
            yield Spots(types[here], confidences[here], array("q", begins), places, evidence[here], values)
