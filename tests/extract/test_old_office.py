"""Old Word and PowerPoint files and Outlook items: built stream by stream, read with places and labels."""

from __future__ import annotations

import zlib
from struct import pack

import pytest
from compounds import compound
from reading import read

from piiscan.extract.protocol import Limits
from piiscan.extract.rtf_packed import unpack_rtf

TEXT_AT = 0x800
PARTS = ("body", "footnote", "header", "macro", "comment", "endnote", "box", "header box")


def doc(*, flags: int = 0, rows: list[tuple[str, bool, bool]] | None = None, split: int = 0, **parts: str) -> bytes:
    """A Word file; ``rows`` are its paragraphs as (text, in a table, ends a row)."""
    body = parts.pop("body", "") + "".join(text for text, _, _ in rows or ())
    parts["body"] = body
    text = "".join(parts.get(name, "") for name in PARTS)
    lengths = [len(parts.get(name, "").encode("utf-16-le")) // 2 for name in PARTS]
    raw = text[:split].encode("cp1252") + text[split:].encode("utf-16-le")
    header = bytearray(TEXT_AT)
    header[:4] = pack("<HH", 0xA5EC, 193)
    header[10:12] = pack("<H", flags | 0x0200)
    for at, length in zip((0x4C, 0x50, 0x54, 0x58, 0x5C, 0x60, 0x64, 0x68), lengths, strict=True):
        header[at : at + 4] = pack("<L", length)
    positions = [0, split, sum(lengths)] if split else [0, sum(lengths)]
    pieces = [(TEXT_AT * 2) | 0x40000000, TEXT_AT + split] if split else [TEXT_AT]
    plc = pack(f"<{len(positions)}L", *positions) + b"".join(pack("<HLH", 0, piece, 0) for piece in pieces)
    clx = b"\x01\x02\x00zz" + b"\x02" + pack("<L", len(plc)) + plc
    data = bytes(header) + raw
    data += bytes(-len(data) % 512)
    table, papx_at = clx, len(clx)
    if rows:
        page_number = len(data) // 512
        data += papx_page(rows, TEXT_AT)
        table += pack("<LLL", 0, len(data), page_number)
        header[0x102:0x10A] = pack("<LL", papx_at, 12)
    header[0x1A2:0x1AA] = pack("<LL", 0, len(clx))
    return compound(("WordDocument", bytes(header) + data[TEXT_AT:]), ("1Table", table))


def papx_page(rows: list[tuple[str, bool, bool]], at: int) -> bytes:
    page = bytearray(512)
    page[511] = len(rows)
    begin = 4 * (len(rows) + 1)
    end = 508
    kept: dict[bytes, int] = {}
    for number, (text, inside, ends) in enumerate(rows):
        page[4 * number : 4 * number + 4] = pack("<L", at)
        at += 2 * len(text)
        sprms = (pack("<HB", 0x2416, 1) if inside else b"") + (pack("<HB", 0x2417, 1) if ends else b"")
        if sprms and sprms not in kept:
            papx = bytes([0, (2 + len(sprms) + 1) // 2]) + bytes(2) + sprms
            end -= len(papx) + len(papx) % 2
            page[end : end + len(papx)] = papx
            kept[sprms] = end // 2
        page[begin + 13 * number] = kept.get(sprms, 0)
    page[4 * len(rows) : 4 * len(rows) + 4] = pack("<L", at)
    return bytes(page)


def test_word_parts() -> None:
    got = read(
        doc(
            body='山田様\r担当は佐藤花子\x0b電話\x1e03\r\x13HYPERLINK "mailto:a@example.jp"\x14メール\x15\r',
            footnote="\x02脚注の文\r",
            header="社外秘\r",
            comment="\x05意見の文\r",
            box="図の文字\r",
        ),
        "a.doc",
    )
    parts = {segment.place.part: segment.text for segment in got.segments}
    assert parts[""] == "山田様\n担当は佐藤花子\n電話-03\nメール\n"
    assert parts["footnote"] == "脚注の文\n"
    assert parts["header"] == "社外秘\n"
    assert parts["comment"] == "意見の文\n"
    assert parts["text box"] == "図の文字\n"
    assert got.cells()['HYPERLINK "mailto:a@example.jp"'][0].part == "field"
    assert not got.skips


def test_word_pieces_of_both_widths() -> None:
    got = read(doc(body="ascii first\r後は日本語 𠮷野\r終わり\r", split=12), "a.doc")
    assert got.text == "ascii first\n後は日本語 𠮷野\n終わり\n"


def test_word_tables_have_labels() -> None:
    rows: list[tuple[str, bool, bool]] = [("表の前\r", False, False)]
    for cells in (("氏名", "電話番号", "備考"), *((f"佐藤{i}", f"03-0000-000{i}", "") for i in range(5))):
        rows += [(cell + "\x07", True, False) for cell in cells] + [("\x07", True, True)]
    rows.append(("表の後\r", False, False))
    got = read(doc(rows=rows), "a.doc")
    place, label = got.cells()["03-0000-0004"]
    assert (place.cell, label) == ("table 1 R6C2", "電話番号")
    assert got.text.startswith("表の前\n")
    assert got.text.endswith("表の後\n")


def test_word_tables_without_properties() -> None:
    got = read(doc(body="氏名\x07電話\x07住所\x07\x07佐藤\x0703\x07千代田\x07\x07後\r"), "a.doc")
    assert got.text == "氏名\t電話\t住所\n佐藤\t03\t千代田\n後\n"


def test_word_95_keeps_its_text_in_the_code_page() -> None:
    text = "山田様\r電話は 03-0000-0001\r".encode("cp932")
    data = bytearray(0x300) + text
    data[:4] = pack("<HH", 0xA5DC, 104)
    data[0x18:0x20] = pack("<LL", 0x300, 0x300 + len(text))
    data[0x34:0x38] = pack("<L", len(text))
    got = read(compound(("WordDocument", bytes(data))), "a.doc")
    assert got.text == "山田様\n電話は 03-0000-0001\n"
    assert not got.skips


def test_word_with_password() -> None:
    assert read(doc(flags=0x0100, body="x"), "a.doc").reasons == ["encrypted"]
    assert read(compound(("WordDocument", b"\xdc\xa5" + bytes(100))), "a.doc").reasons == ["corrupt"]


def test_damaged_word_files_end() -> None:
    good = doc(body="山田様\r" * 30, footnote="x\r")
    for at in range(512, len(good), 11):
        broken = bytearray(good)
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.doc", Limits(seconds=20))
        assert got.segments or got.skips
    assert read(good[: len(good) // 2], "a.doc").skips


def atom(kind: int, body: bytes, instance: int = 0) -> bytes:
    return pack("<HHL", instance << 4, kind, len(body)) + body


def container(kind: int, *inside: bytes, instance: int = 0) -> bytes:
    body = b"".join(inside)
    return pack("<HHL", instance << 4 | 0xF, kind, len(body)) + body


def show(*records: bytes, token: int = 0xE391C05F) -> bytes:
    return compound(
        ("PowerPoint Document", b"".join(records)), ("Current User", atom(0x0FF6, pack("<LLL", 20, token, 0)))
    )


def wide(text: str) -> bytes:
    return text.encode("utf-16-le")


def test_presentations() -> None:
    inner = compound(("Package", b"inside"))
    got = read(
        show(
            container(
                0x03E8,
                container(
                    0x0FF0,
                    atom(0x03F3, bytes(20)),
                    atom(0x0FA0, wide("一枚目\r佐藤")),
                    atom(0x03F3, bytes(20)),
                    atom(0x0FA8, b"two 03-0000-0001"),
                ),
                container(0x07D5, atom(0x0FB7, bytes(10))),
            ),
            container(0x03EE, container(0x040C, atom(0x0FA0, wide("図の文字")))),
            container(0x03F0, atom(0x0FA0, wide("話すこと"))),
            container(0x2EE0, atom(0x0FBA, wide("鈴木")), atom(0x0FBA, wide("意見"), 1)),
            atom(0x1011, pack("<L", len(inner)) + zlib.compress(inner), 1),
        ),
        "a.ppt",
    )
    by_text = {segment.text: segment.place for segment in got.segments}
    assert (by_text["一枚目\n佐藤\n"].page, by_text["two 03-0000-0001\n"].page) == (1, 2)
    assert by_text["図の文字\n"].part == "slide"
    assert by_text["話すこと\n"].part == "note"
    assert by_text["鈴木\n意見\n"].part == "comment"
    assert "inside" in got.text
    assert not got.skips


def test_presentations_that_cannot_be_read() -> None:
    assert read(show(atom(0x0FA0, b"ab"), token=0xF3D1C4DF), "a.ppt").reasons == ["encrypted"]
    got = read(show(atom(0x0FA0, wide("先")), atom(0x0FA0, b"")[:4] + pack("<L", 10**6)), "a.ppt")
    assert "先" in got.text
    assert got.reasons == ["corrupt"]
    deep = b"\x0f\x00\xe8\x03" + pack("<L", 2**31)
    assert read(show(deep * 3000), "a.ppt").reasons == ["depth"]


def msg(*properties: tuple[str, str | bytes]) -> bytes:
    streams = []
    for path, value in properties:
        folder, _, number = path.rpartition("/")
        kind = "001F" if isinstance(value, str) else "0102"
        name = number if number.startswith("__") else f"__substg1.0_{number}{'' if len(number) == 8 else kind}"
        streams.append(
            (f"{folder}/{name}" if folder else name, value.encode("utf-16-le") if isinstance(value, str) else value)
        )
    return compound(("__nameid_version1.0/x", b""), ("__properties_version1.0", bytes(32)), *streams)


def test_outlook_items() -> None:
    got = read(
        msg(
            ("0037", "連絡先の件"),
            ("0042", "佐藤 花子"),
            ("1000", "山田様\r\n電話は 090-0000-1234 です。"),
            ("1013", "<html><meta charset=shift_jis><p>頁の住所</p></html>".encode("cp932")),
            ("8001", "名前のない属性"),
            ("__recip_version1.0_#00000000/3001", "山田 太郎"),
            ("__recip_version1.0_#00000000/39FE", "yamada@example.jp"),
            ("__attach_version1.0_#00000000/3707", "名簿.csv"),
            ("__attach_version1.0_#00000000/3701", "氏名,電話\n佐藤,1\n鈴木,2\n".encode("cp932")),
        ),
        "a.msg",
    )
    cells = got.cells()
    assert cells["連絡先の件"][1] == "Subject"
    assert cells["佐藤 花子"][1] == "From"
    assert cells["山田 太郎"] == (cells["山田 太郎"][0], "名前")
    assert cells["yamada@example.jp"][0].part == "recipient"
    assert cells["鈴木"][0].member == "名簿.csv"
    assert "名前のない属性" in cells
    assert "電話は 090-0000-1234 です。" in got.text
    assert "頁の住所" in got.text
    assert got.names == ["名簿.csv"]
    assert not got.skips


def test_outlook_item_inside_another() -> None:
    prefix = "__attach_version1.0_#00000000/__substg1.0_3701000D/"
    got = read(
        msg(
            ("0037", "外"),
            ("1000", "外の文"),
            ("__attach_version1.0_#00000000/3001", "転送.msg"),
            (prefix + "__properties_version1.0", bytes(24)),
            (prefix + "0037", "内の件名"),
            (prefix + "1000", "内の文 03-0000-0001"),
        ),
        "a.msg",
    )
    assert got.cells()["内の件名"][0].member == "転送.msg"
    assert "内の文 03-0000-0001" in got.text
    assert not got.skips


def test_outlook_texts_in_a_code_page() -> None:
    fixed = bytes(32) + pack("<HHLLL", 3, 0x3FFD, 6, 932, 0)
    data = compound(
        ("__properties_version1.0", fixed),
        ("__substg1.0_0037001E", "件名ソ".encode("cp932")),
        ("__substg1.0_1000001E", b"x"),
    )
    assert read(data, "a.msg").cells()["件名ソ"][1] == "Subject"


def test_rich_text_is_read_where_there_is_nothing_else() -> None:
    document = rb"{\rtf1\ansi\ansicpg932 \'93\'64\'98\'62 03-0000-0001\par}"
    packed = pack("<LL4sL", len(document) + 12, len(document), b"MELA", 0) + document
    got = read(msg(("0037", "件"), ("1009", packed)), "a.msg")
    assert "電話 03-0000-0001" in got.text


def test_compressed_rich_text() -> None:
    """The example of [MS-OXRTFCP] 3.1.1.1, and one that goes round in the ring (3.1.1.2)."""
    packed = bytes.fromhex(
        "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
    )
    assert unpack_rtf(packed, 1000) == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    packed = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert unpack_rtf(packed, 1000) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"


def test_damaged_items_end() -> None:
    good = msg(("0037", "件名"), ("1000", "文"), ("__attach_version1.0_#00000000/3701", b"data"))
    for at in range(0, len(good), 13):
        broken = bytearray(good)
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.msg", Limits(seconds=20))
        assert got.segments or got.skips


def test_objects_without_a_document() -> None:
    native = pack("<LH", 0, 2) + "名簿.txt".encode("cp932") + b"\x00C:\\a\x00" + pack("<HHL", 0, 3, 2) + b"c\x00"
    native += pack("<L", 6) + "電話".encode()
    got = read(compound(("\x01Ole10Native", native)), "oleObject1.bin")
    assert got.members == {"名簿.txt"}
    assert "電話" in got.text
    assert read(compound(("other", b"x" * 100)), "a.bin").reasons == ["unsupported"]


@pytest.mark.parametrize("name", ["a.jtd", "a.bin"])
def test_unknown_compound_files_are_named(name: str) -> None:
    got = read(compound(("JSRV_SegmentInformation", b"x")), name)
    assert got.reasons == ["unsupported"]
    assert "Ichitaro" in got.skips[0].detail


def test_numbers_of_slides_and_of_their_notes() -> None:
    listed = [atom(0x03F3, pack("<LLLLL", persist, 0, 0, slide, 0)) for persist, slide in ((4, 256), (3, 257))]
    document = container(0x03E8, container(0x0FF0, *listed))
    slides = [container(0x03EE, container(0x040C, atom(0x0FA0, wide(text)))) for text in ("後の図", "先の図")]
    notes = container(0x03F0, atom(0x03F1, pack("<LL", 257, 0)), atom(0x0FA0, wide("後の覚え")))
    offsets = (len(document), len(document) + len(slides[0]))
    directory = atom(0x1772, pack("<LLL", 3 | 2 << 20, *offsets))
    got = read(show(document, *slides, notes, directory), "a.ppt")
    pages = {segment.text.strip(): (segment.place.page, segment.place.part) for segment in got.segments}
    assert pages == {"後の図": (2, "slide"), "先の図": (1, "slide"), "後の覚え": (2, "note")}
    for at in range(8, len(directory)):
        broken = directory[:at] + b"\xff" + directory[at + 1 :]
        assert "先の図" in read(show(document, *slides, broken), "a.ppt").text
