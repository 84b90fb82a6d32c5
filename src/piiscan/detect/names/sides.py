"""What stands beside a candidate, weighed in two steps: the two nearest characters, then those further away.

What is beside a place is weighed for all families of names at once: several are tried there, and the strings are the
same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import add

from piiscan.detect.names.candidates import may_be_value
from piiscan.detect.names.hopes import Bounds, Steps
from piiscan.detect.names.keys import FAMILIES, REACH, after_keys, before_keys, visible
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import Block, NameModel
from piiscan.detect.names.scripts import class_of
from piiscan.errors import DataError

NEAR = 2
"""How many characters are looked at in the first step: what they weigh is remembered, as they come again and again."""
MEMORY = 8_000

Weights = tuple[int, ...]
"""What something weighs for each of FAMILIES."""
_MANY = len(FAMILIES)
_NOTHING: Weights = (0,) * _MANY


class Side:
    """The weights of what stands on one side of a candidate.

    ``near`` gives by up to NEAR characters what they weigh, ``far`` by up to REACH what the longer strings add. Fewer
    than NEAR characters mean that the text ends there.
    """

    def __init__(self, block: Block, keys_of: Callable[[str], list[str]], *, before: bool) -> None:
        if "".join(block.columns) != FAMILIES:
            raise DataError(f"the weights of names are for {''.join(block.columns)}, not {FAMILIES}; fit them again")
        self._rows, self._values = block.rows, block.values
        self.keys_of, self.is_before = keys_of, before
        self._class_of: Memory[str, str] = Memory(class_of, MEMORY)
        self._by_class: Memory[tuple[str, str], Weights] = Memory(self._of_classes, MEMORY)
        self.near: Memory[str, Weights] = Memory(self._of_near, MEMORY)
        self.far: Memory[str, Weights] = Memory(self._of_far, MEMORY)

    def find(self, key: str) -> Weights | None:
        """What a string weighs; None for one that the model does not know."""
        row = self._rows.find(key)
        return None if row is None else tuple(self._values[row * _MANY : row * _MANY + _MANY])

    def of(self, keys: Iterable[str]) -> Weights:
        """What ``keys`` weigh together."""
        known = [found for key in keys if (found := self.find(key))]
        return known[0] if len(known) == 1 else tuple(map(sum, zip(*known, strict=True))) if known else _NOTHING

    def _of_near(self, near: str) -> Weights:
        """What up to NEAR characters weigh."""
        if len(near) < NEAR:  # the text ends there
            return self.of(self.keys_of(near))
        nearest, other = (near[1], near[0]) if self.is_before else (near[0], near[1])
        of_classes = self._by_class[nearest, self._class_of[other]]
        both = self.find(near if near.isprintable() else visible(near))
        return tuple(map(add, of_classes, both)) if both else of_classes

    def _of_classes(self, key: tuple[str, str]) -> Weights:
        """What the nearest character weighs with the class of the other: there are few combinations."""
        nearest, other = key
        nearest_class = class_of(nearest)
        return self.of((visible(nearest), f"\\{nearest_class}", f"\\{nearest_class}{other}"))

    def _of_far(self, beside: str) -> Weights:
        """What the strings longer than NEAR weigh; ``beside`` has up to REACH characters."""
        if not beside.isprintable():
            beside = visible(beside)
        if len(beside) == REACH:
            return self.of((beside[1:] if self.is_before else beside[:-1], beside))
        if len(beside) < NEAR:
            return _NOTHING
        seen = "^" + beside if self.is_before else beside + "$"
        return self.of([seen[-n:] if self.is_before else seen[:n] for n in range(NEAR + 1, len(seen) + 1)])


class Sides:
    """What stands on both sides of candidates."""

    def __init__(self, model: NameModel) -> None:
        self.before = Side(model.before, before_keys, before=True)
        self.after = Side(model.after, after_keys, before=False)

    def weigh(self, text: str, borders: tuple[int, int], bounds: Bounds, score: int) -> tuple[int, Steps] | None:
        """``score``, which knows the nearest characters, with those further away, and the bounds that go for the place.

        None if that is not enough.
        """
        start, end = borders
        least = bounds.of_value if may_be_value(text, start) else bounds.in_text
        if score < least[0]:
            return None
        column = bounds.column
        score += self.before.far[text[start - REACH if start > REACH else 0 : start]][column]
        score += self.after.far[text[end : end + REACH]][column]
        return (score, least) if score >= least[1] else None

    def beside(self, text: str, borders: tuple[int, int], column: int) -> tuple[int, int]:
        """What all weighs that stands before a candidate, and what stands behind it."""
        start, end = borders
        before, after = text[start - REACH if start > REACH else 0 : start], text[end : end + REACH]
        return (
            self.before.near[before[-NEAR:]][column] + self.before.far[before][column],
            self.after.near[after[:NEAR]][column] + self.after.far[after][column],
        )
