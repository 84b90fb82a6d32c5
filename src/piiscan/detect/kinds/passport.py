"""Passport numbers: two letters and seven digits, as printed and in the machine-readable zone (ICAO 9303).

Japanese ordinary passports have series beginning with T or M. The visible number has no check digit; the zone's weights
are 7-3-1.
"""

from __future__ import annotations

import string

from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_LETTERS = late(r"(?<![A-Za-z0-9])(?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z])[- ]?\Z")
_CODE = late(r"[A-Z]{2}[0-9]{7}")
_ZONE_BEFORE = late(r"(?<![A-Za-z0-9_])[A-Z]{2}\Z")
_ZONE_AFTER = late(r"[A-Z<]{3}[0-9]{7}[MFX<]")
_ZONE_WEIGHTS = (7, 3, 1) * 3


def zone_check_digit(text: str) -> int:
    """The check digit of a field of the machine-readable zone (letters count 10 to 35)."""
    return sum(int(character, 36) * weight for character, weight in zip(text, _ZONE_WEIGHTS, strict=False)) % 10


def judge(number: Number) -> Verdict | None:
    """Letters in front, the series, and the machine-readable zone around."""
    if sum(number.grouping) == 8:
        return _judge_zone(number)
    lead = _LETTERS.search(number.before(4))
    if lead is None:
        return None
    series = "series" if lead.group()[0] in "TMtm" else "other_series"
    return Verdict((series,), before=len(lead.group()))


def read_loose(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """Nine letters and digits, whatever divides them."""
    if _CODE.match(compact) is None:
        return None
    return 9, ("series" if compact[0] in "TM" else "other_series", "irregular")


def _judge_zone(number: Number) -> Verdict | None:
    """Two letters, seven digits, their check digit, nationality and date of birth in one piece."""
    lead = _ZONE_BEFORE.search(number.before(3))
    if lead is None or _ZONE_AFTER.match(number.after(12)) is None:
        return None
    digits = number.digits
    passed = zone_check_digit(lead.group() + digits[:7]) == int(digits[7])
    return Verdict(("zone",), before=2, after=-1) if passed else None


RULE = NumberRule(
    entity_type="JP_PASSPORT",
    groupings=((7,), (8,), (2, 4, 1)),
    judge=judge,
    behind=string.ascii_letters,
    loose=read_loose,
    examples=(
        "旅券番号：【TZ0123456】",
        "PASSPORT NO.：【MZ3473124】",
        "パスポート番号は【ＴＫ９８７６５４３】です",
        "passport: 【TR1234098】",
        "旅券番号：【TK12 345-67】",
    ),
    counterexamples=("型番 TZ0123456", "TZ0123456", "ISO9001234567", "注文番号 MZ3473124", "RFC1234567"),
)
