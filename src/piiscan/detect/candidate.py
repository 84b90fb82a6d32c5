"""What a detector gives: candidates with their evidence, not yet findings."""

from __future__ import annotations

from collections.abc import Iterable
from math import exp
from typing import NamedTuple, Protocol, runtime_checkable

from piiscan.detect.view import View
from piiscan.model import Evidence

LEAST = -1.4
"""What cannot reach this log-odds need not be weighed: it is below the lowest band, 0.2."""
_MOST_WEIGHED = 2_000
_MOST_PIECES = 50_000


class Candidate(NamedTuple):
    """A stretch of folded text that may be personal data; ``evidence`` sums up to the logit of its confidence."""

    entity_type: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    note: object = None
    """What the detector wants to find again in :meth:`Settling.settle`, such as the surname."""

    @property
    def score(self) -> float:
        """The log-odds."""
        return sum([weight for _, weight in self.evidence])


Found = tuple[str, int, int, tuple[Evidence, ...], object]
"""A candidate as a detector may give it: the five values of :class:`Candidate` in a plain tuple, made in a tenth of
the time. Equal evidence is best one object: it is weighed once for each object, not for each candidate."""


class Detector(Protocol):
    """Judges what the matcher hit in a window."""

    def candidates(self, view: View) -> Iterable[Found]:
        """The candidates of the window, in folded offsets, in any order; those outside its body are dropped later.

        A list that ascends by start is the cheapest; a detector may as well yield them as it finds them.
        """


@runtime_checkable
class Settling(Protocol):
    """A detector that also weighs what the rest of the document says."""

    def settle(self, candidates: list[Candidate], memory: dict[str, object]) -> list[Candidate]:
        """``candidates`` of one chapter (all types, document offsets, by start) with the own ones' evidence completed.

        ``memory`` is kept from chapter to chapter of one document; what is put there must be bounded.
        """


def probability(score: float) -> float:
    """The logistic function of ``score`` (log-odds)."""
    return 1 / (1 + exp(-score)) if score > -500 else 0.0


Weighed = tuple[float, float, tuple[Evidence, ...], tuple[Evidence, ...]]
"""The sum of evidence (log-odds), the probability that this is, the evidence, and the object that was weighed."""


class Scales:
    """Weighs evidence. Few combinations of clues occur, as the same objects: each is weighed once, by its identity."""

    def __init__(self) -> None:
        self._known: dict[int, Weighed] = {}
        self._pieces: dict[Evidence, Evidence] = {}

    def weigh(self, evidence: tuple[Evidence, ...], *, share: bool = False) -> Weighed:
        """What ``evidence`` comes to; with ``share`` made of pieces that equal evidence shares.

        That is half of the memory of findings, and the collector of garbage walks each piece.
        """
        known = self._known.get(id(evidence))  # what is kept here stays alive, so that its id is its own
        if known is not None:
            return known
        score = sum([weight for _, weight in evidence])
        shared = evidence
        if share:
            if len(self._pieces) >= _MOST_PIECES:
                self._pieces.clear()
            shared = tuple([self._pieces.setdefault(each, each) for each in evidence])
        if len(self._known) >= _MOST_WEIGHED:
            self._known.clear()
        weighed = self._known[id(evidence)] = score, probability(score), shared, evidence
        return weighed
