"""Corporate Numbers (法人番号) and invoice registration numbers (T and the like): 13 digits, the first a check digit.

Source: 法人番号の指定等に関する省令 (財務省令第70号) 第2条; National Tax Agency, 適格請求書発行事業者公表サイト. The
number of a sole trader begins with T too, is neither a Corporate Number nor an Individual Number, and has no published
check.
"""

from __future__ import annotations

from piiscan.detect.kinds.checks import clue_of, weighted_sum
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_WEIGHTS = (2, 1) * 6
_T_BEFORE = late(r"(?<![A-Za-z0-9])[Tt][- ]?\Z")
_INVOICE = late(r"T[1-9][0-9]{12}")
_GROUPINGS = ((13,), (1, 4, 4, 4))


def check_digit(body: str) -> int:
    """The check digit of the twelve digits ``body``."""
    return 9 - weighted_sum(body, _WEIGHTS) % 9


def _clues(digits: str, number: Number) -> tuple[str, ...]:
    return (number.divided, clue_of(passed=check_digit(digits[1:]) == int(digits[0])))


def judge_corporate(number: Number) -> Verdict | None:
    """Check digit and division; None behind a T, which makes it an invoice number."""
    digits = number.digits
    if digits[0] == "0" or len(set(digits)) == 1 or _T_BEFORE.search(number.before(3)):
        return None
    return Verdict(_clues(digits, number))


def judge_invoice(number: Number) -> Verdict | None:
    """The same for a number behind a T, which belongs to the value."""
    digits = number.digits
    lead = _T_BEFORE.search(number.before(3))
    if lead is None or digits[0] == "0":
        return None
    return Verdict(_clues(digits, number), before=len(lead.group()))


def read_invoice(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """T and thirteen digits, whatever divides them."""
    if _INVOICE.match(compact) is None:
        return None
    return 14, ("irregular", clue_of(passed=check_digit(compact[2:14]) == int(compact[1])))


def read_corporate(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """Thirteen digits, whatever divides them."""
    if not compact[:13].isdecimal() or len(compact) < 13 or compact[0] == "0":
        return None
    return 13, ("irregular", clue_of(passed=check_digit(compact[1:13]) == int(compact[0])))


CORPORATE = NumberRule(
    entity_type="JP_CORPORATE_NUMBER",
    groupings=_GROUPINGS,
    judge=judge_corporate,
    best=("check",),
    irregular=(13,),
    loose=read_corporate,
    examples=(
        "法人番号：【7000012050002】",
        "法人番号　甲：【5-8356-7825-6246】",
        "corporate_number: 【7010705000725】",
    ),
    counterexamples=(
        "JAN 4901234567894",
        "epoch=1730395308692",
        "7000012050002",
        "S/N 4760582119449",
        "法人番号：2835678256246",
    ),
)

INVOICE = NumberRule(
    entity_type="JP_INVOICE_NUMBER",
    groupings=_GROUPINGS,
    judge=judge_invoice,
    best=("check",),
    behind="Tt",
    loose=read_invoice,
    examples=(
        "登録番号：【T7000012050002】",
        "適格請求書発行事業者登録番号 【T5-8356-7825-6246】",
        "登録番号【Ｔ７００００１２０５０００２】",
    ),
    counterexamples=("BT7000012050002", "型番 T7000012050001", "登録番号 7000012050002"),
)
