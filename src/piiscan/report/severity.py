"""How bad a leak of each entity type would be, and which findings are the worst."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from piiscan.data import rows

OWN_TYPES = "*"


class Severity(NamedTuple):
    """How bad a type is: a score of 0 to 10 on GitHub's scale, and why in English and Japanese."""

    score: float
    why: str
    why_ja: str


class Severities:
    """The severity of every entity type; the users' own types share one."""

    def __init__(self) -> None:
        self._of = {name: Severity(float(score), why, why_ja) for name, score, why, why_ja in rows("severity.tsv")}

    def of(self, entity_type: str) -> Severity:
        """The severity of ``entity_type``."""
        return self._of.get(entity_type) or self._of[OWN_TYPES]

    def harm(self, record: Mapping[str, Any]) -> float:
        """The expected harm of a finding: the score of its type times the probability that it is real."""
        return self.of(record["entity_type"]).score * float(record["confidence"])


class Worst:
    """Keeps the ``limit`` worst findings of a stream, whatever its length, and counts the others."""

    def __init__(self, limit: int, severities: Severities) -> None:
        self._limit = limit
        self._severities = severities
        self._heap: list[tuple[float, int, dict[str, Any]]] = []
        self.seen = 0

    def add(self, records: Iterable[dict[str, Any]]) -> None:
        """Take records in; of equal harm the earlier one stays."""
        for record in records:
            self.seen += 1
            entry = (self._severities.harm(record), -self.seen, record)
            if len(self._heap) < self._limit:
                heapq.heappush(self._heap, entry)
            else:
                heapq.heappushpop(self._heap, entry)

    @property
    def left_out(self) -> int:
        """How many findings are not among the kept ones."""
        return self.seen - len(self._heap)

    def records(self) -> list[dict[str, Any]]:
        """The kept records: as they came while all fit, else the worst first."""
        if not self.left_out:
            return [record for _, _, record in sorted(self._heap, key=lambda entry: -entry[1])]
        return [record for _, _, record in sorted(self._heap, key=lambda entry: (-entry[0], -entry[1]))]
