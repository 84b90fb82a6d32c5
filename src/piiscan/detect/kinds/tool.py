"""A rule of the number family made ready for use: its weights, the bits of its words, the most it can reach."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import NamedTuple

from piiscan.detect.kinds.rule import DIVISIONS, Grouping, NumberRule
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.weights import Weights
from piiscan.model import Evidence

MOST_SETS = 2_000
"""How many combinations are remembered, of clues or of shapes."""


class ClueSets:
    """The evidence of sets of clues under one file of weights; few sets occur, so each is put together once."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._evidence: dict[tuple[str, ...], tuple[Evidence, ...]] = {}
        self._scores: dict[tuple[str, ...], float] = {}

    def of(self, clues: Iterable[str]) -> tuple[Evidence, ...]:
        """The evidence of the distinct clues, the prior first."""
        key = tuple(clues)
        found = self._evidence.get(key)
        if found is None:
            found = self._weights.of("prior", *dict.fromkeys(key))
            if len(self._evidence) < MOST_SETS:
                self._evidence[key] = found
        return found

    def score(self, clues: tuple[str, ...]) -> float:
        """The log-odds of the clues with the prior."""
        found = self._scores.get(clues)
        if found is None:
            found = sum([evidence.weight for evidence in self.of(clues)])
            if len(self._scores) < MOST_SETS:
                self._scores[clues] = found
        return found


class Tool(NamedTuple):
    """A rule with its weights and the bits of its words."""

    rule: NumberRule
    evidence: ClueSets
    named: int
    context: int
    beside: int
    most_alone: float
    """How much the text around can add at most where it has no word that names the number."""
    most: float
    """The same where it has one."""
    best: float
    """The log-odds of the best verdict, that of the division left out; infinite where it is not known."""
    kanji: float
    """The weight of digits in kanji."""
    divisions: tuple[float, ...]
    """The weights of an irregular, no, and a regular division."""

    def best_alone(self, grouping: Grouping, *, kanji: bool) -> float:
        """The most that a number so divided can reach in a text without any word that names it."""
        around = self.most_alone if kanji else self.most_alone - max(0.0, self.kanji)
        return self.best + self.divisions[min(len(grouping), 2)] + around


def tool_for(rule: NumberRule, kinds: WordKinds) -> Tool:
    """The rule with its weights and the bits of its words."""
    weights = Weights(rule.weights)
    alone = sum(max(0.0, weights[clue].weight) for clue in ("fellows", "kanji_digits", "test_value"))
    named = max(weights[clue].weight for clue in ("label", "beside", "announced"))
    words = named + max(0.0, weights["context"].weight)
    return Tool(
        rule,
        ClueSets(weights),
        kinds.bits(*rule.label_kinds),
        kinds.bits(*rule.context, *rule.beside),
        kinds.bits(*rule.beside),
        alone,
        alone + words,
        math.inf if rule.best is None else _best(weights, rule.best, rule.bonus),
        weights["kanji_digits"].weight,
        tuple(weights[clue].weight if clue in weights else 0.0 for clue in DIVISIONS),
    )


def _best(weights: Weights, clues: Iterable[str], bonus: Iterable[str]) -> float:
    """The log-odds of the best verdict, that of the division left out."""
    return sum(weights[clue].weight for clue in ("prior", *clues)) + sum(max(0.0, weights[c].weight) for c in bonus)
