"""What stands near a candidate besides its nearest characters: its line, the label, contact data; asked last."""

from __future__ import annotations

from piiscan.detect.names.candidates import BESIDE_REACH
from piiscan.detect.names.keys import (
    FAMILY,
    Line,
    beside_keys,
    heading_keys,
    label_keys,
    line_around,
    line_keys,
)
from piiscan.detect.names.model import NameModel

MEMORY = 10_000

Clues = list[tuple[str, int]]
"""Clues with what they weigh."""


class Nearby:
    """Weighs the keys of :func:`~piiscan.detect.names.candidates.near_keys`; lines and labels are remembered."""

    def __init__(self, model: NameModel) -> None:
        self._units = model.units
        # Needs no bound: there are few kinds of lines.
        self._lines: dict[tuple[Line, str], int] = {}
        self._labels: dict[tuple[str, str], int] = {}

    def clues(self, text: str, borders: tuple[int, int], kind: str, label: str) -> Clues:
        """The clues near a candidate of ``kind`` that weigh something."""
        start, end = borders
        family = FAMILY[kind]
        line = line_around(text, start, end)
        found = [("line", self._lines.get((line, family)) or self._learn_line(line, family))]
        if keys := heading_keys(text, start, family):
            found.append(("heading of the line", self._units(keys)))
        if label:
            known = self._labels.get((label, family))
            found.append(("label", self._learn_label(label, family) if known is None else known))
        if keys := beside_keys(text[start - BESIDE_REACH if start > BESIDE_REACH else 0 : end + BESIDE_REACH], family):
            found.append(("contact data beside", self._units(keys)))
        return found

    def _learn_line(self, line: Line, family: str) -> int:
        found = self._lines[line, family] = self._units(line_keys(line, family))
        return found

    def _learn_label(self, label: str, family: str) -> int:
        if len(self._labels) >= MEMORY:
            self._labels.clear()
        found = self._labels[label, family] = self._units(label_keys(label, family))
        return found
