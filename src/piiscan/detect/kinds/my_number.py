"""Individual Numbers (個人番号, マイナンバー): twelve digits, the last a check digit.

Source: 番号法施行令 and 総務省令第85号第5条. One of ten random strings passes, and of minute stamps (YYYYMMDDhhmm)
up to 18 %, so the check alone says little.
"""

from __future__ import annotations

from piiscan.detect.kinds.checks import clue_of, weighted_sum
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_WEIGHTS = (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2)
_STAMP = late(r"(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?:[01][0-9]|2[0-3])[0-5][0-9]")


def check_digit(body: str) -> int:
    """The check digit of the eleven digits ``body``."""
    rest = weighted_sum(body, _WEIGHTS) % 11
    return 0 if rest <= 1 else 11 - rest


def judge(number: Number) -> Verdict | None:
    """Check digit, division, and whether the digits are a time stamp."""
    digits = number.digits
    if len(set(digits)) == 1:
        return None
    clues = [number.divided, clue_of(passed=check_digit(digits[:11]) == int(digits[11]))]
    if _STAMP.fullmatch(digits):
        clues.append("time_stamp")
    return Verdict(tuple(clues))


RULE = NumberRule(
    entity_type="JP_MY_NUMBER",
    groupings=((12,), (4, 4, 4), (3, 3, 3, 3), (2, 5, 5)),
    judge=judge,
    context=("TAX_CONTEXT",),
    best=("check",),
    irregular=(12,),
    examples=(
        "マイナンバー：【6214-9832-0257】",
        "個人番号　【983205673214】",
        '"my_number": "【6214 9832 0257】"',
        "個人番号は【６２１４９８３２０２５７】です",
    ),
    counterexamples=(
        "個人番号：621498320258",
        "追跡番号 621498320257",
        "202401151230",
        "6214-9832-0257",
        "問い合わせ番号は12桁（例：8393-6630-6856）です",
        "offset=692618685387",
    ),
)
