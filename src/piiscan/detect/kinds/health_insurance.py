"""Health insurance: insurer number (保険者番号, with check digit), and symbol, number and branch of the insured.

Source: 厚生労働省「保険者番号等の設定について」: eight digits (law 2, prefecture 2, insurer 3, check 1), six for
国民健康保険; the check digit is Luhn's. Symbol (記号) and number (番号) have no fixed
length and count only beside words of insurance.
"""

from __future__ import annotations

import re

from piiscan.detect.kinds.checks import clue_of, luhn
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict

_GLUE = r"[ :;.\t「【\[(|=>→⇒・/\-」】)│]{0,4}\Z"
_SYMBOL_BEFORE = re.compile(r"(?:記号|番号)(?:[・/]番号)?" + _GLUE)
_PART_OF_OTHER = re.compile(r"[一-龠ァ-ヶ](?:記号|番号)" + _GLUE)
_INSURED_BEFORE = re.compile(r"(?:被保険者証?等?|保険証|資格確認書)の?(?:記号|番号)(?:[・/]番号)?" + _GLUE)
_MORE_AFTER = re.compile(r" [0-9]")
_MORE_BEFORE = re.compile(r"[0-9] \Z")
# 法別番号 of the insurers of employees and of the elderly.
_LAWS = frozenset(f"{law:02}" for law in (*range(1, 5), 6, 7, *range(31, 35), 39, 63, 67, *range(72, 76)))


def judge(number: Number) -> Verdict | None:
    """Insurer number by its parts and check digit, else a symbol or number by the word right in front."""
    digits, before = number.digits, number.before(16)
    if len(set(digits)) == 1 or _MORE_AFTER.match(number.after(2)) or _MORE_BEFORE.search(before):
        return None
    insured = _INSURED_BEFORE.search(before) is not None
    symbol = insured or _SYMBOL_BEFORE.search(before) is not None
    if symbol and (insured or not _PART_OF_OTHER.search(before)):
        return Verdict(("symbol",))
    if len(digits) in (6, 8) and len(number.grouping) == 1:
        return Verdict(("insurer" if is_insurer(digits) else "odd_insurer", clue_of(passed=luhn(digits))))
    return Verdict(("no_symbol",))


def is_insurer(digits: str) -> bool:
    """Whether law (of eight digits) and prefecture exist."""
    prefecture = digits[-6:-4]
    return len(digits) in (6, 8) and "01" <= prefecture <= "47" and (len(digits) == 6 or digits[:2] in _LAWS)


RULE = NumberRule(
    entity_type="JP_HEALTH_INSURANCE",
    groupings=(
        *((size,) for size in range(2, 9)),
        *((first, second) for first in range(2, 9) for second in range(1, 9)),
    ),
    judge=judge,
    context=("HEALTH_CONTEXT",),
    only_labelled=True,
    examples=(
        "保険者番号【01130012】",
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
    ),
)
