"""Small PDF files written by hand: objects, a directory with true offsets, fonts that map characters to themselves."""

from __future__ import annotations

import zlib

LATIN = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"
TO_UNICODE = b"1 beginbfrange <0000> <ffff> <0000> endbfrange"


def stream(data: bytes, entries: bytes = b"", *, flate: bool = False) -> bytes:
    if flate:
        data, entries = zlib.compress(data), entries + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (entries, len(data), data)


def pdf(objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A file of these objects; object 1 is the catalog."""
    out = bytearray(b"%PDF-1.7\n")
    offsets = {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 1\n0000000000 65535 f \n"
    for number, offset in offsets.items():
        out += b"%d 1\n%010d 00000 n \n" % (number, offset)
    out += b"trailer\n<</Root 1 0 R/Size %d%b>>\nstartxref\n%d\n%%%%EOF\n" % (max(objects) + 1, trailer, start)
    return bytes(out)


def japanese_font(first: int, *, vertical: bool = False, unicode: bool = True) -> dict[int, bytes]:
    """A composite font whose codes are UTF-16: objects ``first`` to ``first + 2``."""
    below = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/DW 1000/W[32 126 500]>>"
    )
    encoding = b"Identity-V" if vertical else b"Identity-H"
    mapped = b"/ToUnicode %d 0 R" % (first + 2) if unicode else b""
    return {
        first: b"<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding/%b/DescendantFonts[%d 0 R]%b>>"
        % (encoding, first + 1, mapped),
        first + 1: below,
        first + 2: stream(TO_UNICODE),
    }


def show(text: str, x: float, y: float, size: float = 10) -> bytes:
    """Operators that write Japanese text at a point."""
    return b"BT /J %g Tf %g %g Td <%b> Tj ET\n" % (size, x, y, text.encode("utf-16-be").hex().encode())


def document(
    *contents: bytes,
    page: bytes = b"",
    catalog: bytes = b"",
    more: dict[int, bytes] | None = None,
    trailer: bytes = b"",
) -> bytes:
    """A document with one page per content; fonts /J (Japanese), /V (vertical), /N (no Unicode), /L (Latin)."""
    objects = {
        1: b"<</Type/Catalog/Pages 2 0 R%b>>" % catalog,
        3: LATIN,
        **japanese_font(4),
        **japanese_font(7, vertical=True),
        **japanese_font(10, unicode=False),
    }
    kids = []
    for index, content in enumerate(contents):
        number = 100 + 2 * index
        kids.append(b"%d 0 R" % number)
        objects[number] = (
            b"<</Type/Page/Parent 2 0 R/Contents %d 0 R%b/Resources<</Font<</L 3 0 R/J 4 0 R/V 7 0 R/N 10 0 R>>"
            b"/XObject<</X 20 0 R/I 21 0 R>>>>>>" % (number + 1, page)
        )
        objects[number + 1] = stream(content, flate=True)
    objects[2] = b"<</Type/Pages/MediaBox[0 0 595 842]/Count %d/Kids[%b]>>" % (len(kids), b" ".join(kids))
    return pdf({**objects, **(more or {})}, trailer)
