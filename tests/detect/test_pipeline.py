"""The heart: the same findings for every window size and order of detectors, and scores that are their explanation."""

from __future__ import annotations

from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.detect.candidate import Candidate, probability
from piiscan.detect.pipeline import CHAPTER_CHARACTERS, detect
from piiscan.detect.toolbox import Toolbox
from piiscan.model import Evidence, Mark, Place, Segment
from piiscan.places import LateMarks

TYPES = (
    "EMAIL_ADDRESS",
    "DATE_OF_BIRTH",
    "FINANCIAL_AMOUNT",
    "SENSITIVE_ATTRIBUTE",
    "CONFIDENTIAL_MARKING",
    "IP_ADDRESS",
)
PIECES = st.sampled_from(
    [
        *(
            "生年月日：",
            "昭和５２年９月１３日",
            "1944/3/9生",
            "(1954-03-28)",
            "id,生年月日,年収\n",
            "1,19780127,5000000\n",
        ),
        *(
            "2,20030503,４００００００\n",
            "\n",
            "\n\n",
            "　",
            "、",
            "：",
            "は",
            "の",
            "x",
            "㈱",
            "\u200b",
            "佐藤 花子さん",
        ),
        *("taro@mail.example.jp", "年収", "548万円", "IPアドレス 203.0.113.5", "既往歴：", "2型糖尿病"),
        *("適応障害による休職", "【社外秘】", "資料は社外秘区分"),
    ]
)


@pytest.fixture(scope="module")
def toolbox():
    return Toolbox(TYPES)


def shown(spotted):
    return [(s.entity_type, s.start, s.end, s.place, s.value, s.evidence, s.score) for s in spotted]


@given(st.lists(PIECES, max_size=40), st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_any_window_size_gives_the_same_findings(toolbox, pieces, size):
    segments = [Segment("".join(pieces), Place(line=1))]
    assert shown(detect(segments, toolbox, size)) == shown(detect(segments, toolbox))


@given(st.lists(PIECES, max_size=30), st.data())
@settings(max_examples=100, deadline=None)
def test_a_cut_into_joined_segments_changes_no_finding(toolbox, pieces, data):
    text = "".join(pieces)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=5)))
    parts = [text[low:high] for low, high in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    segments = [Segment(part, joined=True) for part in parts]
    assert shown(detect(segments, toolbox)) == shown(detect([Segment(text)], toolbox))


@given(st.lists(PIECES, max_size=30), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_the_order_of_the_detectors_does_not_matter(toolbox, pieces, random):
    other = Toolbox(TYPES)
    made = list(other._for_all)
    random.shuffle(made)
    other.__dict__["_for_all"] = other.__dict__["_for_ascii"] = made
    segments = [Segment("".join(pieces), Place(line=1))]
    assert shown(detect(segments, other)) == shown(detect(segments, toolbox))


@given(st.lists(PIECES, max_size=40))
@settings(max_examples=60, deadline=None)
def test_the_score_is_its_explanation_and_the_offsets_are_those_of_the_text(toolbox, pieces):
    text = "".join(pieces)
    end = 0
    for spotted in detect([Segment(text)], toolbox):
        total = sum(evidence.weight for evidence in spotted.evidence)
        assert spotted.score == pytest.approx(total)
        assert spotted.confidence == pytest.approx(1 / (1 + exp(-total)))
        assert text[spotted.start : spotted.end] == spotted.value
        assert spotted.start >= end
        end = spotted.end


@pytest.mark.parametrize(("score", "expected"), [(0, 0.5), (-1000, 0.0), (1000, 1.0)])
def test_the_probability_of_any_score_is_one(score, expected):
    assert probability(score) == pytest.approx(expected)


def test_a_cell_is_labelled_however_it_is_cut(toolbox):
    marks = [Mark(n * 9, n * 9 + 8, Place(sheet="S", cell=f"B{n + 2}"), "誕生日") for n in range(20)]
    segments = [Segment("\n".join(["19780127"] * 20), Place(sheet="S"), marks)]
    for size in (1, 3, 7, 50, 1_000):
        found = list(detect(segments, toolbox, size))
        assert [s.place.cell for s in found] == [f"B{n + 2}" for n in range(20)]
        assert min(s.confidence for s in found) > 0.8


def test_cells_that_no_label_names_are_not_worked_out():
    def make():
        raise AssertionError("nobody needs the cells of a table of bare numbers")

    text = "".join(f"{n},{n * 7919 % 100_000},{n / 7:.6f}\n" for n in range(500))
    assert list(detect([Segment(text, marks=LateMarks(make, ("",)))], Toolbox())) == []


def test_a_table_over_many_windows_keeps_its_header(toolbox):
    rows = "".join(f"{n:06},x,{1950 + n % 50}-03-{n % 28 + 1:02}\n" for n in range(5_000))
    found = list(detect([Segment("番号,区分,生年月日\n" + rows, Place(line=1))], toolbox))
    assert len(found) == 5_000
    assert [s.place.line for s in found] == list(range(2, 5_002))


class Everywhere:
    """Takes every stretch of five characters at multiples of three for an address."""

    def candidates(self, view):
        first = -view.window.offset % 3
        for start in range(first, len(view.text) - 4, 3):
            yield Candidate("EMAIL_ADDRESS", start, start + 5, (Evidence("shape", 1.0 + (start % 5) / 10),))


def test_nothing_overlaps_at_the_border_of_a_chapter():
    tools = Toolbox(())
    tools.__dict__["_for_all"] = tools.__dict__["_for_ascii"] = [Everywhere()]
    text = "x" * (CHAPTER_CHARACTERS + 300)
    end = 0
    for spotted in detect([Segment(text)], tools):
        assert spotted.start >= end
        end = spotted.end
    assert end > CHAPTER_CHARACTERS


def test_unwanted_types_are_not_looked_for():
    found = list(detect([Segment("taro@mail.example.jp 生年月日：1990年1月2日")], Toolbox(["DATE_OF_BIRTH"])))
    assert [s.entity_type for s in found] == ["DATE_OF_BIRTH"]


def test_ascii_text_asks_for_no_japanese_word(toolbox):
    tools = Toolbox(TYPES)
    assert list(detect([Segment("mail taro@mail.example.jp")], tools))
    assert "_full_lexicon" not in tools.__dict__
    list(detect([Segment("19780127", marks=[Mark(0, 8, Place(), "生年月日")])], tools))
    assert "_full_lexicon" in tools.__dict__
