"""Workbooks and PDF files to time, made on the spot, and what their bare libraries take to read them."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import inputs

_LINES = 40
"""How many lines of text a page has."""
_LINE_CHARACTERS = 38
_TYPE_0 = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /HeiseiMin-W3-90ms-RKSJ-H /Encoding /90ms-RKSJ-H"
    b" /DescendantFonts [4 0 R] >>"
)
_CID_FONT = (
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /HeiseiMin-W3 /DW 1000 /W [1 [500] 231 632 500]"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (Japan1) /Supplement 2 >> /FontDescriptor 5 0 R >>"
)
_DESCRIPTOR = (
    b"<< /Type /FontDescriptor /FontName /HeiseiMin-W3 /Flags 6 /FontBBox [-123 -257 1001 910]"
    b" /ItalicAngle 0 /Ascent 859 /Descent -140 /CapHeight 709 /StemV 80 >>"
)


def write_workbook(path: Path, rows: int) -> None:
    """A workbook with the customer table: its header and ``rows`` rows."""
    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("顧客")
    for line in islice(inputs.customers(rows * 140).splitlines(), rows + 1):
        sheet.append(line.split(","))
    book.save(path)


def read_workbook(path: Path) -> int:
    """How many filled cells openpyxl finds in its read-only mode."""
    import openpyxl

    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(value is not None for sheet in book for row in sheet.iter_rows(values_only=True) for value in row)


def write_pdf(path: Path, pages: int) -> None:
    """A PDF of Japanese text in the font that every reader has, as Japanese office programs wrote it."""
    text = inputs.documentation(pages * _LINES * _LINE_CHARACTERS * 2).replace("\n", "")
    lines = [text[at : at + _LINE_CHARACTERS] for at in range(0, len(text), _LINE_CHARACTERS)]
    kids = b" ".join(b"%d 0 R" % (6 + 2 * number) for number in range(pages))
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [%b] /Count %d >>" % (kids, pages),
        *(_TYPE_0, _CID_FONT, _DESCRIPTOR),
    ]
    for number in range(pages):
        shown = b"".join(
            b"<%b> Tj T*\n" % line.encode("cp932", "replace").hex().encode()
            for line in lines[number * _LINES : (number + 1) * _LINES]
        )
        content = b"BT /F1 12 Tf 60 790 Td 18 TL\n%bET" % shown
        objects += (
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 3 0 R >> >> >>" % (7 + 2 * number),
            b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        )
    path.write_bytes(_file(objects))


def _file(objects: list[bytes]) -> bytes:
    """A PDF file of these objects, numbered from 1; the first is the catalogue."""
    out = bytearray(b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start, size = len(out), len(objects) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\n" % (size, table, size)
    return bytes(out + b"startxref\n%d\n%%%%EOF\n" % start)


def read_pdf(path: Path) -> int:
    """How many characters pdfminer.six finds with its usual settings."""
    from pdfminer.high_level import extract_text

    return len(extract_text(path))
