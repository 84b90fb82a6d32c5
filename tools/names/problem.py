"""All texts as one problem of regression: the matrices, what is held out, and a fit of it."""

from __future__ import annotations

import time
from collections.abc import Container, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.words import KnownWords
from tools.names import corpora, lists
from tools.names.corpora import Document
from tools.names.dictionary import Token
from tools.names.matrix import Keys, Space, Table, table
from tools.names.store import block_of_tiers

PARTS, FIRST_PARTS, SECOND_PARTS = 5, (0,), (1, 2)
"""The texts are split into five parts. The figures are of the first; the second helps to weigh documents honestly."""
PENALTY = 1.0


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
        self.words = KnownWords(material.filters, material.costs, lists.PRICES)
        self.lists = NameLists(block_of_tiers(self.tiers.surnames), block_of_tiers(self.tiers.given), self.words)
        self.keys = Keys(self.lists, self.words, lists.ListKeys(self.tiers, material.counts, self.words))
        self.space = Space()
        self.tables: dict[str, Table] = {}
        for name in ("prose", "business", "generated", "unlabelled", "negative", "negative_held_out"):
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


def measurable(problem: Problem, name: str, parts: Container[int] = FIRST_PARTS) -> set[int]:
    """Numbers of the documents that a fit without ``parts`` has not seen."""
    return {
        n
        for n, d in enumerate(problem.documents(name))
        if name == "business" or d.source in corpora.MEASURE_ONLY or d.part(PARTS) in parts
    }


class Fit(NamedTuple):
    """The weights of the keys that were learned."""

    columns: Any
    weights: Any

    def scores(self, matrix: Any) -> Any:
        """Log-odds of the rows."""
        return matrix[:, self.columns] @ self.weights[:-1] + self.weights[-1]
