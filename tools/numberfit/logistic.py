"""Logistic regression on clue sets, held near given weights, with bounds; and how well probabilities are calibrated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from hashlib import sha256
from math import exp
from typing import NamedTuple

import numpy as np

Clues = tuple[str, ...]
STRENGTH = 0.3
"""How hard a weight is held to where it started (inverse variance)."""
MOST_ALIKE = 12
"""How often a clue set of one template or file counts: its cases are copies of each other more than new evidence."""
FOLDS = 4
_ROUNDS = 40


class Counts(NamedTuple):
    """Distinct clue sets with the number of right and wrong cases of each."""

    sets: list[Clues]
    right: np.ndarray
    wrong: np.ndarray


def fold_of(group: str) -> int:
    """Which of the folds of a cross-validation a template or file belongs to; the same in every run."""
    return sha256(group.encode()).digest()[0] % FOLDS


def probability(clues: Clues, weights: Mapping[str, float]) -> float:
    """The probability that the weights of ``clues`` add up to."""
    return 1 / (1 + exp(-sum(weights[clue] for clue in clues)))


def count(cases: Iterable[tuple[Clues, bool, str]]) -> Counts:
    """The cases (clues, right or wrong, group) by clue set."""
    alike = Counter(cases)
    right: Counter[Clues] = Counter()
    wrong: Counter[Clues] = Counter()
    for (clues, is_right, _), times in alike.items():
        (right if is_right else wrong)[clues] += min(times, MOST_ALIKE)
    sets = sorted(right.keys() | wrong.keys())
    good, bad = ([kind[clues] for clues in sets] for kind in (right, wrong))
    return Counts(sets, np.array(good, dtype=float), np.array(bad, dtype=float))


def fit(counts: Counts, start: Mapping[str, float], bounds: Mapping[str, tuple[float, float]]) -> dict[str, float]:
    """The weights of the clues: Newton's method over those not held at a bound, each step halved until it helps."""
    names = list(start)
    column = {name: index for index, name in enumerate(names)}
    design = np.zeros((len(counts.sets), len(names)))
    for row, clues in enumerate(counts.sets):
        for clue in set(clues):
            design[row, column[clue]] = 1
    center = np.array([start[name] for name in names])
    low = np.array([bounds.get(name, (-9.0, 9.0))[0] for name in names])
    high = np.array([bounds.get(name, (-9.0, 9.0))[1] for name in names])
    total = counts.right + counts.wrong

    def loss(at: np.ndarray) -> float:
        scores = design @ at
        return float(
            total @ np.logaddexp(0, scores) - counts.right @ scores + STRENGTH / 2 * ((at - center) ** 2).sum()
        )

    weights = np.clip(center, low, high)
    for _ in range(_ROUNDS):
        chances = 1 / (1 + np.exp(-design @ weights))
        slope = design.T @ (counts.right - total * chances) - STRENGTH * (weights - center)
        free = ~(((weights <= low) & (slope < 0)) | ((weights >= high) & (slope > 0)))
        part = design[:, free]
        curve = (part * (total * chances * (1 - chances))[:, None]).T @ part + STRENGTH * np.eye(free.sum())
        step = np.zeros(len(names))
        step[free] = np.linalg.solve(curve, slope[free])
        before, size = loss(weights), 1.0
        while size > 1e-4 and loss(np.clip(weights + size * step, low, high)) > before:
            size /= 2
        weights = np.clip(weights + size * step, low, high)
    return dict(zip(names, weights.round(2).tolist(), strict=True))


def calibration(pairs: Iterable[tuple[float, bool]], bins: int = 10) -> tuple[float, list[tuple[int, float, float]]]:
    """The expected calibration error, and for each bin: cases, mean probability, share that is right."""
    found = sorted(pairs)
    table = []
    error = 0.0
    for index in range(bins):
        inside = [
            pair
            for pair in found
            if index / bins <= pair[0] < (index + 1) / bins or (index == bins - 1 and pair[0] >= 1)
        ]
        if inside:
            mean = sum(p for p, _ in inside) / len(inside)
            share = sum(right for _, right in inside) / len(inside)
            table.append((len(inside), mean, share))
            error += len(inside) / len(found) * abs(mean - share)
    return error, table
