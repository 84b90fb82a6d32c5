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
Hope = tuple[int, int, int, int, int, int, Cut, tuple[int, ...]]
"""A candidate in a run that may reach the floor: where it starts and ends there, the column of its family, what the
nearest characters on both sides must weigh at least, what all that is looked at beside it must, what it weighs by
itself, how it is built, what the dictionaries said so far.

Plain tuples of numbers and words: there are tens of thousands, and the collector of garbage lets go of such.
"""


def hope_of(cut: Cut, borders: tuple[int, int], score: int, bounds: Bounds) -> Hope[Cut]:
    """The hope that a candidate of a run between ``borders`` is."""
    near, beside, _, _ = bounds.of_value
    return (*borders, bounds.column, near - score, beside - score, score, cut, ())


def told(hope: Hope[Cut], said: tuple[int, ...], least: int) -> Hope[Cut]:
    """``hope`` that knows what the dictionaries ``said``, and what it must weigh at ``least`` after that.

    What stands beside it must make up for it: most of what was asked once falls by two look-ups from then on.
    """
    start, end, column, near, beside, score, cut, _ = hope
    return start, end, column, near, max(beside, least - score - sum(said)), score, cut, said
