"""Rich Text Format: Japanese in bytes and in Unicode, tables, corners, objects."""

from __future__ import annotations

import io
import zipfile

import pytest
from reading import read

HEAD = r"{\rtf1\ansi\ansicpg932\deff0{\fonttbl{\f0\fnil\fcharset128 \'82\'6c\'82\'72;}{\f1\fcharset0 Arial;}}"


def hexed(text: str, codec: str = "cp932") -> str:
    return "".join(
        chr(byte) if byte < 0x80 and chr(byte) not in "\\{}" else f"\\'{byte:02x}" for byte in text.encode(codec)
    )


def unicoded(text: str) -> str:
    units = text.encode("utf-16-le")
    numbers = [int.from_bytes(units[at : at + 2], "little") for at in range(0, len(units), 2)]
    return "".join(f"\\u{number - 65536 if number > 32767 else number}?" for number in numbers)


def rtf(body: str, head: str = HEAD) -> bytes:
    return (head + body + "}").encode("ascii")


def test_text_in_bytes_and_in_unicode() -> None:
    got = read(rtf(rf"\f0 {hexed('佐藤 花子 ソ表能')}\par\f1 {unicoded('山田𠮷郎 ①')} 03-0000-0001\par"), "a.rtf")
    assert got.text == "佐藤 花子 ソ表能\n山田𠮷郎 ① 03-0000-0001\n\n"
    assert got.segments[0].place.line == 1
    assert not got.skips


def test_fallback_characters_are_not_said_twice() -> None:
    body = r"\uc2\u20304\'8d\'b2x\uc0\u33276 y\uc1{\u-28691\'66\u-28690 ?}z"
    assert read(rtf(body), "a.rtf").text == "佐x\u81fcy\u8fed\u8feez\n"


def test_the_font_decides_the_code_page() -> None:
    head = r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0\fcharset128 x;}{\f1\fcharset0 y;}}"
    assert "電話 é" in read(rtf(rf"\f0 {hexed('電話')} {{\f1 \'e9}}", head), "a.rtf").text


def test_raw_bytes_of_old_writers() -> None:
    data = HEAD.encode() + "生の日本語\\par".encode("cp932").replace(b"\\par", b"\\par ") + b"}"
    assert "生の日本語" in read(data, "a.rtf").text


def test_tables_have_labels() -> None:
    def line(*cells: str) -> str:
        return r"\trowd\pard\intbl " + "".join(hexed(cell) + r"\cell " for cell in cells) + r"\row "

    rows = line("氏名", "電話番号", "備考") + "".join(line(f"佐藤{i}", f"03-0000-000{i}", "無し") for i in range(6))
    got = read(rtf(rows + r"\pard " + hexed("後の文") + r"\par"), "a.rtf")
    place, label = got.cells()["03-0000-0005"]
    assert (place.cell, label) == ("table 1 R7C2", "電話番号")
    assert got.text.endswith("後の文\n\n")


def test_corners() -> None:
    body = (
        rf"{{\info{{\author {hexed('佐藤')}}}{{\title {hexed('名簿')}}}}}{{\header {hexed('社外秘')}\par}}"
        rf"{hexed('本文')}{{\footnote {hexed('脚注')}}}"
        rf"{{\*\atnauthor {hexed('記入者')}}}{{\*\annotation {hexed('意見')}}}"
        rf"{{\field{{\*\fldinst HYPERLINK "
        r'"mailto:a@example.jp"}{\fldrslt link}}'
        rf"{{\shp{{\*\shpinst{{\sp{{\sn a}}{{\sv 1}}}}{{\shptxt {hexed('図の中')}}}}}}}"
        rf"{{\*\unknown hidden}}{{\v {hexed('隠し')}}}\par"
    )
    got = read(rtf(body), "a.rtf")
    parts = {text: (place.part, label) for text, (place, label) in got.cells().items()}
    assert parts["佐藤"] == ("property", "author")
    assert parts["名簿"] == ("property", "title")
    assert parts["社外秘"] == ("header", "")
    assert parts["脚注"] == ("footnote", "")
    assert parts["意見"] == ("comment", "")
    assert parts["記入者"] == ("comment", "author")
    assert parts["図の中"] == ("text box", "")
    assert parts['HYPERLINK "mailto:a@example.jp"'] == ("field", "")
    assert got.text.startswith("本文link隠し\n")
    assert "unknown" not in got.text
    assert "MS" not in got.text


def test_objects_are_read() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.txt", "内側の文")
    data = bytes(40) + inner.getvalue()
    got = read(
        rtf(rf"x{{\object\objemb{{\*\objclass Package}}{{\*\objdata {data.hex()}}}{{\result y}}}}z\par"), "a.rtf"
    )
    assert "内側の文" in got.text
    assert got.members == {"", "object 1!a.txt"}


def test_binary_data_is_passed_over() -> None:
    data = HEAD.encode() + rb"a{\pict\bin12 {{{{}}\par}}}b" + b"}}c\\par}"
    assert read(HEAD.encode() + rb"a{\pict\bin6 {{{{{{}b\par}", "a.rtf").text.startswith("ab")
    assert read(data, "a.rtf").segments


def test_broken_documents_end() -> None:
    got = read((HEAD + hexed("先の文") + r"\par {\b ").encode(), "a.rtf")
    assert "先の文" in got.text
    assert got.reasons == ["corrupt"]
    assert "depth" in read(HEAD.encode() + b"{" * 20_000, "a.rtf").reasons
    good = rtf(r"\trowd\intbl a\cell b\cell\row\pard " + unicoded("文") + r"{\object{\*\objdata 00ff}}\par")
    for at in range(0, len(good), 2):
        broken = bytearray(good)
        broken[at] ^= 0x1F
        got = read(bytes(broken), "a.rtf")
        assert got.segments or got.skips


@pytest.mark.parametrize("code", ["\\u99999999?", "\\u-1?", "\\'", "\\'zz", "\\ansicpg99999 x", "\\uc999 \\u1?"])
def test_odd_codes(code: str) -> None:
    assert read(rtf("start " + code + "\\par end\\par"), "a.rtf").text.startswith("start")


def test_forms_bookmarks_variables_and_what_objects_show() -> None:
    parts = (
        rb"{\*\bkmkstart Sato}{\*\bkmkend Sato}{\*\bkmkstart _Toc123456789}{\*\docvar {name}{\'92\'6c}}"
        rb"{\field{\*\fldinst FORMTEXT {\*\formfield{\*\ffdeftext \'8a\'f9\'92\'e8}{\*\ffl \'8d\'80\'96\'da}}}}"
        rb"{\object\objemb{\*\objdata 0105}{\result \'96\'bc\'95\'eb}} \'96\'7b\'95\'b6\par"
    )
    got = read(rb"{\rtf1\ansi\ansicpg932 " + parts + rb"}", "a.rtf")
    for text in ("Sato", "値", "既定", "項目", "名簿", "本文"):
        assert text in got.text, text
    assert "_Toc" not in got.text
    assert got.cells()["名簿"][0].part == "embedded object"
