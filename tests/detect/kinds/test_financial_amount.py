"""FINANCIAL_AMOUNT: what a person earns, has or owes; not prices, budgets or advertisements."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import cell, confidence, scan, values

from piiscan.detect.candidate import Candidate
from piiscan.detect.chapter import Chapter
from piiscan.model import Mark, Place

TYPE = "FINANCIAL_AMOUNT"
AMOUNTS = [
    "548万円",
    "5,482,000円",
    "￥5,482,000",
    "¥5,482,000-",
    "５，４８２，０００円",
    "5482000円",
    "五百四十八万円",
    "548万2000円",
    "5,482千円",
    "JPY 5,482,000",
    "\\5,482,000",
]


@pytest.mark.parametrize("amount", AMOUNTS)
@pytest.mark.parametrize(
    "around",
    [
        "年収：{}",
        "年収は約{}です",
        "希望年収　{}\n",
        "■現年収　{}",
        "借入残高 {}　延滞なし",
        "次期年俸案：{}",
        "【預金残高】{}",
        "年収（税込）：{}",
    ],
)
def test_a_label_makes_an_amount_personal(amount, around):
    assert values(TYPE, around.format(amount)) == [amount]


@pytest.mark.parametrize("label", ["年収", "基本給", "salary", "annualIncome", "借入残高", "給与支給額"])
@pytest.mark.parametrize("amount", ["5482000", "5,482,000", "¥5,482,000", "548万円"])
def test_a_column_header_does_too_even_without_a_currency(label, amount):
    assert cell(TYPE, label, amount) == [amount]


def test_a_key_counts_like_a_header():
    assert values(TYPE, '{"name": "x", "salary": 5482000}') == ["5482000"]


def test_the_parts_of_a_pay_slip_are_found_together():
    slip = "氏名 佐藤 花子 殿\n基本給 ￥422,800　時間外手当 ¥27,325　通勤手当 ５，３８０円\n"
    slip += "健康保険 ￥18,533　厚生年金 ３２，１７５円"
    assert values(TYPE, slip) == ["￥422,800", "¥27,325", "５，３８０円", "￥18,533", "３２，１７５円"]
    assert confidence(TYPE, "通勤手当 ５，３８０円") < 0.9


def test_a_part_gains_from_a_sure_amount_near_it():
    (part,) = [found for found in scan(TYPE, "年収 548万円。\n\n\n定期代 12,345円") if found.value == "12,345円"]
    assert "amount_beside" in part.clues
    assert part.confidence > confidence(TYPE, "定期代 12,345円")


def test_settling_leaves_the_others_alone():
    from piiscan.detect.kinds.financial_amount import FinancialAmounts
    from piiscan.detect.lexicon import WordKinds

    others = [Candidate("PERSON", 0, 2, ()), Candidate("FINANCIAL_AMOUNT", 5, 9, ())]
    chapter = Chapter(others)
    FinancialAmounts(WordKinds()).settle(chapter, {})
    assert list(chapter) == others


@pytest.mark.parametrize(
    "text",
    [
        "売上高 548億円",
        "予算は1,299百万円",
        "小計 83,549円　消費税10％",
        "入場料は大人1000円",
        "月給27万円〜、賞与年2回、年間休日115日",
        "年収400〜600万円（求人）",
        "平均年収は458万円",
        "資本金3億円",
        "材料費は450円",
        "価格 5,482,000円",
        "給与所得控除額は、その者の所得金額が二十七万円未満である場合",
        "年収：",
        "年収：秘密",
        "給与規程第3条 2024",
        "残高照会 番号 12345678",
        "ローン 2024年5月",
    ],
)
def test_prices_budgets_and_advertisements_are_none(text):
    assert values(TYPE, text) == []


def test_a_plain_table_is_read_by_its_header():
    table = "社員番号,氏名,基本給,手当,控除,支給額\n50424,横溝,450212,52775,26108,272244\n"
    assert values(TYPE, table) == ["450212", "52775", "26108", "272244"]


@pytest.mark.parametrize("value", ["約550万円", "手取り 23万円", "総額5,482,000円", "(550万円)", "△ 550,000"])
def test_a_cell_of_a_file_may_hold_more_than_the_amount(value):
    header, row = "氏名\t年収\t備考\n", "横溝\t"
    start = len(header + row)
    marks = (
        Mark(len(header), len(header) + 2, Place(cell="A2"), "氏名"),
        Mark(start, start + len(value), Place(cell="B2"), "年収"),
    )
    (found,) = scan(TYPE, f"{header}{row}{value}\tなし\n", marks)
    assert found.value in value
    assert "column" in found.clues


def test_a_named_person_before_is_evidence():
    (found,) = scan(TYPE, "佐藤さんの年収は548万円")
    assert "person_near" in found.clues


def test_a_header_that_only_labels_the_header_beside_it_counts_for_the_column_below():
    """As in a sheet whose header was not found: each of its cells is taken for the caption of the next one."""
    cells, marks, text = ["電話", "年収", "備考", "0312345678", "5482000円", "社外秘"], [], ""
    for number, value in enumerate(cells):
        label = cells[number - 1] if number in {1, 2} else ""
        marks.append(Mark(len(text), len(text) + len(value), Place(cell=f"A{number}"), label))
        text += value + ("\n" if number % 3 == 2 else "\t")
    assert values(TYPE, text, tuple(marks)) == ["5482000円"]
