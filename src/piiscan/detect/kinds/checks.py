"""Check digits that several numbers share, over ASCII digit strings."""

from __future__ import annotations

from collections.abc import Iterable


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = "0246813579"
    total = sum(map(int, digits[-1::-2])) + sum(int(doubled[int(digit)]) for digit in digits[-2::-2])
    return total % 10 == 0


def weighted_sum(digits: str, weights: Iterable[int]) -> int:
    """The sum of the digits, each times its weight."""
    return sum(int(digit) * weight for digit, weight in zip(digits, weights, strict=False))


def clue_of(*, passed: bool) -> str:
    """The clue that a check digit gives."""
    return "check" if passed else "check_failed"
