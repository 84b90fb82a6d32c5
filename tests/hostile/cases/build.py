"""What the hostile cases are made of: the values that are planted, and small writers of files."""

from __future__ import annotations

import io
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Final, NamedTuple

VALUE: Final = "090-5550-0123"
TEL: Final = f"電話番号：{VALUE}"
OTHER: Final = "000012345674"
FOUND, EITHER, NAMED, BOTH, CLEAN = "found", "found or named", "named", "found and named", "nothing there"
"""What is right: the value is found; it is found or the file is named; named; found, and a part named; nothing."""

Write = Callable[[Path], object]


class Case(NamedTuple):
    """A hostile input: the file (or folder) it is, what writes it, and what the scan must say of it."""

    name: str
    write: Write
    right: str = EITHER
    slow: bool = False


def text(content: str, encoding: str = "utf-8") -> Write:
    return lambda path: path.write_bytes(content.encode(encoding, "surrogatepass"))


def raw(content: bytes) -> Write:
    return lambda path: path.write_bytes(content)


def zipped(members: Iterable[tuple[str, bytes | str]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP archive; equal names are written twice without a warning."""
    import warnings

    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w", method) as archive:
        warnings.simplefilter("ignore")
        for name, content in members:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def tarred(members: Iterable[tuple[str, bytes]], layout: int = tarfile.GNU_FORMAT) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=layout) as archive:
        for name, content in members:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return buffer.getvalue()


MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
WORD: Final = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def xlsx(sheet: str, more: Iterable[tuple[str, str]] = (), state: str = "") -> bytes:
    """A workbook of one sheet; ``MAIN`` in its parts stands for the name space."""
    book = f"<workbook {MAIN}><sheets><sheet name='S' sheetId='1' {state}/></sheets></workbook>"
    parts = [
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", book),
        ("xl/worksheets/sheet1.xml", sheet),
        *more,
    ]
    return zipped((name, content.replace("MAIN", MAIN)) for name, content in parts)


def sheet(rows: str, head: str = "", dimension: str = "A1") -> str:
    return f'{head}<worksheet MAIN><dimension ref="{dimension}"/><sheetData>{rows}</sheetData></worksheet>'


def inline(cell: str, content: str = TEL) -> str:
    return f'<c r="{cell}" t="inlineStr"><is><t>{content}</t></is></c>'


def docx(body: str, head: str = "", more: Iterable[tuple[str, str]] = ()) -> bytes:
    """A document; ``WORD`` in its other parts stands for the name space."""
    document = f"{head}<w:document {WORD}><w:body>{body}</w:body></w:document>"
    parts = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", document), *more]
    return zipped((name, content.replace("WORD", WORD)) for name, content in parts)


def paragraph(words: str = TEL) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def laughs(levels: int = 9) -> str:
    """A DTD whose last entity, ``&e8;``, unfolds to ten to the power of its level."""
    steps = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, levels))
    return f'<!DOCTYPE x [<!ENTITY e0 "ha">{steps}]>'


def pdf(*objects: bytes, trailer: bytes = b"<</Root 1 0 R>>") -> bytes:
    """A PDF of the objects, numbered from 1, with a right cross-reference table."""
    out, starts = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return out + head + table + b"trailer\n%b\nstartxref\n%d\n%%%%EOF\n" % (trailer, len(out))


def stream(content: bytes, keys: bytes = b"") -> bytes:
    return b"<<%b/Length %d>>\nstream\n%b\nendstream" % (keys, len(content), content)


CATALOG: Final = b"<</Type/Catalog/Pages 2 0 R>>"
PAGES: Final = b"<</Type/Pages/Kids[3 0 R]/Count 1>>"
PAGE: Final = b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 5 0 R>>>>/Contents 4 0 R>>"
FONT: Final = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"
SHOWN: Final = f"BT /F 12 Tf 50 700 Td (TEL: {VALUE}) Tj ET".encode()


def page(content: bytes, keys: bytes = b"", *more: bytes) -> bytes:
    """A PDF of one page with this content."""
    return pdf(CATALOG, PAGES, PAGE, stream(content, keys), FONT, *more)
