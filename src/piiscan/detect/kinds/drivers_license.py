"""Driver's licence numbers (運転免許証番号): 12 digits of issuing office, year, serial, check digit and reissue count.

The office (公安委員会) codes are public; the check digit (11th, modulus 11) is documented only unofficially, and one
page's sample fails it, so that a failed check weighs little.
"""

from __future__ import annotations

from piiscan.detect.kinds.checks import clue_of, weighted_sum
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict

# First and last code of each region, Hokkaido (five areas) to Okinawa.
_REGIONS = ((10, 14), (20, 25), (30, 30), (40, 49), (50, 55), (60, 65), (70, 74), (80, 83), (90, 97))
_OFFICES = frozenset(str(office) for first, last in _REGIONS for office in range(first, last + 1))
_WEIGHTS = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)


def check_digit(body: str) -> int:
    """The eleventh digit for the first ten, ``body``."""
    return (11 - weighted_sum(body, _WEIGHTS) % 11) % 10


def judge(number: Number) -> Verdict | None:
    """Issuing office, check digit, division."""
    digits = number.digits
    if len(set(digits)) == 1:
        return None
    office = "office" if digits[:2] in _OFFICES else "no_office"
    return Verdict((number.divided, office, clue_of(passed=check_digit(digits[:10]) == int(digits[10]))))


RULE = NumberRule(
    entity_type="JP_DRIVERS_LICENSE",
    groupings=((12,), (4, 4, 4), (2, 8, 2), (2, 2, 6, 2), (2, 2, 6, 1, 1), (2, 2, 8), (2, 10)),
    judge=judge,
    beside=("LICENSE_WORD",),
    best=("office", "check"),
    irregular=(12,),
    examples=(
        "免許証番号：【459803358720】",
        "運転免許証番号　【30-90123456-20】",
        "運転免許証番号は【３０９０１２３４５６２０】です",
        "license_number: 【4598 0335 8720】",
    ),
    counterexamples=("追跡番号 459803358720", "459803358720", "202401151230", "免許証番号：009803358721"),
)
