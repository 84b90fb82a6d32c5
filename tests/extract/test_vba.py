"""Macros: the source of modules, wherever the project lies."""

from __future__ import annotations

import io
import zipfile

import pytest
from compounds import compound, label, workbook
from reading import read

from piiscan.errors import ExtractionError
from piiscan.extract.vba import unpack_vba

SOURCE = (
    'Attribute VB_Name = "Module1"\r\nSub 送信()\r\n'
    + "".join(f"' 担当 佐藤花子 03-0000-{number:04}\r\n" for number in range(300))
    + "End Sub\r\n"
).encode("cp932")


def pack_vba(data: bytes) -> bytes:
    """A container of chunks, each with copies of what stood before in it."""
    out = b"\x01"
    for start in range(0, len(data), 4096):
        body = _chunk(data[start : start + 4096])
        out += (len(body) - 1 | 0xB000).to_bytes(2, "little") + body
    return out


def _chunk(data: bytes) -> bytes:
    out, at = b"", 0
    while at < len(data):
        flags, items = 0, b""
        for bit in range(8):
            if at >= len(data):
                break
            width = max(4, (at - 1).bit_length()) if at else 4
            before = data.rfind(data[at : at + 3], 0, at) if 3 <= at <= len(data) - 3 else -1
            if before >= 0 and (at - before) <= 1 << width and at + 3 <= len(data) and at > 9:
                flags |= 1 << bit
                items += ((at - before - 1) << 16 - width).to_bytes(2, "little")
                at += 3
            else:
                items += data[at : at + 1]
                at += 1
        out += bytes([flags]) + items
    return out


def project(prefix: str = "") -> list[tuple[str, bytes]]:
    return [
        (prefix + "VBA/dir", b"\x01\x00"),
        (prefix + "VBA/ThisWorkbook", b"p-code" * 9 + pack_vba(SOURCE.replace(b"Module1", b"ThisWorkbook"))),
        (prefix + "VBA/_VBA_PROJECT", b"x"),
    ]


def test_unpacking() -> None:
    assert unpack_vba(pack_vba(SOURCE)) == SOURCE
    # the examples of [MS-OVBA] 3.2.2 and 3.2.3

    assert unpack_vba(bytes.fromhex("0103b002614500")) == b"a" * 73
    assert unpack_vba(b"\x01\x19\xb0" + b"\x00abcdefgh\x00ijklmnop\x00qrstuv.") == b"abcdefghijklmnopqrstuv."
    with pytest.raises(ExtractionError):
        unpack_vba(bytes.fromhex("0103b001614500"))


def test_macros_of_old_workbooks_and_new_documents() -> None:
    old = compound(("Workbook", workbook(("a", 0, label(0, 0, "x")))), *project("_VBA_PROJECT_CUR/"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w:document xmlns:w='w'><w:p><w:r><w:t>x</w:t></w:r></w:p></w:document>")
        archive.writestr("word/vbaProject.bin", compound(*project()))
    for data in (old, out.getvalue()):
        got = read(data, "a.bin")
        macro = next(segment for segment in got.segments if segment.place.part == "macro ThisWorkbook")
        assert "担当 佐藤花子 03-0000-0299" in macro.text
        assert (macro.place.line, macro.text.split("\n")[0]) == (1, "Sub 送信()")
        assert not got.skips


def test_modules_that_cannot_be_read_are_named() -> None:
    data = compound(("VBA/dir", b"x"), ("VBA/Module1", b"no source"))
    assert read(data, "vbaProject.bin").reasons == ["unsupported"]
