"""Pictures: the words of their metadata are read, and the picture itself is always named."""

from __future__ import annotations

import io
import struct
import zlib

import pytest
from reading import Read, read

from piiscan.extract.exif import coded_text, read_exif
from piiscan.extract.picture import size_of

PIL = pytest.importorskip("PIL.Image")
NAME, PHONE = "佐藤 花子", "090-0000-1234"
XMP = f"""<?xpacket begin='\ufeff' id='W5M0MpCehiHzreSzNTczkc9d'?><x:xmpmeta xmlns:x='adobe:ns:meta/'>
<rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description rdf:about='' xmlns:dc='d'
 xmlns:photoshop='p' xmlns:xmpMM='m' photoshop:City='横浜市' xmpMM:InstanceID='uuid:1234-5678'>
<dc:creator><rdf:Seq><rdf:li>{NAME}</rdf:li></rdf:Seq></dc:creator>
<dc:description><rdf:Alt><rdf:li xml:lang='x-default'>連絡先 {PHONE}</rdf:li></rdf:Alt></dc:description>
</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end='w'?>""".encode()


def iptc(*records: tuple[int, str]) -> bytes:
    body = b"\x1c\x01\x5a\x00\x03\x1b%G"
    for dataset, text in records:
        body += b"\x1c\x02" + bytes((dataset,)) + len(text.encode()).to_bytes(2, "big") + text.encode()
    return b"8BIM\x04\x04\x00\x00" + len(body).to_bytes(4, "big") + body + bytes(len(body) % 2)


def exif_block() -> bytes:
    exif = PIL.Exif()
    exif[0x013B] = NAME.encode()
    exif[0x8298] = ("(c) " + NAME).encode("cp932")
    exif[0x9C9C] = "顧客 山田".encode("utf-16-le")
    inner = exif.get_ifd(0x8769)
    inner[0x9286] = b"UNICODE\x00" + f"電話 {PHONE}".encode("utf-16-be")
    inner[0xA430] = "鈴木 一郎".encode()
    position = exif.get_ifd(0x8825)
    position.update({1: "N", 2: (35.0, 40.0, 52.2), 3: "E", 4: (139.0, 46.0, 0.0)})
    return exif.tobytes()


def picture(kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    PIL.new("RGB", (40, 30)).save(out, kind, **options)
    return out.getvalue()


def with_segment(jpeg: bytes, marker: int, body: bytes) -> bytes:
    return jpeg[:2] + bytes((0xFF, marker)) + (len(body) + 2).to_bytes(2, "big") + body + jpeg[2:]


def is_told(got: Read, kind: str) -> bool:
    return [(skip.reason, skip.detail) for skip in got.skips] == [("unsupported", f"{kind} picture")]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "TIFF", "AVIF"])
def test_exif(kind: str) -> None:
    try:
        # Pillow writes such tags of a TIFF in ASCII only; the block alone is a TIFF without a picture.
        data = exif_block().removeprefix(b"Exif\x00\x00") if kind == "TIFF" else picture(kind, exif=exif_block())
    except (KeyError, OSError) as error:
        pytest.skip(f"Pillow writes no {kind} here: {error}")
    got = read(data, "a.bin")
    cells = got.cells()
    assert cells[NAME][1] == "Artist"
    assert cells["顧客 山田"][1] == "XPComment"
    assert cells[f"電話 {PHONE}"][1] == "UserComment"
    assert cells["鈴木 一郎"][1] == "CameraOwnerName"
    assert cells["35.681167, 139.766667"] == (got.segments[0].place, "GPS position")
    assert got.segments[0].place.part == "property"
    assert is_told(got, "HEIF" if kind == "AVIF" else kind)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WebP", "AVIF", "TIFF"])
def test_xmp(kind: str) -> None:
    options = {"TIFF": {"tiffinfo": {700: XMP}}, "PNG": {}}.get(kind, {"xmp": XMP})
    if kind == "PNG":
        from PIL.PngImagePlugin import PngInfo

        options["pnginfo"] = info = PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    got = read(picture(kind, **options), "a.bin")
    cells = got.cells()
    assert cells[NAME][1] == "creator"
    assert cells[f"連絡先 {PHONE}"][1] == "description"
    assert cells["横浜市"][1] == "City"
    assert "uuid" not in got.text
    assert is_told(got, "HEIF" if kind == "AVIF" else kind)


def test_iptc_in_a_jpeg_a_tiff_and_a_photoshop_file() -> None:
    records = iptc((80, NAME), (118, PHONE), (120, "顧客名簿の写真"))
    inner = records[12 : 12 + int.from_bytes(records[8:12], "big")]
    psd = b"8BPS\x00\x01" + bytes(6) + struct.pack(">HLLHH", 3, 30, 40, 8, 3) + bytes(4)
    for data in (
        with_segment(picture("JPEG"), 0xED, b"Photoshop 3.0\x00" + records),
        picture("TIFF", tiffinfo={33723: inner}),
        picture("TIFF", tiffinfo={34377: records}),
        psd + len(records).to_bytes(4, "big") + records + bytes(8),
    ):
        cells = read(data, "a.bin").cells()
        assert cells[NAME][1] == "by-line"
        assert cells[PHONE][1] == "contact"
        assert cells["顧客名簿の写真"][1] == "caption"


def test_texts_of_png_and_comments_of_jpeg_and_gif() -> None:
    from PIL.PngImagePlugin import PngInfo

    info = PngInfo()
    info.add_text("Author", "Sato")
    info.add_text("Comment", "x" * 2000 + " 電話", zip=True)
    info.add_itxt("Description", f"{NAME} {PHONE}", zip=False)
    info.add_text("Software", "Paint 9")
    got = read(picture("PNG", pnginfo=info), "a.png")
    assert got.cells()[f"{NAME} {PHONE}"][1] == "Description"
    assert got.cells()["Sato"][1] == "Author"
    assert "電話" in got.text
    assert "Paint" not in got.text
    for encoding in ("utf-8", "cp932"):
        comment = f"撮影 {NAME}".encode(encoding)
        assert f"撮影 {NAME}" in read(with_segment(picture("JPEG"), 0xFE, comment), "a.jpg").text
        assert f"撮影 {NAME}" in read(picture("GIF", comment=comment), "a.gif").text


def test_extended_xmp_is_put_together() -> None:
    half = len(XMP) // 2
    data = picture("JPEG")
    for offset in (half, 0):
        body = b"http://ns.adobe.com/xmp/extension/\x00" + b"0" * 32 + struct.pack(">LL", len(XMP), offset)
        data = with_segment(data, 0xE1, body + XMP[offset : offset + half + 1 if offset else half])
    assert NAME in read(data, "a.jpg").text


def test_profiles_of_imagemagick() -> None:
    raw = b"Exif\x00\x00" + exif_block().removeprefix(b"Exif\x00\x00")
    lines = f"\nexif\n{len(raw):8d}\n{raw.hex()}\n".encode()
    body = b"Raw profile type exif\x00\x00" + zlib.compress(lines)
    chunk = struct.pack(">L", len(body)) + b"zTXt" + body + struct.pack(">L", zlib.crc32(b"zTXt" + body))
    data = picture("PNG")
    assert NAME in read(data[:33] + chunk + data[33:], "a.png").text


@pytest.mark.parametrize("order", ["<", ">"])
def test_comments_that_call_themselves_jis(order: str) -> None:
    text = "住所 横浜市"
    code = b"JIS\x00\x00\x00\x00\x00"
    assert coded_text(code + text.encode("iso2022_jp"), order) == text
    bare = text.replace(" ", "").encode("iso2022_jp")[3:-3]
    assert coded_text(code + bare, order) == "住所横浜市"
    assert coded_text(code + text.encode("cp932"), order) == text
    assert coded_text(b"ASCII\x00\x00\x00abc", order) == "abc"
    assert coded_text(bytes(8) + text.encode(), order) == text
    for written in ("utf-16-le", "utf-16-be"):
        assert coded_text(b"UNICODE\x00" + text.encode(written), order) == text


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WebP", "TIFF", "AVIF", "BMP"])
def test_the_size_is_known(kind: str) -> None:
    assert size_of(picture(kind)) == (40, 30)


def test_a_ring_of_directories_ends() -> None:
    ring = (
        b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + struct.pack("<HHLL", 0x8769, 4, 1, 8) + b"\x08\x00\x00\x00"
    )
    assert read_exif(ring).texts == []
    huge = b"II*\x00\x08\x00\x00\x00" + struct.pack("<H", 1) + struct.pack("<HHLL", 0x013B, 2, 0xFFFFFFFF, 8)
    assert read_exif(huge).texts == []


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "GIF", "WebP", "TIFF", "AVIF"])
def test_damaged_pictures_are_still_named(kind: str) -> None:
    options = {"comment": b"x"} if kind == "GIF" else {"exif": exif_block()}
    if kind in {"JPEG", "WebP", "AVIF"}:
        options["xmp"] = XMP
    data = picture(kind, **options)
    for at in range(len(data)):
        if at % max(1, len(data) // 250):
            continue
        broken = bytearray(data)
        broken[at] ^= 0xFF
        assert read(bytes(broken), "a.bin").skips
        assert read(data[: at + 1], "a.bin").skips or at < 12


def test_a_folder_of_pictures_without_words_was_not_examined(tmp_path) -> None:
    from piiscan import Config, scan_file

    off = Config(ocr=False)
    (tmp_path / "a.png").write_bytes(picture("PNG"))
    assert scan_file(tmp_path / "a.png", off).format == ""
    (tmp_path / "b.jpg").write_bytes(picture("JPEG", exif=exif_block()))
    result = scan_file(tmp_path / "b.jpg", off)
    assert (result.format, result.complete) == ("jpeg", False)
    assert "PERSON" in {finding.entity_type for finding in result.findings}


def document(kind: str, *members: tuple[str, bytes]) -> bytes:
    """An Office document with a line of text and further members."""
    import zipfile

    out = io.BytesIO()
    if kind == "docx":
        from docx import Document

        made = Document()
        made.add_paragraph("本文")
    elif kind == "pptx":
        from pptx import Presentation

        made = Presentation()
        made.slides.add_slide(made.slide_layouts[0]).shapes.title.text = "本文"
    elif kind == "xlsx":
        from openpyxl import Workbook

        made = Workbook()
        made.active["A1"] = "本文"
    else:
        from odf.opendocument import OpenDocumentText
        from odf.text import P

        made = OpenDocumentText()
        made.text.addElement(P(text="本文"))
    made.save(out)
    with zipfile.ZipFile(out, "a") as package:
        for name, data in members:
            package.writestr(name, data)
    return out.getvalue()


FOLDERS = {"docx": "word/media/", "xlsx": "xl/media/", "pptx": "ppt/media/", "odt": "Pictures/"}


@pytest.mark.parametrize("kind", FOLDERS)
def test_pictures_inside_documents(kind: str) -> None:
    large = io.BytesIO()
    PIL.new("RGB", (640, 400)).save(large, "JPEG", exif=exif_block())
    folder = FOLDERS[kind]
    data = document(kind, (folder + "photo.jpg", large.getvalue()), (folder + "icon.png", picture("PNG")))
    got = read(data, f"a.{kind}")
    place, label = got.cells()[NAME]
    assert (place.member, place.part, label) == (folder + "photo.jpg", "property", "Artist")
    assert "本文" in got.text
    assert [(skip.reason, skip.detail) for skip in got.skips] == [("unsupported", "1 pictures inside")]
    only_icon = read(document(kind, (folder + "icon.png", picture("PNG"))), f"a.{kind}")
    assert not only_icon.skips


@pytest.mark.parametrize("kind", FOLDERS)
def test_what_is_called_a_picture_and_is_none_is_read(kind: str) -> None:
    folder = FOLDERS[kind]
    svg = f"<svg xmlns='http://www.w3.org/2000/svg'><text>{NAME}</text></svg>".encode()
    got = read(document(kind, (folder + "a.png", PHONE.encode()), (folder + "b.svg", svg)), f"a.{kind}")
    assert PHONE in got.text
    assert NAME in got.text
    sounds = read(document(kind, (folder + "a.mp3", b"ID3\x04" + bytes(40)), (folder + "b.ttf", b"\0\1\0\0\0")), "a")
    assert [(skip.reason, skip.detail) for skip in sounds.skips] == [("unsupported", "1 sounds or films inside")]


def emf(*records: tuple[int, bytes]) -> bytes:
    header = struct.pack("<LL32x", 1, 108) + b" EMF\x00\x00\x01\x00" + bytes(60)
    return header + b"".join(struct.pack("<LL", kind, 8 + len(body)) + body for kind, body in records)


def test_texts_that_metafiles_draw() -> None:
    wide, narrow = NAME.encode("utf-16-le"), NAME.encode("cp932")
    call = struct.pack("<16xLffLL", 1, 1.0, 1.0, 0, 0)
    plus = struct.pack("<HHLL", 0x401C, 0, 40 + 26, 54) + struct.pack("<LLL16x", 0, 0, 13) + PHONE.encode("utf-16-le")
    data = emf(
        (84, call + struct.pack("<LLL20x", len(NAME), 76, 0) + wide),
        (83, call + struct.pack("<LLL20x", len(narrow), 76, 0) + narrow),
        (84, call + struct.pack("<LLL20x", 3, 76, 0x10) + b"\1\0\2\0\3\0"),
        (108, struct.pack("<LLLLLff", 0, 0, 4, 0x300, 1, 1.0, 1.0) + b"tiny"),
        (70, struct.pack("<L", len(plus) + 4) + b"EMF+" + plus),
    )
    got = read(data, "a.emf")
    assert got.text.split("\n")[:4] == [NAME, NAME, "", "tiny"]
    assert PHONE in got.text
    assert read(emf(), "a.emf").reasons == ["unsupported"]
    words = struct.pack("<HLL", len(narrow), 0, 0)[:2] + narrow
    extended = struct.pack("<HHHH", 1, 1, len(narrow), 0) + narrow
    wmf = b"\xd7\xcd\xc6\x9a" + bytes(18) + b"\x01\x00\x09\x00\x00\x03" + bytes(12)
    for kind, body in ((0x0521, words), (0x0A32, extended)):
        wmf += struct.pack("<LH", 3 + (len(body) + 1) // 2, kind) + body + bytes(len(body) % 2)
    assert read(wmf, "a.wmf").text.split("\n")[:2] == [NAME, NAME]
    for broken in (data, wmf):
        for at in range(0, len(broken), 3):
            assert read(broken[:at] + b"\xff" + broken[at + 1 :], "a.emf") is not None
