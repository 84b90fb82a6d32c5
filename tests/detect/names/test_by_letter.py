"""Lists of names that are read letter by letter."""

from __future__ import annotations

import pickle

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.names.by_letter import FIRST, LAST, ByLetter, by_letter, lines_of
from piiscan.errors import DataError

WORDS = st.dictionaries(st.text("東西山川 A.", min_size=1, max_size=3), st.integers(-99, 99), max_size=40)


@given(WORDS, st.text("東西山川 A.", max_size=3), st.sampled_from([FIRST, LAST]))
def test_it_gives_the_numbers_of_its_words_and_of_no_others(numbers: dict[str, int], other: str, letter: slice) -> None:
    listed = by_letter(numbers, letter)
    assert listed.find(other) == numbers.get(other)
    assert listed.has(other) == (other in numbers)
    assert {word: listed.find(word) for word in listed.words()} == numbers
    assert pickle.loads(pickle.dumps(listed)).find(other) == numbers.get(other)  # noqa: S301  (our own bytes)


def test_without_numbers_a_word_has_that_of_its_place() -> None:
    listed = ByLetter(lines_of(["山川", "東", "山"]))
    assert [listed.find(word) for word in listed.words()] == [0, 1, 2]
    assert listed.size == 3


def test_words_without_their_numbers_are_an_error() -> None:
    with pytest.raises(DataError, match="do not match"):
        ByLetter(["山\t0\t山\t山川", "東\t2\t東"], [1, 2])
