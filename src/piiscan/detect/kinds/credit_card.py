"""Payment card numbers: ISO/IEC 7812 issuer ranges by brand, their lengths, and the Luhn check digit.

Ranges: the brands' public pages and ISO/IEC 7812 listings. JAN and ISBN codes (13 digits), epochs (leading 1) and
order numbers fall out by range and length; one of 45 random 16-digit strings still passes range and check, so an
unlabelled number stays below medium.
"""

from __future__ import annotations

from typing import NamedTuple

from piiscan.detect.kinds.checks import clue_of, luhn
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.detect.shapes import KANJI_DIGITS


class Range(NamedTuple):
    """Issuer numbers from ``first`` to ``last`` (equal length), and how long the cards are."""

    first: str
    last: str
    sizes: tuple[int, ...]


_RANGES = {
    "visa": (Range("4", "4", (16, 19)),),
    "mastercard": (Range("51", "55", (16,)), Range("2221", "2720", (16,))),
    "jcb": (Range("3528", "3589", (16, 17, 18, 19)),),
    "amex": (Range("34", "34", (15,)), Range("37", "37", (15,))),
    "diners": (
        Range("300", "305", (14, 16)),
        Range("3095", "3095", (14,)),
        Range("36", "36", (14,)),
        Range("38", "39", (14, 16)),
    ),
    "discover": (Range("6011", "6011", (16,)), Range("644", "649", (16,)), Range("65", "65", (16,))),
    "unionpay": (Range("62", "62", (16, 17, 18, 19)), Range("81", "81", (16, 17, 18, 19))),
}


_BY_DIGIT = {
    digit: [(brand, each) for brand, ranges in _RANGES.items() for each in ranges if each.first[0] == digit]
    for digit in "234568"
}


def brand_of(digits: str) -> str:
    """The brand whose ranges and lengths fit ``digits``; empty when there is none."""
    for brand, (first, last, sizes) in _BY_DIGIT.get(digits[0], ()):
        if len(digits) in sizes and first <= digits[: len(first)] <= last:
            return brand
    return ""


def judge(number: Number) -> Verdict | None:
    """Brand and check digit; None where no issuer has such numbers."""
    digits = number.digits
    if not brand_of(digits) or len(set(digits)) == 1:
        return None
    clues = [number.divided, clue_of(passed=luhn(digits))]
    if len(digits) != 16 and number.divided == "undivided":
        clues.append("rare_length")
    return Verdict(tuple(clues))


RULE = NumberRule(
    entity_type="CREDIT_CARD",
    groupings=(
        *((16,), (4, 4, 4, 4), (15,), (4, 6, 5), (14,), (4, 6, 4), (17,), (18,), (19,), (4, 4, 4, 4, 3), (6, 13)),
    ),
    judge=judge,
    context=("CARD_CONTEXT",),
    personal=True,
    best=("check",),
    bonus=("rare_length",),
    labels=("CREDIT_CARD", "CARD_WORD"),
    first="234568" + KANJI_DIGITS,
    irregular=(14, 15, 16, 19),
    examples=(
        "カード番号：【4111-1127-9664-4202】",
        "card 【3530 1135 6493 0042】 / note",
        "クレジットカード番号は【３７１４－４９６３５３－９８４３１】です",
        "カード番号【4242427547753215】の件",
        '"card_no": "【30569309025904】"',
        "有効期限 2027/03 【4111-1127-9664-4202】",
        "カード：【5555555555554444】",
    ),
    counterexamples=(
        "注文番号 4111112796644202",
        "ISBN 978-4-12-881809-3",
        "JAN 4901234567894",
        "管理番号 4111-1127-9664-4202-9",
        "ポイント番号 ************9899",
        "4111111279664203",
        "例：4111 1111 1111 1111",
    ),
)
