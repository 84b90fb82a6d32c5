"""Runs of digits: what they cover, and what they leave out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.shapes import plain_digits, runs


def shapes_of(text: str) -> list[tuple[str, bytes]]:
    return [(text[run.start : run.end], run.shape) for run in runs(text)]


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        ("03-1234-5678", b"00-0000-0000"),
        ("電話09012345678です", b"00000000000"),
        ("090ー1234ー5678", b"000-0000-0000"),
        ("03・1234・5678", b"00/0000/0000"),
        ("(03)1234-5678", b"00)0000-0000"),
        ("〇九〇-一二三四-五六七八", b"999-9999-9999"),
        ("〇三の一二三四の五六七八", b"99-9999-9999"),
    ],
)
def test_one_run_with_its_shape(text: str, shape: bytes) -> None:
    (found,) = shapes_of(text)
    assert found[1] == shape


def test_a_plus_sign_makes_a_run_beside_that_of_the_digits() -> None:
    assert [shape for _, shape in shapes_of("+81 90-1234-5678")] == [b"+00 00-0000-0000", b"00 00-0000-0000"]


def test_words_of_kanji_digits_are_no_runs() -> None:
    assert shapes_of("一部二三の三権分立、二〇二四年十月") == []


def test_a_code_is_a_run_beside_its_digits() -> None:
    assert [shape for _, shape in shapes_of("GB82WEST12345698765432へ")] == [
        b"AA00AAAA00000000000000",
        b"00",
        b"0" * 14,
    ]
    assert shapes_of("XGB82WEST12345698765432")[0][1] == b"00"


def test_runs_do_not_cross_lines_or_cells() -> None:
    assert [text for text, _ in shapes_of("03\t1234\n5678")] == ["03", "1234", "5678"]


@given(st.text(alphabet="0123456789０９- -()+.あア一〇ーA\n\t", max_size=60))
def test_runs_are_ordered_inside_the_text_and_shaped_like_it(text: str) -> None:
    found = list(runs(text))
    assert found == sorted(found)
    assert bool(found) == bool(runs(text))
    assert {run.shape for run in found} == runs(text).shapes
    for run in found:
        assert 0 <= run.start < run.end <= len(text)
        assert len(run.shape) == run.end - run.start
        assert run.shape[-1:] in b"09A"


@given(st.text(alphabet="0123456789〇一二三四五六七八九- ", max_size=30))
def test_plain_digits_are_ascii_digits(text: str) -> None:
    found = plain_digits(text)
    assert not found or (found.isascii() and found.isdecimal())
    assert len(found) == sum(character not in "- " for character in text)
