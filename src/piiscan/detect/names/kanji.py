"""Candidates in kanji, whole or with a part behind a gap or in kana, that line and label may lift to the floor.

Cheap questions come first, so that nearly all fall before a dear one is asked: lists and characters (once for every
run, remembered); the nearest characters on both sides; those further away; the dictionaries (remembered with the run).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from piiscan.detect.names.candidates import Name, may_be_value, pairs_at
from piiscan.detect.names.clues import Inner
from piiscan.detect.names.cuts import NameLists, Pair, Piece
from piiscan.detect.names.gaps import Gaps, Joined
from piiscan.detect.names.hopes import Hope, bounds_by_kind, told
from piiscan.detect.names.keys import REACH, known_given_keys, rest_keys
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.runs import KanjiRun, RunStudy
from piiscan.detect.names.scripts import KANJI_RUNS, RUN_REACH
from piiscan.detect.names.seen import SeenRuns, Studied
from piiscan.detect.names.sides import NEAR, Beside, Sides
from piiscan.detect.strange import Stretches, joined, split_strange

MEMORY = 40_000

Likely = tuple[Name, int, Beside, Inner | None]
"""A candidate with what it weighs so far, what of that stands beside it, and its parts where they are all the rest."""
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
        self._beside = {kind: (bounds, *sides.of(bounds.column)) for kind, bounds in self._bounds.items()}
        self._gaps = Gaps(self.study, lists, self._bounds, model.settings["prior"])
        self._weights: Memory[_Around, int | None] = Memory(self._of_pair, MEMORY)
        self._words: Memory[_Around, int] = Memory(self._of_words, MEMORY)

    def likely(self, text: str, strange: Stretches) -> list[Likely]:
        """The candidates in ``text``; ``strange`` is where it is not ASCII."""
        before, after, starts = self._sides.before, self._sides.after, self._lists.kana_starts
        near_before, near_after, all_before, all_after = before.near, after.near, before.all, after.all
        parts = split_strange(KANJI_RUNS, text, [*joined(strange, RUN_REACH)])
        found: list[Likely] = []
        for number, begin, (hopes, has_gap, goes_on, half) in self._seen.alive(parts):
            for hope in hopes:
                start, end, column, least_near, least_beside, _, _, _ = hope
                start += begin
                end += begin
                near = near_before[column][text[start - NEAR if start > NEAR else 0 : start]]
                near += near_after[column][text[end : end + NEAR]]
                if near < least_near:
                    continue
                of_before = all_before[column][text[start - REACH if start > REACH else 0 : start]]
                of_after = all_after[column][text[end : end + REACH]]
                if of_before + of_after >= least_beside:
                    is_value = may_be_value(text, start)
                    weight = self._judge(parts[number], hope, (near, of_before + of_after), is_value=is_value)
                    if weight is not None:
                        name = _in_run(parts[number], begin, hope[6])
                        found.append((name, weight, (of_before, of_after), None))
            if has_gap:
                found += self._over_gap(text, parts, number, begin)
            elif goes_on and (
                parts[number + 1][:2] in starts or (half and parts[number][-1] + parts[number + 1][:1] in starts)
            ):
                found += self._behind(text, parts[number], begin)
        return found

    def _look_at(self, runs: list[str]) -> list[Studied[Seen]]:
        """What there is to know of each of ``runs``."""
        studied = zip(runs, self.study.study_all(runs), strict=True)
        return [False if known is None else self._without_inner(run, known) for run, known in studied]

    def _without_inner(self, run: str, known: KanjiRun) -> Seen | Literal[False]:
        """What is ``known`` of ``run``; hopes in the midst of it fall by what is beside them there."""
        last = len(run) - NEAR
        hopes = [
            hope for hope in known.hopes if hope[0] < NEAR or hope[1] > last or self._near_inside(run, hope) >= hope[3]
        ]
        has_more = known.has_gap or known.goes_on
        return (tuple(hopes), known.has_gap, known.goes_on, known.half) if hopes or has_more else False

    def _near_inside(self, run: str, hope: Hope[Piece]) -> int:
        """What the nearest characters on both sides of ``hope`` weigh, which are of its run."""
        start, end, column, *_ = hope
        before = self._sides.before.near[column][run[start - NEAR : start]]
        return before + self._sides.after.near[column][run[end : end + NEAR]]

    def _judge(self, run: str, hope: Hope[Piece], beside: tuple[int, int], *, is_value: bool) -> int | None:
        """What ``hope`` of ``run`` weighs if it can reach the floor.

        ``beside`` is what the nearest characters on both sides weigh, and what all do that are looked at.
        """
        _, _, _, _, _, score, piece, said = hope
        bounds = self._bounds[piece[0]]
        near, beside_all, known, far = bounds.of_value if is_value else bounds.in_text
        total = score + beside[1]
        if score + beside[0] < near or total < beside_all:
            return None
        if not said:
            said = self._ask_classes(run, piece)
        if not said or total + said[0] < known:
            return None
        if len(said) == 1:
            said = self._ask_cuts(run, piece, said)
        total += sum(said)
        return total if total >= far else None

    def _ask_classes(self, run: str, piece: Piece) -> tuple[int, ...]:
        """What the classes of words weigh, nothing where they let ``piece`` be no candidate; learned for the run."""
        classes = self.study.ask_classes(_without_gap(run), piece)
        return self._learn(run, piece, () if classes is None else (classes,))

    def _ask_cuts(self, run: str, piece: Piece, said: tuple[int, ...]) -> tuple[int, ...]:
        """The same with what the cuts into words weigh."""
        return self._learn(run, piece, (*said, self.study.ask_cuts(_without_gap(run), piece)))

    def _learn(self, run: str, piece: Piece, said: tuple[int, ...]) -> tuple[int, ...]:
        """Keep with ``run`` what the dictionaries ``said`` of its ``piece``."""
        if known := self._seen.known.get(run):
            hopes, has_gap, goes_on, half = known
            least = self._bounds[piece[0]].of_value[1 + len(said)]
            kept = [
                told(each, said, least) if each[6] is piece else each for each in hopes if said or each[6] is not piece
            ]
            self._seen.known[run] = tuple(kept), has_gap, goes_on, half
        return said

    def _over_gap(self, text: str, parts: list[str], number: int, begin: int) -> list[Likely]:
        """The candidates of a run with a gap behind it that go on there."""
        run = parts[number][:-1]
        next_run = parts[number + 2].rstrip(" ・") if not parts[number + 1] and number + 2 < len(parts) else ""
        if not self._gaps.takes(run, next_run, text, begin + len(run)):
            return self._behind(text, run, begin)
        return self._paired(text, run, begin, self._gaps.pairs(run, next_run, begin + len(run)))

    def _behind(self, text: str, run: str, begin: int) -> list[Likely]:
        """The candidates of a run that go on behind it."""
        pairs = pairs_at(text, self._lists, run, begin + len(run))
        weighed = [(pair, self._weights[_around(pair, run)]) for pair in pairs]
        return self._paired(text, run, begin, [(pair, score, None) for pair, score in weighed if score is not None])

    def _paired(self, text: str, run: str, begin: int, pairs: Iterable[Joined]) -> list[Likely]:
        """The candidates of ``pairs`` that what surrounds them lets live."""
        found: list[Likely] = []
        for pair, weight, inner in pairs:
            first, end, kind, surname, given, rest = pair
            start = begin + first
            bounds, near_before, near_after, all_before, all_after = self._beside[kind]
            in_text, of_value = bounds.in_text, bounds.of_value
            near = weight + near_before[text[start - NEAR if start > NEAR else 0 : start]]
            near += near_after[text[end : end + NEAR]]
            if near < of_value[0]:
                continue
            of_before = all_before[text[start - REACH if start > REACH else 0 : start]]
            of_after = all_after[text[end : end + REACH]]
            beside = score = weight + of_before + of_after
            if inner is None:
                score += self._words[_around(pair, run)]
            if beside < of_value[1] or score < of_value[3]:
                continue
            enough = near >= in_text[0] and beside >= in_text[1] and score >= in_text[3]
            if enough or may_be_value(text, start):
                name = tuple.__new__(Name, (start, end, kind, surname, given, run, first, rest, None))
                found.append((name, score, (of_before, of_after), inner))
        return found

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


def _without_gap(run: str) -> str:
    return run[:-1] if run[-1] in " ・" else run


def _in_run(run: str, begin: int, piece: Piece) -> Name:
    """The name that ``piece`` is in a run, maybe with a gap behind it, that begins at ``begin``."""
    kind, start, middle, end, _, _ = piece
    run = _without_gap(run)
    given = run[middle:end] if kind != "w" else ""
    return tuple.__new__(
        Name, (begin + start, begin + end, kind, run[start:middle], given, run, start, run[end:], None)
    )
