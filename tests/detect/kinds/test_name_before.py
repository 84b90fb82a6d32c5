"""What stands before a date that nothing labels."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.kinds import name_before
from piiscan.detect.kinds.name_before import NamesBefore

NAMES = NamesBefore()
GIVEN = re.compile(r" ?[\u3005\u3040-\u30ff\u4e00-\u9fff]{0,5}(?: ?(?:様|さん|殿|氏|君|くん|さま|先生))? ?")


@pytest.mark.parametrize(
    ("before", "clue"),
    [
        ("佐藤 花子（", "after_name"),
        ("氏名 佐藤花子様　", "after_name"),
        ("佐藤花子（サトウ ハナコ）", "after_name"),
        ("佐藤花子 さとうはなこ 女 ", "after_name"),
        ("佐藤花子、03-1234-5678、", "after_name"),
        ("本日は、", "apart"),
        ("附 則（", "apart"),
    ],
)
def test_a_name_before_a_date_is_told(before: str, clue: str) -> None:
    folded = before.replace("（", "(").replace("）", ")").replace("　", " ")
    assert NAMES.clue(folded + "昭和52年9月13日", len(folded)) == clue


def test_a_date_in_digits_behind_letters_is_none() -> None:
    assert NAMES.clue("INFO boot 2001-02-03", 10) == ""


@given(st.text("太郎々さん様殿氏くまごア 先生a", max_size=12))
def test_what_follows_a_surname_is_a_given_name_or_a_title(rest: str) -> None:
    assert name_before._is_given(rest) == (GIVEN.fullmatch(rest) is not None)


@given(st.text(' \t,、|(・:"\n)山太さんはがMF男女性09あい様。', max_size=40))
def test_what_divides_a_name_from_a_date_begins_where_the_pattern_finds_it(before: str) -> None:
    if before and before[-1] in name_before._DIVIDERS + "・)":
        gap = name_before._GAP.search(before, max(0, len(before) - 48))
        assert name_before._gap_start(before, len(before)) == (gap.start() if gap else len(before))
