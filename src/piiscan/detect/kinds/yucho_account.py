"""Japan Post Bank accounts: 記号 (five digits) and 番号 (two to eight).

Source: Japan Post Bank, 記号番号から振込用の店名・預金種目・口座番号への変換. The 記号 of a savings account is 1,
branch (2), check digit, 0, and its 番号 ends in 1; that of a transfer account begins with 0. A digit may stand between.
"""

from __future__ import annotations

from piiscan.detect.kinds.rule import Grouping, Number, NumberRule, Verdict
from piiscan.late import late

_NUMBER_AFTER = late(r"[- ]{0,2}(?:[0-9][- ]{1,2})?[ 、,/]{0,2}番号[ :;=→⇒|/)-]{0,3}([0-9]{2,8})(?![0-9])")
_SYMBOL_BEFORE = late(r"記号[ :;=→⇒|/)-]{0,3}\Z")
_NUMBER_BEFORE = late(r"番号[ :;=→⇒|/)-]{0,3}\Z")
_SEVERAL: tuple[Grouping, ...] = tuple((5, size) for size in range(2, 9)) + tuple((5, 1, size) for size in range(2, 9))


def judge(number: Number) -> Verdict | None:
    """Whether symbol and number have the form of a savings or transfer account."""
    digits, after = number.digits, 0
    if len(number.grouping) == 1 and len(digits) <= 8:
        follows = _NUMBER_AFTER.match(number.after(24)) if len(digits) == 5 else None
        if follows is None:
            return _judge_half(number, digits)
        after, digits = len(follows.group()), digits + follows.group(1)
    savings = digits[0] == "1" and digits[4] == "0" and digits[-1] == "1"
    if not savings and digits[0] != "0":
        return None
    return Verdict(("savings" if savings else "transfer", "paired" if after else number.divided), after=after)


def _judge_half(number: Number, digits: str) -> Verdict | None:
    """Symbol or number alone, behind the word for it."""
    before = number.before(8)
    if len(digits) == 5 and digits[0] in "01" and _SYMBOL_BEFORE.search(before):
        return Verdict(("savings" if digits[0] == "1" and digits[4] == "0" else "transfer", "half"))
    if len(digits) in (7, 8) and digits[-1] == "1" and _NUMBER_BEFORE.search(before):
        return Verdict(("savings", "half"))
    if number.view.has_headers and number.view.header_kinds(number.start):
        if len(digits) == 5 and digits[0] == "1" and digits[4] == "0":
            return Verdict(("savings", "half"))
        if len(digits) in (7, 8) and digits[-1] == "1":
            return Verdict(("savings", "half"))
    return None


def convert(symbol: str, number: str) -> tuple[str, str]:
    """Branch and account number with which other banks pay into the savings account ``symbol`` ``number``."""
    return symbol[1:3] + "8", number[:-1].zfill(7)


RULE = NumberRule(
    entity_type="JP_YUCHO_ACCOUNT",
    groupings=(*_SEVERAL, (5,), (7,), (8,), (13,)),
    judge=judge,
    context=("YUCHO_CONTEXT",),
    beside=("YUCHO_WORD",),
    only_labelled=True,
    examples=(
        "ゆうちょ銀行 記号【10530-12340671】",
        "ゆうちょ　記号 【11940 番号 23409871】",
        "通帳記号番号：【14250-1-23409871】",
        "振替口座 【00190-5-234098】",
    ),
    counterexamples=("ゆうちょ銀行 10530-12340672", "図面 10530-12340671", "郵便局 12345 件"),
)
