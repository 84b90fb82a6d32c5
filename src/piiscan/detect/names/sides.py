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


NO_ROW = -1
"""The row of what the model does not know; it weighs nothing."""


class _Letter(NamedTuple):
    """What is known of the character nearest to a candidate, for all families."""

    row: int
    """The row of the character."""
    class_row: int
    """The row of its class."""
    character_class: str
    rows: dict[str, int]
    """The strings of the model that it is the nearest character of, with their rows."""


class _Near(dict[str, int]):
    """By up to NEAR characters what they weigh for one family. Forgets all when it is full.

    New pairs are met all the time, 17,000 in a MB of prose: a miss costs one call, and what is known of a character is
    known for all families.
    """

    def __init__(self, side: Side, weights: array[int]) -> None:
        super().__init__()
        self._side, self._weights = side, weights

    def __missing__(self, near: str) -> int:
        if len(self) >= MEMORY:
            self.clear()
        side, weights = self._side, self._weights
        if len(near) < NEAR:  # the text ends there
            found = self[near] = self.of(side.keys_of(near))
            return found
        nearest, other = (near[1], near[0]) if side.is_before else (near[0], near[1])
        row, class_row, character_class, rows = side.letters[nearest]
        found = self[near] = (
            weights[row]
            + weights[class_row]
            + weights[rows.get(near if near.isprintable() else visible(near), NO_ROW)]
            + weights[side.class_rows[character_class + side.class_of[other]]]
        )
        return found

    def of(self, keys: Iterable[str]) -> int:
        """What ``keys`` weigh together."""
        weights, row_of = self._weights, self._side.row_of
        return sum([weights[row_of(key)] for key in keys])


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
        weights = self._weights
        total += weights[rows.get(seen[1:] if is_before else seen[:-1], NO_ROW)] + weights[rows.get(seen, NO_ROW)]
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
        self.letters: Memory[str, _Letter] = Memory(self._letter, MEMORY)
        self.class_rows: Memory[str, int] = Memory(self._class_row, MEMORY)
        """By the classes of the nearest character, or of both, their row."""
        weights = [block.column(family) for family in FAMILIES]
        for column in weights:
            column.append(0)  # for NO_ROW
        self.near = [_Near(self, column) for column in weights]
        self.all = [_All(self, column, near) for column, near in zip(weights, self.near, strict=True)]

    def row_of(self, key: str) -> int:
        """The row of ``key``."""
        return self.rows[key[-1] if self.is_before else key[0]].get(key, NO_ROW)

    def _letter(self, nearest: str) -> _Letter:
        seen, character_class = visible(nearest), self.class_of[nearest]
        return _Letter(self.row_of(seen), self.class_rows[character_class], character_class, self.rows[seen])

    def _class_row(self, classes: str) -> int:
        return self.row_of(f"\\{classes}")

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
