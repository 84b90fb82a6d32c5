from __future__ import annotations

import io
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract.protocol import SEGMENT_CHARACTERS, Blob, Limits
from piiscan.extract.text import extract, plain_segments
from piiscan.model import Place, Segment
from piiscan.places import Places


def test_segments_join_and_know_their_lines() -> None:
    text = "".join(f"{n} 行目です\n" for n in range(1, 40_000))
    found = read(text.encode(), "a.py")
    assert found.text == text
    assert len(found.segments) > 3
    assert [segment.joined for segment in found.segments] == [False] + [True] * (len(found.segments) - 1)
    for segment in found.segments:
        assert segment.text.startswith(f"{segment.place.line} 行目")
        assert Places(segment).at(segment.text.index("\n") + 1).line == segment.place.line + 1


@given(st.lists(st.text(alphabet="aあ\n\r", max_size=30), max_size=20))
def test_lines_and_columns_are_those_of_the_whole_text(pieces: list[str]) -> None:
    whole = Segment("".join(pieces), Place(1, 1))
    places = Places(whole)
    at = 0
    for segment in plain_segments(pieces):
        if "\r" not in whole.text:
            assert segment.place == places.at(at)
        at += len(segment.text)
    assert at == len(whole.text)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_kind_of_line_end_counts(end: str) -> None:
    segment = read(f"山田{end}佐藤{end}鈴木さん".encode()).segments[-1]
    assert Places(segment).at(segment.text.index("鈴木")).line == 3


def test_a_line_without_end_is_cut_hard_and_loses_nothing() -> None:
    text = "03-5550-0101山" * 60_000
    found = read(text.encode())
    assert found.text == text
    assert max(len(segment.text) for segment in found.segments) <= 2 * SEGMENT_CHARACTERS
    for before, after in pairwise(found.segments):
        assert after.place.line == 1
        assert after.place.column == before.place.column + len(before.text)


class Endless(io.RawIOBase):
    """A line that never ends; counts what was asked for at once."""

    def __init__(self) -> None:
        self.largest = 0

    def seek(self, *_: int) -> int:
        return 0

    def read(self, size: int = -1) -> bytes:
        self.largest = max(self.largest, size if size >= 0 else 10**12)
        return b"7" * size


def test_reading_is_bounded_at_any_length() -> None:
    stream = Endless()
    pieces = extract(Blob("a.txt", stream, 10**12), Limits())  # type: ignore[arg-type]
    for _ in range(50):
        item = next(pieces)
        assert isinstance(item, Segment)
        assert len(item.text) <= 2 * SEGMENT_CHARACTERS
    assert stream.largest < 2**20


@pytest.mark.parametrize("data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b" \n\n"])
def test_nothing_in_it_is_no_reason_to_complain(data: bytes) -> None:
    found = read(data)
    assert found.text.strip() == ""
    assert not found.skips


@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp"])
def test_a_last_line_without_an_end_is_no_segment_of_its_own(codec: str) -> None:
    text = "一行目です。\n二行目です。\n終わり"
    found = read(text.encode(codec), "a.txt")
    assert [segment.text for segment in found.segments] == [text]
