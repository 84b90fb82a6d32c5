"""Bank accounts: seven digits beside 口座番号, the kind of account (普通, 当座, 貯蓄) or words of banking.

Bank (4 digits) and branch (3 digits) in front are checked against ``data/bank_codes.tsv`` (zengin-code, MIT). Accounts
have no check digit.
"""

from __future__ import annotations

from functools import partial

from piiscan.data import rows
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_CODES_BEFORE = late(r"(?<![0-9])([0-9]{4})[^0-9\n]{1,12}([0-9]{3})[^0-9\n]{1,12}\Z")


def read_branches() -> dict[str, str]:
    """The ranges of branch codes by bank code."""
    return {row[0]: row[1] for row in rows("bank_codes.tsv")}


def has_branch(ranges: str, branch: str) -> bool:
    """Whether ``branch`` lies in ``ranges`` (``001,004-005``)."""
    pairs = (part.partition("-") for part in ranges.split(","))
    return any(first <= branch <= (last or first) for first, _, last in pairs)


def judge(branches: dict[str, str], number: Number) -> Verdict | None:
    """Length, and whether bank and branch codes in front exist."""
    digits = number.digits
    if len(set(digits[-7:])) == 1:
        return None
    account = 7 if number.grouping in ((3, 4), (4, 3)) else number.grouping[-1]
    clues = ["account" if account == 7 else "odd_length"]
    if account != number.grouping[-1]:
        clues.append("split")
    codes = _codes(number, digits)
    if codes is not None:
        bank, branch = codes
        known = has_branch(branches.get(bank, ""), branch)
        clues.append("branch" if known else "no_branch")
    return Verdict(tuple(clues))


def read_loose(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """Seven digits, whatever divides them."""
    if len(compact) < 7 or not compact[:7].isdecimal() or len(set(compact[:7])) == 1:
        return None
    return 7, ("account", "irregular")


def _codes(number: Number, digits: str) -> tuple[str, str] | None:
    """Bank and branch code in the number itself or in front of it."""
    if number.grouping[:2] == (4, 3):
        return digits[:4], digits[4:7]
    found = _CODES_BEFORE.search(number.before(40))
    return (found.group(1), found.group(2)) if found is not None else None


def make_rule() -> NumberRule:
    """The rule, with the bank codes read in."""
    return NumberRule(
        entity_type="JP_BANK_ACCOUNT",
        groupings=((7,), (3, 7), (4, 3, 7), (4, 7), (6,), (8,), (4, 3, 1, 7), (4, 3, 6), (3, 6), (3, 4), (4, 3)),
        judge=partial(judge, read_branches()),
        context=("BANK_CONTEXT",),
        beside=("BANK_BRANCH",),
        loose=read_loose,
        only_labelled=True,
        examples=(
            "口座番号：【9847501】",
            "みずほ銀行　東支店（441）普通　【8841280】",
            "振込先は横浜銀行 戸塚支店 普通 【２４９６６７８】です",
            "店番 123 当座 【0389583】 カ）アオバ",
            "銀行コード 0001 支店コード 001 口座番号 【5646498】",
        ),
        counterexamples=(
            "普通郵便 8841280 通",
            "銀行の貸出残高は 2496678 百万円",
            "口座振替の件数 2496678 件",
            "会員番号 2496678",
            "商品番号 8841280",
            "口座振替の処理件数は 8,492,060 件",
        ),
    )
