"""The candidates of a stretch of a document as columns: as objects the collector of garbage would walk each of them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import compress
from typing import Final, Protocol

from piiscan.detect.candidate import Candidate, Found
from piiscan.model import Evidence

COLUMNS: Final = ("entity_types", "starts", "ends", "evidence", "notes", "scores")


class Chapter:
    """Candidates by start, in document offsets, as columns of equal length."""

    __slots__ = (*COLUMNS, "_noted")

    def __init__(self, found: Iterable[Found] = ()) -> None:
        self.entity_types: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.evidence: list[tuple[Evidence, ...]] = []
        self.notes: list[object] = []
        self.scores: list[float] = []
        """The log-odds: what the evidence adds up to."""
        self._noted: list[tuple[int, object]] | None = None
        rows = list(found)
        self.add(rows, [sum([weight for _, weight in evidence]) for _, _, _, evidence, _ in rows])

    def __len__(self) -> int:
        return len(self.starts)

    def __iter__(self) -> Iterator[Candidate]:
        return map(Candidate, self.entity_types, self.starts, self.ends, self.evidence, self.notes)

    def add(self, found: Sequence[Found], scores: Iterable[float], shift: int = 0) -> None:
        """Add what was found behind all others, moved by ``shift``, with the log-odds."""
        if not found:
            return
        entity_types, starts, ends, evidence, notes = zip(*found, strict=True)
        self.entity_types += entity_types
        self.starts += [start + shift for start in starts] if shift else starts
        self.ends += [end + shift for end in ends] if shift else ends
        self.evidence += evidence
        self.notes += notes
        self.scores += scores
        self._noted = None

    def cut(self, border: int) -> Chapter:
        """Those that start before ``border``; they are taken out."""
        front, index = Chapter(), bisect_left(self.starts, border)
        self._noted = None
        for name in COLUMNS:
            column = getattr(self, name)
            setattr(front, name, column[:index])
            del column[:index]
        return front

    def only(self, wanted: Sequence[object]) -> Chapter:
        """The ``wanted`` ones."""
        kept = Chapter()
        for name in COLUMNS:
            setattr(kept, name, list(compress(getattr(self, name), wanted)))
        return kept

    @property
    def noted(self) -> list[tuple[int, object]]:
        """Which ones their detector left a note for, with the note."""
        if self._noted is None:
            self._noted = [(index, note) for index, note in enumerate(self.notes) if note is not None]
        return self._noted

    def likely(self, entity_type: str, above: float = 0.0) -> list[int]:
        """Which ones are of ``entity_type`` with log-odds ``above`` so much."""
        own = [index for index, each in enumerate(self.entity_types) if each == entity_type]
        return [index for index in own if self.scores[index] > above]

    def gain(self, index: int, evidence: Evidence) -> None:
        """One more piece of evidence for the candidate at ``index``."""
        self.evidence[index] = (*self.evidence[index], evidence)
        self.scores[index] += evidence.weight


class Settling(Protocol):
    """A detector that also weighs what the rest of the document says."""

    def settle(self, chapter: Chapter, memory: dict[str, object]) -> None:
        """Complete the evidence of the own candidates among all of ``chapter``.

        ``memory`` is kept from chapter to chapter of one document; what is put there must be bounded.
        """
