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


def report(documents: Sequence[Document], rows: Sequence[Row], scores: Any, only: set[int]) -> str:
    """A table of exact precision, recall and F1 per source and script, and the expected calibration error.

    ``ALL`` and the scripts count every source as often as the whole corpora hold it, as only a part of the sources that
    may be fitted on is held out.
    """
    share = _shares(documents, only)
    counts: dict[str, dict[str, float]] = defaultdict(lambda: defaultdict(float))
    for n in only:
        for script in documents[n].gold.values():
            for key in ("ALL", documents[n].source, f"script {script}"):
                counts[key]["gold"] += share[documents[n].source]
    judged = []
    flagged = set()
    for kept in survivors(rows, scores):
        row = rows[kept.row]
        if row.document not in only:
            continue
        document = documents[row.document]
        weight = share[document.source]
        judged.append((kept.likely, row.right, weight))
        if kept.likely < THRESHOLD:
            continue
        flagged.add(row.document)
        script = document.gold.get((row.start, row.end), script_of(document.text[row.start : row.end]))
        for key in ("ALL", document.source, f"script {script}"):
            counts[key]["found"] += weight
            counts[key]["right"] += row.right * weight
    lines = []
    for key, count in sorted(counts.items()):
        right, found, gold = count["right"], count["found"], count["gold"]
        lines.append(
            f"{key:26s} gold {gold:5.0f} P {right / max(1, found):.3f} R {right / max(1, gold):.3f} "
            f"F1 {2 * right / max(1, found + gold):.3f}"
        )
    clean = {n for n in only if documents[n].source in ("business", "generated") and not documents[n].gold}
    if clean:
        lines.append(f"clean texts flagged {len(clean & flagged)} of {len(clean)}")
    lines.append(f"expected calibration error {calibration_error(judged):.4f} over {len(judged)}")
    return "\n".join(lines)


def _shares(documents: Sequence[Document], only: set[int]) -> dict[str, float]:
    """For each source how many documents there are for each one in ``only``."""
    every: dict[str, int] = defaultdict(int)
    chosen: dict[str, int] = defaultdict(int)
    for n, document in enumerate(documents):
        every[document.source] += 1
        chosen[document.source] += n in only
    return {source: many / max(1, chosen[source]) for source, many in every.items()}


def calibration_error(judged: Sequence[tuple[float, bool, float]]) -> float:
    """The expected calibration error in ten bins of the candidates at 0.05 or more, each with its weight."""
    bins: dict[int, list[float]] = defaultdict(list)
    many = 0.0
    for likely, right, weight in judged:
        if likely >= 0.05:
            bins[min(9, int(likely * 10))].append((likely - right) * weight)
            many += weight
    return sum(abs(sum(values)) for values in bins.values()) / max(1, many)


def script_of(name: str) -> str:
    """The script of a found name, in the words of the gold."""
    letters = [c for c in name if c not in " ・="]
    kanji = sum("一" <= c <= "鿿" or c in "々ケノ" for c in letters)
    if kanji == len(letters):
        return "kanji"
    if all("ァ" <= c <= "ヿ" for c in letters):
        return "katakana"
    return "kanji_kana" if kanji else "hiragana" if all("ぁ" <= c <= "ゟ" or c == "ー" for c in letters) else "latin"
