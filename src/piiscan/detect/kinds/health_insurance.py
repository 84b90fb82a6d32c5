"""Health insurance: insurer number (保険者番号, with check digit), and symbol, number and branch of the insured.

Source: 厚生労働省「保険者番号等の設定について」: eight digits (law 2, prefecture 2, insurer 3, check 1), six for
国民健康保険; the check digit is Luhn's. Symbol (記号) and number (番号) have no fixed
length and count only beside words of insurance.
"""

from __future__ import annotations

from piiscan.detect.kinds.checks import clue_of, luhn
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_GLUE = r"[ :;.\t「【\[(|=>→⇒・/\-」】)│]{0,4}\Z"
_SYMBOL_BEFORE = late(r"(?:記号|番号)(?:[・/]番号)?" + _GLUE)
_PART_OF_OTHER = late(r"[一-龠ァ-ヶ](?<!記号)(?:記号|番号)" + _GLUE)
_INSURED_BEFORE = late(r"(?:被保険者証?等?|保険証|資格確認書)の?(?:記号|番号)(?:[・/]番号)?" + _GLUE)
_OTHER_INSURANCE = late(r"(?:雇用|介護|労災|年金)(?:保険)?(?:の|証)? ?被保険者証?等?の?番号" + _GLUE)
_POST_BANK_BEFORE = late(r"(?:ゆうちょ|郵便?貯金|郵貯|貯金|通帳|振替)(?:(?!保険|国保|社保|組合)[^\n]){0,28}\Z")
"""The Japan Post Bank has symbols and numbers too; the nearest word tells whose they are."""
_INSURER_BEFORE = late(r"(?<!被)保険者 ?番号" + _GLUE)
_TITLES = ("記号", "番号", "枝番", "記号番号", "記号・番号")
"""Headers of columns that hold symbols and numbers, in a table with other words of insurance."""
_MORE_AFTER = late(r" [0-9]")
_MORE_BEFORE = late(r"[0-9] \Z")
# 法別番号 of the insurers of employees and of the elderly.
_LAWS = frozenset(f"{law:02}" for law in (*range(1, 5), 6, 7, *range(31, 35), 39, 63, 67, *range(72, 76)))


def judge(number: Number) -> Verdict | None:
    """A symbol or number of an insured person, by the word right in front; None where another word stands there."""
    digits, before = number.digits, number.before(20)
    if (len(set(digits)) == 1 and len(digits) > 2) or _MORE_AFTER.match(number.after(2)) or _MORE_BEFORE.search(before):
        return None
    if _OTHER_INSURANCE.search(before) or _INSURER_BEFORE.search(before) or _POST_BANK_BEFORE.search(number.before(36)):
        return None
    return Verdict(("symbol" if _is_symbol(before) or _title(number) in _TITLES else "no_symbol",))


def _title(number: Number) -> str:
    """What the header of the number's cell says."""
    view = number.view
    if view.window.marks.starts:
        return view.label_at(number.start)
    return view.columns.title(number.start) if view.columns.present else ""


def _is_symbol(before: str) -> bool:
    """Whether the text in front ends in the word for the symbol or number of an insured person."""
    if _INSURED_BEFORE.search(before) is not None:
        return True
    return _SYMBOL_BEFORE.search(before) is not None and _PART_OF_OTHER.search(before) is None


def judge_insurer(number: Number) -> Verdict | None:
    """Law, prefecture and check digit of an insurer number."""
    digits, before = number.digits, number.before(20)
    if len(set(digits)) == 1 or _MORE_AFTER.match(number.after(2)) or _MORE_BEFORE.search(before):
        return None
    if _is_symbol(before):
        return None  # that of an insured person
    return Verdict(_insurer_clues(digits))


def read_insurer(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """Eight or six digits with a right check digit, whatever divides them."""
    for size in (8, 6):
        digits = compact[:size]
        if len(digits) == size and digits.isdecimal() and is_insurer(digits) and luhn(digits):
            return size, (*_insurer_clues(digits), "irregular")
    return None


def _insurer_clues(digits: str) -> tuple[str, ...]:
    return ("insurer" if is_insurer(digits) else "odd_insurer", clue_of(passed=luhn(digits)))


def is_insurer(digits: str) -> bool:
    """Whether law (of eight digits) and prefecture exist."""
    prefecture = digits[-6:-4]
    return len(digits) in (6, 8) and "01" <= prefecture <= "47" and (len(digits) == 6 or digits[:2] in _LAWS)


INSURED = NumberRule(
    entity_type="JP_HEALTH_INSURANCE",
    groupings=(
        *((size,) for size in range(2, 9)),
        *((first, second) for first in range(2, 9) for second in range(1, 9)),
    ),
    judge=judge,
    context=("HEALTH_CONTEXT",),
    only_labelled=True,
    announced=False,
    examples=(
        "健康保険　保険者番号 33120015　記号 【46187】　番号 8396770",
        "国民健康保険 保険者番号 138016 記号 12 番号 【5978】",
        "被保険者証記号・番号：【46187・901】",
        "健康保険被保険者証 記号【２５１６８】 番号３５４２４３７",
    ),
    counterexamples=(
        "健康保険の被保険者数は 3542437 人",
        "健康保険料 18,533円",
        "記号 46187 番号 8396770",
        "国民健康保険 電話番号 01130012",
        "雇用保険被保険者番号：5021-0",
        "健康保険は国保。ゆうちょ 記号 10170 番号 12340671",
        "保険者番号：0113",
    ),
)

INSURER = NumberRule(
    entity_type="JP_HEALTH_INSURANCE",
    weights_name="jp_insurer_number",
    groupings=((8,), (6,)),
    judge=judge_insurer,
    context=("HEALTH_CONTEXT",),
    only_labelled=True,
    loose=read_insurer,
    examples=(
        "保険者番号【01130012】",
        "保険者番号：【0113 0012】",
        "保険者番号　国民健康保険【138016】",
    ),
    counterexamples=(
        "健康保険の件数 01130013",
        "国民健康保険 電話番号 01130012",
    ),
)
