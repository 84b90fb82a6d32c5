"""Old Excel workbooks: cells with labels, shared strings over record borders, and what stands beside the cells."""

from __future__ import annotations

import datetime as dt
import io
from struct import pack

import pytest
from compounds import compound, label, record, wide, workbook, xls
from reading import read

from piiscan.extract.biff import rk_number
from piiscan.extract.protocol import Limits
from piiscan.extract.xls_links import link_texts

NOTE_TEXT = "連絡先は 090-0000-1234"


def table() -> bytes:
    cells = []
    for column, text in enumerate(("氏名", "電話番号", "備考")):
        cells.append(label(0, column, text))
    for row in range(1, 6):
        cells += [label(row, 0, f"佐藤 花子{row}"), label(row, 1, f"03-0000-000{row}"), label(row, 2, "特になし")]
    return b"".join(cells)


def test_written_by_another_library() -> None:
    xlwt = pytest.importorskip("xlwt")
    book = xlwt.Workbook()
    sheet = book.add_sheet("社員名簿")
    for column, text in enumerate(("氏名", "郵便番号", "生年月日", "給与")):
        sheet.write(0, column, text)
    zeros = xlwt.easyxf(num_format_str="0000000")
    date = xlwt.easyxf(num_format_str="yyyy/m/d")
    for row in range(1, 400):
        sheet.write(row, 0, f"佐藤 花子{row}")
        sheet.write(row, 1, 600001 + row, zeros)
        sheet.write(row, 2, dt.date(1980, 4, 1) + dt.timedelta(days=row), date)
        sheet.write(row, 3, 250000.5 + row)
    hidden = book.add_sheet("hidden")
    hidden.visibility = 1
    hidden.write(10, 30, "隠しシート")
    hidden.write(11, 30, xlwt.Formula('"a"&"b"'))
    out = io.BytesIO()
    book.save(out)
    got = read(out.getvalue(), "meibo.xls")
    cells = got.cells()
    assert cells["佐藤 花子399"][0][3:5] == ("社員名簿", "A400")
    assert cells["佐藤 花子399"][1] == "氏名"
    assert cells["0600002"][1] == "郵便番号"
    assert cells["1980-04-02"][1] == "生年月日"
    assert cells["250399.5"][0].cell == "D400"
    assert cells["隠しシート"][0].part == "hidden sheet"
    assert cells["隠しシート"][0].cell == "AE11"
    assert not got.skips


def test_wrong_suffix_does_not_matter() -> None:
    got = read(xls(("名簿", 0, table())), "data.csv")
    assert got.cells()["03-0000-0005"][1] == "電話番号"


@pytest.mark.parametrize("cut", range(1, 12))
def test_shared_strings_go_on_in_another_record(cut: int) -> None:
    texts = ("東京都千代田区", "ascii only", "電話")
    body = pack("<LL", 3, 3) + wide(texts[0]) + pack("<HB", 10, 0) + texts[1].encode() + wide(texts[2])
    first, second = 11 + 2 * (cut % 7), 11 + 14 + 3 + cut % 10
    # each body that goes on inside the characters begins with flags of its own
    pieces = record(0x00FC, body[:first]) + record(0x003C, b"\x01" + body[first:second])
    pieces += record(0x003C, b"\x00" + body[second:])
    sheet = b"".join(record(0x00FD, pack("<HHHL", row, 0, 0, row)) for row in range(3))
    got = read(xls(("a", 0, sheet), before=pieces))
    assert [cell for cell in got.cells() if cell != "a"] == list(texts)


def test_readings_have_the_label_of_their_column() -> None:
    reading = "さとう"
    extra = pack("<HHHHHHH", 1, 0, 0, 0, 1, len(reading), len(reading)) + reading.encode("utf-16-le") + bytes(6)
    string = pack("<HBL", 2, 5, len(extra)) + "佐藤".encode("utf-16-le") + extra
    sst = record(0x00FC, pack("<LL", 2, 2) + string + wide("次"))
    rows = b"".join(record(0x00FD, pack("<HHHL", row, 0, 0, row == 8)) for row in range(7, 9))
    cells = read(xls(("a", 0, table() + rows), before=sst)).cells()
    assert (cells["さとう"][0].cell, cells["さとう"][0].part, cells["さとう"][1]) == ("A8", "phonetic", "氏名")
    assert cells["佐藤"][0].cell == "A8"
    assert cells["次"][0].cell == "A9"


def test_what_stands_beside_the_cells() -> None:
    comment = record(0x005D, pack("<HHHH", 0x15, 18, 0x19, 7)) + record(0x01B6, pack("<10xHH4x", len(NOTE_TEXT), 0))
    comment += record(0x003C, b"\x01" + NOTE_TEXT.encode("utf-16-le")) + record(0x003C, bytes(8))
    comment += record(0x001C, pack("<4H", 2, 1, 0, 7) + wide("記入者") + b"\x00")
    box = record(0x005D, pack("<HHHH", 0x15, 18, 6, 9)) + record(0x01B6, pack("<10xHH4x", 4, 0))
    box += record(0x003C, b"\x01" + "図の文字".encode("utf-16-le"))
    header = record(0x0014, wide('&L&"ＭＳ 明朝"社外秘&R&D'))
    url = "mailto:hanako@example.jp\x00".encode("utf-16-le")
    link = pack("<4H", 3, 3, 2, 2) + bytes(16) + pack("<LL", 2, 0x17) + pack("<L", 4) + "花子へ\x00".encode("utf-16-le")
    link += bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b") + pack("<L", len(url)) + url
    prompts = record(0x01BE, pack("<L", 0) + wide("題") + wide("e") + wide("社員番号を入力") + wide("x"))
    cells = read(xls(("a", 0, table() + comment + box + header + record(0x01B8, link) + prompts))).cells()
    assert (cells[NOTE_TEXT][0].cell, cells[NOTE_TEXT][0].part) == ("B3", "comment")
    assert cells["記入者"][1] == "author"
    assert cells["図の文字"][0].part == "text box"
    assert cells["社外秘"][0].part == "header"
    assert cells["mailto:hanako@example.jp"][0].cell == "C4"
    assert cells["花子へ"][0].part == "hyperlink"
    assert cells["社員番号を入力"][0].part == "validation"


def test_formulas_show_their_results() -> None:
    text = record(0x0006, pack("<HHH", 0, 0, 0) + b"\x00\x00\x00\x00\x00\x00\xff\xff" + bytes(8)) + record(
        0x0207, wide("結果の文字")
    )
    number = record(0x0006, pack("<HHHd", 1, 0, 0, 12345678.0) + bytes(8))
    row = record(
        0x00BD, pack("<HH", 2, 0) + pack("<HL", 0, (42 << 2) | 2) + pack("<HL", 0, (1250 << 2) | 3) + pack("<H", 1)
    )
    cells = read(xls(("a", 0, text + number + row))).cells()
    assert {"結果の文字", "12345678", "42", "12.5"} <= cells.keys()


def test_packed_numbers() -> None:
    assert rk_number((0xFFFFFFFF & (-5 << 2)) | 2) == "-5"
    assert rk_number(0x3FF00000) == "1"
    assert rk_number(0x40590001) == "1"


def test_version_five_uses_the_code_page() -> None:
    text = "氏名と住所".encode("cp932")
    cell = record(0x0204, pack("<HHHH", 0, 0, 0, len(text)) + text)
    data = compound(("Book", workbook(("社員", 0, cell), version=0x0500)))
    assert read(data, "old.xls").cells()["氏名と住所"][0].sheet == "社員"


def test_password() -> None:
    got = read(xls(("a", 0, table()), before=record(0x002F, bytes(6))))
    assert got.reasons == ["encrypted"]


def test_pivot_caches_and_properties() -> None:
    cache = record(0x00CD, wide("消した行の佐藤")) + record(0x000A)
    author = "佐藤 太郎\x00".encode("cp932")
    section = (
        pack("<LL", 0, 2) + pack("<LLLL", 1, 24, 4, 32) + pack("<LL", 2, 932) + pack("<LL", 0x1E, len(author)) + author
    )
    summary = pack("<HHL16xL16xL", 0xFFFE, 0, 0, 1, 48) + section
    data = compound(
        ("Workbook", workbook(("a", 0, table()))), ("_SX_DB_CUR/0001", cache), ("\x05SummaryInformation", summary)
    )
    cells = read(data, "a.xls").cells()
    assert cells["消した行の佐藤"][0].part == "pivot cache"
    assert cells["佐藤 太郎"] == (cells["佐藤 太郎"][0], "author")


def test_embedded_files_are_read() -> None:
    native = pack("<LH", 0, 2) + b"memo.txt\x00C:\\memo.txt\x00" + pack("<HHL", 0, 3, 2) + b"c\x00"
    native += pack("<L", 5) + b"hello"
    inner = workbook(("内", 0, table()))
    data = compound(
        ("Workbook", workbook(("a", 0, label(0, 0, "外")))),
        ("MBD0001/\x01Ole10Native", native),
        ("MBD0002/Workbook", inner),
        ("_VBA_PROJECT_CUR/VBA/Module1", b"x"),
    )
    got = read(data, "a.xls")
    assert {"MBD0001/memo.txt", "MBD0002"} <= got.members
    assert "hello" in got.text
    assert got.cells()["03-0000-0001"][0][3:6] == ("内", "B2", "MBD0002")
    assert [(skip.reason, skip.detail) for skip in got.skips] == [("unsupported", "macro code")]


def test_cut_files_keep_what_is_there() -> None:
    data = xls(("名簿", 0, table() * 200))
    got = read(data[: len(data) // 2], "a.xls")
    assert got.skips
    whole = workbook(("名簿", 0, table() * 3))
    got = read(compound(("Workbook", whole[:-30])), "a.xls")
    assert "03-0000-0001" in got.text
    assert got.reasons == ["corrupt"]


def test_flipped_bytes_end_in_text_or_skips() -> None:
    data = xls(("名簿", 0, table()), before=record(0x00FC, pack("<LL", 1, 1) + wide("共有")))
    for at in range(0, len(data), 7):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.xls", Limits(seconds=10))
        assert got.segments or got.skips


def test_a_string_that_many_cells_share_is_stopped_by_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.extract.protocol.BYTES_PER_SECOND", 2**40)
    sst = record(0x00FC, pack("<LL", 1, 1) + pack("<HB", 8000, 0) + b"x" * 8000)
    cells = b"".join(record(0x00FD, pack("<HHHL", row % 65_536, 0, 0, 0)) for row in range(100_000))
    got = read(xls(("a", 0, cells), before=sst), "a.xls", Limits(seconds=0.3))
    assert got.reasons == ["time"]
    assert got.segments


def test_rings_of_sectors_end() -> None:
    data = bytearray(xls(("名簿", 0, table() * 50)))
    table_at = data.rfind(pack("<LLL", 1, 2, 3))
    for index in range(20):
        data[table_at + 4 * index : table_at + 4 * index + 4] = pack("<L", 0)
    got = read(bytes(data), "a.xls")
    assert got.segments or got.skips


def test_link_texts_of_files() -> None:
    path = "名簿.xls"
    moniker = bytes.fromhex("0303000000000000c000000000000046") + pack("<HL", 0, 4) + b"x.x\x00" + bytes(24)
    moniker += pack("<LLH", 6 + 2 * len(path), 2 * len(path), 3) + path.encode("utf-16-le")
    place = "Sheet2!A1\x00".encode("utf-16-le")
    assert link_texts(pack("<LL", 2, 0x09) + moniker + pack("<L", 10) + place) == [path, "Sheet2!A1"]
    assert link_texts(b"") == []
