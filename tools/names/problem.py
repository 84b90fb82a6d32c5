"""All texts as one problem of regression: the matrices, the folds, and a fit of it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse

from piiscan.detect.names.by_letter import by_letter
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.words import KnownWords
from tools.names import corpora, lists, regression
from tools.names.corpora import Document
from tools.names.dictionary import Token
from tools.names.matrix import Keys, Space, Table, table
from tools.names.store import block_of_tiers

FOLDS = 5
"""The labelled texts are split by document, the business texts by template; each fold is scored without itself."""
NO_FOLD = -1
"""The fold of texts that may not be fitted on; they are scored by the fit without fold 0."""
GROUPS = ("prose", "business", "generated")
PENALTY = 1.0
LEAST_ROWS = 4
"""A key that fewer candidates have is not learned."""
IMPORTANCE = {"prose": 1.0, "business": 0.6, "generated": 0.6, "unlabelled": 0.5, "negative": 0.8}
HOPELESS, SURELY_NOT, KEPT_OF_HOPELESS = -5.0, 0.02, 4
"""Wrong candidates that a first fit scores lower are thinned out, one in so many kept with their weight."""


def say(text: str) -> None:
    """Print progress with the time."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


@dataclass(slots=True)
class Material:
    """Everything read, before any matrix is built."""

    prose: list[Document]
    business: list[Document]
    generated: list[Document]
    unlabelled: list[Document]
    negative: list[Document]
    negative_held_out: list[Document]
    tokens: dict[str, list[list[Token]]]
    counts: dict[str, tuple[int, int]]
    filters: dict[str, bytes]
    costs: dict[str, int]
    runs: list[str]
    """Frequent runs of kanji."""


class Problem:
    """The matrices of all texts over one space of keys."""

    def __init__(self, material: Material) -> None:
        self.material = material
        self.tiers = lists.Tiers()
        self.words = KnownWords(material.filters, by_letter(material.costs), lists.PRICES)
        self.lists = NameLists(block_of_tiers(self.tiers.surnames), block_of_tiers(self.tiers.given), self.words)
        self.keys = Keys(self.lists, self.words, lists.ListKeys(self.tiers, material.counts, self.words))
        self.space = Space()
        self.tables: dict[str, Table] = {}
        for name in (*GROUPS, "unlabelled", "negative", "negative_held_out"):
            documents = getattr(material, name)
            self.tables[name] = table(documents, self.keys, self.space, negative=name.startswith("negative"))
            say(f"{name}: {len(documents)} texts, {len(self.tables[name].rows)} candidates")

    def matrix(self, name: str) -> Any:
        """The sparse matrix of one group of texts."""
        return self.tables[name].matrix(len(self.space.index))

    def target(self, name: str) -> Any:
        """1 for candidates that are persons."""
        return np.array([row.right for row in self.tables[name].rows], np.float32)

    def documents(self, name: str) -> Sequence[Document]:
        """The texts of one group."""
        return getattr(self.material, name)  # type: ignore[no-any-return]

    def folds(self, name: str) -> Any:
        """The fold of each row of a group."""
        of_documents = [NO_FOLD if d.source in corpora.MEASURE_ONLY else d.part(FOLDS) for d in self.documents(name)]
        return np.array([of_documents[row.document] for row in self.tables[name].rows], np.int8)


class Fit(NamedTuple):
    """The weights of the keys that were learned."""

    columns: Any
    weights: Any

    def scores(self, matrix: Any) -> Any:
        """Log-odds of the rows."""
        return matrix[:, self.columns] @ self.weights[:-1] + self.weights[-1]


class Sample(NamedTuple):
    """Rows to fit on: the group, their numbers in it, how much each counts."""

    group: str
    numbers: Any
    importance: Any


def worth_fitting(problem: Problem, judged: Any) -> list[Sample]:
    """Every row but most of the hopeless ones, which a fit on a third of the rows knows."""
    every = [_sample(problem, name, slice(None, None, 3)) for name in (*GROUPS, "unlabelled", "negative")]
    first = fit_samples(problem, every, judged, steps=25)
    samples = []
    for name in (*GROUPS, "unlabelled", "negative"):
        whole = _sample(problem, name, slice(None))
        scores = first.scores(problem.matrix(name))[whole.numbers]
        hopeless = (scores < HOPELESS) & (_target(problem, name, judged)[whole.numbers] < SURELY_NOT)
        kept = ~hopeless | (np.arange(len(scores)) % KEPT_OF_HOPELESS == 0)
        importance = whole.importance * np.where(hopeless, KEPT_OF_HOPELESS, 1)
        samples.append(Sample(name, whole.numbers[kept], importance[kept].astype(np.float32)))
    return samples


def _sample(problem: Problem, name: str, which: slice) -> Sample:
    allowed = problem.folds(name) != NO_FOLD if name in GROUPS else np.ones(len(problem.tables[name].rows), bool)
    numbers = np.flatnonzero(allowed)[which]
    return Sample(name, numbers, np.full(len(numbers), IMPORTANCE[name], np.float32))


def _target(problem: Problem, name: str, judged: Any) -> Any:
    return judged if name == "unlabelled" else problem.target(name)


def fit_samples(
    problem: Problem, samples: Sequence[Sample], judged: Any, without: int | None = None, steps: int = 80
) -> Fit:
    """The weights from ``samples``, those of the fold ``without`` left out."""
    features, target, importance = [], [], []
    for name, numbers, weight in samples:
        chosen = np.ones(len(numbers), bool)
        if without is not None and name in GROUPS:
            chosen = problem.folds(name)[numbers] != without
        features.append(problem.matrix(name)[numbers[chosen]])
        target.append(_target(problem, name, judged)[numbers[chosen]])
        importance.append(weight[chosen])
    matrix = scipy.sparse.vstack(features).tocsr()
    columns = np.flatnonzero(np.asarray(matrix.sum(0)).ravel() >= LEAST_ROWS)
    say(f"fitting {matrix.shape[0]} rows, {len(columns)} keys")
    weights = regression.fit(
        matrix[:, columns],
        np.concatenate(target),
        penalty=PENALTY,
        importance=np.concatenate(importance),
        steps=steps,
    )
    return Fit(columns, weights)
