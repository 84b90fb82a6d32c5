"""Scores candidates fast: what the surroundings do not change is remembered per word, most words fall at one look.

The score of a candidate is the prior plus the weights of its keys (:mod:`~piiscan.detect.names.candidates`). A run of
kanji is studied once; what cannot reach the floor even in the best surroundings is forgotten at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from piiscan.detect.names import kana
from piiscan.detect.names.candidates import (
    BESIDE_REACH,
    Name,
    from_cut,
    from_pair,
    from_spelled,
    inner_keys,
    label_before,
    outer_keys,
    pairs_at,
)
from piiscan.detect.names.cuts import Cut, NameLists
from piiscan.detect.names.keys import (
    FAMILY,
    REACH,
    after_keys,
    before_keys,
    beside_keys,
    border_keys,
    label_keys,
    line_keys,
)
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from piiscan.model import Evidence

FLOOR = -2.5
"""Log-odds below which a candidate is dropped: what the rest of the document says lifts none from there to 0.2."""
MEMORY = 40_000
_SURNAME_COLUMN = {"s": "s", "f": "f", "u": "u", "F": "F", "Z": "F", "U": "U", "m": "m"}
_GIVEN_COLUMN = {"f": "f", "F": "F", "Z": "F", "m": "m", "X": "X", "g": "g"}


class Scored(NamedTuple):
    """A candidate with its log-odds."""

    name: Name
    score: float


class _Memory(dict[object, float]):
    """Sums that were worked out before; forgets all when it is full."""

    def remember(self, key: object, value: float) -> float:
        """``value``, kept for ``key``."""
        if len(self) >= MEMORY:
            self.clear()
        self[key] = value
        return value


class Scorer:
    """Finds and scores the candidates of texts with one model."""

    def __init__(self, model: NameModel) -> None:
        self.model = model
        self.words = model.words
        self.lists = NameLists(model.surnames, model.given)
        self.prior = model.setting("prior")
        self._outer_best = {family: model.setting(f"outer {family}") for family in sorted(set(FAMILY.values()))}
        self._inner_best = {kind: model.setting(f"inner {kind}") for kind in FAMILY}
        self._near_best = model.setting("near")
        self._runs: dict[str, list[tuple[Cut, float]]] = {}
        self._before, self._after, self._borders, self._spelled = _Memory(), _Memory(), _Memory(), _Memory()

    def scored(self, text: str, label_at: Callable[[int], str] | None = None) -> Iterator[Scored]:
        """The candidates of ``text`` that reach the floor; ``label_at`` knows the labels of cells and fields."""
        yield from self._in_kanji(text, label_at)
        for found in kana.in_katakana(text):
            yield from self._of_spelled(found, text, label_at)
        for found in kana.in_hiragana(text, self.words):
            yield from self._of_spelled(found, text, label_at)
        for found in kana.in_latin(text):
            yield from self._of_spelled(found, text, label_at)

    def _in_kanji(self, text: str, label_at: Callable[[int], str] | None) -> Iterator[Scored]:
        runs = self._runs
        for match in KANJI_RUN_AND_GAP.finditer(text):
            run = match.group()
            cuts = runs.get(run)
            if cuts is None:
                cuts = self._study(run)
            begin = match.start()
            if cuts:
                plain = run.rstrip(" ・")
                for cut, inner in cuts:
                    yield from self._judge(from_cut(cut, plain, begin), inner, text, label_at)
            end = match.end()
            if run[-1] in " ・":
                run, end = run[:-1], end - 1
            elif not self.lists.goes_on(text, end):
                continue
            for pair in pairs_at(text, self.lists, run, end):
                name = from_pair(pair, run, begin)
                yield from self._judge(name, self.inner(name), text, label_at)

    def _study(self, run: str) -> list[tuple[Cut, float]]:
        """The cuts of a run that can reach the floor, with their inner scores."""
        found = []
        plain = run.rstrip(" ・")
        for cut in self.lists.cuts(plain):
            kind = cut.kind
            listed = self._listed(kind, cut.surname, cut.given)
            outer = self._outer_best[FAMILY[kind]]
            if listed + self._inner_best[kind] + outer < FLOOR:
                continue
            inner = self.prior + listed + self._unlisted(from_cut(cut, plain, 0))
            if inner + outer >= FLOOR:
                found.append((cut, inner))
        if len(self._runs) >= MEMORY:
            self._runs.clear()
        self._runs[run] = found
        return found

    def _listed(self, kind: str, surname: str, given: str) -> float:
        """What the lists say of the parts of a kanji name."""
        total = 0.0
        if surname and kind in _SURNAME_COLUMN:
            total += self.model.surnames.value(surname, _SURNAME_COLUMN[kind]) or 0.0
        if given and kind in _GIVEN_COLUMN:
            total += self.model.given.value(given, _GIVEN_COLUMN[kind]) or 0.0
        return total

    def _unlisted(self, name: Name) -> float:
        total = self.model.total
        return sum(total(keys) for _, keys in inner_keys(name, self.words, self.lists))

    def inner(self, name: Name) -> float:
        """The part of the score that the surroundings do not change."""
        return self.prior + self._listed(name.kind, name.surname, name.given) + self._unlisted(name)

    def _of_spelled(self, found: kana.Spelled, text: str, label_at: Callable[[int], str] | None) -> Iterator[Scored]:
        key = (found.kind, found.parts, found.beside)
        inner = self._spelled.get(key)
        if inner is None:
            inner = self._spelled.remember(key, self.inner(from_spelled(found)))
        if inner + self._outer_best[FAMILY[found.kind]] >= FLOOR:
            yield from self._judge(from_spelled(found), inner, text, label_at)

    def _judge(self, name: Name, inner: float, text: str, label_at: Callable[[int], str] | None) -> Iterator[Scored]:
        """``name`` with its score if that reaches the floor; the dear questions are asked last."""
        start, end, kind = name.start, name.end, name.kind
        before, after = text[max(0, start - REACH) : start], text[end : end + REACH]
        score = inner + self._sum(self._before, before_keys, before, min(name.at, REACH), kind)
        score += self._sum(self._after, after_keys, after, min(len(name.rest), REACH), kind)
        score += self._sum(self._borders, border_keys, before[-1:], after[:1], kind)
        if score + self._near_best < FLOOR:
            return
        family = FAMILY[kind]
        label = (label_at(start) if label_at is not None else "") or label_before(text, start)
        total = self.model.total
        score += total(line_keys(text, start, end, family)) + total(label_keys(label, family))
        score += total(beside_keys(text[max(0, start - BESIDE_REACH) : end + BESIDE_REACH], family))
        if score >= FLOOR:
            yield Scored(name, score)

    def _sum(self, memory: _Memory, ask: Callable[..., list[str]], *key: object) -> float:
        found = memory.get(key)
        return memory.remember(key, self.model.total(ask(*key))) if found is None else found

    def evidence(self, name: Name, text: str, label: str) -> list[Evidence]:
        """Why: the weight of each clue, the prior first; their sum is the score."""
        kind = name.kind
        clues = [("prior", self.prior)]
        if name.surname and kind in _SURNAME_COLUMN:
            clues.append(("surname", self._listed(kind, name.surname, "")))
        if name.given and kind in _GIVEN_COLUMN:
            clues.append(("given name", self._listed(kind, "", name.given)))
        for clue, keys in [*inner_keys(name, self.words, self.lists), *outer_keys(name, text, label)]:
            clues.append((clue, self.model.total(keys)))
        return [Evidence(clue, round(weight, 4)) for clue, weight in clues if weight or clue == "prior"]
