"""Numbers of the resident record, pension, care and employment insurance: digits that only their label gives away.

住民票コード: 11 digits (住民基本台帳法第7条第13号), the last a check digit whose rule is not public. 基礎年金番号: 4-6
digits (国民年金法施行規則). 介護保険被保険者番号: 10 digits. 雇用保険被保険者番号: 4-6-1 digits (ハローワーク); old
ones end in 0.
"""

from __future__ import annotations

from piiscan.detect.kinds.rule import Number, NumberRule, Verdict


def judge(number: Number) -> Verdict | None:
    """Only how it is divided; None for one digit repeated."""
    return Verdict((number.divided,)) if len(set(number.digits)) > 1 else None


RESIDENT_RECORD_CODE = NumberRule(
    entity_type="JP_RESIDENT_RECORD_CODE",
    groupings=((11,), (5, 5, 1), (4, 4, 3), (1, 5, 5), (1, 4, 6), (5, 6), (6, 5)),
    judge=judge,
    only_labelled=True,
    irregular=(11,),
    examples=("住民票コード：【38210987654】", "住民票コード【３８２１０９８７６５４】"),
    counterexamples=("住民票の写し 300円、整理番号 38210987654", "38210987654"),
)

PENSION_NUMBER = NumberRule(
    entity_type="JP_PENSION_NUMBER",
    groupings=((10,), (4, 6)),
    judge=judge,
    only_labelled=True,
    irregular=(10,),
    examples=(
        "基礎年金番号：【3821-098765】",
        "年金番号【3821098765】",
        "基礎年金番号は【３８２１－０９８７６５】です",
    ),
    counterexamples=("年金制度の受給者は 3821098765 円", "3821-098765"),
)

CARE_INSURANCE = NumberRule(
    entity_type="JP_CARE_INSURANCE",
    context=("CARE_CONTEXT",),
    groupings=((10,), (5, 5), (4, 6)),
    judge=judge,
    only_labelled=True,
    irregular=(10,),
    examples=("介護保険被保険者番号：【0038210987】", "介護保険 被保険者番号 【0038210987】"),
    counterexamples=("介護保険の給付費は 1038210987 円", "事業所番号 1370210987"),
)

EMPLOYMENT_INSURANCE = NumberRule(
    entity_type="JP_EMPLOYMENT_INSURANCE",
    groupings=((11,), (4, 6, 1)),
    judge=judge,
    only_labelled=True,
    irregular=(11,),
    examples=("雇用保険被保険者番号：【5021-098765-4】", "雇用保険番号 【50210987654】"),
    counterexamples=("雇用保険適用事業所番号 1301-098765-4", "5021-098765-4"),
)
