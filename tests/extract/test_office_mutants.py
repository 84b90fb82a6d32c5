"""Damaged documents: whatever the bytes, extractors end with segments and skips, never with another error."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ooxml_samples import S, W, p, read, tbl, word, workbook
from pdf_samples import document, show

from piiscan.extract import docx, pdf, xlsx
from piiscan.extract.protocol import Blob, Limits
from piiscan.model import SKIP_REASONS, Segment, Skip

Extract = Callable[[Blob, Limits], Iterator[Segment | Skip]]

SHEET = f"<sst {S}><si><t>文字</t></si></sst>"
SAMPLES: dict[str, tuple[Extract, bytes]] = {
    "docx": (
        docx.extract,
        word(p("本文") + tbl(["氏名", "電話"], ["山田", "03-0000-0000"]), {"word/header1.xml": f"<w:hdr {W}/>"}),
    ),
    "xlsx": (
        xlsx.extract,
        workbook(
            '<sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row></sheetData>',
            extra={"xl/sharedStrings.xml": SHEET},
        ),
    ),
    "pdf": (
        pdf.extract,
        document(show("文字", 50, 800), catalog=b"/AcroForm<</Fields[30 0 R]>>", more={30: b"<</T(a)/V(b)>>"}),
    ),
}


@pytest.mark.parametrize("kind", sorted(SAMPLES))
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_any_damage_ends_in_skips(kind: str, data: st.DataObject) -> None:
    extract, sample = SAMPLES[kind]
    damaged = bytearray(sample)
    places = st.integers(0, len(sample) - 1)
    for place, byte in data.draw(st.lists(st.tuples(places, st.integers(0, 255)), max_size=8)):
        damaged[place] = byte
    begin, length = data.draw(places), data.draw(st.integers(0, 40))
    del damaged[begin : begin + length]
    result = read(extract, bytes(damaged[: data.draw(st.integers(len(damaged) // 2, len(damaged)))]))
    assert result.reasons <= set(SKIP_REASONS)
    assert result.segments or result.skips or kind != "pdf"


@pytest.mark.parametrize("kind", sorted(SAMPLES))
@settings(max_examples=50, deadline=None)
@given(noise=st.binary(max_size=300))
def test_noise_is_corrupt(kind: str, noise: bytes) -> None:
    result = read(SAMPLES[kind][0], noise)
    assert not result.segments
    assert result.reasons == {"corrupt"}
