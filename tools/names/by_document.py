"""The second step of the fit: what the rest of a document says, from texts that the first step had not seen."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

import numpy as np

from piiscan.detect.names.candidates import every_name
from piiscan.detect.names.document import document_keys, mention_of
from piiscan.detect.names.scoring import FLOOR
from tools.names import corpora, regression
from tools.names.matrix import Space, pack
from tools.names.problem import PENALTY, Fit, Problem, measurable

DOCUMENT_IMPORTANCE = {"prose": 1.0, "generated": 0.2, "business": 1.0}


def document_table(
    problem: Problem, name: str, scores: Any, only: set[int] | None = None
) -> tuple[Any, list[list[str]]]:
    """The numbers of the rows that reach the floor, and what their documents say of them."""
    rows = problem.tables[name].rows
    by_document: dict[int, list[int]] = {}
    for number in np.flatnonzero(scores >= FLOOR):
        if only is None or rows[number].document in only:
            by_document.setdefault(rows[number].document, []).append(int(number))
    chosen: list[int] = []
    keys: list[list[str]] = []
    for n, numbers in by_document.items():
        text = problem.documents(name)[n].text
        names = {(c.start, c.end, c.kind): c for c in every_name(text, problem.lists, problem.words)}
        mentions = []
        for number in sorted(numbers, key=lambda each: (rows[each].start, rows[each].end)):
            row = rows[number]
            found = names[row.start, row.end, row.kind]
            placed = mention_of(found, text)._replace(start=row.start, end=row.end, score=float(scores[number]))
            mentions.append(placed)
            chosen.append(number)
        keys += document_keys(mentions)
    return np.array(chosen, np.int64), keys


def fit_document(problem: Problem, fits: Sequence[tuple[Fit, str, Container[int]]]) -> dict[str, float]:
    """The weights of what the document says, from texts that the fit that scored them had not seen."""
    space = Space()
    numbers: list[Any] = []
    target, offset, importance = [], [], []
    for fit, name, parts in fits:
        documents = problem.documents(name)
        only = {n for n in measurable(problem, name, parts) if documents[n].source not in corpora.MEASURE_ONLY}
        scores = fit.scores(problem.matrix(name))
        chosen, keys = document_table(problem, name, scores, only)
        numbers += [space.add(found) for found in keys]
        target.append(problem.target(name)[chosen])
        offset.append(scores[chosen])
        importance.append(np.full(len(chosen), DOCUMENT_IMPORTANCE[name], np.float32))
    weights = regression.fit(
        pack([], numbers).matrix(len(space.index)),
        np.concatenate(target),
        penalty=PENALTY,
        offset=np.concatenate(offset).astype(np.float32),
        importance=np.concatenate(importance),
        constant=False,
    )
    return {key: float(weights[n]) for key, n in space.index.items()}


def with_document(problem: Problem, name: str, scores: Any, weights: dict[str, float]) -> Any:
    """``scores`` completed by what the documents say."""
    chosen, keys = document_table(problem, name, scores)
    completed = np.array(scores)
    completed[chosen] += [sum(weights.get(key, 0.0) for key in found) for found in keys]
    return completed
