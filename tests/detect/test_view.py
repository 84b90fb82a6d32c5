"""What a detector is told about the surroundings of a value."""

from __future__ import annotations

from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import WordKinds, Words, build_lexicon
from piiscan.detect.matcher import look
from piiscan.detect.windows import windows
from piiscan.model import Mark, Place, Segment

KINDS = WordKinds()
BIRTH, OTHER = KINDS.bits("DATE_OF_BIRTH"), KINDS.bits("OTHER_DATE")
WORDS = Words(
    sorted(["生年月日", "作成日", "birth"]),
    __import__("array").array(
        "H", [0 if word in ("生年月日", "birth") else 1 for word in sorted(["生年月日", "作成日", "birth"])]
    ),
    [("DATE_OF_BIRTH",), ("OTHER_DATE",)],
)


@pytest.fixture(scope="module")
def lexicon():
    return build_lexicon(WORDS, KINDS)


def view(lexicon, text, marks=()):
    return look(next(windows([Segment(text, marks=marks)])), Folder({}), lexicon)


@pytest.mark.parametrize(
    "between", ["：", ": ", "　", "（西暦）", "は", "」「", "\n", "\t", " = ", '": "', "の", "No. ", ">", "  |  "]
)
def test_a_label_reaches_over_glue(lexicon, between):
    seen = view(lexicon, f"生年月日{between}1990")
    at = seen.text.index("1990")
    assert seen.label_kinds(at, at + 4) & BIRTH


@pytest.mark.parametrize("between", ["を聞いた翌日の", " XY ", "1 ", "：\n" * 13])
def test_a_label_does_not_reach_over_words(lexicon, between):
    seen = view(lexicon, f"生年月日{between}1990")
    at = seen.text.index("1990")
    assert not seen.label_kinds(at, at + 4)


def test_a_column_header_counts_like_a_label(lexicon):
    marks = [Mark(0, 4, Place(cell="A2"), "備考"), Mark(5, 9, Place(cell="B2"), "生年月日")]
    seen = view(lexicon, "abcd\t1990", marks)
    assert seen.label_kinds(5, 9) & BIRTH
    assert not seen.label_kinds(0, 4)
    assert seen.label_at(5) == "生年月日"
    assert seen.label_at(4) == ""


def test_marks_are_found_behind_characters_that_changed_length(lexicon):
    text = "㈱\u200b1990"
    seen = view(lexicon, text, [Mark(2, 6, Place(), "生年月日")])
    ((start, end),) = seen.labelled(BIRTH)
    assert seen.text[start:end] == "1990"
    assert seen.label_kinds(start, end) & BIRTH


def test_near_words_are_those_of_the_line_and_the_one_above(lexicon):
    seen = view(lexicon, "birth\n作成日 x\n1990 y birth")
    at = seen.text.index("1990")
    assert seen.near_kinds(at, at + 4) == BIRTH | OTHER
    seen = view(lexicon, "birth\nx\n1990 y\nbirth")
    at = seen.text.index("1990")
    assert seen.near_kinds(at, at + 4) & (BIRTH | OTHER) == 0


def test_a_word_far_off_is_not_near(lexicon):
    seen = view(lexicon, "birth" + "x " * 60 + "1990" + " x" * 60 + "birth")
    at = seen.text.index("1990")
    assert seen.near_kinds(at, at + 4) == 0


def test_cues_come_nearest_first(lexicon):
    seen = view(lexicon, "birth 作成日 1990 作成日 birth")
    at = seen.text.index("1990")
    assert [seen.text[start:end] for start, end, _ in seen.cues_before(at, 80)] == ["作成日", "birth"]
    assert [seen.text[start:end] for start, end, _ in seen.cues_after(at + 4, 80)] == ["作成日", "birth"]
    assert list(seen.cues_before(at, 3)) == [next(seen.cues_before(at, 80))]


def test_a_table_in_plain_text_has_labels(lexicon):
    seen = view(lexicon, "番号   氏名   生年月日\n1   花子   S59.01.06\n2   要   H3.11.23\n")
    for date in ("S59", "H3"):
        at = seen.text.index(date)
        assert seen.label_kinds(at, at + 3) & BIRTH
    at = seen.text.index("花子")
    assert not seen.label_kinds(at, at + 2)


WORDS_AND_CELLS = st.lists(st.sampled_from(["birth", "12", "x" * 45, "1990"]), min_size=1, max_size=40)


@given(WORDS_AND_CELLS, st.sampled_from([0, 8, 80]))
def test_cells_out_of_reach_of_words_are_found_together(words: list[str], before: int) -> None:
    found = []
    for size in (1, 3):  # of one column with many cells, and of three with fewer cells than words
        starts = [0, *accumulate(len(word) + 1 for word in words)][:-1]
        marks = [
            Mark(start, start + len(word), Place(), f"label {at % size}")
            for at, (start, word) in enumerate(zip(starts, words, strict=True))
        ]
        seen = view(build_lexicon(WORDS, KINDS), "\t".join(words), marks)
        ends = [end for _, end, kinds in seen.hits.cues if kinds & BIRTH]
        for column in seen.cells.columns:
            cells = list(zip(column.starts, column.ends, strict=True))
            alone = [not any(start - before <= each <= end + 40 for each in ends) for start, end in cells]
            assert seen.out_of_reach(BIRTH, column, before) == alone
            found += cells
    assert len(found) == 2 * len(words)
