"""A candidate in a run that may reach the floor, and what it must weigh after each step not to be given up."""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from piiscan.detect.names.keys import FAMILIES, FAMILY
from piiscan.detect.names.model import NameModel

BOUNDS = ("listed", "built", "cheap", "near", "beside", "known", "inner", "far")
"""The steps in order; ``inner`` is for what is known of a run whatever surrounds it."""
SURROUNDED = ("near", "beside", "known", "far")
VALUE_BOUNDS = tuple(f"{bound} value" for bound in SURROUNDED)
"""Where a label may say more than all that was asked before, the bounds are lower."""
COLUMN_OF_KIND = {kind: FAMILIES.index(family) for kind, family in FAMILY.items()}

Steps = tuple[int, int, int, int]
"""The bounds after the nearest characters, those further away, the classes of words, the cuts into words."""


class Bounds(NamedTuple):
    """What a candidate of one kind must weigh, in text and where a label may stand before it."""

    kind: str
    column: int
    listed: int
    built: int
    cheap: int
    inner: int
    in_text: Steps
    of_value: Steps


def bounds_by_kind(model: NameModel) -> dict[str, Bounds]:
    """The bounds of every kind."""
    found = {}
    for kind, column in COLUMN_OF_KIND.items():
        listed, built, cheap, inner = (
            model.settings[f"{bound} {kind}"] for bound in ("listed", "built", "cheap", "inner")
        )
        near, beside, known, far = in_text = tuple(model.settings[f"{bound} {kind}"] for bound in SURROUNDED)
        lower = [
            min(model.settings[f"{bound} {kind}"], other) for bound, other in zip(VALUE_BOUNDS, in_text, strict=True)
        ]
        of_value = (lower[0], lower[1], lower[2], lower[3])
        found[kind] = Bounds(kind, column, listed, built, cheap, inner, (near, beside, known, far), of_value)
    return found


Cut = TypeVar("Cut")
Hope = tuple[int, int, int, int, int, Cut]
"""A candidate in a run that may reach the floor: where it starts and ends there, the column of its family, what the
nearest characters on both sides must weigh at least, what it weighs by itself, how it is built.

Plain tuples of numbers and words: there are tens of thousands, and the collector of garbage lets go of such.
"""


def hope_of(cut: Cut, borders: tuple[int, int], score: int, bounds: Bounds) -> Hope[Cut]:
    """The hope that a candidate of a run between ``borders`` is."""
    return (*borders, bounds.column, bounds.of_value[0] - score, score, cut)
