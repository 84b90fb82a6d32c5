"""The scores below which a candidate is given up after each step: chosen together, so that the steps save most work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from piiscan.detect.names.candidates import may_be_value
from piiscan.detect.names.hopes import BOUNDS, VALUE_BOUNDS
from piiscan.detect.names.keys import FAMILY
from piiscan.detect.names.scoring import FLOOR
from piiscan.detect.names.sides import NEAR

if TYPE_CHECKING:
    from tools.names.problem import Fit, Problem

LOST, MARGIN, WORTH_FINDING = 0.008, 0.05, -0.5
"""What share of the right candidates that were found all bounds of a kind may lose together."""
GROUPS = (("prose", "business"), ("generated",))
"""Texts that the bounds must serve each: there are many more of the generated ones."""
USUAL = ("unlabelled", "negative")
"""Texts that show what work there is."""
ENOUGH = 100
HIGHEST = {"near": 0.0, "beside": 0.0, "known": 0.0, "far": FLOOR, "far value": FLOOR - 1.5}
"""Line and label are still to come, and what is unlikely is reported too."""
COSTS = {"listed": 0.7, "built": 2.0, "cheap": 1.2, "near": 2.5, "beside": 6.0, "known": 12.0, "far": 25.0}
"""Microseconds that the step after a bound takes."""


class Sums(NamedTuple):
    """Candidates of one kind: the sums that each bound looks at, and whether they may be the value of a label."""

    of: Mapping[str, Any]
    is_value: Any

    def passing(self, least: Mapping[str, float]) -> dict[str, Any]:
        """By bound in order, which candidates pass it and all before."""
        alive = np.ones(len(self.is_value), bool)
        found = {}
        for bound in COSTS:
            apart = least.get(f"{bound} value", least[bound])
            alive = alive & (self.of[bound] >= np.where(self.is_value, min(apart, least[bound]), least[bound]))
            found[bound] = alive
        return found


def bounds(problem: Problem, fit: Fit, names: list[str]) -> dict[str, float]:
    """The bounds by step and kind.

    After the lists (``listed``), the characters of the name (``built``) and of its run (``cheap``), the nearest
    characters on both sides (``near``), those further away (``beside``), the classes of words (``known``), the cuts
    into words (``far``), the last four apart for what stands where a value does; ``inner``: all but the surroundings.
    """
    parts = _parts(problem, fit, names)
    right = [_sums(problem, titles, fit, parts, right=True) for titles in GROUPS]
    usual = _sums(problem, USUAL, fit, parts, right=False)
    found = {}
    for kind in FAMILY:
        groups = [group[kind] for group in right if kind in group]
        enough = [group for group in groups if len(group.is_value) >= ENOUGH] or groups
        least = _choose(enough, usual.get(kind)) if enough else dict.fromkeys((*BOUNDS, *VALUE_BOUNDS), -9.0)
        for bound, value in least.items():
            found[f"{bound} {kind}"] = min(value - MARGIN, HIGHEST.get(bound, np.inf))
    return found


def _choose(groups: Sequence[Sums], usual: Sums | None) -> dict[str, float]:
    """The bounds of one kind: raised from what loses nothing, always where most work is saved for what is lost."""
    least = {
        bound: min((float(values.min()) for values in _looked_at(groups, bound) if len(values)), default=-9.0)
        for bound in (*BOUNDS, *VALUE_BOUNDS)
    }
    least["inner"] = min(float(np.quantile(group.of["inner"], LOST / 4)) for group in groups)
    if usual is None:
        return least
    lost, work = _lost(groups, least), _work(usual, least)
    while True:
        tried = []
        for bound in least:
            for many in (1, 2, 4, 8):
                raised = {**least, bound: _raised(groups, bound, least, many)}
                if bound != "inner" and (now_lost := _lost(groups, raised)) <= LOST:
                    saved = work - _work(usual, raised)
                    tried.append((saved / (now_lost - lost + 1e-6), raised))
        best = max(tried, key=lambda each: each[0], default=(0.0, least))
        if best[0] <= 0:
            return least
        least = best[1]
        lost, work = _lost(groups, least), _work(usual, least)


def _looked_at(groups: Sequence[Sums], bound: str) -> list[Any]:
    """By group, the sums of the candidates that ``bound`` is asked about."""
    if bound in VALUE_BOUNDS:
        return [group.of[bound.removesuffix(" value")][group.is_value] for group in groups]
    if f"{bound} value" in VALUE_BOUNDS:
        return [group.of[bound][~group.is_value] for group in groups]
    return [group.of[bound] for group in groups]


def _raised(groups: Sequence[Sums], bound: str, least: Mapping[str, float], many: int) -> float:
    """The bound that the ``many`` lowest candidates fail that pass it now."""
    above = np.sort(np.concatenate([values[values >= least[bound]] for values in _looked_at(groups, bound)]))
    return float(above[many]) if many < len(above) else least[bound]


def _lost(groups: Sequence[Sums], least: Mapping[str, float]) -> float:
    """The largest share that a group loses."""
    return max(1 - float(group.passing(least)["far"].mean()) for group in groups)


def _work(usual: Sums, least: Mapping[str, float]) -> float:
    """How long the steps behind the bounds take."""
    return sum(COSTS[bound] * float(alive.sum()) for bound, alive in usual.passing(least).items())


def _parts(problem: Problem, fit: Fit, names: list[str]) -> dict[str, Any]:
    """By bound, which of the weights have been asked for."""
    first = np.array([names[column][:2] for column in fit.columns])
    letter = np.array([name[0] for name in first])
    near = np.isin(letter, list("y:;@"))
    sides = np.isin(first, ["<=", ">="])
    dear = np.array([names[column] in problem.keys.dear for column in fit.columns])
    cheap = ~(near | sides | dear)
    nearest = np.array([is_nearest(names[column]) for column in fit.columns])
    parts = {"listed": np.isin(letter, list("SG")), "cheap": cheap, "near": cheap | nearest, "beside": cheap | sides}
    parts["built"] = cheap & ~np.isin(first, ["<i", "<j", "<z", ">i", ">j", ">z"])
    parts["known"] = cheap | sides | (dear & np.isin(letter, list("qLRru")))
    return {**parts, "inner": cheap | dear, "far": ~near}


def is_nearest(key: str) -> bool:
    """Whether ``key`` is one of the nearest characters beside a candidate, or of their classes."""
    string = key[2:-2] if len(key) > 4 and key[-2] == "|" else key[2:]
    return key[:2] in ("<=", ">=") and (len(string) <= NEAR or (string[0] == "\\" and len(string) == NEAR + 1))


def _sums(
    problem: Problem, titles: Sequence[str], fit: Fit, parts: Mapping[str, Any], *, right: bool
) -> dict[str, Sums]:
    """By kind, the sums of the candidates of some texts: of all, or of the right ones that were found."""
    found: dict[str, list[tuple[Any, Any]]] = {}
    for title in titles:
        matrix = problem.matrix(title)[:, fit.columns]
        rows, documents = problem.tables[title].rows, problem.documents(title)
        chosen = np.ones(len(rows), bool)
        if right:
            scores = matrix @ fit.weights[:-1] + fit.weights[-1]
            chosen = (scores >= WORTH_FINDING) & (problem.target(title) > 0)
        priors = [0.0 if part == "listed" else fit.weights[-1] for part in parts]
        sums = (
            np.stack([matrix @ np.where(part, fit.weights[:-1], 0) for part in parts.values()]) + np.array([priors]).T
        )
        kinds = np.array([row.kind for row in rows])
        is_value = np.array([may_be_value(documents[row.document].text, row.start) for row in rows])
        for kind in FAMILY:
            of_kind = chosen & (kinds == kind)
            if of_kind.any():
                found.setdefault(kind, []).append((sums[:, of_kind], is_value[of_kind]))
    return {
        kind: Sums(
            dict(zip(parts, np.concatenate([each for each, _ in lots], axis=1), strict=True)),
            np.concatenate([each for _, each in lots]),
        )
        for kind, lots in found.items()
    }
