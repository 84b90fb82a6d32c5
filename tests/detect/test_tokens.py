"""Words that may hide a text are those a plain pattern finds, but for what no readable text begins with."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.tokens import hidden, tokens

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
    assert sorted(tokens(text)) == sorted(plainly(text))


@given(st.text(max_size=80))
def test_what_is_hidden_stands_inside_the_text(text: str) -> None:
    assert all(0 <= start < end <= len(text) and truth for start, end, truth in hidden(text))
