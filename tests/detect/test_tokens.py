"""Words that may hide a text are those a plain pattern finds, but for what no readable text begins with."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.matcher import look
from piiscan.detect.tokens import long_words, tokens
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

SIGN = "[A-Za-z0-9+/]"
LETTER = r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]"
NUMBER = re.compile(LETTER + r"{10,15}(?![A-Za-z0-9+/])(?:=|%3D){0,6}")
LONG = re.compile(LETTER + r"{16,}(?:=|%3D){0,6}")
HASH = re.compile(r"[0-9a-f]+")
PAIRS = re.compile(r"(?:[2-7][0-9a-f])+")
BEGINS_AS_NUMBER = re.compile(r"[MNO][CDSTijyz][AEIMQUYcgk0]")


def plainly(text: str) -> set[tuple[int, int]]:
    """The same as :func:`tokens` by one pattern for each rule."""
    found = {m.span() for m in NUMBER.finditer(text) if BEGINS_AS_NUMBER.match(m[0])}
    for match in LONG.finditer(text):
        word = match[0].replace("%3D", "").rstrip("=")
        is_hash = HASH.fullmatch(word) and not PAIRS.fullmatch(word)
        if (
            len(word) <= 400
            and not re.match("[+/q-z]", word)
            and text[match.start() - 1 : match.start()] != "."
            and not is_hash
        ):
            found.add(match.span())
    glued = "_-.%#@&\\"
    return {
        (start, end)
        for start, end in found
        if not (start and text[start - 1] in glued) and not (text[end : end + 1] and text[end] in glued)
    }


pieces = st.lists(
    st.one_of(
        st.text(alphabet="MNOCDjzAEc0123456789abcdef", min_size=5, max_size=24),
        st.text(alphabet="0123456789abcdef", min_size=15, max_size=40),
        st.text(alphabet="23456", min_size=15, max_size=40),
        st.sampled_from([" ", "=", "%3D", "/", "+", ".", "_", "\n", "あ", "０", "𠮷", "\\", "é", "x" * 420]),
    ),
    max_size=12,
)


@given(pieces)
def test_tokens_are_what_a_plain_pattern_finds(pieces: list[str]) -> None:
    text = "".join(pieces)
    assert sorted(tokens(text, [])) == sorted(plainly(text))


@given(st.text(max_size=80))
def test_what_is_hidden_stands_inside_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) and truth for start, end, truth in long_words(text).hidden)


@given(pieces)
def test_a_hash_is_long_and_has_letters_and_digits_alone(pieces: list[str]) -> None:
    text = "".join(pieces)
    for start, end in long_words(text).hashes:
        assert re.fullmatch("[0-9a-f]{32,}", text[start:end])
        assert not text[start - 1 : start].isalnum() or not text[start - 1 : start].isascii()
        assert not re.match(SIGN, text[end : end + 1])
        assert sum(map(str.isalpha, text[start:end])) >= 4


@pytest.mark.parametrize("word", ["d41d8cd98f00b204e9800998ecf8427e", "da39a3ee5e6b4b0d3255bfef95601890afd80709"])
def test_no_number_stands_in_a_hash(word: str) -> None:
    text = f"req={word} 09012345678, &#65;"
    assert long_words(text).hashes == [(4, 4 + len(word))]
    toolbox = Toolbox()
    (window,) = windows([Segment(text, Place(line=1))])
    assert [run.shape for run in look(window, toolbox.folder, toolbox.lexicon_for(text)).hits.runs] == [b"0" * 11]


@pytest.mark.parametrize(
    "word", ["0" * 40, "D41D8CD98F00B204E9800998ECF8427E", "d41d8cd98f00b204e9800998ecf842", "3" * 31 + "a"]
)
def test_other_long_words_are_no_hashes(word: str) -> None:
    assert long_words(f"x {word}").hashes == []
