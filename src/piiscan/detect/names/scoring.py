"""Scores candidates fast: cheap questions first, so that nearly all fall before a dear one is asked.

The score of a candidate is the prior plus the weights of its keys (:mod:`~piiscan.detect.names.keys`). They are asked
in this order, and a candidate that is below the bound of its kind after a step is given up: lists and characters (once
for every run, remembered); what stands on both sides; the dictionaries; line, label and contact data. The bounds are
data: what nearly every right candidate reached in the texts of the fit.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from piiscan.detect.names import kana
from piiscan.detect.names.candidates import (
    Name,
    from_cut,
    from_pair,
    from_spelled,
    inner_keys,
    is_near_japanese,
    may_be_value,
    pairs_at,
    word_keys,
)
from piiscan.detect.names.cuts import NameLists, Pair, Piece
from piiscan.detect.names.gaps import Gaps
from piiscan.detect.names.hopes import COLUMN_OF_KIND, Bounds, Hope, bounds_by_kind
from piiscan.detect.names.keys import GIVEN_COLUMN, REACH, SURNAME_COLUMN, after_keys, before_keys
from piiscan.detect.names.model import UNIT, NameModel
from piiscan.detect.names.nearby import Clues, Nearby
from piiscan.detect.names.runs import KanjiRun, RunStudy, cut_of_hope
from piiscan.detect.names.scripts import HIRAGANA_RUNS, KANJI_RUNS, KATAKANA_RUN, KATAKANA_RUNS, LATIN_RUNS
from piiscan.detect.names.seen import SeenRuns
from piiscan.detect.names.sides import NEAR, Side
from piiscan.model import Evidence

FLOOR = -1.5
"""Log-odds below which a candidate is dropped: what the rest of the document says lifts few from there to 0.2."""
MEMORY = 40_000

Labels = Callable[[int, int], str]
"""Gives the label of the value at (start, end)."""


class Scored(NamedTuple):
    """A candidate with its log-odds, its label and the clues near it."""

    name: Name
    score: float
    label: str
    near: Clues


class Scorer:
    """Finds and scores the candidates of texts with one model."""

    def __init__(self, model: NameModel) -> None:
        self.model = model
        self.words = model.words
        self.lists = NameLists(model.surnames, model.given, model.words, model.kana_starts.rows.words())
        self._prior = model.settings["prior"]
        self._before = Side(model.before, before_keys, before=True)
        self._after = Side(model.after, after_keys, before=False)
        self._bounds = bounds_by_kind(model)
        self.study = RunStudy(model, self.lists)
        self._kanji: SeenRuns[KanjiRun] = SeenRuns(self.study.study, model.frequent)
        self._katakana = SeenRuns(self._study_katakana)
        self._hiragana = SeenRuns(self._study_hiragana)
        self._latin = SeenRuns(self._study_latin)
        self._gaps = Gaps(self.study, self.lists, self._bounds, self._prior)
        self._pairs: dict[tuple[str, ...], int | None] = {}
        self._words_say: dict[object, int] = {}
        self._evidence: dict[object, list[Evidence]] = {}
        self._clues: dict[tuple[str, int], Evidence] = {}
        self._nearby = Nearby(model)

    def scored(self, text: str, label_of: Labels) -> Iterator[Scored]:
        """The candidates of ``text`` that reach the floor; ``label_of`` knows the labels of cells and fields."""
        for name, score in self._far_enough(text):
            label = label_of(name.start, name.end)
            near = self._nearby.clues(text, (name.start, name.end), name.kind, label)
            total = (score + sum([weight for _, weight in near])) / UNIT
            if total >= FLOOR:
                yield Scored(name, total, label, near)

    def _far_enough(self, text: str) -> Iterator[tuple[Name, int]]:
        """The candidates that line and label may lift to the floor."""
        yield from self._in_kanji(text)
        parts = KATAKANA_RUNS.split(text)
        yield from self._in_runs(text, self._katakana.alive(parts))
        yield from self._in_pairs(text, parts, kana.katakana_pair)
        parts = HIRAGANA_RUNS.split(text)
        yield from self._in_runs(text, self._hiragana.alive(parts))
        yield from self._in_pairs(text, parts, kana.hiragana_pairs)
        yield from self._in_latin(text)

    def _in_kanji(self, text: str) -> Iterator[tuple[Name, int]]:
        before, after, starts = self._before.near, self._after.near, self.lists.kana_starts
        parts = KANJI_RUNS.split(text)
        for number, begin, seen in self._kanji.alive(parts):
            for hope in seen.hopes:
                start, end, column = begin + hope.start, begin + hope.end, hope.column
                near = before[column][text[start - NEAR if start > NEAR else 0 : start]]
                near += after[column][text[end : end + NEAR]]
                if near >= hope.needed and (found := self._judge_cut(hope, parts[number], begin, near, text)):
                    yield found
            if seen.has_gap:
                run = parts[number][:-1]
                next_run = parts[number + 2].rstrip(" ・") if not parts[number + 1] and number + 2 < len(parts) else ""
                if self._gaps.takes(run, next_run, text, begin + len(run)):
                    yield from self._over_gap(run, next_run, begin, text)
                    continue
            elif seen.goes_on and (
                parts[number + 1][:2] in starts or (seen.half and parts[number][-1] + parts[number + 1][:1] in starts)
            ):
                run = parts[number]
            else:
                continue
            for pair in pairs_at(text, self.lists, run, begin + len(run)):
                if name := self._judge_pair(pair, run, begin, text):
                    yield name

    def _judge_cut(self, hope: Hope[Piece], run: str, begin: int, near: int, text: str) -> tuple[Name, int] | None:
        """The candidate of a run that begins at ``begin`` if it can reach the floor; ``near``: what is beside it."""
        start, bounds = begin + hope.start, hope.bounds
        score = self._with_beside(text, start, begin + hope.end, bounds, hope.score + near)
        if score is None:
            return None
        if run[-1] in " ・":
            run = run[:-1]
        classes = hope.classes if hope.asked else self.study.ask_classes(run, hope)
        if classes is None:
            return None
        _, _, known, far = bounds.in_text
        _, _, known_of_value, far_of_value = bounds.of_value
        score += classes
        if score < known and (score < known_of_value or not may_be_value(text, start)):
            return None
        score += self.study.ask_cuts(run, hope) if hope.cuts is None else hope.cuts
        if score < far and (score < far_of_value or not may_be_value(text, start)):
            return None
        return from_cut(cut_of_hope(run, hope), run, begin), score

    def _over_gap(self, run: str, next_run: str, begin: int, text: str) -> Iterator[tuple[Name, int]]:
        """The candidates of a run that begins at ``begin`` and the one behind its gap."""
        before, after = self._before.near, self._after.near
        for pair, cheap in self._gaps.pairs(run, next_run, begin + len(run)):
            start, end, bounds = begin + pair.start, pair.end, self._bounds[pair.kind]
            column = bounds.column
            score = cheap + before[column][text[start - NEAR if start > NEAR else 0 : start]]
            score += after[column][text[end : end + NEAR]]
            if score >= bounds.of_value[0] and (found := self._weigh_pair(pair, score, run, begin, text)):
                yield found

    def _judge_pair(self, pair: Pair, run: str, begin: int, text: str) -> tuple[Name, int] | None:
        """The candidate that begins in a run at ``begin`` and ends behind it, if it can reach the floor."""
        key = (pair.kind, pair.surname, pair.given, run[: pair.start], pair.rest)
        cheap = self._pairs.get(key, 0)
        if cheap == 0:
            if len(self._pairs) >= MEMORY:
                self._pairs.clear()
            cheap = self._pairs[key] = self.study.of_pair(pair, run)
        if cheap is None:
            return None
        near = self._nearest(text, begin + pair.start, pair.end, self._bounds[pair.kind])
        return self._weigh_pair(pair, cheap + near, run, begin, text)

    def _weigh_pair(self, pair: Pair, near: int, run: str, begin: int, text: str) -> tuple[Name, int] | None:
        """The same for a pair that weighs ``near`` with the nearest characters."""
        start, bounds = begin + pair.start, self._bounds[pair.kind]
        score = self._with_beside(text, start, pair.end, bounds, near)
        if score is None:
            return None
        name = from_pair(pair, run, begin)
        key = (pair.kind, pair.surname, pair.given, run[: pair.start], pair.rest)
        known = self._words_say.get(key)
        if known is None:
            known = self._ask_words(key, [each for _, keys in word_keys(name, self.words) for each in keys])
        return (name, score + known) if self._is_far_enough(score + known, bounds, text, start) else None

    def _in_runs(
        self, text: str, found: Iterable[tuple[int, int, tuple[Hope[kana.Spelled], ...]]]
    ) -> Iterator[tuple[Name, int]]:
        before, after = self._before.near, self._after.near
        for _, begin, hopes in found:
            for hope in hopes:
                start, end, column = begin + hope.start, begin + hope.end, hope.column
                near = before[column][text[start - NEAR if start > NEAR else 0 : start]]
                near += after[column][text[end : end + NEAR]]
                if near >= hope.needed and (name := self._judge_spelled(hope, begin, near, text)):
                    yield name

    def _in_latin(self, text: str) -> Iterator[tuple[Name, int]]:
        """Names in Latin letters, where Japanese is near: ASCII text is not searched for them.

        A comment in Japanese does not make all of a source file a place for them, nor does the window. (A text that
        folding made ASCII had wide letters or signs.)
        """
        found = self._latin.alive(LATIN_RUNS.split(text))
        if not text.isascii():
            found = [each for each in found if is_near_japanese(text, each[1])]
        yield from self._in_runs(text, found)

    def _in_pairs(
        self, text: str, parts: list[str], pairs_of: Callable[[Sequence[str], int], Iterator[kana.Spelled]]
    ) -> Iterator[tuple[Name, int]]:
        numbers = [number for number, between in enumerate(parts[2::2]) if between == " " or "世" in between]
        ends = list(accumulate(map(len, parts))) if numbers else []
        for number in numbers:
            begin = ends[2 * number]
            for hope in self._hopeful(list(pairs_of(parts, 2 * number + 1))):
                near = self._nearest(text, begin + hope.start, begin + hope.end, hope.bounds)
                if near >= hope.needed and (found := self._judge_spelled(hope, begin, near, text)):
                    yield found

    def _judge_spelled(self, hope: Hope[kana.Spelled], begin: int, near: int, text: str) -> tuple[Name, int] | None:
        """The candidate of a run that begins at ``begin``, if it can reach the floor; ``near``: what is beside it."""
        start, end, bounds = begin + hope.start, begin + hope.end, hope.bounds
        score = self._with_beside(text, start, end, bounds, hope.score + near)
        if score is None:
            return None
        if hope.classes is None:
            hope.classes = self.model.units(kana.word_keys_of(hope.cut, self.words))
        score += hope.classes
        if not self._is_far_enough(score, bounds, text, start):
            return None
        placed = hope.cut._replace(start=start, end=end)
        return (from_spelled(placed), score) if kana.stands(placed, text, self.words) else None

    def _ask_words(self, key: object, keys: list[str]) -> int:
        """What the dictionaries weigh, remembered by ``key``."""
        if len(self._words_say) >= MEMORY:
            self._words_say.clear()
        known = self._words_say[key] = self.model.units(keys)
        return known

    def is_hopeless(self, run: str) -> bool:
        """Whether neither ``run`` of kanji nor what goes on behind it can be a name, whatever surrounds it."""
        known = self.study.study(run)
        return known is None or not (known.has_gap or known.goes_on or not self.study.is_dead(run.rstrip(" ・")))

    def is_dead(self, run: str) -> bool:
        """Whether a run of kanji or katakana holds no candidate that can reach the floor, whatever surrounds it."""
        if not KATAKANA_RUN.fullmatch(run):
            return self.study.is_dead(run)
        units, words = self.model.units, self.words
        return all(
            self._of_spelled(found) + units(kana.word_keys_of(found, words)) < self._bounds["k"].inner
            for found in kana.katakana_of(run)
        )

    def _of_spelled(self, found: kana.Spelled) -> int:
        return self._prior + self.model.units(kana.keys_of(found))

    def _study_katakana(self, run: str) -> tuple[Hope[kana.Spelled], ...]:
        return () if run in self.model.dead else self._hopeful(kana.katakana_of(run))

    def _study_hiragana(self, run: str) -> tuple[Hope[kana.Spelled], ...]:
        return self._hopeful(kana.hiragana_of(run))

    def _study_latin(self, run: str) -> tuple[Hope[kana.Spelled], ...]:
        return self._hopeful(kana.latin_of(run))

    def _hopeful(self, every: list[kana.Spelled]) -> tuple[Hope[kana.Spelled], ...]:
        hopes = [Hope(found, found[:2], self._of_spelled(found), self._bounds[found.kind]) for found in every]
        return tuple([hope for hope in hopes if hope.score >= hope.bounds.cheap])

    def _nearest(self, text: str, start: int, end: int, bounds: Bounds) -> int:
        """What the nearest characters on both sides weigh; where it is asked often, it is written out."""
        before = self._before.near[bounds.column][text[max(0, start - NEAR) : start]]
        return before + self._after.near[bounds.column][text[end : end + NEAR]]

    def _with_beside(self, text: str, start: int, end: int, bounds: Bounds, score: int) -> int | None:
        """``score``, which knows the nearest characters, with the longer strings too; None if that is not enough."""
        near, beside, _, _ = bounds.in_text
        near_of_value, beside_of_value, _, _ = bounds.of_value
        if score < near and (score < near_of_value or not may_be_value(text, start)):
            return None
        score += self._before.far[bounds.column][text[start - REACH if start > REACH else 0 : start]]
        score += self._after.far[bounds.column][text[end : end + REACH]]
        if score < beside and (score < beside_of_value or not may_be_value(text, start)):
            return None
        return score

    def _is_far_enough(self, score: int, bounds: Bounds, text: str, start: int) -> bool:
        """Whether line and label may lift ``score`` to the floor."""
        return score >= bounds.in_text[3] or (score >= bounds.of_value[3] and may_be_value(text, start))

    def _listed(self, kind: str, surname: str, given: str) -> int:
        """What the lists say of the parts of a kanji name."""
        total = 0.0
        if surname and kind in SURNAME_COLUMN:
            total += self.model.surnames.value(surname, SURNAME_COLUMN[kind]) or 0.0
        if given and kind in GIVEN_COLUMN:
            total += self.model.given.value(given, GIVEN_COLUMN[kind]) or 0.0
        return round(total * UNIT)

    def evidence(self, scored: Scored, text: str) -> list[Evidence]:
        """Why: the weight of each clue, the prior first; their sum is the score."""
        name = scored.name
        start, end, column = name.start, name.end, COLUMN_OF_KIND[name.kind]
        before, after = text[start - REACH if start > REACH else 0 : start], text[end : end + REACH]
        found = self._inner_evidence(name).copy()
        for clue, weight in (
            ("words before", self._before.near[column][before[-NEAR:]] + self._before.far[column][before]),
            ("words after", self._after.near[column][after[:NEAR]] + self._after.far[column][after]),
            *scored.near,
        ):
            if weight:
                found.append(self._clues.get((clue, weight)) or self._clue(clue, weight))
        return found

    def _clue(self, clue: str, weight: int) -> Evidence:
        """The evidence that a clue is, the same object for the same weight."""
        if len(self._clues) >= MEMORY:
            self._clues.clear()
        found = self._clues[clue, weight] = Evidence(clue, round(weight / UNIT, 4))
        return found

    def _inner_evidence(self, name: Name) -> list[Evidence]:
        """The evidence that the surroundings do not change; remembered, as the same names come again."""
        key = (name.spelled[2:], name.kind) if name.spelled else (*name[2:7], name.rest, name.end - name.start)
        known = self._evidence.get(key)
        if known is not None:
            return known
        clues = [("prior", self._prior / UNIT)]
        if name.surname and name.kind in SURNAME_COLUMN:
            clues.append(("surname", self._listed(name.kind, name.surname, "") / UNIT))
        if name.given and name.kind in GIVEN_COLUMN:
            clues.append(("given name", self._listed(name.kind, "", name.given) / UNIT))
        clues += [(clue, self.model.total(keys)) for clue, keys in inner_keys(name, self.words, self.lists)]
        if len(self._evidence) >= MEMORY:
            self._evidence.clear()
        found = [Evidence(clue, round(weight, 4)) for clue, weight in clues if weight or clue == "prior"]
        self._evidence[key] = found
        return found
