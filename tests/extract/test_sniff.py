from __future__ import annotations

import io
import random
import zipfile
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import blob_of, read

from piiscan.errors import ExtractionError
from piiscan.extract.magic import MAGIC, OLE2_STREAMS, TITLES, ZIP_MEMBERS, ZIP_MIMETYPES
from piiscan.extract.reader import format_of
from piiscan.extract.sniff import _magic_of, is_binary, suffix_of


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names:
            made.writestr(name, "x" * 50)
    return out.getvalue()


def compound(stream: str) -> bytes:
    """The bones of an OLE2 container: a header, and a directory sector with one name."""
    header = bytearray(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    header[30:32] = (9).to_bytes(2, "little")
    header[48:52] = (2).to_bytes(4, "little")
    return bytes(header) + bytes(1024) + stream.encode("utf-16-le").ljust(512, b"\x00")


def kind(data: bytes, name: str) -> str:
    return format_of(blob_of(data, name)).name


@pytest.mark.parametrize(
    ("data", "name", "expected"),
    [
        (b"%PDF-1.4\n", "a.txt", "pdf"),
        (b"junk before\n%PDF-1.7\n" + b"x" * 99 + b"\nstartxref\n9\n%%EOF", "a.bin", "pdf"),
        (b"How a file begins:\n%PDF-1.7\nand goes on", "a.md", "markdown"),
        (archive("[Content_Types].xml", "word/document.xml"), "a.txt", "docx"),
        (archive("[Content_Types].xml", "xl/workbook.xml"), "a.csv", "xlsx"),
        (archive("[Content_Types].xml", "word/document.xml")[:300], "a.dat", "docx"),
        ("氏名,電話,住所\n山田,03,東京\n佐藤,06,大阪\n鈴木,052,愛知\n".encode("cp932"), "a.xlsx", "csv"),
        ("<html><table><tr><td>山田</td></tr></table>".encode("cp932"), "a.xls", "html"),
        (b'{"a": 1}', "a.conf", "json"),
        (b'{"a": 1}\n{"a": 2}\n', "noname", "jsonl"),
        (b"<?xml version='1.0'?><a/>", "a.config", "xml"),
        (b"import os\nx = {1: 2, 3: 4, 5: 6}\n", "a.py", "text"),
        (b"BM is a text that begins like a picture", "a.txt", "text"),
        (b"[2026-04-01] INFO started", "a.out", "text"),
        (b"", "a.pdf", "text"),
        ("名前\tメモ\n".encode("utf-16"), "a.tsv", "csv"),
    ],
)
def test_bytes_decide_before_the_suffix(data: bytes, name: str, expected: str) -> None:
    assert kind(data, name) == expected


@pytest.mark.parametrize("stream", [row[0] for row in OLE2_STREAMS if row[1] == "encrypted_office"])
def test_a_locked_office_document_is_called_encrypted(stream: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        format_of(blob_of(compound(stream), "a.xlsx"), ())
    assert caught.value.reason == "encrypted"


@pytest.mark.parametrize(
    ("data", "name", "title"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(20), "a.png", "PNG"),
        (b"SQLite format 3\x00" + bytes(90), "a.db", "SQLite"),
        (b"PAR1" + bytes(range(1, 32)) * 5, "a.parquet", "Parquet"),
        (b"\x7fELF" + bytes(60), "prog", "ELF"),
        (b"{\\rtf1\\ansi x}", "a.doc", "Rich Text"),
        (bytes(range(256)) * 20, "a.xdw", "DocuWorks"),
        (compound("WordDocument"), "a.doc", "Word 97"),
        (compound("Unknown"), "a.jtd", "Ichitaro"),
        (archive("xl/workbook.bin", "[Content_Types].xml"), "a.xlsb", "xlsb"),
    ],
)
def test_what_nothing_reads_is_named_with_its_title(data: bytes, name: str, title: str) -> None:
    with pytest.raises(ExtractionError) as caught:
        format_of(blob_of(data, name), ())
    assert caught.value.reason == "unsupported"
    assert title in caught.value.detail


def test_binary_rubbish_is_no_text_and_text_with_some_nuls_is() -> None:
    noise = random.Random(1).randbytes(5000)
    assert is_binary(noise)
    assert is_binary(bytes(5000))
    assert not is_binary("氏名\x00山田\x00".encode() * 20)
    assert not is_binary("氏名".encode("utf-16-le") + b"a\x00" * 20)
    assert not is_binary(b"\x1b[31mred\x1b[0m\n" * 20)
    assert read(noise, "a.bin").reasons == ["unsupported"]


def test_tables_name_only_kinds_that_have_a_title() -> None:
    kinds = {row[2] for row in MAGIC} | {row[1] for row in (*ZIP_MEMBERS, *ZIP_MIMETYPES, *OLE2_STREAMS)}
    assert kinds <= TITLES.keys()


def test_suffix_is_the_last_one_in_lower_case() -> None:
    assert [suffix_of(name) for name in ("A.TXT", "a.tar.gz", "Makefile", "a.b c", ".bashrc")] == [
        "txt",
        "gz",
        "",
        "",
        "bashrc",
    ]


@pytest.mark.parametrize("name", ["a.txt", "a.csv", "a.xml", "a.json"])
def test_comments_before_a_page_cost_linear_time(name: str) -> None:
    begin = process_time()
    read(b"<!---->" * 9000 + b"x", name)
    assert process_time() - begin < 2  # milliseconds when linear


@given(st.sampled_from(MAGIC), st.sampled_from(MAGIC), st.binary(max_size=300))
def test_magic_is_looked_up_as_if_each_row_were_tried(one, other, rest: bytes) -> None:
    head = bytearray(rest.ljust(300, b" "))
    for offset, magic, *_ in (one, other):
        head[offset : offset + len(magic)] = magic
    matching = [row for row in MAGIC if head.startswith(row[1], row[0])]
    assert [row for row in _magic_of(bytes(head)) if head.startswith(row[1], row[0])] == matching
