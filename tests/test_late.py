"""A late pattern behaves like a compiled one."""

from __future__ import annotations

import re

import pytest

from piiscan.late import late

TEXT = "a1 b22 c333"


@pytest.mark.parametrize("method", ["match", "search", "fullmatch"])
def test_it_matches_as_the_compiled_pattern_does(method):
    mine, compiled = (getattr(p, method)(TEXT, 3) for p in (late("[a-z][0-9]+"), re.compile("[a-z][0-9]+")))
    assert (mine and mine.span()) == (compiled and compiled.span())


def test_it_finds_splits_and_replaces():
    pattern = late("[0-9]+")
    assert [match.group() for match in pattern.finditer(TEXT)] == pattern.findall(TEXT) == ["1", "22", "333"]
    assert pattern.split(TEXT) == ["a", " b", " c", ""]
    assert pattern.sub("#", TEXT) == "a# b# c#"
    assert pattern.pattern == "[0-9]+"


def test_nothing_is_compiled_before_it_is_used():
    pattern = late("(")
    with pytest.raises(re.error):
        pattern.match("(")


def test_a_method_that_no_pattern_has_is_none_of_its():
    with pytest.raises(AttributeError):
        late("a").no_such_method  # noqa: B018
