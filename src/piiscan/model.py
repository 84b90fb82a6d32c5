"""The values every room of the house speaks in: frozen, small, without behaviour that needs another room."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple, cast, overload

BANDS: Final = (("low", 0.2), ("medium", 0.5), ("high", 0.8))
"""Names of the confidence bands with their lower borders, ascending."""

NEW, IGNORED, KNOWN, UNCHANGED = "new", "ignored", "known", "unchanged"
STATUSES: Final = (NEW, IGNORED, KNOWN)
"""What a finding can be: to be acted on, silenced by a rule of the user, or in the baseline. Only new ones count.

``UNCHANGED`` ones were there before the change that is looked at; they are never reported.
"""

ENTITY_TYPES: Final = (
    "PERSON",
    "JP_ADDRESS",
    "JP_POSTAL_CODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "DATE_OF_BIRTH",
    "JP_MY_NUMBER",
    "JP_CORPORATE_NUMBER",
    "JP_INVOICE_NUMBER",
    "JP_DRIVERS_LICENSE",
    "JP_PASSPORT",
    "JP_RESIDENCE_CARD",
    "JP_RESIDENT_RECORD_CODE",
    "JP_PENSION_NUMBER",
    "JP_HEALTH_INSURANCE",
    "JP_CARE_INSURANCE",
    "JP_EMPLOYMENT_INSURANCE",
    "CREDIT_CARD",
    "CARD_SECURITY_DATA",
    "JP_BANK_ACCOUNT",
    "JP_YUCHO_ACCOUNT",
    "IBAN_CODE",
    "FINANCIAL_AMOUNT",
    "IP_ADDRESS",
    "SENSITIVE_ATTRIBUTE",
    "CONFIDENTIAL_MARKING",
)
"""Every built-in entity type, in the order of the design."""

SKIP_REASONS: Final = {
    "unsupported": "no extractor reads this kind of file",
    "encrypted": "protected by a password",
    "corrupt": "damaged, so that it could not be read (in full)",
    "no_text": "a non-empty document in which no text was found",
    "decode_lossy": "bytes that fit none of the Japanese encodings",
    "too_big": "larger than the limit",
    "time": "took longer than the limit",
    "memory": "needed more memory than the limit",
    "worker_died": "the reading process ended unexpectedly",
    "dtd_refused": "an XML part that declares a DTD",
    "depth": "nested deeper than the limit",
    "ratio": "unpacks to far more than its size",
    "members": "holds more members than the limit",
    "missing_extra": "an optional library is not installed",
    "permission": "not readable with the rights of this user",
    "not_regular": "not a regular file (device, socket, FIFO or link)",
    "vanished": "gone before it could be read",
    "changed": "changed while it was read",
    "path_too_long": "its path is longer than the system allows",
    "not_here": "not in this copy of the repository",
}
"""Every reason a :class:`Skip` can carry, with its meaning in one phrase."""


class Place(NamedTuple):
    """Where something stands, in terms a person can follow; empty fields do not apply.

    ``line`` and ``column`` count from 1, columns in code points. ``member`` is the path inside a container
    (``a.zip!b.csv``), ``pointer`` a JSON pointer (RFC 6901), ``part`` a corner such as ``comment`` or ``header``.
    ``commit`` and ``date`` (ISO 8601, the author's) say where in a history it came in. The hot loops of extractors
    fill all fields by position: whoever adds one adds it there.
    """

    line: int = 0
    column: int = 0
    page: int = 0
    sheet: str = ""
    cell: str = ""
    member: str = ""
    pointer: str = ""
    part: str = ""
    commit: str = ""
    date: str = ""


class Mark(NamedTuple):
    """A stretch ``[start, end)`` of a segment's text with its own place and label (cell, JSON value, form field)."""

    start: int
    end: int
    place: Place
    label: str = ""


class Marks(Sequence[Mark]):
    """Ascending marks as columns. A table of thousands of cells takes three lists; a mark is made for whom asks for it.

    ``place_of`` tells the place of a mark by its index.
    """

    __slots__ = ("_place_of", "ends", "labels", "starts")

    def __init__(
        self, starts: Sequence[int], ends: Sequence[int], labels: Sequence[str], place_of: Callable[[int], Place]
    ) -> None:
        self.starts = starts
        self.ends = ends
        self.labels = labels
        self._place_of = place_of

    @classmethod
    def of(cls, marks: Sequence[Mark]) -> Marks:
        """The ``marks`` as columns."""
        if isinstance(marks, cls):
            return marks
        starts, ends, places, labels = zip(*marks, strict=True) if marks else ((), (), (), ())
        return cls(starts, ends, labels, places.__getitem__)

    def __len__(self) -> int:
        return len(self.starts)

    @overload
    def __getitem__(self, index: int) -> Mark: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Mark]: ...

    def __getitem__(self, index: int | slice) -> Mark | Sequence[Mark]:
        if isinstance(index, slice):
            return [self[each] for each in range(*index.indices(len(self)))]
        start, end, label = self.starts[index], self.ends[index], self.labels[index]
        return Mark(start, end, self._place_of(index % len(self)), label)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def find(self, offset: int) -> int:
        """The index of the mark that covers ``offset``, -1 where none does."""
        index = bisect_right(self.starts, offset) - 1
        return index if index >= 0 and offset < self.ends[index] else -1

    def place(self, index: int) -> Place:
        """The place of the mark at ``index``."""
        return self._place_of(index)

    def part(self, start: int, end: int, shift: int) -> Marks:
        """What of the marks lies in ``[start, end)``, moved by ``shift``."""
        low, high = bisect_right(self.ends, start), bisect_left(self.starts, end)
        if low >= high or start >= end:
            return Marks.of(())
        starts = [each + shift for each in self.starts[low:high]]
        ends = [each + shift for each in self.ends[low:high]]
        # Only the outermost ones can reach beyond the borders.
        starts[0], ends[-1] = max(starts[0], start + shift), min(ends[-1], end + shift)
        return Marks(starts, ends, self.labels[low:high], lambda index: self._place_of(low + index))

    def followed_by(self, other: Marks) -> Marks:
        """These and the ``other`` ones behind them; the two halves of a cell that was cut become one."""
        if not self or not other:
            return self or other
        last, first = self[-1], other[0]
        cut = last.end == first.start and (last.place, last.label) == (first.place, first.label)
        starts, ends = [*self.starts, *other.starts[cut:]], [*self.ends, *other.ends[cut:]]
        size = len(self)
        if cut:
            ends[size - 1] = first.end

        def place_of(index: int) -> Place:
            return self.place(index) if index < size else other.place(index - size + cut)

        return Marks(starts, ends, [*self.labels, *other.labels[cut:]], place_of)


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of extracted text, about 64 Ki characters at most, with sparse ascending marks that do not overlap.

    ``place`` holds for the whole segment; its ``line`` is the line of the first character (0: lines mean nothing here).
    ``joined`` says that the text goes on directly where the segment before it ended, so that a value may lie across.
    """

    text: str
    place: Place = Place()
    marks: Sequence[Mark] = ()
    joined: bool = False


class Places:
    """Tells the places in a segment, quickest when asked in ascending order; lines are counted when first needed."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment
        self._marks = Marks.of(segment.marks)
        self._next_mark = 0
        """Index of the first mark that begins behind the last offset asked for."""
        self._line_starts: list[int] = []
        self._line = 0

    def at(self, offset: int) -> Place:
        """The place of the character at ``offset``: the mark's, else the segment's with line and column counted up."""
        starts, index = self._marks.starts, self._next_mark
        if starts:
            if index and starts[index - 1] > offset:
                index = bisect_right(starts, offset, 0, index)
            while index < len(starts) and starts[index] <= offset:
                index += 1
            self._next_mark = index
            if index and offset < self._marks.ends[index - 1]:
                return self._marks.place(index - 1)
        place = self._segment.place
        return self._counted(place, offset) if place.line else place

    def _counted(self, place: Place, offset: int) -> Place:
        """``place``, that of the whole segment, with line and column counted up to ``offset``."""
        starts = self._line_starts
        if not starts:
            starts += (0, *(match.end() for match in re.finditer("\n", self._segment.text)))
        line = self._line
        if not starts[line] <= offset < starts[line + 1 if line + 1 < len(starts) else line]:
            line = self._line = bisect_right(starts, offset) - 1
        column = offset - starts[line] + (1 if line else place.column or 1)
        return Place(place.line + line, column, *place[2:])  # a third of the time of _replace


class Evidence(NamedTuple):
    """One reason for or against a finding: a clue's name and its weight in log-odds."""

    clue: str
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that is personal data of ``entity_type`` with probability ``confidence``.

    ``start`` and ``end`` are code points in the text that was scanned (for a file: in all its extracted text), end
    exclusive. ``confidence`` is the sigmoid of the sum of ``evidence``. ``value`` is hidden from ``repr`` and ``str``.
    ``status`` is one of :data:`STATUSES`; ``note`` names the rule that made it other than new, never scanned text.
    """

    entity_type: str
    confidence: float
    start: int
    end: int
    place: Place
    evidence: tuple[Evidence, ...]
    masked: str
    value: str = field(repr=False)
    status: str = NEW
    note: str = ""

    @property
    def band(self) -> str:
        """``low``, ``medium``, ``high``, or ``none`` below 0.2."""
        return band_of(self.confidence)


class _Draft:
    """A finding whose fields can still be set: it has the slots of :class:`Finding`, so that it can become one."""

    __slots__ = Finding.__slots__
    entity_type: str
    confidence: float
    start: int
    end: int
    place: Place
    evidence: tuple[Evidence, ...]
    masked: str
    value: str
    status: str
    note: str


def new_finding(fields: tuple[str, float, int, int, Place, tuple[Evidence, ...], str, str]) -> Finding:
    """The new finding with ``fields`` in the order of its class.

    A frozen class takes 2.1 microseconds to fill its fields, this 0.4; a table has 60,000 findings a megabyte.
    """
    draft = _Draft()
    draft.entity_type, draft.confidence, draft.start, draft.end, draft.place, evidence, masked, value = fields
    draft.evidence, draft.masked, draft.value = evidence, masked, value
    draft.status, draft.note = NEW, ""
    draft.__class__ = Finding  # type: ignore[assignment]
    return cast("Finding", draft)


class Skip(NamedTuple):
    """Something that was not examined: why, and what would help. ``member`` is empty when the whole file is meant."""

    path: str
    reason: str
    member: str = ""
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: ``characters`` examined (code points), or the rule that ``excluded`` it."""

    path: str
    findings: tuple[Finding, ...] = ()
    not_examined: tuple[Skip, ...] = ()
    format: str = ""
    characters: int = 0
    excluded: str = ""
    idle_ignores: tuple[str, ...] = ()
    """Ignores written in its lines that silence nothing, as line and type: ``12 PERSON``."""

    @property
    def complete(self) -> bool:
        """Whether every part of the file was examined."""
        return not self.not_examined


def band_of(confidence: float) -> str:
    """The name of the band ``confidence`` falls in, ``none`` below the lowest."""
    found = "none"
    for name, border in BANDS:
        if confidence >= border:
            found = name
    return found
