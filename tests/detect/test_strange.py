"""What looks only where a text is not ASCII finds there what it finds in the whole text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.fold import Folder
from piiscan.detect.lookalikes import lookalikes
from piiscan.detect.names import scripts
from piiscan.detect.shapes import runs
from piiscan.detect.strange import is_all, joined, split_strange, strange_stretches
from piiscan.detect.toolbox import Toolbox

FILLER = "x = call(a, 'b')  # why? Some Words\n" * 40
pieces = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "佐藤",
                "佐藤 花子",
                "一ノ瀬",
                "ジョン・F ",
                "さとう",
                "ジョン",
                "ー",
                "・",
                " ",
                "é",
                "𠮷野",
                "０９０",
                "ＴＥＬ",
            ]
        ),
        st.sampled_from(
            ["一二三四-五六七八", "の", "?", "А1234", "ТК123456", "\ufeff", "…", "東京都", "電話番号", "tel", "②"]
        ),
        st.sampled_from([FILLER, "A", "?" * 40, "\n", "12", "."]),
    ),
    max_size=12,
)
texts = pieces.map(lambda pieces: FILLER + "".join(pieces) + FILLER)


@pytest.fixture(scope="module")
def full():
    """A toolbox, its lexicon for Japanese text, and one that has no other for ASCII."""
    toolbox, plain = Toolbox(), Toolbox()
    lexicon = plain.lexicon_for("あ")
    lexicon.latin = None
    return toolbox.lexicon_for("あ"), lexicon


@given(texts, st.integers(0, 50))
def test_stretches_hold_all_that_is_not_ascii_and_what_is_near(text: str, reach: int) -> None:
    stretches = list(joined(strange_stretches(text), reach))
    assert all(low < high for low, high in stretches)
    assert all(high < low for (_, high), (low, _) in pairwise(stretches))
    for at, character in enumerate(text):
        if not character.isascii():
            assert any(low <= max(0, at - reach) and at + reach < high for low, high in stretches)


def test_much_that_is_not_ascii_is_one_stretch() -> None:
    text = "日本語" * 10
    assert strange_stretches(text) == ((0, 30),)
    assert is_all(strange_stretches(text), text)
    assert is_all(list(joined(strange_stretches(text), 9)), text)


def test_spans_that_touch_are_one() -> None:
    assert list(joined([(5, 6), (9, 10), (30, 31)], 2)) == [(3, 12), (28, 33)]


@given(texts)
@pytest.mark.parametrize("pattern", [scripts.KANJI_RUNS, scripts.KATAKANA_RUNS, scripts.HIRAGANA_RUNS])
def test_a_text_is_split_as_by_the_pattern_alone(pattern, text: str) -> None:
    around = list(joined(strange_stretches(text), scripts.RUN_REACH))
    assert split_strange(pattern, text, around) == pattern.split(text)


@given(texts)
def test_words_are_those_found_without_the_lexicon_of_ascii_words(full, text: str) -> None:
    mixed, whole = full
    text *= 3
    strange = strange_stretches(text)
    if mixed.is_sparse(text, strange):
        cues, places = whole.hits(text)
        openings = mixed.openings(text, strange)
        assert {hit for hit in cues if not text[hit[0] : hit[1]].isascii()} <= {*openings}
        assert mixed.places(text, strange) == places
        assert mixed.hits(text) == (cues, places)


@given(texts)
def test_folding_digits_and_lookalikes_are_those_of_a_search_through_all(text: str) -> None:
    strange, everywhere = strange_stretches(text), ((0, len(text)),)
    folder, other = Folder({"髙": "高"}), Folder({"髙": "高"})
    assert folder.fold(text, strange) == other.fold(text, everywhere)
    assert list(lookalikes(text, strange)) == list(lookalikes(text, everywhere))
    assert list(runs(text, (), strange)) == list(runs(text, (), everywhere))
