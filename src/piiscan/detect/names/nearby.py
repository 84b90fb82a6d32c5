"""What stands near a candidate besides its nearest characters: its line, the label, contact data; asked last."""

from __future__ import annotations

from collections.abc import Sequence

from piiscan.detect.names.candidates import Name
from piiscan.detect.names.clues import Clues, Explanations
from piiscan.detect.names.keys import (
    FAMILY,
    Contact,
    Line,
    contact_keys,
    contact_near,
    heading_keys,
    heading_of,
    label_keys,
    line_around,
    line_keys,
)
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import NameModel

MEMORY = 10_000

Surroundings = tuple[str, Line, str, str, Contact]
"""The family of a candidate, its line, the heading of the line, the label, the contact data beside."""
Near = tuple[int, Clues, bool]
"""What surroundings weigh, why, and whether the line holds a sentence."""


class Nearby:
    """Weighs the keys of :func:`~piiscan.detect.names.candidates.near_keys`; few combinations of them occur."""

    def __init__(self, model: NameModel, why: Explanations) -> None:
        self._units, self._why = model.units, why
        self._known: Memory[Surroundings, Near] = Memory(self._find, MEMORY)

    def weigh(self, text: str, names: Sequence[Name], labels: Sequence[str]) -> list[Near]:
        """What stands near each of ``names``, whose labels are given."""
        known = self._known
        no_heading = ":" not in text
        return [
            known[
                FAMILY[kind],
                line_around(text, start, end),
                "" if no_heading else heading_of(text, start),
                label,
                contact_near(text, start, end),
            ]
            for (start, end, kind, _, _, _, _, _, _), label in zip(names, labels, strict=True)
        ]

    def _find(self, surroundings: Surroundings) -> Near:
        family, line, heading, label, contact = surroundings
        weighed = [
            (clue, self._units(keys))
            for clue, keys in (
                ("line", line_keys(line, family)),
                ("heading of the line", heading_keys(heading, family)),
                ("label", label_keys(label, family)),
                ("contact data beside", contact_keys(contact, family)),
            )
        ]
        return sum([weight for _, weight in weighed]), self._why.all_of(weighed), line[1]
