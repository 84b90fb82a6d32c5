"""Binary Excel workbooks: the same cells, labels and corners as from the XML kind."""

from __future__ import annotations

import io
import zipfile
from struct import pack

from reading import read

from piiscan.extract.biff12 import records

REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def record(kind: int, body: bytes = b"") -> bytes:
    head = bytes([kind]) if kind < 128 else bytes([kind & 0x7F | 0x80, kind >> 7])
    size = len(body)
    while size > 127:
        head += bytes([size & 0x7F | 0x80])
        size >>= 7
    return head + bytes([size]) + body


def wide(text: str) -> bytes:
    return pack("<L", len(text.encode("utf-16-le")) // 2) + text.encode("utf-16-le")


def cell(kind: int, column: int, value: bytes, style: int = 0) -> bytes:
    return record(kind, pack("<LL", column, style) + value)


def relations(*targets: tuple[str, str, str]) -> str:
    rows = "".join(f'<Relationship Id="{i}" Type="{REL}/{kind}" Target="{t}"/>' for i, kind, t in targets)
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def xlsb(sheet: bytes, hidden: bytes = b"", strings: bytes = b"", parts: dict[str, bytes | str] | None = None) -> bytes:
    book = record(153, pack("<L", 0)) + record(156, pack("<LL", 0, 1) + wide("r1") + wide("名簿"))
    book += record(156, pack("<LL", 1, 2) + wide("r2") + wide("裏"))
    styles = record(44, pack("<H", 170) + wide("0000000")) + record(617, pack("<L", 3))
    styles += b"".join(record(47, pack("<HH", 0, number) + bytes(12)) for number in (0, 170, 14)) + record(618)
    targets = [("r1", "worksheet", "worksheets/sheet1.bin"), ("r2", "worksheet", "worksheets/sheet2.bin")]
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.bin", book)
        archive.writestr("xl/_rels/workbook.bin.rels", relations(*targets))
        archive.writestr("xl/styles.bin", styles)
        archive.writestr("xl/sharedStrings.bin", strings)
        archive.writestr("xl/worksheets/sheet1.bin", sheet)
        archive.writestr("xl/worksheets/sheet2.bin", hidden)
        for name, data in (parts or {}).items():
            archive.writestr(name, data)
    return out.getvalue()


def table() -> bytes:
    head = record(0, pack("<L", 0)) + b"".join(
        cell(6, column, wide(text)) for column, text in enumerate(("氏名", "郵便番号", "生年月日", "電話"))
    )
    return head + b"".join(
        record(0, pack("<L", row))
        + cell(7, 0, pack("<L", 0))
        + cell(2, 1, pack("<L", 600001 + row << 2 | 2), 1)
        + cell(5, 2, pack("<d", 29312.0 + row), 2)
        + cell(8, 3, wide(f"03-0000-000{row}") + bytes(6))
        for row in range(1, 7)
    )


def test_cells_have_labels() -> None:
    strings = record(19, b"\x02" + wide("佐藤") + wide("サトウ") + pack("<L", 0))
    got = read(xlsb(table(), record(0, pack("<L", 9)) + cell(62, 27, b"\x00" + wide("隠した値")), strings), "a.xlsb")
    cells = got.cells()
    assert cells["佐藤"][1] == "氏名"
    assert (cells["0600007"][0].cell, cells["0600007"][1]) == ("B7", "郵便番号")
    assert cells["1980-04-07"][1] == "生年月日"
    assert cells["03-0000-0006"][1] == "電話"
    assert (cells["サトウ"][0].part, cells["サトウ"][1]) == ("phonetic", "氏名")
    assert (cells["隠した値"][0].cell, cells["隠した値"][0].part) == ("AB10", "hidden sheet")
    assert not got.skips


def test_what_stands_beside_the_cells() -> None:
    link = record(494, pack("<4L", 2, 2, 1, 1) + wide("h1") + wide("") + wide("説明") + wide("花子へ"))
    header = record(479, pack("<H", 0) + wide("&L社外秘&R&D") + pack("<L", 0xFFFFFFFF) * 5)
    comments = record(632, wide("記入者")) + record(635, pack("<5L", 0, 4, 4, 2, 2) + bytes(16))
    comments += record(637, b"\x00" + wide("連絡先は 090-0000-1234"))
    outside = f'<Relationship Id="h1" Type="{REL}/hyperlink" Target="mailto:a@example.jp" TargetMode="External"/></Rel'
    parts: dict[str, bytes | str] = {
        "xl/worksheets/_rels/sheet1.bin.rels": relations(("c1", "comments", "../comments1.bin")).replace(
            "</Rel", outside
        ),
        "xl/comments1.bin": comments,
        "xl/pivotCache/pivotCacheDefinition1.bin": record(24, wide("消した行")),
        "docProps/core.xml": "<x xmlns:dc='dc'><dc:creator>鈴木</dc:creator></x>",
    }
    got = read(xlsb(table() + link + header, parts=parts), "a.xlsb")
    cells = got.cells()
    assert (cells["連絡先は 090-0000-1234"][0].cell, cells["連絡先は 090-0000-1234"][0].part) == ("C5", "comment")
    assert cells["記入者"][1] == "author"
    assert cells["花子へ"][0].cell == "B3"
    assert cells["mailto:a@example.jp"][0].cell == "B3"
    assert cells["社外秘"][0].part == "header"
    assert cells["消した行"][0].part == "pivot cache"
    assert cells["鈴木"][1] == "creator"
    assert not got.skips


def test_records_over_chunk_borders() -> None:
    data = record(0, pack("<L", 1)) + record(479, bytes(300)) + record(5, b"abc")
    for size in (1, 2, 3, 7, 1000):
        found = list(records(data[at : at + size] for at in range(0, len(data), size)))
        assert [(kind, len(body)) for kind, body in found] == [(0, 4), (479, 300), (5, 3)]


def test_damaged_parts_are_told() -> None:
    got = read(xlsb(table() + record(5, b"x"), strings=record(19, b"\x00" + wide("佐藤"))), "a.xlsb")
    assert "03-0000-0006" in got.text
    assert got.reasons == ["corrupt"]
    assert got.skips[0].member == "xl/worksheets/sheet1.bin"
