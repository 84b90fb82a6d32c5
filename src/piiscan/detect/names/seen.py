"""Runs of one script in a text, all at once: most hold no name, and what is known of a run is remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import accumulate, compress
from typing import Generic, Literal, TypeAlias, TypeVar, cast

RUNS = 40_000
"""How many runs of a script are remembered (20 MB with what is known of them): as many as 4 MB of prose hold."""
LONGEST = 40
"""A longer run is studied every time: remembered, runs of 60,000 characters would fill the memory."""

Study = TypeVar("Study")
Studied: TypeAlias = Study | Literal[False]


class SeenRuns(Generic[Study]):
    """Which runs can hold a name. ``study`` says for each of some new runs what there is to know, False if none can.

    Nine of ten runs of a text fall here, and none of them costs a step of Python.
    """

    def __init__(self, study: Callable[[list[str]], list[Studied[Study]]], dead: Iterable[str] = ()) -> None:
        self._study, self._dead = study, dead
        self.known: dict[str, Studied[Study]] = dict.fromkeys(dead, False)
        """By run what is known of it, False of one that can hold no name."""

    def alive(self, parts: list[str]) -> list[tuple[int, int, Study]]:
        """Of a text split into what stands between runs and the runs: those that can hold a name.

        Each with its number in ``parts``, where it begins in the text, and what is known of it.
        """
        if len(self.known) >= RUNS:
            self.known = dict.fromkeys(self._dead, False)
        known = self._of(parts[1::2])
        if not any(known):
            return []
        begins = list(accumulate(map(len, parts)))[::2]
        studies = cast("Iterable[Study]", filter(None, known))
        return list(zip(compress(range(1, len(parts), 2), known), compress(begins, known), studies, strict=True))

    def _of(self, runs: list[str]) -> list[Studied[Study]]:
        """What is known of ``runs``; all the new ones are studied together."""
        known = self.known
        try:
            return list(map(known.__getitem__, runs))
        except KeyError:
            new = [*dict.fromkeys([run for run in runs if run not in known])]
        studied = dict(zip(new, self._study(new), strict=True))
        known.update({run: found for run, found in studied.items() if len(run) <= LONGEST})
        return [studied[run] if run in studied else known[run] for run in runs]
