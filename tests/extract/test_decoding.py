from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract import decoding
from piiscan.extract.decoding import TextStream

LETTERS = st.text(alphabet="山田髙太郎のをはガｱﾞ①0-9aZ ,\n", max_size=200)
OPENING = "これはテストのための文章です。" * 3


@pytest.mark.parametrize("codec", ["utf-8", "utf-16", "utf-16-le", "utf-32-be", "cp932", "euc_jp", "iso2022_jp_ext"])
@given(body=LETTERS, block=st.integers(150, 400))
def test_where_blocks_are_cut_changes_nothing(codec: str, body: str, block: int) -> None:
    text = OPENING + body.encode(codec, "ignore").decode(codec) + "終"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "BLOCK_BYTES", block)
        stream = TextStream(io.BytesIO(text.encode(codec)))
        assert "".join(stream) == text
    assert not list(stream.skips())


@pytest.mark.parametrize("codec", ["cp932", "euc_jp"])
@pytest.mark.parametrize("before", ["", "a", "aa", "aaa", "ｱ", "a\nb"])
def test_a_line_of_megabytes_without_ascii_loses_nothing(codec: str, before: str) -> None:
    text = before + "あ亜" * 150_000
    stream = TextStream(io.BytesIO(text.encode(codec)))
    assert "".join(stream) == text
    assert not list(stream.skips())


def test_lines_of_different_encodings_are_each_read() -> None:
    lines = {"utf-8": "山田太郎さんの電話", "cp932": "佐藤花子さんの住所です", "euc_jp": "高い所の鈴木さんへ"}
    data = b"\n".join(text.encode(codec) for codec, text in lines.items())
    found = read(data)
    assert found.text == "\n".join(lines.values())
    assert not found.skips


def test_what_no_encoding_explains_is_counted_with_its_first_line() -> None:
    data = "山田太郎です。\n".encode() * 2 + b"\xff\xfe\xff 03-5550-0101\n" + "終わりです。\n".encode()
    found = read(data)
    assert "03-5550-0101" in found.text
    assert found.text.count("\ufffd") == 3
    assert [(skip.reason, "3 bytes" in skip.detail, "line 3" in skip.detail) for skip in found.skips] == [
        ("decode_lossy", True, True)
    ]


def test_overlong_and_surrogate_bytes_are_reported() -> None:
    found = read("氏名は山田です。".encode() + b"\xc0\xaf \xed\xa0\x80\n")
    assert "山田" in found.text
    assert found.reasons == ["decode_lossy"]


def test_lone_surrogates_of_utf_16_become_replacements() -> None:
    found = read(b"\xff\xfe" + "山田".encode("utf-16-le") + b"\x00\xd8" + "太郎です\n".encode("utf-16-le"))
    assert found.text == "山田\ufffd太郎です\n"
    assert found.reasons == ["decode_lossy"]
    found.text.encode()  # what comes out can be encoded again


def test_a_torn_last_unit_of_utf_16_is_reported() -> None:
    assert read("電話です。".encode("utf-16") + b"\x30").reasons == ["decode_lossy"]


def test_ascii_beginning_does_not_fix_the_encoding() -> None:
    text = "x = 1\n" * 30_000 + "氏名は佐々木さんです。\n"
    for codec in ("cp932", "euc_jp", "iso2022_jp", "utf-8"):
        assert read(text.encode(codec), "a.py").text == text


@given(st.binary(max_size=400))
def test_any_bytes_become_text_that_can_be_encoded(data: bytes) -> None:
    "".join(TextStream(io.BytesIO(data))).encode()


def test_bytes_that_could_be_utf_16_are_no_line_of_it() -> None:
    found = read("山田です。\n".encode() * 3 + b"\xff\n" * 2)
    assert found.text == "山田です。\n" * 3 + "\ufffd\n" * 2
    assert found.reasons == ["decode_lossy"]


def test_very_many_lines_of_a_second_encoding_are_still_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decoding, "GUESSED_LINES", 5)
    data = ("山田です。\n".encode() + "佐藤です。\n".encode("cp932")) * 40
    assert read(data).text == "山田です。\n佐藤です。\n" * 40


def test_utf_8_lines_in_a_cp932_file_are_no_mojibake() -> None:
    data = "佐藤花子です。\n".encode("cp932") * 50 + "山田太郎のメモ\n".encode() + "終わりです。\n".encode("cp932")
    found = read(data)
    assert "山田太郎のメモ\n" in found.text
    assert found.text.count("佐藤花子です。") == 50
