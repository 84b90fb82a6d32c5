"""Scans a text with the number detector alone."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from piiscan.detect.pipeline import detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Mark, Place, Segment

NUMBER_TYPES = (
    "PHONE_NUMBER",
    "CREDIT_CARD",
    "CARD_SECURITY_DATA",
    "JP_MY_NUMBER",
    "JP_CORPORATE_NUMBER",
    "JP_INVOICE_NUMBER",
    "JP_DRIVERS_LICENSE",
    "JP_PASSPORT",
    "JP_RESIDENCE_CARD",
    "JP_RESIDENT_RECORD_CODE",
    "JP_PENSION_NUMBER",
    "JP_HEALTH_INSURANCE",
    "JP_CARE_INSURANCE",
    "JP_EMPLOYMENT_INSURANCE",
    "JP_BANK_ACCOUNT",
    "JP_YUCHO_ACCOUNT",
    "IBAN_CODE",
)


class Found(NamedTuple):
    entity_type: str
    start: int
    end: int


class Scanned(NamedTuple):
    found: Found
    confidence: float
    clues: tuple[str, ...]
    value: str


@cache
def toolbox() -> Toolbox:
    return Toolbox(NUMBER_TYPES)


def scan(text: str, marks: tuple[Mark, ...] = (), threshold: float = 0.5) -> list[Scanned]:
    """What reaches ``threshold`` in ``text``."""
    spotted = detect([Segment(text, Place(line=1), marks)], toolbox())
    return [
        Scanned(
            Found(each.entity_type, each.start, each.end),
            each.confidence,
            tuple(evidence.clue for evidence in each.evidence),
            each.value,
        )
        for each in spotted
        if each.confidence >= threshold and each.entity_type in NUMBER_TYPES
    ]


def cells(*columns: tuple[str, list[str]]) -> tuple[str, tuple[Mark, ...]]:
    """A table as an extractor gives it: the text of its body, and a mark with its header for each cell."""
    text, marks = "", []
    for row in zip(*(values for _, values in columns), strict=True):
        for (header, _), value in zip(columns, row, strict=True):
            marks.append(Mark(len(text), len(text) + len(value), Place(line=1), header))
            text += value + "\t"
        text = text[:-1] + "\n"
    return text, tuple(marks)
