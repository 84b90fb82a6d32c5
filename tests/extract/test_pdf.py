"""PDF: text with its places from files written by hand, and what hostile ones come to within bounds."""

# ruff: noqa: E501 - XML and PDF objects read best in one piece

from __future__ import annotations

import time
import zlib

import pytest
from ooxml_samples import Read, read
from pdf_samples import LATIN, document, pdf, show, stream

from piiscan.extract.pdf import extract, ranges
from piiscan.extract.pdf_fonts import parse_to_unicode
from piiscan.extract.pdf_lines import lines_of
from piiscan.extract.pdf_rules import Rules
from piiscan.extract.pdf_runs import Run
from piiscan.extract.pdf_strings import text_string
from piiscan.extract.protocol import Limits


def made(*contents: bytes, limits: Limits | None = None, **more: object) -> Read:
    return read(extract, document(*contents, **more), limits)  # type: ignore[arg-type]


def test_lines_and_pages() -> None:
    result = made(show("一行目の文", 50, 800) + show("二行目", 50, 780), show("次のページ", 50, 800))
    assert [segment.text for segment in result.segments] == ["一行目の文\n二行目\n", "次のページ\n"]
    assert [segment.place.page for segment in result.segments] == [1, 2]
    assert not result.skips


def test_characters_set_one_by_one_are_one_line() -> None:
    content = b"".join(show(character, 50 + 10 * index, 800) for index, character in enumerate("東京都千代田区"))
    assert made(content).text == "東京都千代田区\n"


def test_kerned_strings_spaces_and_cells() -> None:
    content = b"BT /L 10 Tf 50 800 Td [(03)-20(-0000)] TJ [-400 (Tel) -900 (x) -4000 (far)] TJ ET"
    result = made(content)
    assert result.text == "03-0000 Tel x\tfar\n"


def test_every_way_to_show_text() -> None:
    content = (
        b"BT /L 10 Tf 12 TL 1 0 0 1 50 800 Tm (one) Tj T* (two) Tj (three) ' 1 0 (four) \" 0 -12 TD (fi\\(v\\)e \\101) Tj"
        b" T* <736978> Tj ET"
    )
    assert made(content).text == "one\ntwo\nthree\nfour\nfi(v)e A\nsix\n"


def test_scaling_by_matrix_and_rotated_pages() -> None:
    content = b"q 2 0 0 2 0 0 cm " + show("大きく", 50, 300, 5) + b"Q " + show("次の行", 50, 580)
    assert made(content).text == "大きく\n次の行\n"
    turned = (
        b"q 0 1 -1 0 300 100 cm " + show("横向き", 0, 0) + b"Q q 0 1 -1 0 320 100 cm " + show("二行目", 0, 0) + b"Q"
    )
    assert made(turned, page=b"/Rotate 90").text == "横向き\n二行目\n"


def test_vertical_writing() -> None:
    def column(text: str, x: int) -> bytes:
        return b"BT /V 10 Tf %d 800 Td <%b> Tj ET " % (x, text.encode("utf-16-be").hex().encode())

    assert made(column("右の列から", 500) + column("左の列へ", 480)).text == "右の列から\n左の列へ\n"


def test_vertical_writing_by_an_upright_font() -> None:
    def column(text: str, x: int) -> bytes:
        return b"".join(show(character, x, 800 - 10 * index) for index, character in enumerate(text))

    result = made(column("東京都千代田区", 500) + column("霞が関一丁目", 480))
    assert result.text.replace("\n", "") == "東京都千代田区霞が関一丁目"


def test_table_rows_are_cells_labelled_by_their_header() -> None:
    rows = (
        ("氏名", "電話番号", "住所"),
        ("山田 太郎", "03-0000-0000", "東京都港区"),
        ("山田 花子", "03-0000-0001", "大阪市"),
    )
    content = b"".join(
        show(text, 50 + 150 * column, 800 - 20 * row)
        for row, texts in enumerate(rows)
        for column, text in enumerate(texts)
    )
    result = made(content)
    assert "山田 太郎\t03-0000-0000\t東京都港区\n" in result.text
    assert result.mark("03-0000-0001").label == "電話番号"
    assert result.mark("大阪市").label == "住所"
    assert result.mark("大阪市").place.page == 1


def test_a_form_is_labelled_from_the_left() -> None:
    assert made(show("氏名", 50, 800) + show("佐藤 次郎", 150, 800)).mark("佐藤 次郎").label == "氏名"


def test_a_cell_of_two_lines_is_one() -> None:
    address = "東京都千代田区霞が関一丁目"
    content = (
        show("山田", 50, 790) + show(address, 120, 800) + show("二番三号", 120, 788) + show("03-0000-0000", 400, 790)
    )
    assert address + "二番三号" in made(content).text


def test_text_written_font_by_font_is_mended() -> None:
    content = show("電話", 50, 800) + show("住所", 50, 780) + b"BT /L 10 Tf 70 800 Td (03-0000-0000) Tj ET"
    assert "電話 03-0000-0000\n" in made(content).text or "電話03-0000-0000\n" in made(content).text


def test_shadows_are_not_doubled() -> None:
    assert made(show("社外秘", 50, 800) + show("社外秘", 50.5, 799.8)).text == "社外秘\n"


def test_forms_are_drawn_where_they_are_used() -> None:
    form = stream(show("様式の文", 0, 0), b"/Type/XObject/Subtype/Form/BBox[0 0 1 1]/Matrix[1 0 0 1 50 700]")
    result = made(show("前", 50, 800) + b"q 1 0 0 1 0 0 cm /X Do Q " + show("後", 50, 600), more={20: form})
    assert result.text == "前\n様式の文\n後\n"


def test_a_form_that_draws_itself_ends() -> None:
    form = stream(
        b"/X Do " + show("一度", 50, 700) + b"/X Do",
        b"/Subtype/Form/Resources<</Font<</J 4 0 R>>/XObject<</X 20 0 R>>>>",
    )
    assert made(b"/X Do", more={20: form}).text == "一度\n"


def test_forms_that_multiply_are_bounded() -> None:
    def form(name: bytes, number: int) -> bytes:
        return stream(b"/%b Do " % name * 20, b"/Subtype/Form/Resources<</XObject<</%b %d 0 R>>>>" % (name, number))

    more = {
        20: form(b"A", 22),
        22: form(b"B", 23),
        23: form(b"C", 24),
        24: form(b"D", 25),
        25: stream(b"q Q", b"/Subtype/Form"),
    }
    result = quick(document(show("前の文", 50, 800) + b"/X Do " * 20, more=more))
    assert "前の文" in result.text
    assert result.reasons == {"corrupt"}


def test_pictures_without_text_are_said() -> None:
    picture = stream(b"\xff\xd8", b"/Subtype/Image/Width 1/Height 1/Filter/DCTDecode")
    result = made(show("文字", 50, 800), b"/I Do", b"BI /W 1 /H 1 ID \x00\xff EI", b"", more={21: picture})
    assert [(skip.reason, skip.detail) for skip in result.skips] == [("no_text", "pages without text: 2-3")]


def test_glyphs_without_characters_are_counted_not_invented() -> None:
    result = made(b"BT /N 10 Tf 50 800 Td <00410042> Tj ET " + show("読める", 50, 780))
    assert result.text == "読める\n"
    assert [skip.reason for skip in result.skips] == ["no_text"]
    assert "2 glyphs without Unicode on pages 1" in result.skips[0].detail


def test_what_glyphs_really_say() -> None:
    content = b"/Span<</ActualText<FEFF5C717530>>> BDC BT /N 10 Tf 50 800 Td <00410042> Tj ET EMC"
    result = made(content)
    assert result.text == "山田\n"
    assert not result.skips


@pytest.mark.parametrize("encoding", [b"60 0 R", b"/Nowhere-H"])
def test_codes_of_an_unknown_cmap_are_looked_up_or_counted(encoding: bytes) -> None:
    cmap = stream(b"begincmap endcmap", b"/Type/CMap/CMapName/Own")
    font = b"<</Type/Font/Subtype/Type0/BaseFont/Made/Encoding %b/DescendantFonts[5 0 R]%%b>>" % encoding
    known = made(show("山田", 50, 800), more={4: font % b"/ToUnicode 6 0 R", 60: cmap})
    assert known.text == "山田\n"
    unknown = made(show("山田", 50, 800), more={4: font % b"", 60: cmap})
    assert unknown.reasons == {"no_text"}


def test_a_font_that_cannot_be_loaded_is_counted() -> None:
    result = made(
        b"BT /J 10 Tf 50 800 Td <00410042> Tj ET", more={4: b"<</Type/Font/Subtype/Type0/DescendantFonts[]>>"}
    )
    assert result.reasons == {"no_text"}


def test_properties_bookmarks_notes_links_and_xmp() -> None:
    xmp = stream("<x:xmpmeta xmlns:x='x' xmlns:dc='dc'><dc:creator>作成 花子</dc:creator></x:xmpmeta>".encode())
    notes = (
        b"/Annots[<</Subtype/Text/Contents(\xfe\xff\x30\xe1\x30\xe2)/T(Reviewer)>>"
        b"<</Subtype/Link/A<</URI(mailto:taro@example.com)>>>>]"
    )
    result = made(
        b"",
        page=notes,
        catalog=b"/Outlines 30 0 R/Metadata 32 0 R",
        trailer=b"/Info<</Author(%b)/Producer(Maker)>>" % "作成 太郎".encode("cp932"),
        more={30: b"<</First 31 0 R>>", 31: b"<</Title(\xef\xbb\xbf%b)/Next 31 0 R>>" % "第一章".encode(), 32: xmp},
    )
    assert result.mark("作成 太郎").label == "Author"
    assert result.mark("第一章").place.part == "bookmark"
    assert result.text.count("第一章") == 1
    assert result.mark("メモ").place.part == "comment"
    assert result.mark("メモ").place.page == 1
    assert result.mark("Reviewer").label == "author"
    assert result.mark("mailto:taro@example.com").place.part == "hyperlink"
    assert result.mark("作成 花子").label == "creator"
    assert "Maker" not in result.text


def test_form_fields_carry_their_names() -> None:
    fields = {
        30: b"<</Fields[31 0 R 33 0 R]>>",
        31: b"<</T(%b)/Kids[32 0 R]>>" % "氏名".encode("cp932"),
        32: b"<</Parent 31 0 R/V(%b)/Kids[31 0 R]>>" % "佐藤 次郎".encode("cp932"),
        33: b"<</T(f2)/TU(Phone)/V(03-0000-0000)/DV(none)>>",
    }
    result = made(b"", catalog=b"/AcroForm 30 0 R", more=fields)
    assert result.mark("佐藤 次郎").label == "氏名"
    assert result.mark("03-0000-0000").label == "Phone"
    assert result.mark("03-0000-0000").place.part == "form"


def test_xfa_packets_are_one_document() -> None:
    more = {30: stream("<xdp><氏名>佐藤".encode()), 31: stream(" 次郎</氏名></xdp>".encode())}
    result = made(b"", catalog=b"/AcroForm<</XFA[(a) 30 0 R (b) 31 0 R]>>", more=more)
    assert result.mark("佐藤 次郎").label == "氏名"


def test_attached_files_are_read() -> None:
    more = {
        30: b"<</Names[(a) 31 0 R]>>",
        31: b"<</F(%b)/EF<</F 32 0 R>>>>" % "名簿.txt".encode("cp932"),
        32: stream("添付の中身 03-0000-0000".encode(), flate=True),
    }
    result = made(b"", catalog=b"/Names<</EmbeddedFiles 30 0 R>>", more=more)
    assert "添付の中身 03-0000-0000" in result.text
    assert result.segments[-1].place.member == "名簿.txt"


@pytest.mark.parametrize(
    "filters", [b"/FlateDecode", b"/LZWDecode", b"/ASCII85Decode", b"/ASCIIHexDecode", b"/RunLengthDecode"]
)
def test_filters(filters: bytes) -> None:
    text = b"BT /L 10 Tf 50 800 Td (packed) Tj ET"
    packed = {
        b"/FlateDecode": zlib.compress(text),
        b"/LZWDecode": _lzw(text),
        b"/ASCII85Decode": b"6<+*YDJ()",
        b"/ASCIIHexDecode": text.hex().encode() + b">",
        b"/RunLengthDecode": bytes((len(text) - 1,)) + text + b"\x80",
    }[filters]
    if filters == b"/ASCII85Decode":
        import base64

        packed = base64.a85encode(text) + b"~>"
    assert made(b"", more={101: stream(packed, b"/Filter" + filters)}).text == "packed\n"


def _lzw(text: bytes) -> bytes:
    """Nine-bit codes with a reset between any two, so that the table never grows."""
    codes = [256]
    for byte in text:
        codes += [byte, 256]
    bits = "".join(f"{code:09b}" for code in [*codes, 257])
    bits += "0" * (-len(bits) % 8)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def test_a_damaged_stream_gives_its_beginning() -> None:
    content = b"".join(show(f"第{number}行の文", 50, 800 - number) for number in range(0, 700, 15))
    packed = bytearray(zlib.compress(content))
    packed[len(packed) * 3 // 4] ^= 0xFF
    result = made(b"", more={101: stream(bytes(packed), b"/Filter/FlateDecode")})
    assert "第0行の文\n" in result.text


def test_a_broken_page_does_not_cost_the_others() -> None:
    result = made(
        show("一", 50, 800),
        show("二", 50, 800),
        show("三", 50, 800),
        more={
            103: b"<</Length 10/Filter 99 0 R>>stream\nx\nendstream",
            102: b"<</Type/Page/Contents 103 0 R/Rotate(x)/MediaBox 7/Resources 8>>",
        },
    )
    assert "一" in result.text
    assert "三" in result.text


def test_broken_directory_is_rescued_and_said() -> None:
    data = document(show("残る文", 50, 800))
    result = read(extract, data[: data.rindex(b"xref\n0 1")] + b"trailer\n<</Root 1 0 R>>\n")
    assert "残る文" in result.text
    assert result.reasons <= {"corrupt"}
    wrong = read(extract, data.replace(b"startxref\n", b"startxref\n9"))
    assert "残る文" in wrong.text


def test_junk_before_and_after() -> None:
    result = read(extract, b"junk\n" * 20 + document(show("残る文", 50, 800)) + b"junk" * 50)
    assert "残る文" in result.text


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.7, 0.9])
def test_truncation_is_never_silent(cut: float) -> None:
    data = document(*[show(f"{page}頁の文", 50, 800) for page in range(5)])
    result = read(extract, data[: int(len(data) * cut)])
    assert "corrupt" in result.reasons
    if cut > 0.6:
        assert "0頁の文" in result.text


def test_objects_in_object_streams_are_rescued() -> None:
    page = b"<</Type/Page/Contents 101 0 R/Resources<</Font<</J 4 0 R>>>>>>"
    inside = b"100 0 " + page
    data = document(
        show("束の中", 50, 800), more={100: b"null", 60: stream(inside, b"/Type/ObjStm/N 1/First 6", flate=True)}
    )
    data = data.replace(b"100 0 obj\nnull\nendobj", b"%" + b" " * 20)
    cut = data[: data.index(b"xref\n0 1")]
    assert "束の中" in read(extract, cut).text


def test_no_pdf_at_all() -> None:
    assert read(extract, b"%PDF-1.7 but no more").reasons == {"corrupt"}


def test_a_password_is_asked_for() -> None:
    encrypt = b"/Encrypt<</Filter/Standard/V 1/R 2/P -4/O(%b)/U(%b)>>/ID[(a)(a)]" % (b"o" * 32, b"u" * 32)
    assert made(show("秘密", 50, 800), trailer=encrypt).reasons == {"encrypted"}


def quick(data: bytes, limits: Limits | None = None, seconds: float = 5.0) -> Read:
    begin = time.monotonic()
    result = read(extract, data, limits)
    assert time.monotonic() - begin < seconds
    return result


def test_rings_of_references_end() -> None:
    ring = {40: b"41 0 R", 41: b"40 0 R"}
    length = b"<</Length 40 0 R>>stream\nBT /L 10 Tf (x) Tj ET\nendstream"
    assert quick(document(show("x", 1, 1), more={101: length, **ring})).reasons
    assert quick(
        document(show("残る", 1, 1), catalog=b"/Outlines 40 0 R/AcroForm 40 0 R/Names 40 0 R", more=ring)
    ).segments
    assert quick(pdf({1: b"<</Type/Catalog/Pages 40 0 R>>", **ring})).reasons == {"corrupt"}
    own_length = b"<</Length 101 0 R>>stream\nx\nendstream"
    assert not quick(document(b"", more={101: own_length})).text


def test_page_trees_in_rings_and_thousands_deep() -> None:
    tree = {number: b"<</Type/Pages/Kids[%d 0 R]>>" % (number + 1) for number in range(1000, 6000)}
    tree[6000] = b"<</Type/Page/Contents 101 0 R/Resources<</Font<</J 4 0 R>>>>>>"
    assert (
        "底の頁" in quick(document(show("底の頁", 50, 800), more={**tree, 2: b"<</Type/Pages/Kids[1000 0 R]>>"})).text
    )
    ring = {2: b"<</Type/Pages/Kids[2 0 R 100 0 R 2 0 R]>>"}
    assert quick(document(show("一度だけ", 50, 800), more=ring)).text == "一度だけ\n"


def test_absurd_object_counts_end() -> None:
    entries = zlib.compress(b"\x01\x00\x09\x00" * 3)
    xref = b"7 0 obj\n<</Type/XRef/Size 1000000000/W[1 2 1]/Root 1 0 R/Filter/FlateDecode/Length %d>>stream\n%b\nendstream\nendobj\n"
    head = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
    data = head + xref % (len(entries), entries) + b"startxref\n%d\n%%%%EOF" % len(head)
    assert quick(data).reasons == {"corrupt"}


@pytest.mark.parametrize("chain", [1, 2])
def test_flate_bombs_are_named(chain: int) -> None:
    bomb = b" " * (30 * 2**20)
    for _ in range(chain):
        bomb = zlib.compress(bomb, 9)
    filters = b"/Filter[%b]" % (b"/FlateDecode" * chain)
    result = quick(document(show("前の頁", 50, 800), b"", more={103: stream(bomb, filters)}))
    assert "前の頁" in result.text
    assert result.reasons == {"ratio"}


def test_unpacking_is_bounded_in_all() -> None:
    data = document(*[show("あ" * 500, 50, 800) * 30 for _ in range(40)])
    assert "too_big" in quick(data, Limits(unpacked_bytes=300_000, ratio=10**6)).reasons


def test_absurd_predictors_fonts_and_maps() -> None:
    predictor = stream(zlib.compress(b"x" * 50), b"/Filter/FlateDecode/DecodeParms<</Predictor 12/Columns 2000000000>>")
    assert quick(document(b"", show("次", 50, 800), more={101: predictor})).reasons == {"corrupt"}
    wide = (
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Made/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)>>"
        b"/W[0 2000000000 500]>>"
    )
    assert quick(document(show("幅", 50, 800), more={5: wide})).text == "幅\n"
    endless = stream(b"beginbfrange <0000> <ffffffff> <0041> endbfrange")
    assert quick(document(show("A", 50, 800), more={6: endless})).segments


def test_deep_arrays_and_wild_contents_end() -> None:
    assert quick(document(b"[" * 200_000 + show("後の文", 50, 800))).segments
    assert quick(document(b"q " * 200_000 + b"(" * 50_000)).segments == []
    assert quick(document(b"1 " * 300_000 + show("後の文", 50, 800))).text == "後の文\n"
    nested = b"<</Type/Catalog/Pages 2 0 R/X %b>>" % (b"[" * 20_000 + b"]" * 20_000)
    assert quick(document(show("文", 50, 800), more={1: nested}))


def test_time_is_looked_at() -> None:
    data = document(*[show("文", 50, 800) for _ in range(20)])
    assert read(extract, data, Limits(seconds=-1)).reasons == {"time"}


def test_to_unicode_maps() -> None:
    data = b"""beginbfchar <01> <5C71> <02> <D842DFB7> endbfchar
    beginbfrange <0010> <0012> <0041> <0020> <0021> [<0061> <00620063>] endbfrange"""
    assert parse_to_unicode(data) == {1: "山", 2: "𠮷", 0x10: "A", 0x11: "B", 0x12: "C", 0x20: "a", 0x21: "bc"}
    assert parse_to_unicode(b"beginbfchar <zz> <0041>") == {}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (b"plain", "plain"),
        (b"\xfe\xff\x5c\x71", "山"),
        (b"\xff\xfe\x71\x5c", "山"),
        (b"\xef\xbb\xbf" + "山".encode(), "山"),
        ("山田".encode("cp932"), "山田"),
        (b"\xff\xff", "ÿÿ"),
    ],
)
def test_text_strings(raw: bytes, text: str) -> None:
    assert text_string(raw) == text


def test_jumping_content_is_put_in_order() -> None:
    runs = [Run(f"{row}", 50.0, 60.0, float(15 * row), 10.0, 0) for row in (5, 1, 8, 2, 9, 3, 7, 0, 6, 4) * 1]
    assert "".join(line.pieces[0].text for line in lines_of(runs, Rules(), lambda: None)) == "0123456789"


def test_ranges() -> None:
    assert ranges([1, 2, 3, 7, 9, 10]) == "1-3, 7, 9-10"


def test_latin_font_is_what_the_samples_say() -> None:
    assert b"Helvetica" in LATIN


def told(text: str) -> bytes:
    return b"<FEFF" + text.encode("utf-16-be").hex().encode() + b">"


def drawing(text: str) -> bytes:
    return stream(show(text, 1, 1), b"/Subtype/Form/Resources<</Font<</J 4 0 R>>>>")


def test_what_stamps_and_fields_show() -> None:
    more = {
        30: b"<</Subtype/Stamp/Rect[0 0 1 1]/AP<</N 31 0 R>>>>",
        31: drawing("承認 佐藤"),
        32: b"<</Subtype/Widget/FT/Tx/T(w)/V %b/AP<</N<</On 33 0 R/Off 34 0 R>>>>>>" % told("値と同じ"),
        33: drawing("値と同じ"),
        34: drawing("別の見かけ"),
    }
    got = made(show("本文", 50, 700), page=b"/Annots[30 0 R 32 0 R]", more=more)
    assert got.part("comment") == "承認 佐藤\n"
    assert "別の見かけ" in got.part("form")
    assert got.text.count("値と同じ") == 0  # the field itself is read with its form, which there is none


def test_signatures_choices_scripts_layers_and_structure() -> None:
    more = {
        30: b"<</FT/Ch/T(c)/Opt[[(a) %b] %b]/V(x)/MK<</CA %b>>/AA<</K<</S/JavaScript/JS %b>>>>>>"
        % tuple(map(told, ("選択の一", "選択の二", "釦の字", "入力の式"))),
        31: b"<</FT/Sig/T(s)/V<</Type/Sig/Name %b/Reason %b/ContactInfo %b>>>>"
        % tuple(map(told, ("署名した人", "署名の訳", "連絡先"))),
        32: b"<</Subtype/Link/A<</S/Launch/F %b>>>>" % told("起動する物.exe"),
        33: b"<</Names[(a) <</S/JavaScript/JS %b>>]>>" % told("文書の式"),
        34: b"<</OCGs[35 0 R]>>",
        35: b"<</Type/OCG/Name %b>>" % told("層の名"),
        36: b"<</K 37 0 R>>",
        37: b"<</S/Figure/Alt %b/K 36 0 R>>" % told("写真の説明"),
        38: b"<</Title(b)/A<</S/URI/URI(http://example.com/bookmark)>>>>",
        39: b"<</Type/Filespec/UF %b/Desc %b/EF<</F 40 0 R>>>>" % (told("添付の名.txt"), told("添付の説明")),
        40: stream("中身".encode()),
    }
    catalog = (
        b"/AcroForm<</Fields[30 0 R 31 0 R]>>/OCProperties 34 0 R/StructTreeRoot 36 0 R/Outlines<</First 38 0 R>>"
        b"/OpenAction<</S/JavaScript/JS %b>>/Names<</JavaScript 33 0 R/EmbeddedFiles<</Names[(x) 39 0 R]>>>>"
        % told("開く時の式")
    )
    got = made(show("本文", 50, 700), page=b"/Annots[32 0 R]", catalog=catalog, more=more)
    for text in (
        *("選択の一", "選択の二", "釦の字", "入力の式", "署名した人", "署名の訳", "連絡先", "起動する物.exe"),
        *("文書の式", "開く時の式", "層の名", "写真の説明", "bookmark", "添付の名.txt", "添付の説明", "中身"),
    ):
        assert text in got.text, text


def test_metadata_of_pictures_on_pages() -> None:
    pytest.importorskip("PIL.Image")
    from test_pictures import NAME, PHONE, XMP, exif_block, picture

    photo = stream(
        picture("JPEG", exif=exif_block()),
        b"/Subtype/Image/Width 40/Height 30/Filter/DCTDecode/Metadata 22 0 R",
    )
    result = made(show("本文", 50, 800) + b"/I Do", b"/I Do " + show("次", 50, 800), more={21: photo, 22: stream(XMP)})
    assert result.text.count(f"電話 {PHONE}") == 1
    assert f"連絡先 {PHONE}" in result.text
    assert result.mark(f"電話 {PHONE}").place.page == 1
    assert result.mark(f"電話 {PHONE}").place.part == "property"
    assert NAME in result.text
