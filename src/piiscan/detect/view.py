"""What a detector is shown of a window: the folded text, the hits, and the words that stand around a place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property

from piiscan.detect.columns import Columns
from piiscan.detect.fold import Folded, Folder
from piiscan.detect.lexicon import Lexicon
from piiscan.detect.shapes import Run
from piiscan.detect.windows import Window
from piiscan.model import Mark

LABEL_REACH = 24
"""How far behind its label a value may begin, in code points of nothing but glue."""
NEAR_BEFORE, NEAR_AFTER = 80, 40
"""How far a context word may stand from a value to count as near it, within the line and the one above."""

# Between a label and its value: punctuation, spaces, line and cell borders, and a remark in brackets.
_GLUE = re.compile(
    r"(?:[\s:：;=＝>|→⇒・\-.,、。\"'`「『【〔\[({（\]】）)」』<#*_~/\\?はがのを]|No|no|NO|番号|[(（][^()（）\n]{0,12}[)）]){0,24}"
)

WordHit = tuple[int, int, int]
"""Start, end, and the kinds of the word as bits (see :class:`~piiscan.detect.lexicon.Lexicon`)."""


class Hits:
    """What the matcher found in one window, in folded offsets, each list ordered by end.

    The automaton runs when its first hit is asked for: most windows of source code have nothing to ask about.
    """

    def __init__(self, text: str, lexicon: Lexicon, runs: list[Run], ats: list[int]) -> None:
        self._text = text
        self._lexicon = lexicon
        self.runs = runs
        self.ats = ats
        """Offsets of ``@``."""

    @cached_property
    def _words(self) -> tuple[list[WordHit], list[WordHit], list[WordHit]]:
        return self._lexicon.hits(self._text)

    @property
    def cues(self) -> list[WordHit]:
        """Label and context words."""
        return self._words[0]

    @property
    def names(self) -> list[WordHit]:
        """Words that can be (part of) a person's name."""
        return self._words[1]

    @property
    def places(self) -> list[WordHit]:
        """Prefectures and municipalities."""
        return self._words[2]


class View:
    """One window as the detectors see it; all offsets are in the folded text unless said otherwise."""

    def __init__(self, window: Window, folded: Folded, hits: Hits, lexicon: Lexicon, folder: Folder) -> None:
        self.window = window
        self.folded = folded
        self.text = folded.text
        self.hits = hits
        self.lexicon = lexicon
        self.folder = folder

    def mark_at(self, offset: int) -> Mark | None:
        """The mark (in original offsets of the window) that covers ``offset``."""
        marks = self.window.marks
        if not marks:
            return None
        original = self.folded.start(offset)
        index = bisect_right(self._mark_starts, original) - 1
        if index < 0 or original >= marks[index].end:
            return None
        return marks[index]

    @cached_property
    def _mark_starts(self) -> list[int]:
        return [mark.start for mark in self.window.marks]

    @cached_property
    def _cue_ends(self) -> list[int]:
        return [hit[1] for hit in self.hits.cues]

    @cached_property
    def columns(self) -> Columns:
        """The columns of the tables in plain text."""
        return Columns(self.text, self.folder.fold(self.window.head).text, self._kinds_of)

    def _kinds_of(self, label: str) -> int:
        return self.lexicon.label_kinds(label, self.folder)

    def labelled(self, kinds: int) -> Iterator[tuple[int, int]]:
        """The cells and fields (folded offsets) whose label is of one of ``kinds``."""
        for mark in self.window.marks:
            if mark.label and self._kinds_of(mark.label) & kinds:
                yield self.folded.inverse(mark.start), self.folded.inverse(mark.end)

    def label_at(self, offset: int) -> str:
        """The label of the cell or field around ``offset``, empty where there is none."""
        mark = self.mark_at(offset)
        return mark.label if mark is not None else ""

    def label_kinds(self, start: int, end: int) -> int:
        """Kinds that a label gives to the value ``[start, end)``: its column header or key, or words glued to it."""
        label = self.label_at(start)
        kinds = self._kinds_of(label) if label else self.columns.kinds(start)
        for cue_start, cue_end, mask in self.cues_before(start, LABEL_REACH):
            if _GLUE.fullmatch(self.text, cue_end, start):
                kinds |= mask
            elif start - cue_start > LABEL_REACH:
                break
        return kinds

    def near_kinds(self, start: int, end: int) -> int:
        """Kinds of the words near ``[start, end)``: in its line and the one above, within the reach of the module."""
        kinds = 0
        line_start = self.text.rfind("\n", 0, start)
        floor = max(self.text.rfind("\n", 0, max(0, line_start)) + 1, start - NEAR_BEFORE)
        for cue_start, _, mask in self.cues_before(start, NEAR_BEFORE):
            if cue_start >= floor:
                kinds |= mask
        line_end = self.text.find("\n", end, end + NEAR_AFTER)
        ceiling = line_end if line_end >= 0 else end + NEAR_AFTER
        for _, cue_end, mask in self.cues_after(end, NEAR_AFTER):
            if cue_end <= ceiling:
                kinds |= mask
        return kinds

    def cues_before(self, offset: int, reach: int) -> Iterator[WordHit]:
        """The cues that end at most ``reach`` before ``offset``, the nearest first."""
        index = bisect_right(self._cue_ends, offset) - 1
        cues = self.hits.cues
        while index >= 0 and cues[index][1] >= offset - reach:
            yield cues[index]
            index -= 1

    def cues_after(self, offset: int, reach: int) -> Iterator[WordHit]:
        """The cues that start at or after ``offset`` and end at most ``reach`` behind it, the nearest first."""
        index = bisect_left(self._cue_ends, offset)
        cues = self.hits.cues
        while index < len(cues) and cues[index][1] <= offset + reach:
            if cues[index][0] >= offset:
                yield cues[index]
            index += 1
