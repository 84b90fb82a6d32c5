"""A long ASCII text is looked at only around the places that are asked for; what is said of them is the same."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.data import names, rows
from piiscan.detect.ascii_lexicon import AGAINST_KINDS
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

WORDS = sorted({row[0] for name in names("cues") for row in rows(name) if row[0].isascii()})
FILLER = (
    "import os",
    "x = foo(bar)",
    "\n\n",
    "\n",
    "  ",
    ": ",
    ", ",
    "\t",
    "camelCase",
    "rebirthdays",
    "12",
    "3456789",
)


@pytest.fixture(scope="module")
def toolbox():
    return Toolbox()


def made(seed, size=60_000, words=0.1):
    """ASCII text with cues in every case strewn in."""
    draw = random.Random(seed)
    pieces = []
    while sum(map(len, pieces)) < size:
        word = draw.choice([str.lower, str.upper, str.title])(draw.choice(WORDS))
        pieces.append(word if draw.random() < words else draw.choice(FILLER))
        pieces.append(draw.choice(" \n:_"))
    return "".join(pieces)


def shown(text, toolbox):
    (window,) = windows([Segment(text, Place(line=1, column=1))], len(text))
    return look(window, toolbox.folder, toolbox.lexicon_for(text))


def said(view, offsets, kinds):
    """What a view says about the words at and around places."""
    return [
        (
            view.label_kinds(at, at + 4),
            view.near_kinds(at, at + 4),
            view.in_reach(kinds, at, at + 4),
            view.is_before(kinds, at, 600, 60),
            view.last_cue(kinds, at, 160),
            list(view.cues_before(at, 80)),
            list(view.cues_after(at + 4, 40)),
        )
        for at in offsets
    ]


@pytest.mark.parametrize("seed", range(4))
def test_words_around_a_place_are_the_same_as_in_the_whole_text(toolbox, seed):
    text = made(seed)
    kinds = toolbox.kinds.bits("PHONE_NUMBER", "DATE_OF_BIRTH", "JP_POSTAL_CODE", "NOT_PERSONAL")
    draw = random.Random(seed)
    whole, sparse = shown(text, toolbox), shown(text, toolbox)
    assert whole.hits.cues  # now it knows all words
    few = [draw.randrange(len(text)) for _ in range(5)]
    assert said(sparse, few, kinds) == said(whole, few, kinds)
    assert "_words" not in sparse.hits.__dict__
    many = range(0, len(text), 997)
    assert said(sparse, many, kinds) == said(whole, many, kinds)


@pytest.mark.parametrize("words", [0.001, 0.2])
def test_cues_of_some_kinds_are_the_same_as_in_the_whole_text(toolbox, words):
    text = made(7, words=words)
    for kind in ("FINANCIAL_AMOUNT", "ROMAJI_PREFECTURE", "CREDIT_CARD"):
        bits = toolbox.kinds.bits(kind)
        expected = [cue for cue in shown(text, toolbox).hits.cues if cue[2] & bits]
        assert sorted(shown(text, toolbox).cues_of(bits)) == sorted(expected)


def test_the_first_look_misses_no_word_that_makes_a_value(toolbox):
    text = made(3)
    view = shown(text, toolbox)
    against = toolbox.kinds.bits(*AGAINST_KINDS)
    making = {cue for cue in view.hits.cues if cue[2] & ~against}
    assert making
    spans = {(start, end): mask for start, end, mask in view.hits.openings}
    assert all(spans.get((start, end), 0) & mask == mask for start, end, mask in making)


@pytest.mark.parametrize("label", ["securityCode", "security-code", "Security.Code", "SECURITY_CODE"])
def test_the_first_look_sees_a_label_however_it_is_written(toolbox, label):
    text = "x" * 5_000 + f"\n{label}\n"
    assert shown(text, toolbox).present & toolbox.kinds.bits("CARD_SECURITY_DATA")


@given(
    st.lists(
        st.one_of(
            st.sampled_from([*WORDS[::9], "&#116;", "\\x65", "%6c", "\\u3042", "&#65332;", "MDgwODc2NTQzMjE=", "/**/"]),
            st.sampled_from([" ", "_", "\n", "1", "x", "tel", "Tel", "phone", "No", "card", "Number"]),
        ),
        max_size=30,
    )
)
def test_words_that_an_encoding_hides_are_seen_and_those_behind_it_move(toolbox, pieces):
    text = "x = 1\n" * 1_000 + "".join(pieces)
    view = shown(text, toolbox)
    assert view.hits.openings == view.lexicon.openings(view.text, ())


@pytest.mark.parametrize(
    ("text", "japanese"),
    [("x = 1", False), ("x = 'é' — ok", False), ("x = 'あ'", True), ("𠮷" * 3, True), ("\\u3042", True)],
)
def test_signs_that_are_not_ascii_are_not_japanese(toolbox, text, japanese):
    assert shown(text + " # plain text\n" * 9, toolbox).has_japanese == japanese


@given(
    st.lists(
        st.sampled_from(["tel", " ", "—", "ｔｅｌ", "Ｎo", "電話", "番号", "é", "card", "-", "№", "&#65;", "ﾃﾞ"]),
        max_size=12,
    )
)
def test_words_beside_folded_characters_are_seen(toolbox, pieces):
    text = "x = 1\n" * 1_000 + "".join(pieces) + "\ncard = 2 # —" + " " * 99
    view = shown(text, toolbox)
    assert view.hits.openings == view.lexicon.openings(view.text, view.hits.strange)
