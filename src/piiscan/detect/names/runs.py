"""Studies runs of kanji: which cuts may reach the floor, by questions that grow dearer from one to the next.

First the lists by row, then the shape and the characters beside. What surrounds the run is asked next (that is the
scorer's part), and only then the dictionaries: they cost ten times as much as all before.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from piiscan.detect.names.candidates import class_keys_of, cut_keys
from piiscan.detect.names.cuts import LONGEST_RUN, NameLists, Pair, Piece
from piiscan.detect.names.hopes import Hope, bounds_by_kind, hope_of
from piiscan.detect.names.keys import (
    GIVEN_COLUMN,
    SURNAME_COLUMN,
    left_keys,
    right_keys,
    shape_keys,
    unknown_given_keys,
    whole_keys,
)
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import UNIT, Block, NameModel

KINDS = "fusgwmFUXZ"
_Shape = tuple[str, int, int, str, int, int]
"""Kind, lengths of surname and given name, their tiers, how much stands on the left and on the right."""
NO_NAME = -1
TIERS = {UNIT: "A", 0: "B", NO_NAME: "-"}
"""By what stands in the first column of a block, the tier of a name."""
MEMORY = 40_000


class KanjiRun(NamedTuple):
    """What there is to know of a run of kanji, with the gap behind it if a name may go on there."""

    hopes: tuple[Hope[Piece], ...]
    has_gap: bool
    goes_on: bool
    """Whether a given name in kana may follow, or begin with the last kanji."""
    half: bool
    """Whether a given name may begin with the last kanji: 美ゆき."""


class _Listed:
    """What a block says of the names in its rows; row -1 stands for no name, and weighs nothing."""

    def __init__(self, block: Block, columns: dict[str, str]) -> None:
        nothing = array("h", bytes(2 * (block.rows.size + 1)))
        of_column = {column: block.column(column) for column in block.columns}
        for values in of_column.values():
            values.append(0)
        self.first = of_column["first"]
        self.first[-1] = NO_NAME
        self.weights = {kind: of_column[columns[kind]] if kind in columns else nothing for kind in KINDS}
        """By kind the weights of the rows."""


class RunStudy:
    """Looks at runs of kanji; all of it depends on nothing but the run."""

    def __init__(self, model: NameModel, lists: NameLists) -> None:
        self._model, self._lists, self._words = model, lists, model.words
        self._is_dead = Memory(model.dead.__contains__, MEMORY)
        self._prior = model.settings["prior"]
        self._bounds = bounds_by_kind(model)
        self._surnames, self._given = _Listed(model.surnames, SURNAME_COLUMN), _Listed(model.given, GIVEN_COLUMN)
        self._least_before_kana, self._half_starts = self._kana_names()
        self.of_shape: Memory[_Shape, int] = Memory(self._of_shape, MEMORY)
        """What the lengths and tiers of the parts weigh, and how much stands beside them."""
        self.left = Memory(partial(self._of_part, left_keys), MEMORY)
        """By kind and what stands before a cut in its run, what that weighs; the same words stand beside many names."""
        self.right = Memory(partial(self._of_part, right_keys), MEMORY)
        self._unknown = Memory(partial(self._of_part, unknown_given_keys), MEMORY)

    def _of_part(self, keys_of: Callable[[str, str], list[str]], key: tuple[str, str]) -> int:
        kind, part = key
        return self._model.units(keys_of(part, kind))

    def study(self, run: str) -> KanjiRun | None:
        """What there is to know of a run; None where neither it nor what follows can be a name."""
        return self.study_all([run])[0]

    def study_all(self, runs: list[str]) -> list[KanjiRun | None]:
        """The same for each of ``runs``: two of three are dead, and to learn that of all together is half the work."""
        words = [run[:-1] if run[-1] in " ・" else run for run in runs]
        dead = self._model.dead.known_of(words)
        if len(self._is_dead) + len(words) > MEMORY:
            self._is_dead.clear()
        self._is_dead.update(zip(words, dead, strict=True))
        return [
            None if is_dead and run is word and not self._goes_on(word) else self._study(run, word, is_dead=is_dead)
            for run, word, is_dead in zip(runs, words, dead, strict=True)
        ]

    def _study(self, run: str, word: str, *, is_dead: bool) -> KanjiRun | None:
        """What there is to know of ``run``, a ``word`` and maybe a gap."""
        is_dead = is_dead or len(word) > LONGEST_RUN or self._is_compound(word)
        hopes = () if is_dead else tuple(self.hopes(word))
        if len(run) > len(word):
            has_gap = len(word) <= 3 or bool(self._lists.tails(word))
            return KanjiRun(hopes, has_gap, goes_on=False, half=False) if hopes or has_gap else None
        goes_on = self._goes_on(word)
        if not hopes and not goes_on:
            return None
        return KanjiRun(hopes, has_gap=False, goes_on=goes_on, half=word[-1] in self._half_starts)

    def _goes_on(self, word: str) -> bool:
        """Whether a given name in kana may follow ``word``, or begin with its last kanji."""
        if word[-1] in self._half_starts:
            return True
        surnames, weights = self._lists.surnames, self._surnames.weights["f"]
        for surname in (word[-2:], word) if len(word) > 2 else (word,):
            row = surnames[surname[0]].get(surname)
            if row is not None and weights[row] >= self._least_before_kana:
                return True
        return False

    def _kana_names(self) -> tuple[int, frozenset[str]]:
        """What a surname must weigh before a given name in kana, and the kanji that such names may begin with."""
        starts, least = self._model.kana_starts, self._model.settings["listed m"]
        best_surname = max(self._surnames.weights["f"])
        of_full, alone = starts.column("f"), starts.column("g")
        least_alone = self._bounds["g"].listed
        half = [
            start[0]
            for start, weight, single in zip(starts.rows.words(), of_full, alone, strict=True)
            if start[0] > "ー" and (weight + best_surname >= least or single >= least_alone)
        ]
        return least - max(of_full), frozenset(half)

    def _is_compound(self, run: str) -> bool:
        """Whether ``run`` can be cut into runs that hold no name: 観光案内, 観光案内所, 経営者側."""
        is_dead, size, given = self._is_dead, len(run), self._lists.given
        if size <= 3:
            return (
                size == 3
                and is_dead[run[:2]]
                and not self._lists.surnames.has(run[:2])
                and not given.has(run[1:])
                and not given.has(run)
            )
        for n in (2, 3):
            rest = run[n:]
            if len(rest) > 1 and is_dead[run[:n]] and (is_dead[rest] or self._is_compound(rest)):
                return True
        return False

    def hopes(self, run: str) -> list[Hope[Piece]]:
        """The cuts of ``run`` that may reach the floor."""
        found = []
        size, prior, shapes = len(run), self._prior, self.of_shape
        for piece in self._lists.pieces(run):
            kind, start, middle, end, surname, given = piece
            bounds = self._bounds[kind]
            listed, tiers = self.of_lists(kind, surname, given)
            if listed < bounds.listed:
                continue
            score = prior + listed + shapes[kind, middle - start, end - middle, tiers, start, size - end]
            if kind == "u":
                score += self._unknown[kind, run[middle:end]]
            elif kind == "w":
                score += self._model.units(whole_keys(run))
            if score < bounds.built:
                continue
            if start:
                score += self.left[kind, run[:start]]
            if end < size:
                score += self.right[kind, run[end:]]
            if score >= bounds.cheap:
                found.append(hope_of(piece, (start, end), score, bounds))
        return found

    def ask_classes(self, run: str, piece: Piece) -> int | None:
        """What the classes of the words in ``run`` weigh; None where the dictionaries let ``piece`` be no candidate."""
        if not self._lists.stands(run, piece):
            return None
        kind, start, middle, end, _, _ = piece
        return self._model.units(class_keys_of(run, (start, middle, end), kind, self._words))

    def ask_cuts(self, run: str, piece: Piece) -> int:
        """What the cuts of ``run`` into words weigh: the dearest question."""
        kind, start, _, end, _, _ = piece
        return self._model.units(cut_keys(run, start, end, kind, self._words))

    def is_dead(self, run: str) -> bool:
        """Whether no cut of ``run`` can reach the floor, whatever surrounds it."""
        return not any(map(partial(self._is_live, run), self.hopes(run)))

    def _is_live(self, run: str, hope: Hope[Piece]) -> bool:
        *_, score, piece, _ = hope
        classes = self.ask_classes(run, piece)
        return classes is not None and score + classes + self.ask_cuts(run, piece) >= self._bounds[piece[0]].inner

    def of_lists(self, kind: str, surname: int, given: int) -> tuple[int, str]:
        """What the lists weigh of the names in these rows (-1 for none), and the tiers of both."""
        surnames, names = self._surnames, self._given
        total = surnames.weights[kind][surname] + names.weights[kind][given]
        return total, TIERS[surnames.first[surname]] + TIERS[names.first[given]]

    def _of_shape(self, shape: _Shape) -> int:
        kind, surname, given, tiers, left, right = shape
        return self._model.units(shape_keys(kind, (surname, 0 if kind == "w" else given), tiers, left, right))

    def of_pair(self, pair: Pair, run: str) -> int | None:
        """What the parts of a name that begins in ``run`` weigh; None if it is too little whatever surrounds it."""
        kind, surname, given = pair.kind, pair.surname, pair.given
        bounds = self._bounds[kind]
        rows = self._lists.surnames.find(surname), self._lists.given.find(given)
        listed, tiers = self.of_lists(kind, *(-1 if row is None else row for row in rows))
        if listed < bounds.listed:
            return None
        score = self._prior + listed
        score += self.of_shape[kind, len(surname), len(given), tiers, pair.start, len(pair.rest)]
        if pair.start:
            score += self.left[kind, run[: pair.start]]
        if pair.rest:
            score += self.right[kind, pair.rest]
        if kind == "U":
            score += self.of_unknown(given)
        return score if score >= bounds.cheap else None

    def of_unknown(self, given: str) -> int:
        """What the characters weigh of a given name that no list has, behind a gap."""
        return self._unknown["U", given]
