"""Address cards, calendars and directories: however a value is written, it is read, with the label of a form."""

from __future__ import annotations

import base64

import pytest
from reading import Read, read

from piiscan.extract.protocol import Limits

NAME, PHONE = "佐藤 花子", "090-0000-1234"


def card(*lines: str, encoding: str = "utf-8") -> Read:
    return read("\r\n".join(["BEGIN:VCARD", *lines, "END:VCARD", ""]).encode(encoding), "a.vcf")


def quoted(text: str, encoding: str) -> str:
    return "".join(f"={byte:02X}" for byte in text.encode(encoding))


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "euc_jp"])
def test_cards_in_any_encoding(encoding: str) -> None:
    got = card(
        "VERSION:2.1", f"FN:{NAME}", f"TEL;CELL;VOICE:{PHONE}", "BDAY:1980-04-01", "NOTE:会員", encoding=encoding
    )
    place, label = got.cells()[NAME]
    assert (place.line, label) == (3, "氏名")
    assert got.cells()[PHONE][1] == "電話番号"
    assert got.cells()["1980-04-01"][1] == "生年月日"
    assert got.cells()["会員"][1] == "NOTE"
    assert "2.1" not in got.text


def test_quoted_printable_with_soft_breaks() -> None:
    raw = quoted(NAME, "cp932")
    got = card(
        f"N;CHARSET=SHIFT_JIS;ENCODING=QUOTED-PRINTABLE:{raw[:12]}=",
        raw[12:],
        f"X;QUOTED-PRINTABLE:{quoted('メモ', 'utf-8')}",
    )
    assert got.cells()[NAME][1] == "氏名"
    assert got.cells()["メモ"][0].line == 4


def test_folded_lines_escapes_and_structured_values() -> None:
    got = card(
        "N:佐藤;花子;;;",
        "ADR;TYPE=HOME:;3階;霞が関1-2-3;千代田区;東京都;100-0013;日本",
        "ADR:;;1 Main St;Springfield;IL;12345;USA",
        "item1.EMAIL;TYPE=INTERNET:hanako@exam",
        " ple.com",
        "NOTE:一行目\\n二行目\\, 続き\\; 終わり",
    )
    assert got.cells()["佐藤 花子"][1] == "氏名"
    assert got.cells()["100-0013 東京都千代田区霞が関1-2-33階 日本"][1] == "住所"
    assert "12345 IL Springfield 1 Main St" in got.text
    assert got.cells()["hanako@example.com"][1] == "メールアドレス"
    assert "一行目\n二行目, 続き; 終わり" in got.text


def test_pictures_in_cards_are_read_as_files() -> None:
    from test_pictures import exif_block, picture

    data = base64.b64encode(picture("JPEG", exif=exif_block())).decode()
    folded = "\r\n ".join(data[at : at + 70] for at in range(0, len(data), 70))
    for line in (f"PHOTO;ENCODING=b;TYPE=JPEG:{folded}", f"PHOTO:data:image/jpeg;base64,{folded}"):
        got = card(f"FN:{NAME}", line, f"TEL:{PHONE}")
        assert "鈴木 一郎" in got.text
        assert PHONE in got.text
        assert got.reasons == ["unsupported"]
        assert data[:40] not in got.text


def test_calendars() -> None:
    lines = (
        "BEGIN:VCALENDAR",
        "PRODID:-//x//y",
        "BEGIN:VEVENT",
        f'ATTENDEE;ROLE=REQ-PARTICIPANT;CN="{NAME}":mailto:hanako@example.com',
        "SUMMARY:面談",
        "DESCRIPTION:電話 090-00",
        " 00-1234",
        "X-ALT-DESC;FMTTYPE=text/html:<p>詳しく</p>",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    got = read("\r\n".join(lines).encode(), "part 1")
    assert got.cells()[NAME][1] == "氏名"
    assert got.cells()["mailto:hanako@example.com"][1] == "メールアドレス"
    assert f"電話 {PHONE}" in got.text
    assert "詳しく" in got.text


def test_directories() -> None:
    lines = (
        "version: 1",
        "dn:: " + base64.b64encode(f"cn={NAME},dc=example".encode()).decode(),
        "cn:: " + base64.b64encode(NAME.encode()).decode(),
        "givenName;lang-ja:: " + base64.b64encode("花子".encode()).decode(),
        f"telephoneNumber: {PHONE}",
        "description: 長い説明の",
        " 続き",
        "# comment 佐藤",
    )
    got = read("\n".join(lines).encode(), "a.ldif")
    assert got.cells()[NAME][1] == "氏名"
    assert got.cells()["花子"][1] == "氏名"
    assert got.cells()[PHONE][1] == "電話番号"
    assert "長い説明の続き" in got.text
    assert "# comment 佐藤" in got.text


def test_cards_in_utf_16() -> None:
    for encoding in ("utf-16", "utf-16-le"):
        got = card(f"FN:{NAME}", f"TEL:{PHONE}", encoding=encoding)
        assert NAME in got.text
        assert PHONE in got.text


def test_broken_cards_lose_nothing() -> None:
    got = card("こわれた行", "TEL;ENCODING=BASE64:%%%", f'NOTE;X="{"y" * 500}":メモ', ":" * 50, ";" * 50_000)
    assert "こわれた行" in got.text
    assert "%%%" in got.text
    assert "メモ" in got.text
    assert read(b"BEGIN:VCARD\r\nA" + b";B" * 200_000, "a.vcf", Limits(seconds=5)).segments
