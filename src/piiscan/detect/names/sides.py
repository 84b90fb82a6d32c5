"""What stands beside a candidate, weighed in two steps: the two nearest characters, then those further away."""

from __future__ import annotations

from array import array
from collections.abc import Callable

from piiscan.detect.names.keys import FAMILIES, REACH, class_keys, visible
from piiscan.detect.names.model import Block
from piiscan.detect.names.scripts import class_of
from piiscan.errors import DataError

NEAR = 2
"""How many characters are looked at in the first step: what they weigh is remembered, as they come again and again."""
MEMORY = 8_000


class _Classes(dict[str, str]):
    """By character its class. Forgets all when it is full."""

    def __missing__(self, character: str) -> str:
        if len(self) >= MEMORY:
            self.clear()
        found = self[character] = class_of(character)
        return found


class _Near(dict[str, int]):
    """By the nearest characters, what they weigh for one family. Forgets all when it is full."""

    def __init__(self, side: Side, values: array[int], classes: _Classes) -> None:
        super().__init__()
        self._side, self._values, self._classes = side, values, classes
        self._single: dict[str, int] = {}
        self._pairs: dict[str, int] = {}

    def __missing__(self, near: str) -> int:
        if len(self) >= MEMORY:
            self.clear()
            self._single.clear()
        side = self._side
        if len(near) < NEAR:  # the text ends there
            found = self[near] = self._sum(side.keys_of(near))
            return found
        nearest, other = (near[1], near[0]) if side.is_before else (near[0], near[1])
        seen = near if near.isprintable() else visible(near)
        strings = side.index[seen[1] if side.is_before else seen[0]]
        first = self._single.get(nearest)
        if first is None:
            first = self._single[nearest] = self._sum([visible(nearest), class_keys(nearest, other)[0]])
        classes = self._classes[nearest] + self._classes[other]
        both = self._pairs.get(classes)
        if both is None:
            both = self._pairs[classes] = self._sum([class_keys(nearest, other)[1]])
        row = strings.get(seen)
        found = self[near] = first + both + (self._values[row] if row is not None else 0)
        return found

    def _sum(self, keys: list[str]) -> int:
        return sum(self._values[row] for key in keys if (row := self._side.index.find(key)) is not None)


class _Far(dict[str, int]):
    """By up to REACH characters, what the strings longer than NEAR weigh for a family. Forgets all when it is full."""

    def __init__(self, side: Side, column: int) -> None:
        super().__init__()
        self._side, self._column = side, column

    def __missing__(self, beside: str) -> int:
        if len(self) >= MEMORY:
            self.clear()
        found = self[beside] = self._side.find_far(beside, self._column)
        return found


class Side:
    """The weights of what stands on one side of a candidate.

    ``near[column]`` gives by up to NEAR characters what they weigh for the family in ``column``, ``far[column]`` by up
    to REACH what the longer strings add. Fewer than NEAR characters mean that the text ends there.
    """

    def __init__(self, block: Block, keys_of: Callable[[str], list[str]], *, before: bool) -> None:
        if "".join(block.columns) != FAMILIES:
            raise DataError(f"the weights of names are for {''.join(block.columns)}, not {FAMILIES}; fit them again")
        self.index, self.keys_of, self.is_before = block.rows, keys_of, before
        self._columns = [block.column(family) for family in FAMILIES]
        classes = _Classes()
        self.near = [_Near(self, values, classes) for values in self._columns]
        self.far = [_Far(self, column) for column in range(len(FAMILIES))]

    def find_far(self, beside: str, column: int) -> int:
        """What the strings longer than NEAR weigh; ``beside`` has up to REACH characters."""
        if not beside.isprintable():
            beside = visible(beside)
        if len(beside) < REACH:
            return self._far_at_end(beside, column)
        strings, total = self.index[beside[-1] if self.is_before else beside[0]], 0
        row = strings.get(beside[1:] if self.is_before else beside[:-1])
        if row is not None:
            total = self._columns[column][row]
        row = strings.get(beside)
        return total if row is None else total + self._columns[column][row]

    def _far_at_end(self, beside: str, column: int) -> int:
        """The same where the text ends within reach."""
        if len(beside) < NEAR:
            return 0
        seen = "^" + beside if self.is_before else beside + "$"
        found = [seen[-n:] if self.is_before else seen[:n] for n in range(NEAR + 1, len(seen) + 1)]
        return sum(self._columns[column][row] for each in found if (row := self.index.find(each)) is not None)
