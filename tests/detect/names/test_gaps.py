"""Names over a gap: what is put together from both sides is what the general way gives, in its order."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.names.cuts import Pair
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scoring import Scorer

LETTERS = "山田中村東一太郎花子美佐藤木々博"
RUNS = st.text(LETTERS, min_size=2, max_size=5)


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    return Scorer(NameModel())


def in_general(scorer: Scorer, run: str, text: str) -> list[tuple[Pair, int]]:
    pairs = scorer.lists.pairs(text, run, len(run))
    return [(pair, score) for pair in pairs if (score := scorer.study.of_pair(pair, run)) is not None]


@given(RUNS, st.text(LETTERS, min_size=1, max_size=6))
def test_both_sides_make_the_names_of_the_general_way(scorer: Scorer, run: str, after: str):
    text = f"{run} {after}"
    assert scorer._kanji._gaps.takes(run, after, text, len(run))
    found = scorer._kanji._gaps.pairs(run, after, len(run))
    assert [(pair, score) for pair, score, _ in found] == in_general(scorer, run, text)
    for pair, score, parts in found:
        assert (parts is not None) == (pair.kind == "F" and pair.surname == run and pair.given == after)
        assert parts is None or score == scorer.model.settings["prior"] + sum(parts)


def test_a_common_name_is_among_them(scorer: Scorer):
    found = {pair for pair, _, _ in scorer._kanji._gaps.pairs("山田", "太郎", 2)}
    assert Pair(0, 5, "F", "山田", "太郎", "") in found


@pytest.mark.parametrize(("run", "after"), [("林", "太郎"), ("山田", ""), ("山田", "ゆき"), ("山" * 25, "太郎")])
def test_other_builds_are_left_to_the_general_way(scorer: Scorer, run: str, after: str):
    kanji = after if after == "太郎" else ""
    assert not scorer._kanji._gaps.takes(run, kanji, f"{run} {after}", len(run))
