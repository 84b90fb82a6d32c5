"""What stands beside a candidate, weighed in two steps: the two nearest characters, then those further away."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable
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


class _Letter(NamedTuple):
    """What is known of the character nearest to a candidate, for one family."""

    weight: int
    """What the character and its class weigh."""
    character_class: str
    rows: dict[str, int]
    """The strings of the model that it is the nearest character of, with their rows."""


class _Near(dict[str, int]):
    """By up to NEAR characters what they weigh for one family. Forgets all when it is full.

    New pairs are met all the time, 17,000 in a MB of prose: a miss costs one call.
    """

    def __init__(self, side: Side, weights: array[int]) -> None:
        super().__init__()
        self._side, self._weights = side, weights
        self._letters: Memory[str, _Letter] = Memory(self._of_letter, MEMORY)
        self._classes: Memory[str, int] = Memory(self._of_classes, MEMORY)

    def __missing__(self, near: str) -> int:
        if len(self) >= MEMORY:
            self.clear()
        side = self._side
        if len(near) < NEAR:  # the text ends there
            found = self[near] = self.of(side.keys_of(near))
            return found
        nearest, other = (near[1], near[0]) if side.is_before else (near[0], near[1])
        weight, character_class, rows = self._letters[nearest]
        row = rows.get(near if near.isprintable() else visible(near))
        if row is not None:
            weight += self._weights[row]
        found = self[near] = weight + self._classes[character_class + side.class_of[other]]
        return found

    def of(self, keys: Iterable[str]) -> int:
        """What ``keys`` weigh together."""
        weights, find = self._weights, self._side.rows.find
        return sum([weights[row] for key in keys if (row := find(key)) is not None])

    def _of_letter(self, nearest: str) -> _Letter:
        seen, character_class = visible(nearest), self._side.class_of[nearest]
        return _Letter(self.of((seen, f"\\{character_class}")), character_class, self._side.rows[seen])

    def _of_classes(self, classes: str) -> int:
        return self.of((f"\\{classes}",))


class _All(dict[str, int]):
    """By up to REACH characters what they weigh for one family. Forgets all when it is full."""

    def __init__(self, side: Side, weights: array[int], near: _Near) -> None:
        super().__init__()
        self._side, self._weights, self._near = side, weights, near

    def __missing__(self, beside: str) -> int:
        if len(self) >= MEMORY:
            self.clear()
        is_before = self._side.is_before
        total = self._near[beside[-NEAR:] if is_before else beside[:NEAR]]
        seen = beside if beside.isprintable() else visible(beside)
        if len(seen) < REACH:
            found = self[beside] = total + self._near.of(self._side.further(seen))
            return found
        rows = self._side.rows[seen[-1] if is_before else seen[0]]
        for row in (rows.get(seen[1:] if is_before else seen[:-1]), rows.get(seen)):
            if row is not None:
                total += self._weights[row]
        self[beside] = total
        return total


class Side:
    """The weights of what stands on one side of a candidate.

    For the family in each column ``near`` gives what up to NEAR characters weigh, ``all`` what up to REACH do; fewer
    mean that the text ends there.
    """

    def __init__(self, block: Block, keys_of: Callable[[str], list[str]], *, before: bool) -> None:
        if "".join(block.columns) != FAMILIES:
            raise DataError(f"the weights of names are for {''.join(block.columns)}, not {FAMILIES}; fit them again")
        self.rows, self.keys_of, self.is_before = block.rows, keys_of, before
        self.class_of: Memory[str, str] = Memory(class_of, MEMORY)
        weights = [block.column(family) for family in FAMILIES]
        self.near = [_Near(self, column) for column in weights]
        self.all = [_All(self, column, near) for column, near in zip(weights, self.near, strict=True)]

    def further(self, seen: str) -> list[str]:
        """The strings longer than NEAR where the text ends within reach."""
        whole = "^" + seen if self.is_before else seen + "$"
        return [whole[-n:] if self.is_before else whole[:n] for n in range(NEAR + 1, len(whole) + 1)]


class Sides(NamedTuple):
    """What stands on both sides of candidates."""

    before: Side
    after: Side

    def of(self, column: int) -> tuple[_Near, _Near, _All, _All]:
        """What the nearest characters before and behind weigh for one family, and what all do."""
        return self.before.near[column], self.after.near[column], self.before.all[column], self.after.all[column]


def sides_of(model: NameModel) -> Sides:
    """The sides by the weights of ``model``."""
    return Sides(Side(model.before, before_keys, before=True), Side(model.after, after_keys, before=False))
