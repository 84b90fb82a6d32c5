"""The values every room of the house speaks in: frozen, small, without behaviour that needs another room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

BANDS: Final = (("low", 0.2), ("medium", 0.5), ("high", 0.8))
"""Names of the confidence bands with their lower borders, ascending."""

NEW, IGNORED, KNOWN, UNCHANGED = "new", "ignored", "known", "unchanged"
STATUSES: Final = (NEW, IGNORED, KNOWN)
"""What a finding can be: to be acted on, silenced by a rule of the user, or in the baseline. Only new ones count.

``UNCHANGED`` ones were there before the change that is looked at; they are never reported.
"""

ENTITY_TYPES: Final = (
    "PERSON",
    "JP_ADDRESS",
    "JP_POSTAL_CODE",
    "PHONE_NUMBER",
    "EMAIL_ADDRESS",
    "DATE_OF_BIRTH",
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
    "CREDIT_CARD",
    "CARD_SECURITY_DATA",
    "JP_BANK_ACCOUNT",
    "JP_YUCHO_ACCOUNT",
    "IBAN_CODE",
    "FINANCIAL_AMOUNT",
    "IP_ADDRESS",
    "SENSITIVE_ATTRIBUTE",
    "CONFIDENTIAL_MARKING",
)
"""Every built-in entity type, in the order of the design."""

SKIP_REASONS: Final = {
    "unsupported": "no extractor reads this kind of file",
    "encrypted": "protected by a password",
    "corrupt": "damaged, so that it could not be read (in full)",
    "no_text": "a non-empty document in which no text was found",
    "decode_lossy": "bytes that fit none of the Japanese encodings",
    "too_big": "larger than the limit",
    "time": "took longer than the limit",
    "memory": "needed more memory than the limit",
    "worker_died": "the reading process ended unexpectedly",
    "dtd_refused": "an XML part that declares a DTD",
    "depth": "nested deeper than the limit",
    "ratio": "unpacks to far more than its size",
    "members": "holds more members than the limit",
    "missing_extra": "an optional library is not installed",
    "permission": "not readable with the rights of this user",
    "not_regular": "not a regular file (device, socket, FIFO or link)",
    "vanished": "gone before it could be read",
    "changed": "changed while it was read",
    "path_too_long": "its path is longer than the system allows",
    "not_here": "not in this copy of the repository",
}
"""Every reason a :class:`Skip` can carry, with its meaning in one phrase."""


class Place(NamedTuple):
    """Where something stands, in terms a person can follow; empty fields do not apply.

    ``line`` and ``column`` count from 1, columns in code points. ``member`` is the path inside a container
    (``a.zip!b.csv``), ``pointer`` a JSON pointer (RFC 6901), ``part`` a corner such as ``comment`` or ``header``.
    ``commit`` and ``date`` (ISO 8601, the author's) say where in a history it came in. The hot loops of extractors
    fill all fields by position: whoever adds one adds it there.
    """

    line: int = 0
    column: int = 0
    page: int = 0
    sheet: str = ""
    cell: str = ""
    member: str = ""
    pointer: str = ""
    part: str = ""
    commit: str = ""
    date: str = ""


class Mark(NamedTuple):
    """A stretch ``[start, end)`` of a segment's text with its own place and label (cell, JSON value, form field)."""

    start: int
    end: int
    place: Place
    label: str = ""


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of extracted text, about 64 Ki characters at most, with sparse ascending marks that do not overlap.

    ``place`` holds for the whole segment; its ``line`` is the line of the first character (0: lines mean nothing here).
    ``joined`` says that the text goes on directly where the segment before it ended, so that a value may lie across.
    """

    text: str
    place: Place = Place()
    marks: Sequence[Mark] = ()
    joined: bool = False


class Evidence(NamedTuple):
    """One reason for or against a finding: a clue's name and its weight in log-odds."""

    clue: str
    weight: float


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of text that is personal data of ``entity_type`` with probability ``confidence``.

    ``start`` and ``end`` are code points in the text that was scanned (for a file: in all its extracted text), end
    exclusive. ``confidence`` is the sigmoid of the sum of ``evidence``. ``value`` is hidden from ``repr`` and ``str``.
    ``status`` is one of :data:`STATUSES`; ``note`` names the rule that made it other than new, never scanned text.
    """

    entity_type: str
    confidence: float
    start: int
    end: int
    place: Place
    evidence: tuple[Evidence, ...]
    masked: str
    value: str = field(repr=False)
    status: str = NEW
    note: str = ""

    @property
    def band(self) -> str:
        """``low``, ``medium``, ``high``, or ``none`` below 0.2."""
        return band_of(self.confidence)


class Skip(NamedTuple):
    """Something that was not examined: why, and what would help. ``member`` is empty when the whole file is meant."""

    path: str
    reason: str
    member: str = ""
    detail: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class FileResult:
    """What came of one file: ``characters`` examined (code points), or the rule that ``excluded`` it."""

    path: str
    findings: Sequence[Finding] = ()
    not_examined: tuple[Skip, ...] = ()
    format: str = ""
    characters: int = 0
    excluded: str = ""
    idle_ignores: tuple[str, ...] = ()
    """Ignores written in its lines that silence nothing, as line and type: ``12 PERSON``."""

    @property
    def complete(self) -> bool:
        """Whether every part of the file was examined."""
        return not self.not_examined


def band_of(confidence: float) -> str:
    """The name of the band ``confidence`` falls in, ``none`` below the lowest."""
    found = "none"
    for name, border in BANDS:
        if confidence >= border:
            found = name
    return found
