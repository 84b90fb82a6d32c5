"""Candidates in kana and in Latin letters that line and label may lift to the floor."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import accumulate

from piiscan.detect.names import kana
from piiscan.detect.names.candidates import JAPANESE_REACH, Name, is_near_japanese, may_be_value
from piiscan.detect.names.hopes import Hope, bounds_by_kind, hope_of
from piiscan.detect.names.keys import REACH
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scripts import HIRAGANA_RUNS, KATAKANA_RUNS, LATIN_CELLS, LATIN_RUNS, RUN_REACH
from piiscan.detect.names.seen import SeenRuns, Studied
from piiscan.detect.names.sides import NEAR, Beside, Sides
from piiscan.detect.strange import Stretches, is_all, joined, split_strange

MEMORY = 40_000

Spelled = kana.Spelled
Plain = tuple[int, int, str, tuple[str, ...], tuple[int, int]]
"""The values of a Spelled in a tuple that the collector of garbage lets go of."""
Spotted = tuple[Name, int, Beside]
"""A candidate with what it weighs so far, and what of that stands beside it."""
Hopes = tuple[Hope[Plain], ...]
Found = tuple[int, int, Hopes]
"""The number of a run, where it begins, and the candidates in it."""


class InSpelling:
    """Finds candidates in what is spelled out: katakana, hiragana, Latin letters."""

    def __init__(self, model: NameModel, sides: Sides) -> None:
        self._model, self._sides = model, sides
        self._prior = model.settings["prior"]
        self._bounds = bounds_by_kind(model)
        self._katakana = SeenRuns(self._study_katakana)
        self._hiragana = SeenRuns(self._study_hiragana)
        self._latin = SeenRuns(self._study_latin)
        self._classes: Memory[Plain, int] = Memory(self._find_classes, MEMORY)

    def likely(self, text: str, strange: Stretches) -> list[Spotted]:
        """The candidates in ``text`` with what they weigh so far; ``strange`` is where it is not ASCII."""
        around = [*joined(strange, RUN_REACH)]
        parts = split_strange(KATAKANA_RUNS, text, around)
        found = self._in_runs(text, self._katakana.alive(parts))
        found += self._in_runs(text, self._paired(parts, kana.katakana_pair))
        parts = split_strange(HIRAGANA_RUNS, text, around)
        found += self._in_runs(text, self._hiragana.alive(parts))
        found += self._in_runs(text, self._paired(parts, kana.hiragana_pairs))
        return found + self._in_latin(text, strange)

    def _in_latin(self, text: str, strange: Stretches) -> list[Spotted]:
        """Names in Latin letters, where Japanese is near: ASCII text is not searched for them.

        A comment in Japanese does not make all of a source file a place for them, nor does the window. (A text that
        folding made ASCII had wide letters or signs.)
        """
        found = self._latin.alive(latin_runs(text, strange))
        if text.isascii():
            return self._in_runs(text, found)
        # What stands beside them leaves few: asked of all runs, this was a sixth of the time of names in manuals.
        return [each for each in self._in_runs(text, found) if is_near_japanese(text, _begin_of_run(each[0]))]

    def _paired(self, parts: list[str], pairs_of: Callable[[Sequence[str], int], Iterator[Spelled]]) -> Iterator[Found]:
        """The candidates that go on behind their run."""
        numbers = [number for number, between in enumerate(parts[2::2]) if between == " " or "世" in between]
        ends = list(accumulate(map(len, parts))) if numbers else []
        for number in numbers:
            yield 2 * number + 1, ends[2 * number], self._hopeful(pairs_of(parts, 2 * number + 1)) or ()

    def _in_runs(self, text: str, found: Iterable[Found]) -> list[Spotted]:
        """The candidates of runs that what surrounds them lets live."""
        before, after = self._sides.before, self._sides.after
        near_before, near_after, all_before, all_after = before.near, after.near, before.all, after.all
        likely = []
        for _, begin, hopes in found:
            for first, last, column, least_near, least_beside, score, spelled, _ in hopes:
                start, end = begin + first, begin + last
                near = near_before[column][text[start - NEAR if start > NEAR else 0 : start]]
                near += near_after[column][text[end : end + NEAR]]
                if near < least_near:
                    continue
                of_before = all_before[column][text[start - REACH if start > REACH else 0 : start]]
                of_after = all_after[column][text[end : end + REACH]]
                if of_before + of_after < least_beside:
                    continue
                bounds = self._bounds[spelled[2]]
                least = bounds.of_value if may_be_value(text, start) else bounds.in_text
                total = score + of_before + of_after
                if score + near < least[0] or total < least[1]:
                    continue
                total += self._classes[spelled]
                if total < least[3]:
                    continue
                whole = tuple.__new__(Spelled, spelled)
                if kana.stands(whole, text[end : end + 1], self._model.words):
                    name = tuple.__new__(Name, (start, end, whole.kind, "", "", "", 0, "", whole))
                    likely.append((name, total, (of_before, of_after)))
        return likely

    def _find_classes(self, spelled: Plain) -> int:
        """What the classes of its words weigh."""
        return self._model.units(kana.word_keys_of(tuple.__new__(Spelled, spelled), self._model.words))

    def is_dead(self, run: str) -> bool:
        """Whether a run of katakana holds no candidate that can reach the floor, whatever surrounds it."""
        return all(
            self._by_itself(found) + self._find_classes(found) < self._bounds["k"].inner
            for found in kana.katakana_of(run)
        )

    def _by_itself(self, found: Spelled) -> int:
        return self._prior + self._model.units(kana.keys_of(found))

    def _study_katakana(self, runs: list[str]) -> list[Studied[Hopes]]:
        dead = self._model.dead.known_of(runs)
        return [not is_dead and self._hopeful(kana.katakana_of(run)) for run, is_dead in zip(runs, dead, strict=True)]

    def _study_hiragana(self, runs: list[str]) -> list[Studied[Hopes]]:
        return [self._hopeful(kana.hiragana_of(run)) for run in runs]

    def _study_latin(self, runs: list[str]) -> list[Studied[Hopes]]:
        return [self._hopeful(kana.latin_of(run)) for run in runs]

    def _hopeful(self, every: Iterable[Spelled]) -> Studied[Hopes]:
        """The hopes of a run, False if it has none."""
        weighed = [(found, self._by_itself(found), self._bounds[found.kind]) for found in every]
        hopes = [
            hope_of(found[:], found[:2], score, bounds) for found, score, bounds in weighed if score >= bounds.cheap
        ]
        return tuple(hopes) if hopes else False


def _begin_of_run(name: Name) -> int:
    """Where the run begins that a name in Latin letters stands in."""
    return name.start - name.spelled.start if name.spelled else name.start


def latin_runs(text: str, strange: Stretches) -> list[str]:
    """``text`` split so that every second part is a run of Latin letters that may be near Japanese or begin a cell.

    No run goes over a line: the lines near what is ``strange`` are searched for all runs, the others for cells alone.
    """
    if not strange or is_all(strange, text):
        return LATIN_RUNS.split(text)
    parts = [""]
    done = 0
    for low, high in joined(strange, JAPANESE_REACH):
        first, last = max(done, text.rfind("\n", done, low)), text.find("\n", high)
        last = len(text) if last < 0 else last
        for pattern, piece in ((LATIN_CELLS, text[done:first]), (LATIN_RUNS, text[first:last])):
            head, *others = pattern.split(piece)
            parts[-1] += head
            parts += others
        done = last
    head, *others = LATIN_CELLS.split(text[done:])
    parts[-1] += head
    return parts + others
