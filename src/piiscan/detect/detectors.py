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
    DetectorRow("person", "piiscan.detect.names.detector:PersonDetector", ("PERSON",), ascii=False),
    DetectorRow("jp_address", "piiscan.detect.addresses.detector:AddressDetector", ("JP_ADDRESS",)),
    DetectorRow("jp_postal_code", "piiscan.detect.kinds.jp_postal_code:PostalCodeDetector", ("JP_POSTAL_CODE",)),
    DetectorRow("email_address", "piiscan.detect.kinds.email_address:EmailAddresses", ("EMAIL_ADDRESS",)),
    DetectorRow("date_of_birth", "piiscan.detect.kinds.date_of_birth:DatesOfBirth", ("DATE_OF_BIRTH",)),
    DetectorRow(
        "sensitive_attribute",
        "piiscan.detect.kinds.sensitive_attribute:SensitiveAttributes",
        ("SENSITIVE_ATTRIBUTE",),
        ascii=False,
    ),
    DetectorRow("ip_address", "piiscan.detect.kinds.ip_address:IpAddresses", ("IP_ADDRESS",)),
    DetectorRow("financial_amount", "piiscan.detect.kinds.financial_amount:FinancialAmounts", ("FINANCIAL_AMOUNT",)),
    DetectorRow(
        "confidential_marking",
        "piiscan.detect.kinds.confidential_marking:ConfidentialMarkings",
        ("CONFIDENTIAL_MARKING",),
    ),
    DetectorRow(
        "numbers",
        "piiscan.detect.kinds.numbers:Numbers",
        (
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
        ),
    ),
)


def make_detector(row: DetectorRow, kinds: WordKinds) -> Detector:
    """The detector of ``row``."""
    module, _, factory = row.factory.partition(":")
    return cast("Detector", getattr(import_module(module), factory)(kinds))
