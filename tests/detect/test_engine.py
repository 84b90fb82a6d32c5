"""Both automata give identical hits, in the same order, whatever the words and the text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.engine import (
    AhocorasickEngine,
    DaachorseEngine,
    build_ascii_engine,
    build_engine,
    engine_name,
    load_engine,
)
from piiscan.errors import DataError

daachorse = pytest.importorskip("daachorse")

LETTERS = "abあい漢𠮷é"
WORDS = st.lists(st.text(alphabet=LETTERS, min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


def naive(words, text):
    """Every occurrence, ordered by end, longer ones first."""
    found = [
        (start, start + len(word), index)
        for index, word in enumerate(words)
        for start in range(len(text) - len(word) + 1)
        if text.startswith(word, start)
    ]
    return sorted(found, key=lambda hit: (hit[1], hit[0]))


@given(WORDS, st.text(alphabet=LETTERS + "x", max_size=60))
def test_both_engines_find_what_a_search_finds(words, text):
    expected = naive(words, text)
    fast = DaachorseEngine(daachorse.CharwiseDoubleArrayAhoCorasick(words))
    assert list(fast.hits(text)) == expected
    assert AhocorasickEngine(words).hits(text) == expected


ASCII = st.text(alphabet="abAB_1 ", min_size=1, max_size=4)


@given(st.lists(ASCII, min_size=1, max_size=8, unique=True), st.text(alphabet="abAB_1 x", max_size=60))
def test_the_engine_for_ascii_finds_the_same(words, text):
    assert list(build_ascii_engine(words).hits(text)) == AhocorasickEngine(words).hits(text) == naive(words, text)


@given(WORDS, st.text(max_size=40))
def test_both_engines_agree_on_any_text(words, text):
    fast = DaachorseEngine(daachorse.CharwiseDoubleArrayAhoCorasick(words))
    assert list(fast.hits(text)) == AhocorasickEngine(words).hits(text)


def test_a_dump_gives_the_same_engine():
    engine = build_engine(["東京", "京都"])
    dumped = engine.dump()
    assert dumped is not None
    assert list(load_engine(dumped).hits("東京都")) == list(engine.hits("東京都")) == [(0, 2, 0), (1, 3, 1)]


def test_pyahocorasick_has_no_dump():
    assert AhocorasickEngine(["a"]).dump() is None


@pytest.mark.parametrize("damaged", [b"", b"\0", b"piiscan" * 9])
def test_a_damaged_dump_is_refused(damaged):
    with pytest.raises(DataError):
        load_engine(damaged)


def test_the_name_tells_library_and_version():
    assert engine_name().startswith("daachorse-")


def test_without_daachorse_the_other_engine_serves(monkeypatch):
    monkeypatch.setitem(__import__("sys").modules, "daachorse", None)
    assert engine_name() == "pyahocorasick"
    assert isinstance(build_engine(["a"]), AhocorasickEngine)
