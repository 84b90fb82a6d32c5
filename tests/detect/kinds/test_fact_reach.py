"""The characters beside a word that spare its patterns never spare one that fits."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from piiscan.detect.kinds import fact_reach
from piiscan.detect.kinds.polite import is_polite

PIECES = [
    *"2二ⅠA型重度の早期慢先天進行性左右両脚を強打しで罪により歳時術後末再症中歴級受給者(肢)・/外来科専門医予防 たx、",
    *(
        "法違反",
        "アルツハイマー",
        "後遺症",
        "症候群",
        "ステージ",
        "クリニック",
        "センター",
        "ドック",
        "の免責決定",
        "IV",
    ),
]
TEXTS = st.lists(st.sampled_from(PIECES), max_size=6).map("".join)


@given(TEXTS)
@example("13歳")
@example("左足関節")
def test_where_a_fact_begins(text: str) -> None:
    before = fact_reach._BEFORE.search(text, max(0, len(text) - 16))
    assert fact_reach.fact_start(text, len(text), 0) == (before.start() if before else len(text))


@given(TEXTS)
def test_where_a_fact_ends_and_what_is_a_department(text: str) -> None:
    assert fact_reach.fact_end(text, 0) == fact_reach._AFTER.match(text).end()
    assert fact_reach.is_department(text, 0) == (fact_reach._DEPARTMENT.match(text) is not None)


@given(st.lists(st.sampled_from([*"田か様さんa 氏お客君々、"]), max_size=8).map("".join))
@pytest.mark.parametrize("other", ["お客(?:さん|様)", "[同多]様"])
def test_someone_named_politely(other: str, line: str) -> None:
    title = r"(?:さん|様|氏|君)(?![々に])"
    whole = re.search(rf"[\u3041-\u30ff\u4e00-\u9fff]{title}", re.sub(other, "", line))
    assert is_polite(line, re.compile(title), re.compile(other)) == (whole is not None)
