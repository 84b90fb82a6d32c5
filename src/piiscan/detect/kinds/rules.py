"""The table of the number family: one file per type or family of types, each with its rules."""

from __future__ import annotations

from piiscan.detect.kinds import (
    bank_account,
    card_security,
    corporate_number,
    credit_card,
    drivers_license,
    health_insurance,
    iban_code,
    my_number,
    passport,
    phone_number,
    residence_card,
    social_insurance,
    yucho_account,
)
from piiscan.detect.kinds.rule import NumberRule


def make_rules() -> tuple[NumberRule, ...]:
    """Every rule, with the reference lists it needs read in."""
    return (
        *phone_number.make_rules(),
        credit_card.RULE,
        card_security.CODE,
        card_security.EXPIRY,
        my_number.RULE,
        corporate_number.CORPORATE,
        corporate_number.INVOICE,
        drivers_license.RULE,
        passport.RULE,
        residence_card.RULE,
        social_insurance.RESIDENT_RECORD_CODE,
        social_insurance.PENSION_NUMBER,
        social_insurance.CARE_INSURANCE,
        social_insurance.EMPLOYMENT_INSURANCE,
        health_insurance.INSURED,
        health_insurance.INSURER,
        bank_account.make_rule(),
        yucho_account.RULE,
        iban_code.RULE,
    )
