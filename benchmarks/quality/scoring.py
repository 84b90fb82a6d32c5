"""Counts hits and misses, and how well a confidence is calibrated. Offsets are code points, ends exclusive."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


class Span(NamedTuple):
    """A stretch of text with a type; gold spans carry no confidence."""

    start: int
    end: int
    type: str
    confidence: float = 1.0

    def overlap(self, other: Span) -> int:
        """How many code points both cover."""
        return max(0, min(self.end, other.end) - max(self.start, other.start))


@dataclass
class Counts:
    """Right, wrong and missed, for precision, recall and their harmonic mean."""

    right: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the found that is right."""
        return self.right / self.found if self.found else float("nan")

    @property
    def recall(self) -> float:
        """Share of the gold that is found."""
        return self.right / self.gold if self.gold else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (self.found + self.gold) if self.found + self.gold else float("nan")

    def add(self, gold: Sequence[Span], found: Sequence[Span]) -> None:
        """Count exact agreement of one text."""
        keys = {(span.start, span.end, span.type) for span in gold}
        self.right += sum((span.start, span.end, span.type) in keys for span in found)
        self.found += len(found)
        self.gold += len(gold)

    def row(self) -> tuple[str, ...]:
        """Gold, precision, recall, F1 as text."""
        return (str(self.gold), f"{self.precision:.3f}", f"{self.recall:.3f}", f"{self.f1:.3f}")


@dataclass
class Calibration:
    """Pairs of confidence and whether it was right, for the expected calibration error over ten bins."""

    pairs: list[tuple[float, bool]] = field(default_factory=list)

    def add(self, gold: Sequence[Span], found: Iterable[Span], *, exact: bool) -> None:
        """Count the findings of one text."""
        for span in found:
            if exact:
                right = any((g.start, g.end, g.type) == (span.start, span.end, span.type) for g in gold)
            else:
                right = any(g.type == span.type and 2 * span.overlap(g) >= g.end - g.start for g in gold)
            self.pairs.append((span.confidence, right))

    def bins(self) -> list[tuple[int, float, float]]:
        """Size, mean confidence and share of right ones in each tenth; empty tenths left out."""
        tenths: list[list[tuple[float, bool]]] = [[] for _ in range(10)]
        for pair in self.pairs:
            tenths[min(9, int(pair[0] * 10))].append(pair)
        return [(len(b), sum(p for p, _ in b) / len(b), sum(r for _, r in b) / len(b)) for b in tenths if b]

    @property
    def error(self) -> float:
        """Expected calibration error: the mean distance of confidence and truth, weighted by size."""
        total = len(self.pairs)
        return sum(n * abs(mean - share) for n, mean, share in self.bins()) / total if total else float("nan")


def reliability(calibrations: Mapping[str, Calibration], least: int) -> str:
    """A table of the filled tenths of every type with at least ``least`` judged findings."""
    rows = [
        (kind, n, f"{mean:.3f}", f"{share:.3f}")
        for kind, calibration in sorted(calibrations.items())
        if len(calibration.pairs) >= least
        for n, mean, share in calibration.bins()
    ]
    return table(("type", "judged", "mean confidence", "share right"), rows)


def plain(text: str) -> str:
    """``text`` for comparing: NFKC, no white space, one hyphen."""
    folded = "".join(unicodedata.normalize("NFKC", text).split())
    return folded.translate(str.maketrans("−‐ー", "---"))


def table(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines) + "\n"
