"""Candidates in kanji, whole or with a part behind a gap or in kana, that line and label may lift to the floor.

Cheap questions come first, so that nearly all fall before a dear one is asked: lists and characters (once for every
run, remembered); what stands on both sides; the dictionaries.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piiscan.detect.names.candidates import Name, pairs_at
from piiscan.detect.names.clues import Inner
from piiscan.detect.names.cuts import NameLists, Pair, Piece
from piiscan.detect.names.gaps import Gaps, Joined
from piiscan.detect.names.hopes import Hope, bounds_by_kind
from piiscan.detect.names.keys import known_given_keys, rest_keys
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.runs import RunStudy
from piiscan.detect.names.scripts import KANJI_RUNS, RUN_REACH
from piiscan.detect.names.seen import SeenRuns
from piiscan.detect.names.sides import NEAR, Sides
from piiscan.detect.strange import split_strange

MEMORY = 40_000

Likely = tuple[Name, int, Inner | None]
"""A candidate with what it weighs so far, and its parts where they are all that it weighs by itself."""
Seen = tuple[tuple[Hope[Piece], ...], bool, bool, bool]
"""What a :class:`~piiscan.detect.names.runs.KanjiRun` holds."""
_Around = tuple[str, str, str, str, str]
"""Kind, surname and given name of a pair, and what stands before and behind them in their runs."""


class InKanji:
    """Finds candidates that begin in runs of kanji."""

    def __init__(self, model: NameModel, lists: NameLists, sides: Sides) -> None:
        self._model, self._lists, self._sides = model, lists, sides
        self._bounds = bounds_by_kind(model)
        self.study = RunStudy(model, lists)
        self._seen: SeenRuns[Seen] = SeenRuns(self._look_at, model.frequent)
        self._gaps = Gaps(self.study, lists, self._bounds, model.settings["prior"])
        self._weights: Memory[_Around, int | None] = Memory(self._of_pair, MEMORY)
        self._words: Memory[_Around, int] = Memory(self._of_words, MEMORY)

    def likely(self, text: str) -> list[Likely]:
        """The candidates in ``text``."""
        before, after, starts = self._sides.before.near, self._sides.after.near, self._lists.kana_starts
        parts = split_strange(KANJI_RUNS, text, RUN_REACH)
        found: list[Likely] = []
        for number, begin, (hopes, has_gap, goes_on, half) in self._seen.alive(parts):
            for hope in hopes:
                start, end, column, needed, _, _ = hope
                start += begin
                end += begin
                near = before[text[start - NEAR if start > NEAR else 0 : start]][column]
                near += after[text[end : end + NEAR]][column]
                if near >= needed and (name := self._judge(text, parts[number], begin, hope, near)):
                    found.append(name)
            if has_gap:
                found += self._over_gap(text, parts, number, begin)
            elif goes_on and (
                parts[number + 1][:2] in starts or (half and parts[number][-1] + parts[number + 1][:1] in starts)
            ):
                found += self._behind(text, parts[number], begin)
        return found

    def _look_at(self, run: str) -> Seen | None:
        known = self.study.study(run)
        return known and (known.hopes, known.has_gap, known.goes_on, known.half)

    def _judge(self, text: str, run: str, begin: int, hope: Hope[Piece], near: int) -> Likely | None:
        """The candidate of a run that begins at ``begin`` if it can reach the floor; ``near``: what is beside it."""
        first, last, _, _, score, piece = hope
        kind, _, middle, _, _, _ = piece
        borders = begin + first, begin + last
        weighed = self._sides.weigh(text, borders, self._bounds[kind], score + near)
        if weighed is None:
            return None
        score, least = weighed
        if run[-1] in " ・":
            run = run[:-1]
        classes = self.study.classes[run, piece]
        if classes is None or score + classes < least[2]:
            return None
        score += classes + self.study.cuts[run, piece]
        if score < least[3]:
            return None
        given = run[middle:last] if kind != "w" else ""
        name = (*borders, kind, run[first:middle], given, run, first, run[last:], None)
        return tuple.__new__(Name, name), score, None

    def _over_gap(self, text: str, parts: list[str], number: int, begin: int) -> Iterator[Likely]:
        """The candidates of a run with a gap behind it that go on there."""
        run = parts[number][:-1]
        next_run = parts[number + 2].rstrip(" ・") if not parts[number + 1] and number + 2 < len(parts) else ""
        if not self._gaps.takes(run, next_run, text, begin + len(run)):
            return self._behind(text, run, begin)
        return self._paired(text, run, begin, self._gaps.pairs(run, next_run, begin + len(run)))

    def _behind(self, text: str, run: str, begin: int) -> Iterator[Likely]:
        """The candidates of a run that go on behind it."""
        pairs = pairs_at(text, self._lists, run, begin + len(run))
        weighed = [(pair, self._weights[_around(pair, run)]) for pair in pairs]
        return self._paired(text, run, begin, [(pair, score, None) for pair, score in weighed if score is not None])

    def _paired(self, text: str, run: str, begin: int, pairs: Iterable[Joined]) -> Iterator[Likely]:
        """The candidates of ``pairs`` that what surrounds them lets live."""
        before, after = self._sides.before.near, self._sides.after.near
        for pair, cheap, inner in pairs:
            first, end, kind, surname, given, rest = pair
            start, bounds = begin + first, self._bounds[kind]
            near = before[text[start - NEAR if start > NEAR else 0 : start]][bounds.column]
            near += after[text[end : end + NEAR]][bounds.column]
            weighed = self._sides.weigh(text, (start, end), bounds, cheap + near)
            if weighed is None:
                continue
            score, least = weighed
            if inner is None:
                score += self._words[_around(pair, run)]
            if score >= least[3]:
                yield tuple.__new__(Name, (start, end, kind, surname, given, run, first, rest, None)), score, inner

    def _of_pair(self, around: _Around) -> int | None:
        """What the parts of a name weigh that goes on behind its run; None if too little whatever surrounds it."""
        kind, surname, given, left, rest = around
        return self.study.of_pair(Pair(len(left), 0, kind, surname, given, rest), left)

    def _of_words(self, around: _Around) -> int:
        """What the dictionaries weigh of what stands beside both parts of a name."""
        kind, _, given, left, rest = around
        words = self._model.words
        keys = rest_keys(left, rest, kind, words)
        return self._model.units([*keys, *known_given_keys(given, kind, words)] if kind == "U" else keys)


def _around(pair: Pair, run: str) -> _Around:
    return pair.kind, pair.surname, pair.given, run[: pair.start], pair.rest
