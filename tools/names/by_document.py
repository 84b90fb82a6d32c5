"""The second step of the fit: what the rest of a document says, from texts that the first step had not seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse

from piiscan.detect.names.candidates import every_name, label_of
from piiscan.detect.names.document import columns_of, document_keys, mention_of
from piiscan.detect.names.keys import style_of
from piiscan.detect.names.scoring import FLOOR
from tools.names import regression
from tools.names.matrix import Space, pack
from tools.names.problem import FOLDS, NO_FOLD, PENALTY, Problem

DROPPED = -9.0
"""What stands for the score of a row that the scanner drops before it asks the document."""
DOCUMENT_IMPORTANCE = {"prose": 1.0, "generated": 0.1, "business": 1.0}


class Said(NamedTuple):
    """What the documents of a group say: the numbers of the rows that reach the floor, and their keys."""

    numbers: Any
    keys: list[list[str]]


def what_documents_say(problem: Problem, name: str, scores: Any) -> Said:
    """The rows of a group that reach the floor, and what their documents say of them."""
    rows = problem.tables[name].rows
    by_document: dict[int, list[int]] = {}
    for number in np.flatnonzero(scores >= FLOOR):
        by_document.setdefault(rows[number].document, []).append(int(number))
    chosen: list[int] = []
    keys: list[list[str]] = []
    for n, every in by_document.items():
        text = problem.documents(name)[n].text
        names = {(c.start, c.end, c.kind): c for c in every_name(text, problem.lists, problem.words)}
        numbers = [each for each in every if (rows[each].start, rows[each].end, rows[each].kind) in names]
        numbers.sort(key=lambda each: (rows[each].start, rows[each].end))
        places = [(rows[each].start, rows[each].end) for each in numbers]
        cells = [
            (*place, float(scores[each]), label_of(text, *place)) for each, place in zip(numbers, places, strict=True)
        ]
        mentions, scored = [], []
        for number, column in zip(numbers, columns_of(text, cells), strict=True):
            row = rows[number]
            style = style_of(text, row.start, row.end)
            mentions.append(mention_of(names[row.start, row.end, row.kind], text, style, column))
            scored.append((row.start, row.end, float(scores[number])))
        chosen += numbers
        keys += document_keys(mentions, scored)
    return Said(np.array(chosen, np.int64), keys)


class DocumentStep:
    """Fits what the documents say on scores that are out of fold."""

    def __init__(self, problem: Problem, scores: Mapping[str, Any]) -> None:
        self._problem, self._scores = problem, scores
        self._said = {name: what_documents_say(problem, name, scores[name]) for name in scores}
        self._space = Space()
        numbers = {name: [self._space.add(keys) for keys in said.keys] for name, said in self._said.items()}
        self._matrices = {name: pack([], rows).matrix(len(self._space.index)) for name, rows in numbers.items()}

    def weights(self, without: int | None = None) -> Any:
        """The weights of the keys, from all folds but one."""
        features, target, offset, importance = [], [], [], []
        for name, said in self._said.items():
            folds = self._problem.folds(name)[said.numbers]
            chosen = np.flatnonzero((folds != NO_FOLD) & (folds != (99 if without is None else without)))
            features.append(self._matrices[name][chosen])
            target.append(self._problem.target(name)[said.numbers[chosen]])
            offset.append(self._scores[name][said.numbers[chosen]])
            importance.append(np.full(len(chosen), DOCUMENT_IMPORTANCE[name], np.float32))
        return regression.fit(
            scipy.sparse.vstack(features).tocsr(),
            np.concatenate(target),
            penalty=PENALTY,
            offset=np.concatenate(offset).astype(np.float32),
            importance=np.concatenate(importance),
            constant=False,
        )[:-1]

    def by_key(self, weights: Any) -> dict[str, float]:
        """The weights with the names of their keys."""
        return {key: float(weights[n]) for key, n in self._space.index.items()}

    def completed(self) -> dict[str, Any]:
        """The scores with what the documents say, by weights from the other folds."""
        done = {name: np.where(scores >= FLOOR, scores, DROPPED) for name, scores in self._scores.items()}
        for fold in range(NO_FOLD, FOLDS):
            weights = self.weights(fold)
            for name, said in self._said.items():
                rows = np.flatnonzero(self._problem.folds(name)[said.numbers] == fold)
                done[name][said.numbers[rows]] += self._matrices[name][rows] @ weights
        return done


def with_document(problem: Problem, name: str, scores: Any, weights: Mapping[str, float]) -> Any:
    """``scores`` completed by what the documents say."""
    said = what_documents_say(problem, name, scores)
    done = np.where(scores >= FLOOR, scores, DROPPED)
    done[said.numbers] += [sum(weights.get(key, 0.0) for key in found) for found in said.keys]
    return done
