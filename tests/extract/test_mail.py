"""Mail: headers with labels, letters, attachments as files, whatever they are packed in."""

from __future__ import annotations

import base64
import io
import zipfile
from email.header import Header
from email.message import EmailMessage
from email.mime.base import MIMEBase
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from struct import pack

import pytest
from reading import read

from piiscan.extract.mail_headers import decode_words, parameters
from piiscan.extract.protocol import Limits

LETTER = "山田様\n\n担当の佐藤花子です。電話は 090-0000-1234 です。\n"
CSV = "氏名,電話番号\n佐藤 花子,03-0000-0001\n鈴木 一郎,03-0000-0002\n"


def letter(charset: str = "utf-8", cte: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "佐藤 花子 <hanako@example.jp>"
    message["To"] = "yamada@example.jp"
    message["Subject"] = "【至急】ご連絡先の変更について、長い件名がここに入りますので二つの語に分かれます"
    message["Date"] = "Mon, 1 Jun 2026 09:00:00 +0900"
    message.set_content(LETTER, charset=charset, cte=cte)
    return message


@pytest.mark.parametrize("charset", ["utf-8", "iso-2022-jp", "shift_jis", "euc-jp"])
@pytest.mark.parametrize("cte", ["base64", "quoted-printable", "8bit"])
def test_letters(charset: str, cte: str) -> None:
    if charset == "iso-2022-jp" and cte == "8bit":
        cte = "7bit"
    got = read(letter(charset, cte).as_bytes(), "message.eml")
    assert "担当の佐藤花子です" in got.text
    cells = got.cells()
    place, label = cells["佐藤 花子 <hanako@example.jp>"]
    assert (label, place.part) == ("From", "header")
    assert cells[letter()["Subject"]][1] == "Subject"
    assert not got.skips


def test_old_headers_with_iso_2022_jp_and_raw_bytes() -> None:
    subject = Header("件名は長い日本語で書かれていますから折り返しが起こります", "iso-2022-jp").encode()
    raw = (
        f"Subject: {subject}\r\nFrom: ".encode()
        + "生の山田".encode("cp932")
        + b" <a@example.jp>\r\nX: 1\r\n\r\nhello\r\n"
    )
    cells = read(raw, "a.eml").cells()
    assert cells["件名は長い日本語で書かれていますから折り返しが起こります"][1] == "Subject"
    assert cells["生の山田 <a@example.jp>"][1] == "From"


def test_words_that_share_a_character() -> None:
    raw = "電話".encode()
    words = " ".join(f"=?utf-8?B?{base64.b64encode(part).decode()}?=" for part in (raw[:4], raw[4:]))
    assert decode_words(f"a {words} b") == "a 電話 b"
    assert decode_words("=?utf-8?Q?=E9=9B=BB_=E8=A9=B1?=") == "電 話"
    assert decode_words("=?x?Z?no?= =?unknown?B?5Zu9?=") == "=?x?Z?no?=国"


def test_file_names() -> None:
    assert parameters("attachment; filename*=utf-8''%E5%90%8D%E7%B0%BF.csv")["filename"] == "名簿.csv"
    split = "a; filename*0*=iso-2022-jp'ja'%1B$BL%3E; filename*1*=Jm%1B%28B; filename*2=.csv"
    assert parameters(split)["filename"] == "名簿.csv"
    assert parameters('a; name="a \\"b\\"; c.txt"')["name"] == 'a "b"; c.txt'
    assert parameters('a; name="=?utf-8?B?5ZCN57C/?="; x=y')["name"] == "名簿"


def attached(*files: tuple[str, bytes, str]) -> bytes:
    message = letter()
    for name, data, kind in files:
        main, sub = kind.split("/")
        message.add_attachment(data, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def test_attachments_are_read_as_the_files_they_are() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("inner/list.csv", CSV)
    got = read(
        attached(
            ("名簿.csv", CSV.encode("cp932"), "application/octet-stream"),
            ("a.zip", packed.getvalue(), "application/zip"),
            ("photo.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "image/png"),
        ),
        "a.eml",
    )
    assert {"", "名簿.csv", "a.zip!inner/list.csv"} == got.members
    assert [segment.place.member for segment in got.segments if segment.place.part == "file name"][:1] == ["名簿.csv"]
    assert got.cells()["03-0000-0002"][1] == "電話番号"
    assert [(skip.member, skip.reason) for skip in got.skips] == [("photo.png", "unsupported")]


def test_messages_inside_messages() -> None:
    outer = EmailMessage()
    outer["From"] = "a@example.jp"
    outer.set_content("転送します\n")
    outer.add_attachment(letter())
    got = read(outer.as_bytes(), "a.eml")
    assert "担当の佐藤花子" in got.text
    assert got.members == {"", "part 2.eml"}
    assert got.cells()["佐藤 花子 <hanako@example.jp>"][0].member == "part 2.eml"


def test_alternatives_and_pages() -> None:
    message = letter()
    message.add_alternative("<html><body><p>住所は千代田区です</p><!-- 秘密 --></body></html>", subtype="html")
    got = read(message.as_bytes(), "a.eml")
    assert "担当の佐藤花子" in got.text
    assert "住所は千代田区です" in got.text
    assert "秘密" in got.text


def test_nested_ten_thousand_deep_ends() -> None:
    head = b"From: a@example.jp\nTo: b@example.jp\nSubject: x\n"
    inner = b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (number, number) for number in range(9_000)
    )
    body = b"Content-Type: text/plain\n\n090-0000-1234\n"
    got = read(head + inner + body, "a.eml")
    assert "090-0000-1234" in got.text


def test_equal_boundaries_on_two_levels() -> None:
    inner = MIMEMultipart(boundary="same")
    inner.attach(MIMEText("inner one"))
    inner.attach(MIMEText("inner two"))
    outer = MIMEMultipart(boundary="same")
    outer.attach(inner)
    outer.attach(MIMEText(LETTER, "plain", "utf-8"))
    assert "担当の佐藤花子" in read(outer.as_bytes(), "a.eml").text


def test_what_stands_outside_the_parts() -> None:
    head = b"From: a@example.jp\nContent-Type: multipart/mixed; boundary=b\n\n"
    raw = head + "前置き\n".encode() + b"--b\n\nletter\n--b--\n" + "後書き\n".encode()
    parts = {segment.place.part: segment.text.strip() for segment in read(raw, "a.eml").segments}
    assert parts["preamble"] == "前置き"
    assert parts["epilogue"] == "後書き"
    assert parts[""] == "letter"


def test_a_boundary_that_never_comes() -> None:
    raw = b"From: a@example.jp\nContent-Type: multipart/mixed; boundary=b\n\n" + LETTER.encode()
    assert "担当の佐藤花子" in read(raw, "a.eml").text
    cut = attached(("名簿.csv", (CSV * 200).encode(), "text/csv"))
    assert "佐藤 花子" in read(cut[: len(cut) // 2], "a.eml").cells()


def test_broken_base64() -> None:
    lines = base64.encodebytes(CSV.encode() * 50).decode().splitlines()
    body = "\n".join([*lines[:3], "!!garbage!!" + lines[3], *lines[4:]]) + "=\nABC"
    raw = f"From: a@example.jp\nContent-Transfer-Encoding: base64\nContent-Type: text/csv; name=a.csv\n\n{body}\n"
    assert "鈴木 一郎" in read(raw.encode(), "a.eml").text
    padded = "".join(base64.b64encode(word.encode()).decode() for word in ("電話 ", "氏名 a", "住所"))
    raw = f"From: a@example.jp\nContent-Transfer-Encoding: base64\n\n{padded}\n"
    assert "電話 氏名 a住所" in read(raw.encode(), "a.eml").text


def test_encrypted_messages_are_named() -> None:
    raw = b"From: a@example.jp\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nMIIB\n"
    assert read(raw, "a.eml").reasons == ["encrypted"]
    pgp = MIMEMultipart("encrypted", boundary="b", protocol="application/pgp-encrypted")
    pgp.attach(MIMEBase("application", "octet-stream"))
    assert "encrypted" in read(pgp.as_bytes(), "a.eml").reasons


def tnef(*attributes: tuple[int, int, bytes]) -> bytes:
    body = b"".join(
        pack("<BHHL", level, kind, 6, len(data)) + data + pack("<H", sum(data) & 0xFFFF)
        for level, kind, data in attributes
    )
    return b"\x78\x9f\x3e\x22\x01\x00" + body


def mapi(*properties: tuple[int, int, bytes]) -> bytes:
    out = pack("<L", len(properties))
    for kind, number, value in properties:
        out += pack("<HH", kind, number)
        if number >= 0x8000:
            out += bytes(16) + pack("<LL", 1, 6) + b"n\x00x\x00\x00\x00\x00\x00"
        out += value if kind == 3 else pack("<LL", 1, len(value)) + value + bytes(-len(value) % 4)
    return out


def test_tnef() -> None:
    wide = "山田 太郎\x00".encode("utf-16-le")
    data = tnef(
        (1, 0x9007, pack("<LL", 932, 0)),
        (1, 0x8004, "件名の文\x00".encode("cp932")),
        (
            1,
            0x9003,
            mapi((3, 0x0E07, bytes(4)), (0x1F, 0x8005, wide), (0x1F, 0x1000, "本文 03-0000-0001".encode("utf-16-le"))),
        ),
        (2, 0x9002, bytes(14)),
        (2, 0x8010, b"MEIBO~1.CSV\x00"),
        (2, 0x800F, CSV.encode("cp932")),
        (2, 0x9005, mapi((0x1F, 0x3707, "名簿.csv\x00".encode("utf-16-le")))),
    )
    got = read(attached(("winmail.dat", data, "application/ms-tnef")), "a.eml")
    cells = got.cells()
    assert cells["件名の文"][1] == "Subject"
    assert "山田 太郎" in cells
    assert "本文 03-0000-0001" in got.text
    assert cells["03-0000-0002"][0].member == "winmail.dat!名簿.csv"
    assert not got.skips
    assert read(data[:-30], "winmail.dat").reasons == ["corrupt"]


def test_mailbox() -> None:
    box = b""
    for number in range(3):
        text = letter().as_bytes().replace("担当".encode(), f"{number}番担当".encode())
        box += b"From hanako@example.jp Mon Jun  1 09:00:00 2026\n" + text + b"\n>From here on\n\n"
    for name in ("box.mbox", "Inbox", "mail.txt"):
        got = read(box, name)
        assert got.members == {"message 1.eml", "message 2.eml", "message 3.eml"}
        assert got.text.count("\nFrom here on") == 3 or "From here on" in got.text
        assert not got.skips


def test_mail_without_a_suffix_is_recognised_and_prose_is_not() -> None:
    assert read(letter().as_bytes(), "12345").cells()["yamada@example.jp"][1] == "To"
    assert not read(b"From: here\nwe go on: and on\n", "a.txt").cells()


def test_folded_and_broken_headers() -> None:
    raw = b"12345\nFrom: a@example.jp\nSubject: one\n \n\ttwo\nX-Bad\nstill the body\n"
    got = read(raw, "a.emlx")
    assert got.cells()["one two"][1] == "Subject"
    assert "still the body" in got.text


def test_limits_hold_inside_mail() -> None:
    data = attached(*((f"{number}.txt", b"x" * 1000, "application/octet-stream") for number in range(20)))
    got = read(data, "a.eml", Limits(members=5))
    assert got.reasons[-1] == "members"
    assert len([s for s in got.body if s.place.member]) == 5
    assert "too_big" in read(data, "a.eml", Limits(unpacked_bytes=5000)).reasons


HEADS = b"From: a@example.com\r\nTo: b@example.com\r\nSubject: x\r\n"


def test_half_width_kana_in_iso_2022_jp() -> None:
    """JIS X 0201 kana behind ESC ( I, with and without damage beside it: reading by line went another way."""
    typed = b"Content-Type: text/plain; charset=ISO-2022-JP\r\n\r\n"
    whole = b"\x1b(I;D3 J:\x1b(B\r\n\x1b$B;3ED\x1b(B\r\n"
    for body in (whole, whole + b"\xff\x80\r\n", b"\x1b(Ihf\x1b(B\r\n" + whole):
        assert "ｻﾄｳ ﾊｺ" in read(HEADS + typed + body, "a.eml").text
        assert "山田" in read(HEADS + typed + body, "a.eml").text
    assert "丂" in read(HEADS + typed + b"\x1b$(D0!\x1b(B\r\n\xff\r\n", "a.eml").text


def test_lines_that_a_mail_program_cut_are_put_together() -> None:
    typed = b'Content-Type: text/plain; charset="ISO-2022-JP"; format=flowed; delsp=yes\r\n\r\n'
    letter = "電話は090-12 \r\n34-5678、担当は佐藤 \r\n花子です。\r\n-- \r\n署名".encode("iso2022_jp")
    got = read(HEADS + typed + letter, "a.eml")
    assert "090-1234-5678" in got.text
    assert "佐藤花子" in got.text
    assert "-- \r\n署名" in got.text
    kept = read(HEADS + typed.replace(b"delsp=yes", b"delsp=no") + b"one \r\n", "a.eml")
    assert "one \r\n" in kept.text


def test_files_that_stand_in_a_letter() -> None:
    from binascii import b2a_uu

    data = "氏名,電話\n佐藤 花子,090-0000-1234\n".encode("cp932")
    packed = b"".join(b2a_uu(data[at : at + 45]) for at in range(0, len(data), 45))
    letter = "前の文\r\n".encode("cp932") + "begin 644 名簿.csv\r\n".encode("cp932") + packed + b"`\r\nend\r\n"
    typed = b"Content-Type: text/plain; charset=Shift_JIS\r\n\r\n"
    got = read(HEADS + typed + letter + "後の文".encode("cp932"), "a.eml")
    assert got.names == ["名簿.csv"]
    assert got.cells()["090-0000-1234"][0].member == "名簿.csv"
    assert "前の文" in got.text
    assert "後の文" in got.text
    prose = b"begin 2026 plans\r\nbegin 644 of them\r\nthe end, and more\r\nend\r\n"
    assert read(HEADS + b"\r\n" + prose, "a.eml").text.endswith(prose.decode())
    cut = read(HEADS + typed + letter[: len(letter) - 8], "a.eml")
    assert "名簿.csv" in cut.members


def test_both_names_of_an_attachment_and_headers_of_a_returned_mail() -> None:
    parts = (
        b"MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=B\r\n\r\n--B\r\n"
        b"Content-Type: text/plain; name*0*=UTF-8''%E4%BD%90; name*1*=%E8%97%A4.txt\r\n"
        b"Content-Disposition: attachment; filename=short.txt\r\n\r\ninside\r\n--B\r\n"
        b"Content-Type: text/rfc822-headers\r\n\r\nSubject: =?utf-8?B?5oi744Gj44Gf5Lu25ZCN?=\r\n\r\n--B--\r\n"
    )
    got = read(HEADS + parts, "a.eml")
    assert got.names == ["佐藤.txt", "short.txt"]
    assert "戻った件名" in got.text
