"""DATE_OF_BIRTH: a date that something makes one; a plain date never."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import cell, confidence, scan, toolbox, values

from piiscan.detect.candidate import Candidate
from piiscan.detect.chapter import Chapter
from piiscan.detect.kinds.date_of_birth import DatesOfBirth
from piiscan.detect.lexicon import WordKinds
from piiscan.model import Evidence, Mark, Place

TYPE = "DATE_OF_BIRTH"
FORMS = [
    "1977年9月13日",
    "昭和52年9月13日",
    "昭和五十二年九月十三日",
    "S52.9.13",
    "1977/9/13",
    "１９７７－０９－１３",
    "19770913",
]


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.parametrize(
    "around",
    [
        "生年月日：{}",
        "生年月日 {}\n",
        "【生年月日】{}",
        "誕生日は{}です",
        "生年月日（西暦）：{}",
        "生年月日\n{}",
        "DOB: {}",
        "Date of Birth: {}",
        '"birthDate": "{}"',
        "birth_date={}",
        "{}生まれ",
        "氏名：佐藤花子\n{}生\n住所",
        "（{}生）",
        "出生年月日　{}　性別　女",
    ],
)
def test_a_label_or_the_word_born_makes_a_date_one(written, around):
    assert values(TYPE, around.format(written)) == [written]


@pytest.mark.parametrize("written", FORMS)
@pytest.mark.parametrize("label", ["生年月日", "誕生日", "dateOfBirth", "Birthday", "生年月日（和暦）"])
def test_a_column_header_makes_a_date_one(written, label):
    assert cell(TYPE, label, written) == [written]


@pytest.mark.parametrize("label", ["入社日", "更新日", "created_at", "有効期限", "日付"])
def test_another_header_does_not(label):
    assert cell(TYPE, label, "1977-09-13") == []


@pytest.mark.parametrize(
    "text",
    [
        "1977年9月13日",
        "開催日：2024年5月1日（水）",
        "発行日 昭和52年9月13日",
        "昭和二十二年法律第六十七号",
        "2026-06-17 12:17:10 INFO boot",
        "版 2024.05.01",
        "生年月日：　　年　月　日",
        "生年月日、住所及び職業を記載した書面",
        "有効期限 令和10年3月14日まで有効",
        "平成十五年四月一日から施行する。",
        "生年月日を確認のうえ、2024年5月1日までに返送",
        "山田商事（2024-03-28）",
        "毎日生1本 2020年1月1日",
    ],
)
def test_a_plain_date_is_none(text):
    assert values(TYPE, text) == []


def test_a_name_before_brackets_makes_a_date_one():
    assert values(TYPE, "名義：佐藤 花子（1954-03-28）") == ["1954-03-28"]
    assert values(TYPE, "氏名　佐藤　花子　昭和29年3月28日　東京都") == ["昭和29年3月28日"]
    assert values(TYPE, "公庫は、平成十八年三月三十一日までを限り") == []


def test_a_date_beside_a_name_under_another_header_is_none():
    marks = (Mark(0, 4, Place(cell="A2"), "開設者"), Mark(5, 13, Place(cell="B2"), "開設年月日"))
    assert values(TYPE, "佐藤花子\t1986/4/1", marks) == []
    assert values(TYPE, "番号,開設者,開設日\n1,佐藤花子,1986/4/1\n") == []


def test_the_answer_on_the_next_line_is_found():
    assert values(TYPE, "OP「生年月日もお願いします」\nCU「昭和52年9月13日」") == ["昭和52年9月13日"]


def test_a_table_in_plain_text_is_read_by_its_header():
    table = "番号    氏名   生年月日    登録日\n"
    table += "4590   花子   S59.01.06   S60.01.06\n3086   要   平成元年4月7日   H2.4.7\n"
    assert values(TYPE, table) == ["S59.01.06", "平成元年4月7日"]
    assert values(TYPE, "no,name,birthday\n1,Taro,19780127\n2,Jiro,20030503\n") == ["19780127", "20030503"]


def test_an_unlikely_age_lowers_it():
    assert confidence(TYPE, "生年月日：1850年1月2日") < confidence(TYPE, "生年月日：1950年1月2日")


def test_an_age_beside_it_is_evidence():
    (found,) = scan(TYPE, "生年月日：1985年4月3日（満39歳）")
    assert "age_beside" in found.clues


@pytest.mark.parametrize(("text", "expected"), [("誕生日：4月3日", "4月3日"), ("生年月：1985年4月 ", "1985年4月")])
def test_a_partial_date_counts_less_than_a_full_one(text, expected):
    (found,) = scan(TYPE, text)
    assert found.value == expected
    assert found.confidence < confidence(TYPE, "誕生日：1985年4月3日")


def test_a_person_right_before_a_date_settles_it():
    detector = DatesOfBirth(WordKinds())
    window = "ケアマネ マリア・シルバ 昭和29年3月28日 東京都"
    (spotted,) = scan(TYPE, window)
    assert spotted.confidence < 0.5
    dates = [Candidate(*found) for view in _views(window) for found in detector.candidates(view)]
    person = Candidate("PERSON", 5, 12, (Evidence("x", 3.0),))
    chapter, alone = Chapter([person, *dates]), Chapter(dates)
    detector.settle(chapter, {})
    (_, settled) = chapter
    assert settled.evidence[-1].clue == "after_person"
    assert settled.score > 0
    detector.settle(alone, {})
    assert list(alone) == dates


def _views(text):
    from piiscan.detect.matcher import look
    from piiscan.detect.windows import windows
    from piiscan.model import Segment

    tools = toolbox(TYPE)
    return [look(window, tools.folder, tools.lexicon_for(text)) for window in windows([Segment(text)])]
