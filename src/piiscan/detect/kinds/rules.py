"""The table of the number family: one file per type, each with its rule."""

from __future__ import annotations

from piiscan.detect.kinds import credit_card, my_number, phone_number
from piiscan.detect.kinds.rule import NumberRule


def make_rules() -> tuple[NumberRule, ...]:
    """Every rule, with the reference lists it needs read in."""
    return (
        *phone_number.make_rules(),
        credit_card.RULE,
        my_number.RULE,
    )
