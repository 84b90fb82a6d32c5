"""Runs of one script in a text, all at once: most hold no name, and what is known of a run is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate, compress
from typing import Generic, Literal, TypeVar, cast

RUNS = 40_000
"""How many runs of a script are remembered (20 MB with what is known of them): as many as 4 MB of prose hold."""
LONGEST = 40
"""A longer run is studied every time: remembered, runs of 60,000 characters would fill the memory."""

Study = TypeVar("Study")


class _Known(dict[str, Study | Literal[False]]):
    """By run what there is to know of it, False where it can hold no name; what is new is studied."""

    def __init__(self, study: Callable[[str], Study | None], dead: Iterable[str]) -> None:
        super().__init__(dict.fromkeys(dead, False))
        self._study = study

    def __missing__(self, run: str) -> Study | Literal[False]:
        found: Study | Literal[False] = self._study(run) or False
        if len(run) <= LONGEST:
            self[run] = found
        return found


class SeenRuns(Generic[Study]):
    """Which runs can hold a name. ``study`` says what there is to know of a run, nothing where it can hold none.

    Nine of ten runs of a text fall here, and none of them costs a step of Python.
    """

    def __init__(self, study: Callable[[str], Study | None], dead: Iterable[str] = ()) -> None:
        self._study, self._dead = study, dead
        self.known: _Known[Study] = _Known(study, dead)
        """By run what is known of it, False of one that can hold no name."""

    def alive(self, parts: list[str]) -> list[tuple[int, int, Study]]:
        """Of a text split into what stands between runs and the runs: those that can hold a name.

        Each with its number in ``parts``, where it begins in the text, and what is known of it.
        """
        if len(self.known) >= RUNS:
            self.known = _Known(self._study, self._dead)
        known = list(map(self.known.__getitem__, parts[1::2]))
        if not any(known):
            return []
        begins = list(accumulate(map(len, parts)))[::2]
        studies = cast("Iterable[Study]", filter(None, known))
        return list(zip(compress(range(1, len(parts), 2), known), compress(begins, known), studies, strict=True))
