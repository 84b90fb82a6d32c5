"""Formats of few bytes and little fame: dBASE tables, property lists, Ichitaro, Visio, XPS, forms of macros."""

from __future__ import annotations

import io
import plistlib
import random
import zipfile
from struct import pack

import pytest
from compounds import compound
from reading import read

from piiscan.extract.dbf import is_dbf
from piiscan.extract.wide_strings import wide_strings

NAME, PHONE = "佐藤 花子", "090-0000-1234"


def dbf(*rows: tuple[bytes, ...], fields: tuple[tuple[str, str, int], ...], gone: int = -1) -> bytes:
    length = 32 + 32 * len(fields) + 1
    head = pack("<BBBBLHH20x", 3, 126, 4, 1, len(rows), length, 1 + sum(field[2] for field in fields))
    for name, kind, width in fields:
        head += name.encode("cp932").ljust(11, b"\x00") + kind.encode() + bytes(4) + bytes((width, 0)) + bytes(14)
    body = b""
    for number, row in enumerate(rows):
        body += b"*" if number == gone else b" "
        body += b"".join(cell.ljust(field[2]) for cell, field in zip(row, fields, strict=True))
    return head + b"\r" + body + b"\x1a"


def test_tables_of_dbase() -> None:
    fields = (("氏名", "C", 12), ("TEL", "C", 14), ("MEMO", "M", 10), ("BIN", "B", 4))
    data = dbf(
        (NAME.encode("cp932"), PHONE.encode(), b"1", b"\x01\x02\x03\x04"),
        ("鈴木".encode("cp932"), b"", b"", b""),
        fields=fields,
        gone=1,
    )
    for name in ("a.dbf", "a.bin"):
        got = read(data, name)
        assert got.cells()[NAME][1] == "氏名"
        assert got.cells()[PHONE][0].cell == "TEL, row 1"
        assert got.cells()["鈴木"][0].cell == "氏名, row 2, deleted"
        assert [skip.reason for skip in got.skips] == ["unsupported"]
    assert "corrupt" in read(data[:-20], "a.dbf").reasons
    assert not is_dbf(random.Random(5).randbytes(4000), 4000)
    for at in range(60):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        got = read(bytes(broken), "a.dbf")
        assert got.segments or got.skips


def test_binary_property_lists() -> None:
    people = {"氏名": NAME, "連絡先": {"電話番号": [PHONE, "03-0000-0000"]}, "年": 2026, "印": bytes(100)}
    got = read(plistlib.dumps({"人": people, "写し": people}, fmt=plistlib.FMT_BINARY), "a.plist")
    assert got.cells()[NAME][1] == "氏名"
    assert got.cells()[PHONE][1] == "電話番号"
    assert "2026" in got.text
    assert "unsupported" in got.reasons
    data = plistlib.dumps(people, fmt=plistlib.FMT_BINARY)
    for at in range(8, len(data)):
        broken = bytearray(data)
        broken[at] ^= 0x55
        got = read(bytes(broken), "a.plist")
        assert got.segments or got.skips


def test_lists_that_hold_themselves_end() -> None:
    ring = b"bplist00" + b"\xa1\x00" + b"\x08" + bytes(6) + b"\x01\x01" + pack(">QQQ", 1, 0, 10)
    assert read(ring, "a.plist") is not None


def test_words_of_ichitaro() -> None:
    text = b"SsmgV.01" + bytes(8) + f"氏名　{NAME}\n電話番号　{PHONE}".encode("utf-16-be") + b"\x00\x1c\x00\x03\x00\x1f"
    for stream in ("DocumentText", "/DocumentText"):
        got = read(compound((stream.strip("/"), text), ("JSRV_SegmentInformation", b"x")), "a.jtd")
        assert NAME in got.text
        assert PHONE in got.text
        assert got.reasons == ["unsupported"]
        assert "layout" in got.skips[0].detail


def test_words_of_unknown_compound_files() -> None:
    body = random.Random(2).randbytes(300) + f"担当 {NAME} です".encode("utf-16-le") + bytes(40)
    got = read(compound(("Quill", body)), "a.pub")
    assert NAME in got.text
    assert got.reasons == ["unsupported"]


def test_noise_holds_hardly_any_words() -> None:
    noise = random.Random(1).randbytes(200_000)
    assert sum(len(text) for text in wide_strings(noise)) < 200
    assert sum(len(text) for text in wide_strings(noise, big=True)) < 200
    assert list(wide_strings("住\x01東京都".encode("utf-16-le"))) == ["東京都"]


def test_captions_of_forms_in_macros() -> None:
    controls = (
        b"\x00\x02\x14\x00"
        + bytes(8)
        + "お客様の氏名".encode("utf-16-le")
        + bytes(4)
        + "電話番号を入力".encode("utf-16-le")
    )
    got = read(
        compound(
            ("VBA/dir", b"x"),
            ("UserForm1/\x03VBFrame", 'VERSION 5.00\r\nCaption = "受付"\r\n'.encode("cp932")),
            ("UserForm1/o", controls),
            ("UserForm1/f", b"\x00\x04" + "佐藤様専用".encode("utf-16-le")),
        ),
        "vbaProject.bin",
    )
    for text in ("お客様の氏名", "電話番号を入力", "佐藤様専用", "受付"):
        assert text in got.text
    assert {segment.place.part for segment in got.segments} == {"form UserForm1", "macro UserForm1"}


def jet_page(table: int, *rows: bytes) -> bytes:
    """A page of data of an Access database."""
    body, offsets, end = b"", b"", 4096
    for row in rows:
        end -= len(row)
        offsets += pack("<H", end)
        body = row + body
    head = b"\x01\x01" + pack("<HLLH", 0, table, 0, len(rows)) + offsets
    return head.ljust(4096 - len(body), b"\x00") + body


def jet_row(*texts: bytes) -> bytes:
    """A row of columns of changing length behind a number."""
    row, borders = pack("<HL", len(texts) + 1, 7), []
    for text in texts:
        borders.append(len(row))
        row += text
    borders.append(len(row))
    row += b"".join(pack("<H", border) for border in reversed(borders))
    return row + pack("<H", len(texts)) + bytes((len(texts) + 8) // 8)


def jet_table(*columns: tuple[str, int]) -> bytes:
    page = bytearray(4096)
    page[0:2] = b"\x02\x01"
    page[45:47], at = pack("<H", len(columns)), 63
    for order, (_, kind) in enumerate(columns):
        page[at], page[at + 7], page[at + 15] = kind, order, 0
        at += 25
    for name, _ in columns:
        raw = name.encode("utf-16-le")
        page[at : at + 2 + len(raw)] = pack("<H", len(raw)) + raw
        at += 2 + len(raw)
    return bytes(page)


@pytest.mark.parametrize("engine", ["Jet", "ACE"])
def test_rows_of_access(engine: str) -> None:
    head = (b"\x00\x01\x00\x00Standard " + engine.encode() + b" DB\x00\x01").ljust(4096, b"\x07")
    table = jet_table(("氏名", 10), ("電話番号", 10), ("備考", 12), ("画像", 11))
    packed = b"\xff\xfe" + PHONE.encode()
    mixed = b"\xff\xfe" + b"A-1 " + b"\x00" + "室".encode("utf-16-le") + b"\x00" + b" B"
    memo = bytes(12) + "会員です".encode("utf-16-le")
    picture, gone = "絵の字".encode("utf-16-le"), "消した列".encode("utf-16-le")
    one = jet_row(NAME.encode("utf-16-le"), packed, memo, picture, gone)
    two = jet_row("鈴木".encode("utf-16-le"), mixed, b"", b"")
    lost = jet_row("表のない人".encode("utf-16-le"))
    data = head + table + jet_page(1, one, two) + jet_page(9, lost)
    got = read(data, "a.accdb")
    assert got.cells()[NAME][1] == "氏名"
    assert got.cells()[PHONE][1] == "電話番号"
    assert got.cells()["会員です"][0].cell == "page 2, row 1"
    assert "A-1 室 B" in got.text
    assert "絵の字" not in got.text
    assert got.cells()["消した列"][1] == ""
    assert "表のない人" in got.text
    assert got.reasons == ["unsupported"]
    assert "numbers, dates" in got.skips[0].detail
    assert read(head, "a.mdb").reasons == ["unsupported"]
    assert "97" in read(head[:20] + b"\x00" + head[21:], "a.mdb").skips[0].detail
    for at in range(4096, len(data), 37):
        broken = bytearray(data)
        broken[at] ^= 0xFF
        broken[at + 1] ^= 0x55
        assert read(bytes(broken), "a.mdb").skips


@pytest.mark.parametrize(("magic", "name"), [("e4525c7b8cd8a74d", "a.one"), ("4c00000001140200", "a.lnk")])
def test_words_of_files_whose_structure_is_not_read(magic: str, name: str) -> None:
    row = f"{NAME}様".encode("utf-16-le") + b"\xff\xfe" + "東京都千代田区".encode("utf-16-le")
    got = read(bytes.fromhex(magic) + bytes(4000) + row + bytes(100), name)
    assert f"{NAME}様" in got.text
    assert "東京都千代田区" in got.text
    assert got.reasons == ["unsupported"]
    assert "only its Japanese words" in got.skips[0].detail
    assert read(bytes.fromhex(magic) + bytes(4000), name).reasons == ["unsupported"]


def package(**parts: str | bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), data)
    return out.getvalue()


def test_drawings_of_visio() -> None:
    page = (
        "<PageContents><Shapes><Shape Name='人の絵'><Text>佐藤<cp IX='0'/> 花子</Text><Section N='Property'>"
        f"<Row N='電話番号'><Cell N='Value' V='{PHONE}'/><Cell N='Width' V='1.5'/></Row></Section>"
        "</Shape></Shapes></PageContents>"
    )
    got = read(
        package(visio__pages__page1_dot_xml=page, visio__comments_dot_xml="<C><Comment AuthorName='鈴木'/></C>"),
        "a.vsdx",
    )
    assert NAME in got.text
    assert got.cells()[PHONE][1] == "電話番号"
    assert "人の絵" in got.text
    assert "鈴木" in got.text
    assert "1.5" not in got.text
    assert not got.skips


def test_pages_of_xps() -> None:
    page = (
        f"<FixedPage><Glyphs UnicodeString='{{}}氏名 {NAME}'/><Path><Path.Data/></Path>"
        f"<Glyphs UnicodeString='{PHONE}'/></FixedPage>"
    )
    data = package(FixedDocSeq_dot_fdseq="<FixedDocumentSequence/>", Documents__1__Pages__1_dot_fpage=page)
    got = read(data, "a.xps")
    assert got.text.split("\n")[:2] == [f"氏名 {NAME}", PHONE]


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (package(Index__Document_dot_iwa=b"x"), "a.pages", "Pages, Numbers or Keynote"),
        (bytes.fromhex("e4525c7b8cd8a74d") + bytes(99), "a.one", "OneNote"),
        (bytes.fromhex("4c00000001140200") + bytes(99), "a.lnk", "shortcut"),
        (b"\x60\x0e\x82\x02" + bytes(range(256)), "a.xdw", "DocuWorks"),
        (b"ITSF\x03\x00\x00\x00" + bytes(99), "a.chm", "help file"),
        (b"AC1027" + bytes(99), "a.dwg", "AutoCAD"),
        (b"\x00\x00\x1a\x00" + bytes(99), "a.wk4", "Lotus"),
        (b"\x30\x82\x03\x00" + bytes(range(256)), "a.p7m", "signed message"),
        (b"\xff\xfb\x90\x00" + bytes(99), "a.mp3", "sound"),
    ],
)
def test_what_an_office_has_and_nothing_reads_is_named(data: bytes, name: str, title: str) -> None:
    got = read(data, name)
    assert got.reasons == ["unsupported"]
    assert title in got.skips[0].detail
    assert not got.text.strip()


SUFFIXES = [
    "123",
    "3gp",
    "7z",
    "accdb",
    "ai",
    "apk",
    "arrow",
    "avi",
    "avro",
    "bak",
    "bin",
    "bmp",
    "bz2",
    "cab",
    "chm",
    "class",
    "csv",
    "dat",
    "db",
    "dbf",
    "dib",
    "djvu",
    "dll",
    "dmg",
    "doc",
    "docm",
    "docx",
    "dot",
    "dotx",
    "dwg",
    "dxf",
    "emf",
    "eml",
    "emlx",
    "emz",
    "epub",
    "eps",
    "exe",
    "fla",
    "flac",
    "fodt",
    "fpt",
    "gif",
    "gz",
    "heic",
    "hlp",
    "htm",
    "html",
    "hwp",
    "ico",
    "ics",
    "ini",
    "iso",
    "jar",
    "jaw",
    "jbw",
    "jfif",
    "jpeg",
    "jpg",
    "json",
    "jtd",
    "jtt",
    "key",
    "ldif",
    "lha",
    "lnk",
    "log",
    "lzh",
    "m4a",
    "max",
    "mbox",
    "mdb",
    "mht",
    "mid",
    "mov",
    "mp3",
    "mp4",
    "mpp",
    "msg",
    "mxl",
    "numbers",
    "odb",
    "odg",
    "odp",
    "ods",
    "odt",
    "oft",
    "one",
    "ost",
    "ott",
    "oxps",
    "p12",
    "p7m",
    "p7s",
    "pages",
    "parquet",
    "pbm",
    "pcx",
    "pdf",
    "pfx",
    "pgp",
    "plist",
    "pnm",
    "ppt",
    "pptm",
    "pptx",
    "prn",
    "ps",
    "psd",
    "pst",
    "pub",
    "rar",
    "rtf",
    "sas7bdat",
    "sav",
    "sqlite",
    "sql",
    "svg",
    "swf",
    "tar",
    "tga",
    "tgz",
    "tif",
    "tiff",
    "tnef",
    "torrent",
    "tsv",
    "txt",
    "url",
    "vcf",
    "vsd",
    "vsdx",
    "wav",
    "wdb",
    "webp",
    "wk4",
    "wmf",
    "wps",
    "wri",
    "xbd",
    "xdw",
    "xls",
    "xlsb",
    "xlsm",
    "xlsx",
    "xlt",
    "xml",
    "xps",
    "xz",
    "yaml",
    "zip",
    "zst",
]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_binary_bytes_are_never_silently_nothing(suffix: str) -> None:
    """Under every name an office has: what is not read is named, and nothing is examined with 0 characters."""
    for seed, size in ((1, 40), (2, 600), (3, 5000)):
        got = read(random.Random(f"{suffix}{seed}").randbytes(size), f"a.{suffix}")
        assert got.text.strip() or got.skips
    magic = {"zip": b"PK\x03\x04", "doc": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "pdf": b"%PDF-1.4\n"}
    for begin in magic.values():
        assert read(begin + random.Random(4).randbytes(700), f"a.{suffix}").skips
