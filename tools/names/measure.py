"""Precision, recall, calibration of scored candidates, after overlaps are resolved as the scanner does."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from tools.names.corpora import Document
from tools.names.matrix import Row


class Kept(NamedTuple):
    """A candidate that survived its overlaps: its number and its probability."""

    row: int
    likely: float


def survivors(rows: Sequence[Row], scores: Any) -> Iterator[Kept]:
    """The best candidates that do not overlap, per document."""
    by_document: dict[int, list[int]] = defaultdict(list)
    for number, row in enumerate(rows):
        if scores[number] > -3:
            by_document[row.document].append(number)
    for numbers in by_document.values():
        used: list[tuple[int, int]] = []
        for number in sorted(numbers, key=lambda n: (-scores[n], rows[n].start - rows[n].end)):
            start, end = rows[number].start, rows[number].end
            if not any(start < stop and begin < end for begin, stop in used):
                used.append((start, end))
                yield Kept(number, float(1 / (1 + np.exp(-scores[number]))))


THRESHOLD = 0.5


FLOORS = (0.05, 0.2, 0.5)
"""The expected calibration error depends on what is asked for: of all that is looked at, of what is reported."""


class _Counts:
    """Right, found and gold of one row of the table."""

    def __init__(self) -> None:
        self.right = self.found = self.gold = 0

    def row(self, title: str) -> str:
        """A line of Markdown."""
        precision, recall = self.right / max(1, self.found), self.right / max(1, self.gold)
        score = 2 * self.right / max(1, self.found + self.gold)
        return f"| {title} | {self.gold} | {precision:.3f} | {recall:.3f} | {score:.3f} |"


def markdown(title: str, documents: Sequence[Document], rows: Sequence[Row], scores: Any) -> str:
    """Tables of exact precision, recall and F1 per source and script, of clean texts flagged, and of reliability."""
    counts: dict[str, _Counts] = defaultdict(_Counts)
    for document in documents:
        for script in document.gold.values():
            for key in ("**all**", document.source, *([f"{script}"] if script else [])):
                counts[key].gold += 1
    judged, flagged = [], set()
    for kept in survivors(rows, scores):
        row = rows[kept.row]
        document = documents[row.document]
        judged.append((kept.likely, row.right))
        if kept.likely < THRESHOLD:
            continue
        flagged.add(row.document)
        script = document.gold.get((row.start, row.end)) or script_of(document.text[row.start : row.end])
        for key in ("**all**", document.source, *([script] if script in counts else [])):
            counts[key].found += 1
            counts[key].right += row.right
    lines = [f"## {title}", "", "| | gold | precision | recall | F1 |", "| --- | --- | --- | --- | --- |"]
    lines += [count.row(key) for key, count in sorted(counts.items())] + [""]
    clean = {n for n, d in enumerate(documents) if d.source in ("business", "generated") and not d.gold}
    if clean:
        lines += [f"Clean texts flagged: {len(clean & flagged)} of {len(clean)}.", ""]
    errors = ", ".join(f"{calibration_error(judged, floor):.3f} from {floor} on" for floor in FLOORS)
    lines += [
        f"Expected calibration error: {errors}.",
        "",
        "| judged | mean confidence | share right |",
        "| --- | --- | --- |",
    ]
    return "\n".join([*lines, *_reliability(judged)]) + "\n"


def _reliability(judged: Sequence[tuple[float, bool]]) -> list[str]:
    tenths: dict[int, list[tuple[float, bool]]] = defaultdict(list)
    for pair in judged:
        if pair[0] >= FLOORS[0]:
            tenths[min(9, int(pair[0] * 10))].append(pair)
    return [
        f"| {len(pairs)} | {sum(p for p, _ in pairs) / len(pairs):.3f} | {sum(r for _, r in pairs) / len(pairs):.3f} |"
        for _, pairs in sorted(tenths.items())
    ]


def calibration_error(judged: Sequence[tuple[float, bool]], floor: float) -> float:
    """The expected calibration error in ten bins of the candidates at ``floor`` or more."""
    bins: dict[int, float] = defaultdict(float)
    counted = [pair for pair in judged if pair[0] >= floor]
    for likely, right in counted:
        bins[min(9, int(likely * 10))] += likely - right
    return sum(map(abs, bins.values())) / max(1, len(counted))


def script_of(name: str) -> str:
    """The script of a found name, in the words of the gold."""
    letters = [c for c in name if c not in " ・="]
    kanji = sum("一" <= c <= "鿿" or c in "々ケノ" for c in letters)
    if kanji == len(letters):
        return "kanji"
    if all("ァ" <= c <= "ヿ" for c in letters):
        return "katakana"
    return "kanji_kana" if kanji else "hiragana" if all("ぁ" <= c <= "ゟ" or c == "ー" for c in letters) else "latin"
