"""What stands beside a candidate, weighed in two steps: the two nearest characters, then those further away."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import NamedTuple

from piiscan.detect.names.keys import FAMILIES, REACH, after_keys, before_keys, visible
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import Block, NameModel
from piiscan.detect.names.scripts import class_of
from piiscan.errors import DataError

NEAR = 2
"""How many characters are looked at in the first step: what they weigh is remembered, as they come again and again."""
MEMORY = 8_000

Beside = tuple[int, int]
"""What stands before a candidate weighs, and what stands behind it."""


class Side:
    """The weights of what stands on one side of a candidate.

    For the family in each column ``near`` gives what up to NEAR characters weigh, ``all`` what up to REACH do; fewer
    mean that the text ends there.
    """

    def __init__(self, block: Block, keys_of: Callable[[str], list[str]], *, before: bool) -> None:
        if "".join(block.columns) != FAMILIES:
            raise DataError(f"the weights of names are for {''.join(block.columns)}, not {FAMILIES}; fit them again")
        self._rows, self._weights = block.rows, [block.column(family) for family in FAMILIES]
        self.keys_of, self.is_before = keys_of, before
        self._class_of: Memory[str, str] = Memory(class_of, MEMORY)
        columns = range(len(FAMILIES))
        self._nearest = [Memory(partial(self._of_nearest, column), MEMORY) for column in columns]
        self._pairs = [Memory(partial(self._of_pair, column), MEMORY) for column in columns]
        self.near = [Memory(partial(self._of_near, column), MEMORY) for column in columns]
        self.all = [Memory(partial(self._of_all, column), MEMORY) for column in columns]

    def _of(self, column: int, keys: Iterable[str]) -> int:
        """What ``keys`` weigh together."""
        weights, find = self._weights[column], self._rows.find
        return sum([weights[row] for key in keys if (row := find(key)) is not None])

    def _of_near(self, column: int, near: str) -> int:
        """What up to NEAR characters weigh."""
        if len(near) < NEAR:  # the text ends there
            return self._of(column, self.keys_of(near))
        seen = near if near.isprintable() else visible(near)
        nearest, other, letter = (near[1], near[0], seen[1]) if self.is_before else (near[0], near[1], seen[0])
        total = self._nearest[column][nearest] + self._pairs[column][self._class_of[nearest] + self._class_of[other]]
        row = self._rows[letter].get(seen)
        return total if row is None else total + self._weights[column][row]

    def _of_nearest(self, column: int, nearest: str) -> int:
        """What the nearest character weighs, and its class."""
        return self._of(column, (visible(nearest), f"\\{self._class_of[nearest]}"))

    def _of_pair(self, column: int, classes: str) -> int:
        """What the classes of the two nearest characters weigh."""
        return self._of(column, (f"\\{classes}",))

    def _of_all(self, column: int, beside: str) -> int:
        """What up to REACH characters weigh."""
        near = self.near[column][beside[-NEAR:] if self.is_before else beside[:NEAR]]
        seen = beside if beside.isprintable() else visible(beside)
        if len(seen) < REACH:
            return near + self._of(column, self._further(seen))
        strings = self._rows[seen[-1] if self.is_before else seen[0]]
        row = strings.get(seen[1:] if self.is_before else seen[:-1])
        if row is not None:
            near += self._weights[column][row]
        row = strings.get(seen)
        return near if row is None else near + self._weights[column][row]

    def _further(self, seen: str) -> list[str]:
        """The strings longer than NEAR where the text ends within reach."""
        whole = "^" + seen if self.is_before else seen + "$"
        return [whole[-n:] if self.is_before else whole[:n] for n in range(NEAR + 1, len(whole) + 1)]


class Sides(NamedTuple):
    """What stands on both sides of candidates."""

    before: Side
    after: Side

    def of(self, column: int) -> tuple[Memory[str, int], Memory[str, int], Memory[str, int], Memory[str, int]]:
        """What the nearest characters before and behind weigh for one family, and what all do."""
        return self.before.near[column], self.after.near[column], self.before.all[column], self.after.all[column]


def sides_of(model: NameModel) -> Sides:
    """The sides by the weights of ``model``."""
    return Sides(Side(model.before, before_keys, before=True), Side(model.after, after_keys, before=False))
