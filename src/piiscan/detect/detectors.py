"""The table of built-in detectors: what each finds, and where it lives."""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple, cast

from piiscan.detect.candidate import Detector
from piiscan.detect.lexicon import WordKinds


class DetectorRow(NamedTuple):
    """A row of the table: imported and made only when a text needs it."""

    name: str
    factory: str
    """``module:callable``; called with the WordKinds it gives the detector."""
    entity_types: tuple[str, ...]
    ascii: bool = True
    """Whether it can find anything in a text of ASCII characters only."""


DETECTORS: tuple[DetectorRow, ...] = (
    DetectorRow("email_address", "piiscan.detect.kinds.email_address:EmailAddresses", ("EMAIL_ADDRESS",)),
    DetectorRow("date_of_birth", "piiscan.detect.kinds.date_of_birth:DatesOfBirth", ("DATE_OF_BIRTH",)),
)


def make_detector(row: DetectorRow, kinds: WordKinds) -> Detector:
    """The detector of ``row``."""
    module, _, factory = row.factory.partition(":")
    return cast("Detector", getattr(import_module(module), factory)(kinds))
