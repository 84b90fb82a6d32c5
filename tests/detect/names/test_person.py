"""The shipped name model on synthetic texts."""

from __future__ import annotations

from math import exp
from operator import itemgetter
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

import piiscan
from piiscan.detect.names.candidates import Name
from piiscan.detect.names.detector import Nobody
from piiscan.model import Evidence, Finding


@pytest.fixture(scope="module")
def scanner() -> piiscan.Scanner:
    return piiscan.Scanner(piiscan.Config(min_confidence=0.5, types=("PERSON",)))


@pytest.fixture(scope="module")
def curious_scanner() -> piiscan.Scanner:
    return piiscan.Scanner(piiscan.Config(min_confidence=0.01, types=("PERSON",)))


def names(scanner: piiscan.Scanner, text: str) -> list[str]:
    return [finding.value for finding in scanner.scan_text(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("担当:青木健一\nよろしくお願いします。", "青木健一"),
        ("氏名:青木 健一\n電話:03-0000-0000", "青木 健一"),
        ("氏名:青木　健一\n電話:03-0000-0000", "青木　健一"),
        ("営業部の青木健一さんから連絡がありました。", "青木健一"),
        ("営業部の青木さんから連絡がありました。", "青木"),
        ("青木様\nお世話になっております。", "青木"),
        ("フリガナ:アオキ ケンイチ", "アオキ ケンイチ"),
        ("ﾌﾘｶﾞﾅ:ｱｵｷ ｹﾝｲﾁ", "ｱｵｷ ｹﾝｲﾁ"),
        ("講師はマイケル・ブラウンさんです。", "マイケル・ブラウン"),
        ("担当:髙橋健一", "髙橋健一"),
        ("担当:渡邉健一", "渡邉健一"),
        ('{"name": "青木健一", "age": 30}', "青木健一"),
    ],
)
def test_finds(scanner: piiscan.Scanner, text: str, name: str) -> None:
    assert name in names(scanner, text)


@pytest.mark.parametrize(
    "text",
    [
        "大宮駅から松本駅まで、途中で小山駅と石橋駅に停車します。",
        "株式会社松本製作所の製品は森林や山林で使われます。",
        "第三条 市長は、必要があると認めるときは、次の各号に掲げる措置を命ずることができる。",
        "この関数は文字列を受け取り、トークンの配列を返します。",
        "お客様各位\n平素は格別のご高配を賜り、厚く御礼申し上げます。",
        "日付,売上,在庫\n2025-01-01,1200,30\n2025-01-02,980,28",
    ],
)
def test_finds_nothing(scanner: piiscan.Scanner, text: str) -> None:
    assert names(scanner, text) == []


def test_old_and_new_forms_of_a_kanji_score_alike(curious_scanner: piiscan.Scanner) -> None:
    def score(text: str) -> float:
        return max(finding.confidence for finding in curious_scanner.scan_text(text))

    assert score("担当:髙橋健一") == score("担当:高橋健一")
    assert score("担当:渡邊 健一") == score("担当:渡辺 健一")


@pytest.mark.parametrize("text", ["営業部の青木健一さん", "マイケル・ブラウンとアオキ", "担当:青木健一 kenichi aoki"])
def test_the_evidence_adds_up_to_the_confidence(curious_scanner: piiscan.Scanner, text: str) -> None:
    findings = curious_scanner.scan_text(text)
    assert findings
    for finding in findings:
        assert finding.confidence == pytest.approx(1 / (1 + exp(-sum(e.weight for e in finding.evidence))), abs=1e-6)
        assert finding.evidence[0].clue == "prior"
        assert text[finding.start : finding.end] == finding.value


@pytest.mark.parametrize("name", ["山田太郎", "山田 花子", "甲野 太郎"])
def test_names_of_nobody_are_test_data_and_low(curious_scanner: piiscan.Scanner, name: str) -> None:
    findings = [f for f in curious_scanner.scan_text(f"氏名:{name} 様\n住所:") if f.value in name]
    assert findings
    assert all(finding.confidence < 0.5 for finding in findings)
    for finding in findings:
        assert "test data" in {evidence.clue for evidence in finding.evidence}


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 9))), st.integers(0, 60), st.integers(1, 9))
def test_the_first_name_of_nobody_that_a_name_overlaps_is_found(
    spans: list[tuple[int, int]], start: int, size: int
) -> None:
    nobody = [(begin, begin + long, Evidence("test data", -number)) for number, (begin, long) in enumerate(spans)]
    nobody.sort(key=itemgetter(0, 1))
    name = Name(start, start + size, "f", "", "", "", 0, "")
    every = [evidence for begin, end, evidence in nobody if start < end and begin < start + size]
    assert Nobody(nobody).overlapped_by(name) == tuple(every[:1])


def test_a_text_of_nothing_but_names_of_nobody_takes_linear_time() -> None:
    nobody = Nobody([(start, start + 4, Evidence("test data", -1)) for start in range(0, 200_000, 5)])
    names = [Name(start, start + 4, "f", "", "", "", 0, "") for start in range(0, 200_000, 5)]
    begin = process_time()
    assert all(map(nobody.overlapped_by, names))
    assert process_time() - begin < 5  # 0.05; to go through all for each takes a minute


def test_a_placeholder_that_begins_with_no_name_is_low_too(scanner: piiscan.Scanner) -> None:
    assert names(scanner, "氏名:テスト太郎 様\n住所:") == []


def test_a_label_is_evidence(curious_scanner: piiscan.Scanner) -> None:
    def confidence(text: str) -> float:
        return max((f.confidence for f in curious_scanner.scan_text(text) if f.value == "林"), default=0.0)

    assert confidence("担当者:林") > max(0.5, confidence("地形:林"))


def test_a_full_name_makes_its_surname_likelier_elsewhere(curious_scanner: piiscan.Scanner) -> None:
    def last(text: str) -> Finding:
        return [f for f in curious_scanner.scan_text(text) if f.value == "石橋"][-1]

    alone = last("この件は石橋が確認しました。")
    known = last("担当は石橋健一さんです。\nこの件は石橋が確認しました。")
    assert known.confidence > alone.confidence


def test_a_column_of_names_has_its_header_as_label(curious_scanner: piiscan.Scanner) -> None:
    rows = "番号,氏名,年\n1,青木健一,30\n2,林,31\n"
    places = "番号,地形,年\n1,草原,30\n2,林,31\n"
    best = {f.value: f.confidence for f in curious_scanner.scan_text(rows)}
    assert best["青木健一"] > 0.9
    assert best["林"] > {f.value: f.confidence for f in curious_scanner.scan_text(places)}.get("林", 0)


def test_the_result_does_not_depend_on_what_was_scanned_before() -> None:
    text = "営業部の青木健一さんから東さんへ。"
    config = piiscan.Config(min_confidence=0.01, types=("PERSON",))
    fresh = piiscan.Scanner(config).scan_text(text)
    used = piiscan.Scanner(config)
    used.scan_text("担当:髙橋 東\n青木病院の東館にて、青木さんと会いました。" * 20)
    assert used.scan_text(text) == fresh


@pytest.mark.parametrize("label", ["店舗名", "屋号カナ", "施設名称", "商品名", "corporateName", "銘柄"])
def test_a_column_of_things_holds_no_persons(scanner: piiscan.Scanner, label: str) -> None:
    text = f"番号,{label},金額\n1,ヤマウラ,300\n2,サカタ,400\n3,ナカムラ,500\n"
    assert names(scanner, text) == []


@pytest.mark.parametrize("label", ["施設代表者名", "店長", "会社担当者氏名"])
def test_a_column_of_their_people_does(scanner: piiscan.Scanner, label: str) -> None:
    text = f"番号,{label},金額\n1,青木 健一,300\n2,佐藤 花子,400\n3,高橋 誠,500\n"
    assert names(scanner, text) == ["青木 健一", "佐藤 花子", "高橋 誠"]
