"""Scores candidates fast: what the surroundings do not change is remembered per word, most words fall at one look.

The score of a candidate is the prior plus the weights of its keys (:mod:`~piiscan.detect.names.keys`). A run of kanji
is studied once; what cannot reach the floor even in good surroundings is forgotten at once. The dear questions come
last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from piiscan.detect.names import kana
from piiscan.detect.names.candidates import (
    Name,
    from_cut,
    from_pair,
    from_spelled,
    inner_keys,
    near_keys,
    pairs_at,
)
from piiscan.detect.names.cuts import Cut, NameLists
from piiscan.detect.names.keys import (
    FAMILIES,
    FAMILY,
    GIVEN_COLUMN,
    REACH,
    SURNAME_COLUMN,
    after_keys,
    before_keys,
)
from piiscan.detect.names.model import UNIT, NameModel
from piiscan.detect.names.runs import RunStudy
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from piiscan.detect.names.sides import Side
from piiscan.model import Evidence

FLOOR = -2.0
"""Log-odds below which a candidate is dropped: what the rest of the document says lifts few from there to 0.2."""
MEMORY = 40_000
RUNS = 100_000
"""How many runs of kanji are remembered (20 MB); 20 MB of prose hold about as many different ones."""
# What is still to be asked after both sides: a line may add 1, a label 4 and more.
_FAR_FLOOR, _FAR_FLOOR_OF_VALUES = FLOOR + 1, FLOOR - 3
_BEFORE_VALUES = frozenset(":=|,\t\"'】])>")
_COLUMN_OF_KIND = {kind: FAMILIES.index(family) for kind, family in FAMILY.items()}

Labels = Callable[[int, int], str]
"""Gives the label of the value at (start, end)."""


class Scored(NamedTuple):
    """A candidate with its log-odds."""

    name: Name
    score: float


class Scorer:
    """Finds and scores the candidates of texts with one model."""

    def __init__(self, model: NameModel) -> None:
        self.model = model
        self.words = model.words
        self.lists = NameLists(model.surnames, model.given, model.words)
        self.prior = model.setting("prior")
        self._before = Side(model.before, before_keys, before=True)
        self._after = Side(model.after, after_keys, before=False)
        self._least_inner = {kind: model.setting(f"inner {kind}") for kind in FAMILY}
        self._least_far = {kind: min(_FAR_FLOOR, model.setting(f"far {kind}")) for kind in FAMILY}
        self._runs: dict[str, Sequence[tuple[Cut, float]]] = dict.fromkeys(model.dead, ())
        self._spelled: dict[object, float] = {}
        self._studies = RunStudy(model, self.lists)
        self._readings: dict[str, list[int]] = {}
        self._evidence: dict[object, list[Evidence]] = {}

    def scored(self, text: str, label_of: Labels) -> Iterator[Scored]:
        """The candidates of ``text`` that reach the floor; ``label_of`` knows the labels of cells and fields."""
        yield from self._in_kanji(text, label_of)
        for found in kana.in_katakana(text):
            yield from self._of_spelled(found, text, label_of)
        for found in kana.in_hiragana(text, self.words, self._readings):
            yield from self._of_spelled(found, text, label_of)
        for found in kana.in_latin(text):
            yield from self._of_spelled(found, text, label_of)

    def _in_kanji(self, text: str, label_of: Labels) -> Iterator[Scored]:
        known = self._runs.get
        starts = self.lists.kana_starts
        for match in KANJI_RUN_AND_GAP.finditer(text):
            run = match.group()
            cuts = known(run)
            if cuts is None:
                cuts = self.study(run)
                known = self._runs.get
            if cuts:
                begin = match.start()
                for cut, inner in cuts:
                    score = self._with_sides(text, begin + cut.start, begin + cut.end, cut.kind, inner)
                    if score is not None:
                        yield from self._completed(from_cut(cut, run.rstrip(" ・"), begin), score, text, label_of)
            end = match.end()
            if run[-1] in " ・":
                run, end = run[:-1], end - 1
            elif (
                text[end : end + 2] not in starts and text[end - 1 : end + 1] not in starts
            ) or not self.lists.goes_on(text, run, end):
                continue
            for pair in pairs_at(text, self.lists, run, end):
                yield from self._judge(from_pair(pair, run, match.start()), text, label_of)

    def study(self, run: str) -> Sequence[tuple[Cut, float]]:
        """The cuts of a run that can reach the floor, with their inner scores; remembered."""
        if len(self._runs) >= RUNS:
            self._runs = dict.fromkeys(self.model.dead, ())
        found = self._runs[run] = self._studies.study(run.rstrip(" ・"))
        return found

    def _listed(self, kind: str, surname: str, given: str) -> float:
        """What the lists say of the parts of a kanji name."""
        total = 0.0
        if surname and kind in SURNAME_COLUMN:
            total += self.model.surnames.value(surname, SURNAME_COLUMN[kind]) or 0.0
        if given and kind in GIVEN_COLUMN:
            total += self.model.given.value(given, GIVEN_COLUMN[kind]) or 0.0
        return total

    def _unlisted(self, name: Name) -> float:
        return self._total(inner_keys(name, self.words, self.lists))

    def _total(self, clues: list[tuple[str, list[str]]]) -> float:
        total = self.model.total
        return sum(total(keys) for _, keys in clues)

    def _of_spelled(self, found: kana.Spelled, text: str, label_of: Labels) -> Iterator[Scored]:
        key = (found.kind, found.parts, found.beside)
        inner = self._spelled.get(key)
        if inner is None:
            if len(self._spelled) >= MEMORY:
                self._spelled.clear()
            inner = self._spelled[key] = self.prior + self.model.total(kana.keys_of(found, self.words))
        if inner >= self._least_inner[found.kind]:
            score = self._with_sides(text, found.start, found.end, found.kind, inner)
            if score is not None:
                yield from self._completed(from_spelled(found), score, text, label_of)

    def _judge(self, name: Name, text: str, label_of: Labels) -> Iterator[Scored]:
        inner = self.prior + self._listed(name.kind, name.surname, name.given) + self._unlisted(name)
        score = self._with_sides(text, name.start, name.end, name.kind, inner)
        if score is not None:
            yield from self._completed(name, score, text, label_of)

    def _with_sides(self, text: str, start: int, end: int, kind: str, inner: float) -> float | None:
        """The score with what stands on both sides; None where what is left to ask will not lift it to the floor."""
        column = _COLUMN_OF_KIND[kind]
        before = text[start - REACH if start > REACH else 0 : start]
        sides = self._before.weight(before, column) + self._after.weight(text[end : end + REACH], column)
        score = inner + sides / UNIT
        if score >= self._least_far[kind]:
            return score
        return score if score >= _FAR_FLOOR_OF_VALUES and (not before or before[-1] in _BEFORE_VALUES) else None

    def _completed(self, name: Name, score: float, text: str, label_of: Labels) -> Iterator[Scored]:
        label = label_of(name.start, name.end)
        score += self._total(near_keys(name, text, label))
        if score >= FLOOR:
            yield Scored(name, score)

    def evidence(self, name: Name, text: str, label: str) -> list[Evidence]:
        """Why: the weight of each clue, the prior first; their sum is the score."""
        start, end = name.start, name.end
        column = _COLUMN_OF_KIND[name.kind]
        clues = [
            ("words before", self._before.weight(text[max(0, start - REACH) : start], column) / UNIT),
            ("words after", self._after.weight(text[end : end + REACH], column) / UNIT),
        ]
        clues += [(clue, self.model.total(keys)) for clue, keys in near_keys(name, text, label)]
        return [*self._inner_evidence(name), *(Evidence(clue, round(weight, 4)) for clue, weight in clues if weight)]

    def _inner_evidence(self, name: Name) -> list[Evidence]:
        """The evidence that the surroundings do not change; remembered, as the same names come again."""
        key = (name.spelled[2:], name.kind) if name.spelled else (*name[2:7], name.rest, name.end - name.start)
        known = self._evidence.get(key)
        if known is not None:
            return known
        clues = [("prior", self.prior)]
        if name.surname and name.kind in SURNAME_COLUMN:
            clues.append(("surname", self._listed(name.kind, name.surname, "")))
        if name.given and name.kind in GIVEN_COLUMN:
            clues.append(("given name", self._listed(name.kind, "", name.given)))
        clues += [(clue, self.model.total(keys)) for clue, keys in inner_keys(name, self.words, self.lists)]
        if len(self._evidence) >= MEMORY:
            self._evidence.clear()
        found = [Evidence(clue, round(weight, 4)) for clue, weight in clues if weight or clue == "prior"]
        self._evidence[key] = found
        return found
