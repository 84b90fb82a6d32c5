from __future__ import annotations

import io
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract.decoding import TextStream
from piiscan.extract.encoding import bom_of, declared_in, encoding_of, sample_text, utf_by_nul

NAMES = [
    "山田太郎",
    "佐藤花子",
    "高橋健太",
    "渡辺美咲",
    "小笠原光代",
    "五十嵐里奈",
    "伊藤博",
    "東海林修",
    "斎藤誠",
    "林直樹",
]
KANA = [
    "ﾔﾏﾀﾞ ﾀﾛｳ",
    "ｻﾄｳ ﾊﾅｺ",
    "ﾀｶﾊｼ ｹﾝﾀ",
    "ﾜﾀﾅﾍﾞ ﾐｻｷ",
    "ｵｶﾞｻﾜﾗ ﾐﾂﾖ",
    "ｲｶﾞﾗｼ ﾘﾅ",
    "ｲﾄｳ ﾋﾛｼ",
    "ｼｮｳｼﾞ ｵｻﾑ",
    "ｻｲﾄｳ ﾏｺﾄ",
    "ﾊﾔｼ ﾅｵｷ",
]
SENTENCE = "の件でお電話いたしました。折り返しご連絡をお願いします。"


def decoded(data: bytes) -> str:
    return "".join(TextStream(io.BytesIO(data)))


def texts(kind: str) -> list[str]:
    draw = random.Random(kind)
    rows = [f"{i},{n},東京都渋谷区神南{i}-2-3,03-5550-01{i:02d}" for i, n in enumerate(NAMES)]
    return {
        "name": NAMES,
        "row": rows,
        "rows": ["\n".join(draw.sample(rows, 8)) for _ in range(10)],
        "sentence": [name + SENTENCE for name in NAMES],
        "log": [f"2026-04-01 09:00:{i:02d} INFO user login ok name={n} ip=10.0.0.{i}" for i, n in enumerate(NAMES)],
        "half kana": [f"{kana} {k2}" for kana, k2 in zip(KANA, reversed(KANA), strict=True)],
    }[kind]


@pytest.mark.parametrize("kind", ["name", "row", "rows", "sentence", "log", "half kana"])
@pytest.mark.parametrize("codec", ["utf-8", "cp932", "euc_jp", "iso2022_jp_ext", "utf-16", "utf-8-sig"])
def test_short_japanese_texts_come_back_equal(kind: str, codec: str) -> None:
    wrong = [text for text in texts(kind) if decoded(text.encode(codec)) != text]
    assert not wrong


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be"])
@pytest.mark.parametrize("kind", ["row", "rows", "log"])
def test_wide_encodings_need_no_bom(kind: str, codec: str) -> None:
    assert [text for text in texts(kind) if decoded(text.encode(codec)) != text] == []


def test_kanji_only_utf_16_without_bom_is_told_by_its_characters() -> None:
    text = "山田太郎様の電話番号を変更しました。"
    assert read(text.encode("utf-16-le")).text == text


@pytest.mark.parametrize(
    "text", ["Grüße aus München, schöne Tage", "Le café est fermé à midi", "naïve “quotes” – fine"]
)
def test_western_text_is_no_japanese(text: str) -> None:
    found = read(text.encode("cp1252"))
    assert found.text == text
    assert not found.skips


@pytest.mark.parametrize(
    ("codec", "text"),
    [
        ("cp932", "①㈱髙木 﨑山 Ⅳ"),
        ("cp932", "～－∥の件です"),
        ("euc_jis_2004", "①と㈱の山田です。"),
        ("iso2022_jp", "山田です。"),
    ],
)
def test_vendor_characters_are_read(codec: str, text: str) -> None:
    assert read(text.encode(codec)).text == text


def test_nec_and_ibm_rows_of_euc_are_read() -> None:
    text = "株式会社の﨑山さんと①の件です。"  # rows 13 and 92 as CP51932 has them
    data = b"".join(_cp51932(character) for character in text)
    found = read(data)
    assert found.text == text
    assert not found.skips


def test_nec_row_of_iso_2022_jp_is_read() -> None:
    assert read(b"\x1b$B\x2d\x21;3ED\x1b(B").text == "①山田"


def _cp51932(character: str) -> bytes:
    lead, trail = character.encode("cp932") if character != "﨑" else b"\xed\x95"
    row = (lead - (0x81 if lead < 0xA0 else 0xC1)) * 2 + (trail >= 0x9F)
    cell = trail - 0x9F if trail >= 0x9F else trail - 0x40 - (trail > 0x7F)
    return bytes((row + 0xA1, cell + 0xA1))


def test_sample_may_end_inside_a_character() -> None:
    data = ("山" * 30_000).encode()
    for cut in range(3):
        assert encoding_of(data[: 60_000 + cut]).codec == "utf-8"


def test_bom_decides_unless_the_text_denies_it() -> None:
    assert bom_of(b"\xef\xbb\xbfabc") == (b"\xef\xbb\xbf", "utf-8")
    assert bom_of(b"\xff\xfea\x00") == (b"\xff\xfe", "utf-16-le")
    assert bom_of(b"\xff\xfe\x00\x00a\x00\x00\x00")[1] == "utf-32-le"
    assert bom_of(b"\xff\xfephone 03-5550-0101, all of it ASCII") == (b"\xff\xfe", "")
    assert read(b"\xff\xfephone 03-5550-0101, all of it ASCII").text.endswith("phone 03-5550-0101, all of it ASCII")


def test_utf_8_bom_before_cp932_is_no_promise() -> None:
    text = "氏名,電話番号です。\n山田太郎"
    assert read(b"\xef\xbb\xbf" + text.encode("cp932")).text == text


def test_terminal_colours_are_no_iso_2022_jp() -> None:
    assert encoding_of(b"\x1b[31mred\x1b(B\x1b[m plain").codec == "utf-8"


def test_few_nuls_leave_text_what_it_is() -> None:
    assert utf_by_nul(b"name: Yamada\x00 tel: 03-5550-0101\n" * 5) == ""
    assert "03-5550-0101" in read(b"name: Yamada\x00 tel: 03-5550-0101\n" * 5).text


@pytest.mark.parametrize(
    "head", [b'<meta charset="EUC-JP">', b'<?xml version="1.0" encoding="EUC-JP"?>', b"charset=EUC-JP"]
)
def test_declared_encoding_is_found(head: bytes) -> None:
    assert declared_in(head) == "EUC-JP"


def test_a_declaration_settles_what_bytes_leave_open_and_a_wrong_one_does_not_mislead() -> None:
    page = '<html><meta charset="{}"><p>氏名</p></html>'
    for claimed in ("Shift_JIS", "EUC-JP", "UTF-8", "ISO-8859-1"):
        for codec in ("cp932", "euc_jp", "utf-8"):
            assert "氏名" in read(page.format(claimed).encode(codec), "a.html").text, (claimed, codec)


@given(st.text(alphabet="山田太郎花子東京都のをはがアイウ0123456789-, \n", min_size=8), st.integers(0, 200))
def test_beginning_of_utf_8_is_decoded_wherever_it_is_cut(text: str, cut: int) -> None:
    head = text.encode()[: cut or None]
    assert text.startswith(sample_text(head).rstrip("\ufffd"))


def test_text_in_a_foreign_encoding_is_read_with_a_warning() -> None:
    found = read("Привет, мир: 03-5550-0101".encode("koi8_r"))
    assert "03-5550-0101" in found.text
    assert found.reasons == ["decode_lossy"]


def test_a_page_may_declare_a_foreign_encoding() -> None:
    page = '<html><meta charset="windows-1251"><p>Привет, мир</p></html>'
    assert "Привет" in read(page.encode("cp1251"), "a.html").text


@pytest.mark.parametrize(
    ("text", "codec"),
    [
        ("あ" * 40_000, "utf-16-le"),
        ("でんわばんごうはこちらです", "utf-16-le"),
        ("株式会社山田商事営業部第一課担当", "utf-16-be"),
    ],
)
def test_a_mark_of_utf_16_before_text_without_ascii_is_believed(text: str, codec: str) -> None:
    mark = "\ufeff".encode(codec)
    assert bom_of(mark + text.encode(codec)) == (mark, codec)


@pytest.mark.parametrize(
    "body", ["plain ascii text, nothing else", "電話番号は次のとおりです 090", "\udc80" * 9 + "電話番号：090-5550-0123"]
)
@pytest.mark.parametrize("codec", ["utf-8", "cp932"])
def test_a_false_mark_of_utf_16_is_not(body: str, codec: str) -> None:
    data = body.encode(codec, "surrogateescape")
    assert bom_of(b"\xff\xfe" + data) == (b"\xff\xfe", "")
