"""Scores candidates fast: the score is the prior plus the weights of its keys (:mod:`~piiscan.detect.names.keys`).

They are asked in the order of what they cost, and a candidate that is below the bound of its kind after a step is given
up. The bounds are data: what nearly every right candidate reached in the texts of the fit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from piiscan.detect.names.candidates import Name
from piiscan.detect.names.clues import Clues, Explanations
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.kanji import InKanji, Likely
from piiscan.detect.names.model import UNIT, NameModel
from piiscan.detect.names.nearby import Nearby
from piiscan.detect.names.scripts import KATAKANA_RUN
from piiscan.detect.names.sides import sides_of
from piiscan.detect.names.spelled import InSpelling
from piiscan.detect.strange import Stretches, strange_stretches

FLOOR = -1.5
"""Log-odds below which a candidate is dropped: what the rest of the document says lifts few from there to 0.2."""

Spans = Sequence[tuple[int, int]]
Labels = Callable[[Spans], Sequence[str]]
"""Gives the labels of the values at some (start, end)."""


class Scored(NamedTuple):
    """A candidate with its log-odds, its label, why it has that score, and whether its line holds a sentence."""

    name: Name
    score: float
    label: str
    evidence: Clues
    in_sentence: bool


class Scorer:
    """Finds and scores the candidates of texts with one model."""

    def __init__(self, model: NameModel) -> None:
        self.model = model
        self.lists = NameLists(model.surnames, model.given, model.words, model.kana_starts.rows.words())
        sides = sides_of(model)
        self._kanji = InKanji(model, self.lists, sides)
        self._spelled = InSpelling(model, sides)
        self._why = Explanations(model, self.lists)
        self._nearby = Nearby(model, self._why)
        self.study = self._kanji.study

    def scored(self, text: str, labels_of: Labels, strange: Stretches | None = None) -> list[Scored]:
        """The candidates of ``text`` that reach the floor; ``labels_of`` knows the labels of cells and fields.

        ``strange`` is where the text is not ASCII, if that is known.
        """
        strange = strange_stretches(text) if strange is None else strange
        found: list[Likely] = self._kanji.likely(text, strange)
        found += [(*each, None) for each in self._spelled.likely(text, strange)]
        names = [each[0] for each in found]
        labels = labels_of([name[:2] for name in names])
        near = self._nearby.weigh(text, names, labels)
        scored, new, of, inner = [], tuple.__new__, self._why.of, self._why.inner
        for (name, score, (before, after), parts), label, (weight, clues, in_sentence) in zip(
            found, labels, near, strict=True
        ):
            total = (score + weight) / UNIT
            if total >= FLOOR:
                beside = (*of["words before", before], *of["words after", after])
                evidence = (*inner(name, parts), *beside, *clues)
                scored.append(new(Scored, (name, total, label, evidence, in_sentence)))
        return scored

    def is_hopeless(self, run: str) -> bool:
        """Whether neither ``run`` of kanji nor what goes on behind it can be a name, whatever surrounds it."""
        known = self.study.study(run)
        return known is None or not (known.has_gap or known.goes_on or not self.study.is_dead(run.rstrip(" ・")))

    def is_dead(self, run: str) -> bool:
        """Whether a run of kanji or katakana holds no candidate that can reach the floor, whatever surrounds it."""
        return self._spelled.is_dead(run) if KATAKANA_RUN.fullmatch(run) else self.study.is_dead(run)
