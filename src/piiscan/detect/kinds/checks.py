"""Check digits that several numbers share, over ASCII digit strings."""

from __future__ import annotations

from collections.abc import Iterable
from operator import mul

_VALUES = bytes((byte - 48) % 256 for byte in range(256))
# The digit sum of the doubled digit.
_DOUBLED = bytes(sum(divmod(2 * (byte - 48), 10)) if 48 <= byte < 58 else 0 for byte in range(256))


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of the others (ISO/IEC 7812-1, annex B)."""
    content = digits.encode()
    return (sum(content[-1::-2].translate(_VALUES)) + sum(content[-2::-2].translate(_DOUBLED))) % 10 == 0


def weighted_sum(digits: str, weights: Iterable[int]) -> int:
    """The sum of the digits, each times its weight."""
    return sum(map(mul, map(int, digits), weights))


def clue_of(*, passed: bool) -> str:
    """The clue that a check digit gives."""
    return "check" if passed else "check_failed"
