"""Runs of one script in a text, all at once: most hold no name, and what is known of a run is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate
from typing import Generic, Literal, TypeVar

RUNS = 100_000
"""How many runs of a script are remembered (20 MB); 20 MB of prose hold about as many different ones of kanji."""

Study = TypeVar("Study")


class SeenRuns(Generic[Study]):
    """Which runs can hold a name. ``study`` says what there is to know of a run, None where it can hold none.

    Nine of ten runs of a text fall here, and none of them costs a step of Python.
    """

    def __init__(self, study: Callable[[str], Study | None], dead: Iterable[str] = ()) -> None:
        self._study = study
        self._always: dict[str, Study | Literal[False]] = dict.fromkeys(dead, False)
        self._known = self._always.copy()

    def alive(self, parts: list[str]) -> list[tuple[int, int, Study]]:
        """Of a text split into what stands between runs and the runs: those that can hold a name.

        Each with its number in ``parts``, where it begins in the text, and what is known of it.
        """
        found = [(number, known) for number, known in enumerate(self._look_up(parts[1::2])) if known]
        if not found:
            return []
        ends = list(accumulate(map(len, parts)))
        return [(2 * number + 1, ends[2 * number], known) for number, known in found]

    def _look_up(self, runs: list[str]) -> list[Study | Literal[False] | None]:
        """What is known of ``runs``, new ones studied."""
        if len(self._known) >= RUNS:
            self._known = self._always.copy()
        known = self._known
        found: list[Study | Literal[False] | None] = list(map(known.get, runs))
        if None in found:
            for number, run in enumerate(runs):
                if found[number] is None:
                    found[number] = known[run] = known.get(run) or self._study(run) or False
        return found
