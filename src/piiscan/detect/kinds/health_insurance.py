"""Health insurance: insurer number (保険者番号, with check digit), and symbol, number and branch of the insured.

Source: 厚生労働省「保険者番号等の設定について」: eight digits (law 2, prefecture 2, insurer 3, check 1), six for
国民健康保険; the check digit is Luhn's. Symbol (記号) and number (番号) have no fixed
length and count only beside words of insurance.
"""

from __future__ import annotations

import re

from piiscan.detect.kinds.checks import clue_of, luhn
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict

_SYMBOL_BEFORE = re.compile(r"(?:記号|番号|枝番)(?:[・･/]番号)?[ :：;.\t「【\[(]{0,4}\Z")
_PART_OF_OTHER = re.compile(r"[一-龠ァ-ヶ](?:記号|番号|枝番)[^記番枝]*\Z")
_INSURED_BEFORE = re.compile(r"(?:保険者証?|保険証|被保険者証?等?)の?(?:記号|番号|枝番)[^記番枝]*\Z")
_LONGEST = 8


def judge(number: Number) -> Verdict | None:
    """Insurer number by its check digit, else a symbol, number or branch by the word right in front."""
    digits, before = number.digits, number.before(16)
    if len(digits) > 2 * _LONGEST or len(set(digits)) == 1:
        return None
    symbol = _SYMBOL_BEFORE.search(before) is not None
    insured = _INSURED_BEFORE.search(before) is not None
    if symbol and not insured and _PART_OF_OTHER.search(before):
        return None
    if len(digits) in (6, 8) and len(number.grouping) == 1 and not (symbol and not insured):
        return Verdict(("insurer", clue_of(passed=luhn(digits))))
    if symbol:
        return Verdict(("symbol",))
    return Verdict(("no_symbol",))


RULE = NumberRule(
    entity_type="JP_HEALTH_INSURANCE",
    groupings=(
        *((2,), (3,), (4,), (5,), (6,), (7,), (8,)),
        *((2, 2), (2, 3), (2, 4), (3, 3), (4, 2), (4, 3), (4, 4), (4, 5), (5, 2), (5, 3), (5, 4), (6, 3), (8, 3)),
        *((8, 1), (8, 2), (8, 4), (4, 6), (2, 5), (2, 6), (3, 4), (3, 5), (7, 3), (5, 5), (8, 7)),
    ),
    judge=judge,
    context=("HEALTH_CONTEXT",),
    only_labelled=True,
    examples=(
        "保険者番号【01130012】",
        "健康保険　保険者番号 33120015　記号 【46187】　番号 8396770",
        "国民健康保険 保険者番号 138016 記号 12 番号 【5978】",
        "健康保険被保険者証 記号【２５１６８】 番号３５４２４３７",
    ),
    counterexamples=(
        "健康保険の被保険者数は 3542437 人",
        "健康保険料 18,533円",
        "記号 46187 番号 8396770",
        "国民健康保険 電話番号 01130012",
    ),
)
