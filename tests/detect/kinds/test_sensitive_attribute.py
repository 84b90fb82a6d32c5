"""SENSITIVE_ATTRIBUTE: facts about a person, not topics; by every group of the law."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import cell, confidence, scan, values

from piiscan.detect.candidate import Candidate
from piiscan.detect.chapter import Chapter
from piiscan.detect.kinds.sensitive_attribute import GROUPS, SensitiveAttributes
from piiscan.detect.lexicon import WordKinds
from piiscan.model import Evidence

TYPE = "SENSITIVE_ATTRIBUTE"


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("既往歴：2型糖尿病", "2型糖尿病"),
        ("傷病名　胃癌術後\n血液検査：HbA1c", "胃癌術後"),
        ("病名：統合失調症", "統合失調症"),
        ("アレルギー：そばアレルギー", "そばアレルギー"),
        ("宗教：カトリック教徒", "カトリック教徒"),
        ("信仰：エホバの証人", "エホバの証人"),
        ("障害等級：2級", "2級"),
        ("賞罰：執行猶予中", "執行猶予中"),
        ("前科：窃盗罪で懲役1年", "窃盗罪で懲役1年"),
        ("利用者：宗像 学　要介護2　住所", "要介護2"),
        ("佐藤さんは適応障害による休職（1か月）あり", "適応障害"),
        ("佐藤さん（302号室）家族へ連絡済み。認知症進行あり、報告。", "認知症"),
        ("船橋社員が第一倉庫で転倒し右足首を骨折、全治6週間", "右足首を骨折"),
        ("同行者門田様は車椅子利用（下肢障害）のためバリアフリー希望", "車椅子利用（下肢障害）"),
        ("名義：佐藤 花子\n特記：自己破産の免責決定（2019年）", "自己破産の免責決定（2019年）"),
        ("田中さんは少年院を退院", "少年院"),
        ("田中さんはDV被害のため転居", "DV被害"),
        ('{"diagnosis": "糖尿病"}', "糖尿病"),
    ],
)
def test_a_fact_about_a_person_is_found_with_what_belongs_to_it(text, fact):
    assert fact in values(TYPE, text)


@pytest.mark.parametrize(
    ("label", "value"),
    [
        ("病名", "糖尿病"),
        ("既往歴", "なんとか症候群"),
        ("障害等級", "2級"),
        ("宗教", "仏教"),
        ("diagnosis", "うつ病"),
        ("要介護度", "要介護3"),
    ],
)
def test_a_column_is_a_column_of_facts(label, value):
    assert cell(TYPE, label, value) == [value]


@pytest.mark.parametrize("value", ["なし", "無", "特になし", "-", "該当なし", "不明", "None"])
def test_nothing_is_no_fact(value):
    assert cell(TYPE, "既往歴", value) == []
    assert values(TYPE, f"既往歴：{value}\n") == []


def test_a_list_of_values_is_a_list_of_facts():
    assert values(TYPE, "診断名：潰瘍性大腸炎、緑内障\n経過") == ["潰瘍性大腸炎", "緑内障"]
    assert values(TYPE, "既往：心筋梗塞　パーキンソン病　\n家族") == ["心筋梗塞", "パーキンソン病"]


@pytest.mark.parametrize(
    "text",
    [
        "健康コラム：高血圧の予防には適度な運動が有効です。アルツハイマー型認知症の国内患者数は推計75万人。",
        "糖尿病とは",
        "うつ病の治療法に関する研究",
        "身体障害者福祉法第十五条",
        "認知症サポーター養成講座のご案内",
        "皆さんの花粉症対策",
        "部品を切断する",
        "結核予防法の改正",
        "がん検診のお知らせ",
        "アレルギー表示の対象",
        "宗教法人法",
        "罰金刑に処する。",
        "社会的障害の除去",
    ],
)
def test_a_topic_is_no_fact(text):
    assert values(TYPE, text) == []


def test_a_named_customer_is_no_allergy():
    assert values(TYPE, "アレルギー：松島様 えび") != ["松島様"]


def test_a_person_named_in_the_record_settles_it():
    detector = SensitiveAttributes(WordKinds())
    fact = Candidate(TYPE, 100, 103, (Evidence("x", -1.0),), "no person named in its line")
    person = Candidate("PERSON", 20, 24, (Evidence("x", 2.0),))
    chapter = Chapter([person, fact])
    detector.settle(chapter, {})
    assert chapter.evidence[1][-1].clue == "person_in_reach"
    far = fact._replace(start=1_000, end=1_003)
    chapter = Chapter([person, far])
    detector.settle(chapter, {})
    assert list(chapter) == [person, far]


def test_a_topic_in_the_next_sentence_does_not_count():
    found = {f.value: f for f in scan(TYPE, "田中さんはうつ病で休職中です。糖尿病の予防には運動が有効です。")}
    assert "topic_near" not in found["うつ病"].clues
    assert "topic_near" in found["糖尿病"].clues
    assert found["うつ病"].confidence > 0.5 > found["糖尿病"].confidence


def test_the_evidence_names_the_group_of_the_law():
    groups = {"病名：糖尿病": "illness", "賞罰：罰金刑": "crime", "信条：共産党員": "creed", "障害：全盲": "disability"}
    for text, group in groups.items():
        assert any(group in found.clues for found in scan(TYPE, text)), text
    assert {"illness", "disability", "creed", "race", "crime", "victim", "checkup", "treatment", "juvenile"} < set(
        GROUPS
    )


def test_the_ladder():
    assert (
        confidence(TYPE, "糖尿病") < confidence(TYPE, "佐藤さんは糖尿病") < confidence(TYPE, "佐藤さんは糖尿病で通院中")
    )


def test_how_many_have_it_is_a_statistic():
    counted = "松本清　要介護1 2,430人　要介護2 793人"
    assert values(TYPE, counted) == []
    assert values(TYPE, "松本清様　要介護1　東京都") == ["要介護1"]
