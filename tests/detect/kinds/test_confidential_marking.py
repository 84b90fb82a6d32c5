"""CONFIDENTIAL_MARKING: words that mark a document, not words about secrecy."""

from __future__ import annotations

import pytest
from tests.detect.kinds.scanning import scan, values

TYPE = "CONFIDENTIAL_MARKING"
WORDS = [
    "社外秘",
    "極秘",
    "部外秘",
    "厳秘",
    "取扱注意",
    "マル秘",
    "CONFIDENTIAL",
    "Strictly Confidential",
    "関係者外秘",
]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize(
    "around",
    [
        "【{}】第3四半期の見込み",
        "{}\n本文",
        "秘密保持契約書（{}）\n株式会社",
        "■{}■\n",
        "議事録　{}\n参加者",
        "[{}] 資料",
        "〔{}〕経営会議資料",
    ],
)
def test_a_marking_is_found(word, around):
    assert values(TYPE, around.format(word)) == [word]


@pytest.mark.parametrize("word", ["㊙", "秘"])
def test_the_one_character_marking_needs_a_bracket_or_the_head_of_a_line(word):
    assert values(TYPE, f"（{word}）人事考課表") == [word]
    assert values(TYPE, f"神{word}的な森") == []


def test_what_belongs_to_the_marking_is_part_of_it():
    assert values(TYPE, "【人事部外秘】評価面談") == ["人事部外秘"]
    assert values(TYPE, "監査所見（社外秘（部長以上））") == ["社外秘（部長以上）"]


@pytest.mark.parametrize(
    "text",
    [
        "資料は社外秘区分を確認のこと。",
        "本資料は社外秘です",
        "極秘に進めていた計画が明らかになった。",
        "機密情報の取り扱いについて定める",
        "「社外秘」と「秘」の違いも参照。",
        "confidential information shall not be disclosed",
        "取扱注意の荷物は別便で送ります",
        "甲及び乙は秘密情報を第三者に開示しない。",
        "親展で送付してください",
    ],
)
def test_a_word_in_a_sentence_is_none(text):
    assert values(TYPE, text) == []


def test_a_header_or_footer_is_evidence():
    (plain,) = scan(TYPE, "社外秘 第2版 営業部")
    (header,) = scan(TYPE, "社外秘 第2版 営業部", part="header")
    assert header.confidence > plain.confidence
    assert "header_or_footer" in header.clues


def test_a_family_of_information_is_named_in_the_evidence():
    (found,) = scan(TYPE, "【社外秘・人事情報】")
    assert "family" in found.clues


def test_a_marking_far_down_is_one_too():
    assert values(TYPE, "x\n" * 5_000 + "【社外秘】\n") == ["社外秘"]
