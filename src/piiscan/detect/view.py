"""What a detector is shown of a window: the folded text, the hits, and the words that stand around a place."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator
from functools import cached_property, partial, reduce
from operator import itemgetter, or_

from piiscan.detect.cells import Cells, Column
from piiscan.detect.columns import Columns
from piiscan.detect.fold import Folded, Folder
from piiscan.detect.hits import Hits, Stretch, WordHit
from piiscan.detect.lexicon import Lexicon, longest_kinds
from piiscan.detect.plain_rows import PlainCells
from piiscan.detect.strange import is_all
from piiscan.detect.windows import Window
from piiscan.late import late

LABEL_REACH = 24
"""How far behind its label a value may begin, in code points of nothing but glue."""
NEAR_BEFORE, NEAR_AFTER = 80, 40
"""How far a context word may stand from a value to count as near it, within the line and the one above."""
NEAR_WORDS = 40
"""How many words on either side are looked at, so that a text of nothing else stays cheap."""

_STRETCH_CHARACTERS = 1_024
"""More than the widest look from a number to a word; a stretch has one of them on either side."""

# Possessive: what can be read in two ways would take exponential time where it does not fit.
# Between a label and its value: punctuation, spaces, line and cell borders, and a remark in brackets.
_GLUE = late(
    r"(?:[(（][^()（）\n]{0,12}[)）]|[\s:：;=＝>|→⇒・\-.,、。\"'`「『【〔\[({（\]】）)」』<#*_~/\\?はがのを]|No|no|NO|番号){0,24}+"
)


class View:
    """One window as the detectors see it; all offsets are in the folded text unless said otherwise."""

    def __init__(self, window: Window, folded: Folded, hits: Hits, lexicon: Lexicon, folder: Folder) -> None:
        self.window = window
        self.folded = folded
        self.text = folded.text
        self.hits = hits
        self.lexicon = lexicon
        self.folder = folder
        # Several rules ask about the same run.
        self._label_kinds: dict[int, int] = {}
        self._near_kinds: dict[tuple[int, int], int] = {}
        self.shared: dict[object, object] = {}
        """What several detectors make of the window, by the function that makes it."""
        self._kept_cues: dict[int, tuple[list[int], list[int]]] = {}
        # Not a method: the circle would keep every window in memory until the collector of garbage finds it.
        self._kinds_of = partial(lexicon.label_kinds, folder=folder)
        self.cells = Cells(folded, window.marks, self._kinds_of)
        """The cells of tables and fields that an extractor marked."""
        self.bare = not window.marks and hits.sparse
        """Whether words are rare in this text, and no extractor has marked anything in it."""
        self._sparse = self.bare
        """The same as long as few places of it have been asked for words."""
        self._stretches: dict[int, View] = {}
        """Views of stretches of it, by their number."""

    def _stretch(self, offset: int) -> View:
        """A view that knows the words around ``offset`` (and of a few kilobytes at most)."""
        number = offset // _STRETCH_CHARACTERS
        known = self._stretches.get(number)
        if known is None:
            if not self._stays_sparse(0):
                return self
            low, high = max(0, number - 1) * _STRETCH_CHARACTERS, (number + 2) * _STRETCH_CHARACTERS
            hits = Stretch(self.text, self.hits.runs, self.lexicon, (low, high))
            known = View(self.window, self.folded, hits, self.lexicon, self.folder)
            known.columns = self.columns
            known.bare = known._sparse = False
            self._stretches[number] = known
        return known

    def _stays_sparse(self, more: int) -> bool:
        """Whether to look at ``more`` stretches costs less than to look through all of the text."""
        known = len(self._stretches) + more
        self._sparse = "_words" not in self.hits.__dict__ and known * _STRETCH_CHARACTERS * 4 <= len(self.text)
        return self._sparse

    @cached_property
    def plain_cells(self) -> PlainCells:
        """The cells of tables in plain text, of their regular rows; none where cells are marked and labelled.

        To find them all headers of the window are read: for whom many values wait.
        """
        look = not (self.cells.by_label or self.bare)
        rows, kinds = self.columns.regular_rows if look else ([], {})
        return PlainCells(self.text, rows, kinds)

    @cached_property
    def edged(self) -> str:
        """The text between two line ends: at an offset is what stands in front of it, one further what stands there."""
        return f"\n{self.text}\n"

    def cell_at(self, offset: int) -> tuple[int, int] | None:
        """The cell or field around ``offset``, in folded offsets."""
        index = self.cells.find(offset)
        return self.cells.span(index) if index >= 0 else None

    @cached_property
    def _cue_ends(self) -> list[int]:
        return [hit[1] for hit in self.hits.cues]

    @cached_property
    def _cues_by_kinds(self) -> dict[int, list[int]]:
        """The indices of the cues of each combination of kinds; a window has thousands of cues of some dozens."""
        found: dict[int, list[int]] = {}
        for index, (_, _, mask) in enumerate(self.hits.cues):
            found.setdefault(mask, []).append(index)
        return found

    def _cues_of(self, kinds: int) -> tuple[list[int], list[int]]:
        """The ends and the indices of the cues of one of ``kinds``, ascending."""
        known = self._kept_cues.get(kinds)
        if known is None:
            indices = sorted(index for mask, some in self._cues_by_kinds.items() if mask & kinds for index in some)
            known = self._kept_cues[kinds] = [self._cue_ends[index] for index in indices], indices
        return known

    def cues_of(self, kinds: int) -> list[WordHit]:
        """The cues of one of ``kinds``, by end."""
        if self._sparse:
            numbers = {start // _STRETCH_CHARACTERS for start, _, mask in self.hits.openings if mask & kinds}
            if self._stays_sparse(len(numbers - self._stretches.keys())):
                return [
                    cue
                    for number in sorted(numbers)
                    for cue in self._stretch(number * _STRETCH_CHARACTERS).cues_of(kinds)
                    if cue[0] // _STRETCH_CHARACTERS == number
                ]
        cues = self.hits.cues
        return [cues[index] for index in self._cues_of(kinds)[1]]

    def likely_cues_of(self, kinds: int) -> list[WordHit]:
        """The cues of one of ``kinds``, maybe with some that are none, if that is cheaper; by end."""
        return [hit for hit in self.hits.openings if hit[2] & kinds] if self.bare else self.cues_of(kinds)

    def in_reach(self, kinds: int, start: int, end: int) -> bool:
        """Whether a word of ``kinds`` ends where it can label ``[start, end)`` or count as near: a cheap first look."""
        if self._sparse and (view := self._stretch(start)) is not self:
            return view.in_reach(kinds, start, end)
        ends, _ = self._cues_of(kinds)
        index = bisect_left(ends, start - NEAR_BEFORE)
        return index < len(ends) and ends[index] <= end + NEAR_AFTER

    def out_of_reach(self, kinds: int, column: Column, before: int, after: int = NEAR_AFTER) -> list[bool]:
        """By cell of ``column``, whether no word of ``kinds`` ends ``before`` in front to ``after`` behind it.

        :meth:`in_reach` for all cells at once: few words stand in a table.
        """
        _, _, starts, ends = column
        words = self._cues_of(kinds)[0]
        if len(words) > len(starts):
            nearest = [bisect_left(words, start - before) for start in starts]
            behind = zip(nearest, ends, strict=True)
            return [index == len(words) or words[index] > end + after for index, end in behind]
        quiet = [True] * len(starts)
        for word in words:
            low, high = bisect_left(ends, word - after), bisect_right(starts, word + before)
            quiet[low:high] = [False] * (high - low)
        return quiet

    def is_before(self, kinds: int, offset: int, reach: int, words: int) -> bool:
        """Whether a word of ``kinds`` is one of the last ``words`` that end at most ``reach`` before ``offset``."""
        if self._sparse and (view := self._stretch(offset)) is not self:
            return view.is_before(kinds, offset, reach, words)
        ends, indices = self._cues_of(kinds)
        index = bisect_right(ends, offset) - 1
        if index < 0 or ends[index] < offset - reach:
            return False
        return indices[index] >= bisect_right(self._cue_ends, offset) - words

    def last_cue(self, kinds: int, offset: int, reach: int) -> tuple[int, int]:
        """The kinds of the last word of one of ``kinds`` that ends at most ``reach`` before ``offset``, and its end.

        Of words that overlap the longest counts; no kinds where there is none.
        """
        if self._sparse and (view := self._stretch(offset)) is not self:
            return view.last_cue(kinds, offset, reach)
        cues, index, least = self.hits.cues, bisect_right(self._cue_ends, offset) - 1, offset - reach
        passed = offset  # where the words begin that end behind the one looked at
        while index >= 0 and cues[index][1] >= least:
            begin, end, mask = cues[index]
            longer = index > 0 and cues[index - 1][1] == end  # of words with one end the longer come first
            if mask & kinds and begin < passed and not longer:
                return mask, end
            passed = min(passed, begin)
            index -= 1
        return 0, 0

    @cached_property
    def _lowered(self) -> str:
        return (self.window.head + self.text).lower()

    def mentions(self, *stems: str) -> bool:
        """Whether one of ``stems`` (lower case) may be in the text or a label: a look that spares asking for words.

        True for texts that are not ASCII, whose words are asked for anyway, and for tables.
        """
        if not self.window.letters.isascii() or self.window.marks:
            return True
        return any(stem in self._lowered for stem in stems)

    @cached_property
    def has_japanese(self) -> bool:
        """Whether anything Japanese stands in the text: in one of ten windows of code that are not ASCII."""
        text, strange = self.text, self.hits.strange
        return is_all(strange, text) or any(max(text[low:high]) >= "\u3000" for low, high in strange)

    @cached_property
    def columns(self) -> Columns:
        """The columns of the tables in plain text."""
        return Columns(self.text, self.folder.fold(self.window.head).text, self._kinds_of)

    def labelled(self, kinds: int) -> Iterator[tuple[int, int]]:
        """The cells and fields (folded offsets) whose label is of one of ``kinds``."""
        wanted = self.cells.under(kinds)
        starts, ends = (self.cells.starts, self.cells.ends) if wanted else ((), ())
        return ((starts[index], ends[index]) for index in wanted)

    def headed(self, kinds: int) -> Iterator[tuple[int, int]]:
        """Stretches that hold all cells under a header or label of one of ``kinds``, maybe with others."""
        yield from self.labelled(kinds)
        if self.bare:
            yield from self.columns.regions(kinds, [start for start, _, mask in self.hits.openings if mask & kinds])
        elif self.has_headers:
            yield from self.columns.regions(kinds)

    @property
    def labels(self) -> Collection[str]:
        """The distinct labels of cells and fields."""
        return self.cells.by_label.keys()

    def label_at(self, offset: int) -> str:
        """The label of the cell or field around ``offset``, empty where there is none."""
        index = self.cells.find(offset)
        return self.cells.label(index) if index >= 0 else ""

    def label_kinds(self, start: int, end: int) -> int:
        """Kinds that a label gives to the value ``[start, end)``: its column header or key, or words glued to it."""
        if self._sparse and (view := self._stretch(start)) is not self:
            return view.label_kinds(start, end)
        known = self._label_kinds.get(start)
        if known is None:
            known = self._label_kinds[start] = self._find_label_kinds(start)
        return known

    @cached_property
    def has_headers(self) -> bool:
        """Whether any cell of the window has a label, or any table in its text a header; maybe, if that is cheaper."""
        return bool(self.cells.by_label) or self.bare or self.columns.present

    @cached_property
    def present(self) -> int:
        """Every kind of word that can make a value and may stand in the window, or label a cell or column of it."""
        present = reduce(or_, set(map(itemgetter(2), self.hits.openings)), 0)
        for label in self.labels:
            present |= self._kinds_of(label)
        if self.window.head:
            present |= self._kinds_of(self.window.head)
        return present

    def header_kinds(self, offset: int) -> int:
        """Kinds of the label of the cell around ``offset``, or of the header cell above it in plain text."""
        label = self.label_at(offset)
        return self.cells.kinds_by_label[label] if label else self.columns.kinds(offset)

    def _find_label_kinds(self, start: int) -> int:
        kinds = self.header_kinds(start)
        cues, index = self.hits.cues, bisect_right(self._cue_ends, start) - 1
        if index < 0 or cues[index][1] < start - LABEL_REACH:
            return kinds
        glued = []
        known, is_glue = -1, False
        while index >= 0 and cues[index][1] >= start - LABEL_REACH:
            hit = cues[index]
            if hit[1] != known:  # several words often end at one place
                known, is_glue = hit[1], _GLUE.fullmatch(self.text, hit[1], start) is not None
            if is_glue:
                glued.append(hit)
            elif start - hit[0] > LABEL_REACH:
                break
            index -= 1
        return kinds | longest_kinds(glued) if glued else kinds

    def near_kinds(self, start: int, end: int) -> int:
        """Kinds of the words near ``[start, end)``: in its line and the one above, within the reach of the module."""
        if self._sparse and (view := self._stretch(start)) is not self:
            return view.near_kinds(start, end)
        known = self._near_kinds.get((start, end))
        if known is None:
            known = self._near_kinds[start, end] = self._find_near_kinds(start, end)
        return known

    def _find_near_kinds(self, start: int, end: int) -> int:
        text, cues, ends = self.text, self.hits.cues, self._cue_ends
        low = bisect_left(ends, start - NEAR_BEFORE)
        if low == len(ends) or ends[low] > end + NEAR_AFTER:
            return 0
        line_start = text.rfind("\n", max(0, start - NEAR_BEFORE), start)
        line_above = text.rfind("\n", max(0, start - NEAR_BEFORE), line_start) if line_start > 0 else -1
        floor = line_above + 1 if line_above >= 0 else start - NEAR_BEFORE
        line_end = text.find("\n", end, end + NEAR_AFTER)
        ceiling = line_end if line_end >= 0 else end + NEAR_AFTER
        high = bisect_right(ends, start)
        low = max(bisect_left(ends, floor), high - NEAR_WORDS)
        kinds = 0
        for cue_start, _, mask in cues[low:high]:
            if cue_start >= floor:
                kinds |= mask
        low = bisect_left(ends, end)
        for cue_start, _, mask in cues[low : min(bisect_right(ends, ceiling), low + NEAR_WORDS)]:
            if cue_start >= end:
                kinds |= mask
        return kinds

    def cues_before(self, offset: int, reach: int) -> Iterator[WordHit]:
        """The cues that end at most ``reach`` before ``offset``, the nearest first."""
        if self._sparse and (view := self._stretch(offset)) is not self:
            yield from view.cues_before(offset, reach)
            return
        index = bisect_right(self._cue_ends, offset) - 1
        cues = self.hits.cues
        while index >= 0 and cues[index][1] >= offset - reach:
            yield cues[index]
            index -= 1

    def cues_after(self, offset: int, reach: int) -> Iterator[WordHit]:
        """The cues that start at or after ``offset`` and end at most ``reach`` behind it, the nearest first."""
        if self._sparse and (view := self._stretch(offset)) is not self:
            yield from view.cues_after(offset, reach)
            return
        index = bisect_left(self._cue_ends, offset)
        cues = self.hits.cues
        while index < len(cues) and cues[index][1] <= offset + reach:
            if cues[index][0] >= offset:
                yield cues[index]
            index += 1
