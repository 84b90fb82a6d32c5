"""Folding: one machine form for every way to write a thing, and a way back to the original offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.data import rows
from piiscan.detect.decode import unwrap
from piiscan.detect.fold import HYPHENS, Folder, fold_character

VARIANTS = {"髙": "高", "﨑": "崎", "邉": "辺", "櫻": "桜"}
TRICKY = st.text(
    alphabet=st.one_of(
        st.sampled_from("aあ高髙﨑１①㈱㍻℡ｶﾞﾟﾊｳ゛か\u3099\u309a\u200b\ufe0f\u00ad\U000e0100…\n\t－―‐ー𝟗²٣Ⅳ㎡ﬁ"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=40,
)


@pytest.fixture(scope="module")
def folder():
    return Folder(VARIANTS)


@given(TRICKY)
def test_a_text_folds_like_its_characters(text):
    folder = Folder(VARIANTS)
    folded = folder.fold(text)
    assert folder.fold(text).text == folded.text
    assert folded.start(0) >= 0
    assert folded.end(len(folded.text)) <= len(text)


@given(TRICKY)
def test_offsets_ascend_and_stay_inside(text):
    folded = Folder(VARIANTS).fold(text)
    starts = [folded.start(n) for n in range(len(folded.text))]
    ends = [folded.end(n) for n in range(1, len(folded.text) + 1)]
    assert starts == sorted(starts)
    assert ends == sorted(ends)
    assert all(0 <= start < end <= len(text) for start, end in zip(starts, ends, strict=True))


@given(TRICKY, st.data())
def test_every_stretch_goes_back_to_an_original_that_folds_to_it(text, data):
    folder = Folder(VARIANTS)
    folded = folder.fold(text)
    if not folded.text:
        return
    start = data.draw(st.integers(0, len(folded.text) - 1))
    end = data.draw(st.integers(start + 1, len(folded.text)))
    original = text[folded.start(start) : folded.end(end)]
    assert folded.text[start:end] in folder.fold(original).text


@given(TRICKY)
def test_inverse_leads_to_the_unit_a_character_became(text):
    folded = Folder(VARIANTS).fold(text)
    for offset in range(len(folded.text)):
        back = folded.inverse(folded.start(offset))
        assert back <= offset
        assert folded.start(back) == folded.start(offset)


@given(TRICKY, st.lists(st.integers(0, 80), max_size=90), st.booleans())
def test_many_offsets_go_where_each_goes(text, offsets, in_order):
    if in_order:
        offsets.sort()
    inside = [offset for offset in offsets if offset <= len(text)]
    for folded in (Folder(VARIANTS).fold(text), unwrap(f"a%E9%9B%BB{text}", Folder(VARIANTS))):
        assert folded.all_starts(offsets) == list(map(folded.start, offsets))
        assert folded.all_ends(offsets) == list(map(folded.end, offsets))
        assert folded.all_inverse(inside) == list(map(folded.inverse, inside))


@given(TRICKY)
def test_memory_of_earlier_texts_changes_nothing(text):
    used = Folder(VARIANTS)
    used.fold("髙橋１２３ｶﾞｷﾞ㈱…")
    assert used.fold(text) == Folder(VARIANTS).fold(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_stays_as_it_is(text):
    assert Folder(VARIANTS).fold(text).text == text


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("０９０−１２３４", "090-1234"),
        ("髙﨑", "高崎"),
        ("ｶﾞｷﾞﾊﾟ", "ガギパ"),
        ("か\u3099", "が"),
        ("㈱㍻", "(株)平成"),
        ("①②", "12"),
        ("𝟘𝟡", "09"),
        ("٠٩", "09"),
        ("9\u200b0\u00ad0", "900"),
        ("葛\U000e0100城", "葛城"),
        ("A　B", "A B"),
        ("〜～", "~~"),
        ("ラーメン", "ラーメン"),
        ("待って…", "待って…"),
    ],
)
def test_known_forms(folder, written, folded):
    assert folder.fold(written).text == folded


def test_every_hyphen_is_one(folder):
    assert folder.fold(HYPHENS).text == "-" * len(HYPHENS)


def test_a_lone_voicing_mark_stays_visible(folder):
    assert folder.fold("aﾞ").text == "a゛"


def test_an_offset_behind_a_longer_unit_is_exact(folder):
    text = "㈱山田"
    folded = folder.fold(text)
    start = folded.text.index("山田")
    assert text[folded.start(start) : folded.end(start + 2)] == "山田"
    assert folded.end(1) == 1


def test_dropped_characters_at_the_end_stay_out(folder):
    folded = folder.fold("090\u200b\u200b")
    assert folded.end(3) == 3


def test_the_shipped_variants_fold_to_characters_that_stay():
    variants = {row[0]: row[1] for row in rows("kanji_fold.tsv")}
    assert variants
    assert not [old for old, new in variants.items() if variants.get(fold_character(new, {}), new) != new]
