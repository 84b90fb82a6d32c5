"""What stands beside a candidate: a few characters on one side, weighed with three look-ups."""

from __future__ import annotations

from collections.abc import Callable

from piiscan.detect.names.keys import FAMILIES, REACH, class_keys, visible
from piiscan.detect.names.model import Block
from piiscan.errors import DataError

MEMORY = 40_000


class Side:
    """The weights of what stands on one side of a candidate, for every family of kinds at once."""

    def __init__(self, block: Block, keys_of: Callable[[str], list[str]], *, before: bool) -> None:
        if "".join(block.columns) != FAMILIES:
            raise DataError(f"the weights of names are for {''.join(block.columns)}, not {FAMILIES}; fit them again")
        self._index, self._values = block.index, block.values
        self._keys_of = keys_of
        self._before = before
        self._near: list[dict[str, int]] = [{} for _ in FAMILIES]
        self._rows: dict[str, list[int]] = {}

    def weight(self, beside: str, column: int) -> int:
        """The weight of up to REACH characters ``beside`` a candidate for the family in ``column``."""
        if len(beside) < REACH:
            return self._sum(self._keys_of(beside), column)
        two, three = (beside[2:], beside[1:]) if self._before else (beside[:2], beside[:3])
        total = self._near[column].get(two)
        if total is None:
            total = self._learn(two, column)
        if not beside.isprintable():
            three, beside = visible(three), visible(beside)
        index = self._index
        for string in (three, beside):
            row = index.get(string)
            if row is not None:
                total += self._values[row * len(FAMILIES) + column]
        return total

    def _learn(self, two: str, column: int) -> int:
        """What the two nearest characters weigh, which are asked for again and again, by most families."""
        rows = self._rows.get(two)
        if rows is None:
            if len(self._rows) >= MEMORY:
                self._rows.clear()
            near, far = (two[1], two[0]) if self._before else (two[0], two[1])
            found = map(self._index.get, (visible(near), visible(two), *class_keys(near, far)))
            rows = self._rows[two] = [row * len(FAMILIES) for row in found if row is not None]
        known = self._near[column]
        if len(known) >= MEMORY:
            known.clear()
        values = self._values
        known[two] = total = sum([values[row + column] for row in rows])
        return total

    def _sum(self, keys: list[str], column: int) -> int:
        total = 0
        for key in keys:
            row = self._index.get(key)
            if row is not None:
                total += self._values[row * len(FAMILIES) + column]
        return total
