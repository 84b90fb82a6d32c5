"""What a detector gives: candidates with their evidence, not yet findings."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import exp
from typing import NamedTuple, Protocol

from piiscan.detect.view import View
from piiscan.model import Evidence

LEAST = -1.4
"""What cannot reach this log-odds need not be weighed: it is below the lowest band, 0.2."""
_MOST_WEIGHED = 2_000


class Candidate(NamedTuple):
    """A stretch of folded text that may be personal data; ``evidence`` sums up to the logit of its confidence."""

    entity_type: str
    start: int
    end: int
    evidence: tuple[Evidence, ...]
    note: object = None
    """What the detector wants to find again in :meth:`~piiscan.detect.chapter.Settling.settle`, such as the surname."""

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


def probability(score: float) -> float:
    """The logistic function of ``score`` (log-odds)."""
    return 1 / (1 + exp(-score)) if score > -500 else 0.0


def probabilities(scores: Sequence[float]) -> list[float]:
    """The :func:`probability` of each of ``scores``, of which few are different."""
    known = {score: probability(score) for score in set(scores)}
    return [known[score] for score in scores]


Weighed = tuple[float, tuple[Evidence, ...]]
"""The sum of evidence (log-odds), and the object that was weighed."""


class Scales:
    """Weighs evidence. But for names few combinations of clues occur, as the same objects: each is weighed once.

    It is known by its identity: ``known`` keeps the object alive, so that its id stays its own.
    """

    def __init__(self) -> None:
        self._by_id: dict[int, Weighed] = {}
        self.known = self._by_id.get

    def weigh(self, evidence: tuple[Evidence, ...]) -> Weighed:
        """What ``evidence`` comes to that is not known yet."""
        if len(self._by_id) >= _MOST_WEIGHED:
            self._by_id.clear()
        weighed = self._by_id[id(evidence)] = sum([weight for _, weight in evidence]), evidence
        return weighed

    def scores(self, many: Sequence[tuple[Evidence, ...]]) -> list[float]:
        """The log-odds that each of ``many`` comes to."""
        known = map(self.known, map(id, many))
        return [(found or self.weigh(evidence))[0] for found, evidence in zip(known, many, strict=True)]
