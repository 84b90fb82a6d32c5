"""A judge for unlabelled text: the keys of the model, Sudachi's tags around a candidate, entities of another tagger."""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse

from piiscan.detect.names.candidates import Name, every_name
from piiscan.detect.names.keys import FAMILY
from tools.names import regression
from tools.names.dictionary import Token
from tools.names.matrix import Space, pack
from tools.names.problem import NO_FOLD, PENALTY, Problem

SEEN_TWICE = 2
Entity = tuple[int, int, str]
Entities = dict[str, list[Entity]]


class Teacher:
    """Learns from the prose with tags, and judges the candidates of the unlabelled texts."""

    def __init__(self, problem: Problem, entities: Entities) -> None:
        self._problem = problem
        space = Space()
        tagged = {name: _tagged(problem, name, space, entities) for name in ("prose", "unlabelled")}
        self._matrices = {
            name: scipy.sparse.hstack([problem.matrix(name), table.matrix(len(space.index))]).tocsr()
            for name, table in tagged.items()
        }

    def judged(self, without: int | None = None) -> Any:
        """The probability that each candidate of the unlabelled texts is a person, learned without one fold."""
        folds = self._problem.folds("prose")
        training = np.flatnonzero((folds != NO_FOLD) & (folds != (99 if without is None else without)))
        prose, target = self._matrices["prose"][training], self._problem.target("prose")[training]
        usual = np.flatnonzero(np.asarray(prose.sum(0)).ravel() >= SEEN_TWICE)
        weights = regression.fit(prose[:, usual], target, penalty=PENALTY, steps=60)
        scores = self._matrices["unlabelled"][:, usual] @ weights[:-1] + weights[-1]
        return (1 / (1 + np.exp(-scores))).astype(np.float32)


def read_entities(path: Path | None) -> Entities:
    """The entities that another tagger found, by text: lines of ``{"k": "source/name", "e": [[start, end, type]]}``."""
    if path is None:
        return {}
    with path.open(encoding="utf-8") as lines:
        return {row["k"]: [tuple(entity) for entity in row["e"]] for row in map(json.loads, lines)}


def _tagged(problem: Problem, name: str, space: Space, entities: Entities) -> Any:
    """The table of the keys of tags, row by row as in the problem."""
    rows = problem.tables[name].rows
    numbers = []
    for n, of_document in groupby(rows, key=lambda row: row.document):
        document, tokens = problem.documents(name)[n], problem.material.tokens[name][n]
        starts = [token[0] for token in tokens]
        found = entities.get(f"{document.source}/{document.name}")
        names = {(c.start, c.end, c.kind): c for c in every_name(document.text, problem.lists, problem.words)}
        for row in of_document:
            candidate = names.get((row.start, row.end, row.kind))
            keys = [] if candidate is None else tag_keys(candidate, document.text, tokens, starts)
            if candidate is not None and found is not None:
                keys += entity_keys(candidate, found)
            numbers.append(space.add(keys))
    return pack(rows, numbers)


def entity_keys(name: Name, entities: list[Entity]) -> list[str]:
    """Keys for how the entities agree with ``name``, and for those beside it."""
    keys = []
    for start, end, kind in entities:
        if start < name.end and name.start < end:
            fit = (
                "<=>"[(start > name.start) - (start < name.start) + 1] + "<=>"[(end > name.end) - (end < name.end) + 1]
            )
            keys += [f"Z{kind}{fit}", f"Z{kind}{fit}{name.kind}"]
        elif end <= name.start <= end + 1:
            keys.append(f"Zb{kind}")
        elif name.end <= start <= name.end + 1:
            keys.append(f"Za{kind}")
    return keys or [f"Z-{name.kind}"]


def tag_keys(name: Name, text: str, tokens: list[Token], starts: list[int]) -> list[str]:
    """Keys for how the tags and borders of the tokens agree with ``name``, and for the tokens beside it."""
    first = max(0, bisect_right(starts, name.start) - 1)
    after = first
    tags = ""
    while after < len(tokens) and tokens[after][0] < name.end:
        tags += tokens[after][2]
        after += 1
    fits = f"{tokens[first][0] == name.start:d}{tokens[after - 1][1] == name.end:d}"
    family = FAMILY[name.kind]
    before_word, after_word = _word(text, tokens, first - 1), _word(text, tokens, after)
    keys = [
        f"TA{fits}{tags[:6]}",
        f"TA{fits}{tags[:6]}{name.kind}",
        f"TX{before_word[-1]}{after_word[-1]}{tags[:4]}{fits}",
    ]
    keys += [f"TP{before_word}", f"TP{before_word}|{family}", f"TN{after_word}", f"TN{after_word}|{family}"]
    two_before, two_after = _word(text, tokens, first - 2), _word(text, tokens, after + 1)
    keys += [f"TQ{two_before} {before_word}", f"TQ{two_before}|{family}"]
    return [*keys, f"TM{after_word} {two_after}", f"TM{two_after}|{family}"]


def _word(text: str, tokens: list[Token], number: int) -> str:
    if not 0 <= number < len(tokens):
        return "^"
    start, end, tag = tokens[number]
    return text[start:end] + "/" + tag
