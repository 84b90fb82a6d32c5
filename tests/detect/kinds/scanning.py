"""Scans a text, or the cells of a table, for one entity type."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from piiscan.detect.pipeline import detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Mark, Place, Segment


class Found(NamedTuple):
    """What a test asks about a finding."""

    value: str
    confidence: float
    clues: tuple[str, ...]


@cache
def toolbox(*types: str) -> Toolbox:
    return Toolbox(types)


def scan(entity_type: str, text: str, marks: tuple[Mark, ...] = (), part: str = "") -> list[Found]:
    """Every candidate of the type, however unlikely."""
    segment = Segment(text, Place(line=1, part=part), marks)
    return [
        Found(s.value, s.confidence, tuple(evidence.clue for evidence in s.evidence))
        for s in detect([segment], toolbox(entity_type))
        if s.entity_type == entity_type
    ]


def values(entity_type: str, text: str, marks: tuple[Mark, ...] = (), part: str = "") -> list[str]:
    """What is reported at the default threshold."""
    return [found.value for found in scan(entity_type, text, marks, part) if found.confidence >= 0.5]


def confidence(entity_type: str, text: str) -> float:
    """The confidence of the only candidate, 0 when there is none."""
    found = scan(entity_type, text)
    assert len(found) <= 1, found
    return found[0].confidence if found else 0.0


def cell(entity_type: str, label: str, value: str) -> list[str]:
    """What is reported of a cell under a header."""
    return values(entity_type, value, (Mark(0, len(value), Place(cell="B2"), label),))
