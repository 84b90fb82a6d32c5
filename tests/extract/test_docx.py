"""Word documents: every part and every corner, and what hostile ones come to."""

# ruff: noqa: E501 - XML reads best in one piece

from __future__ import annotations

import io

import docx
import pytest
from ooxml_samples import Read, W, p, package, read, relations, tbl, word, workbook

from piiscan.extract.docx import extract
from piiscan.extract.protocol import Limits
from piiscan.places import Places


def body(xml: str, extra: dict[str, str | bytes] | None = None) -> Read:
    return read(extract, word(xml, extra))


def test_a_document_as_word_writes_it() -> None:
    document = docx.Document()
    document.add_paragraph("一行目")
    runs = document.add_paragraph()
    for character in "山田太郎":
        runs.add_run(character)
    table = document.add_table(rows=2, cols=3)
    for row, texts in enumerate((("氏名", "電話番号", "住所"), ("山田 太郎", "03-0000-0000", "東京都1-2-3"))):
        for column, text in enumerate(texts):
            table.cell(row, column).text = text
    document.sections[0].header.paragraphs[0].text = "社外秘"
    document.sections[0].footer.paragraphs[0].text = "連絡先 taro@example.com"
    document.add_comment(runs.runs, text="要確認", author="校閲 花子")
    document.core_properties.author = "作成 次郎"
    buffer = io.BytesIO()
    document.save(buffer)
    result = read(extract, buffer.getvalue())
    assert "一行目\n山田太郎\n" in result.text
    assert "氏名\t電話番号\t住所\n山田 太郎\t03-0000-0000\t東京都1-2-3\n" in result.text
    mark = result.mark("03-0000-0000")
    assert (mark.label, mark.place.cell, mark.place.line) == ("電話番号", "table 1 R2C2", 4)
    assert result.part("header") == "社外秘\n"
    assert "taro@example.com" in result.part("footer")
    assert "要確認" in result.part("comment")
    assert result.mark("校閲 花子").label == "author"
    assert result.mark("作成 次郎").label == "creator"
    assert not result.skips


def test_lines_are_counted() -> None:
    result = body(p("一") + p() + p("三"))
    segment = result.segments[0]
    assert Places(segment).at(segment.text.index("三")).line == 3


def test_signs_in_a_run() -> None:
    xml = p(
        "<w:pPr><w:tabs><w:tab w:val='left' w:pos='1'/></w:tabs></w:pPr>",
        "<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>",
    )
    assert body(xml).text == "a\tb\nc-d\n"


def test_nested_tables_come_before_their_row() -> None:
    inner = tbl(["内線", "1234"]) + p("外の文")
    result = body(tbl(["氏名", "連絡先"], ["山田", inner]))
    assert "内線\t1234\n" in result.text
    assert result.mark("1234").place.cell == "table 2 R1C2"
    assert result.mark("外の文").place.cell == "table 1 R2C2"


def test_a_form_is_labelled_from_the_left() -> None:
    result = body(tbl(["氏名", "佐藤 次郎"], ["電話", "06-0000-0000"]))
    assert "電話" in result.mark("06-0000-0000").label
    assert "氏名" in result.mark("佐藤 次郎").label or result.mark("佐藤 次郎").label == ""


def test_wide_cells_shift_columns() -> None:
    wide = "<w:tcPr><w:gridSpan w:val='2'/></w:tcPr>" + p("二つ分")
    result = body(tbl(["<x/>" + wide, "三列目"]))
    assert result.mark("三列目").place.cell == "table 1 R1C3"


def test_paragraphs_of_a_cell_stay_together() -> None:
    assert body(tbl(["<x/>" + p("上") + p("下"), "右"])).mark("上\n下").place.cell == "table 1 R1C1"


def test_text_boxes_once() -> None:
    box = "<w:txbxContent>" + p("箱の文") + "</w:txbxContent>"
    xml = p(
        "<w:r><w:t>前</w:t></w:r>",
        f"<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>",
        "<w:r><w:t>後</w:t></w:r>",
    )
    result = body(xml)
    assert result.text.count("箱の文") == 1
    assert "前後\n" in result.text
    assert result.mark("箱の文").place.part == "text box"


def test_a_fallback_alone_is_read() -> None:
    xml = p(
        "<w:r><mc:AlternateContent xmlns:mc='mc'><mc:Choice/><mc:Fallback><w:t>古い版</w:t></mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert "古い版" in body(xml).text


def test_vml_boxes_and_word_art() -> None:
    xml = p(
        "<w:r><w:pict xmlns:v='v'><v:textbox><w:txbxContent>"
        + p("絵の文")
        + "</w:txbxContent></v:textbox><v:textpath string='極秘'/></w:pict></w:r>"
    )
    result = body(xml)
    assert "絵の文" in result.part("text box")
    assert "極秘" in result.part("text box")


def test_tracked_changes_give_both_wordings() -> None:
    xml = p(
        "電話 03-0000-",
        "<w:del w:author='校閲 花子'><w:r><w:delText>1111</w:delText></w:r></w:del>",
        "<w:ins w:author='校閲 花子'><w:r><w:t>2222</w:t></w:r></w:ins>",
        " です",
    ) + p("<w:moveFrom><w:r><w:t>移した文</w:t></w:r></w:moveFrom>")
    result = body(xml)
    assert "電話 03-0000-2222 です\n" in result.text
    assert "電話 03-0000-1111 です" in result.part("deleted")
    assert "移した文" in result.part("deleted")
    assert result.mark("校閲 花子").label == "author"
    assert result.text.count("校閲 花子") == 1


def test_hidden_text_fields_forms_and_content_controls() -> None:
    xml = (
        p("<w:r><w:rPr><w:vanish/></w:rPr><w:t>隠し文字</w:t></w:r>")
        + p(
            "<w:r><w:instrText> HYPERLINK &quot;mailto:a</w:instrText></w:r><w:r><w:instrText>@example.com&quot; </w:instrText></w:r>",
            "表示",
        )
        + p("<w:r><w:instrText> PAGEREF _Toc12345678 \\h </w:instrText></w:r>")
        + p("<w:fldSimple w:instr=' MERGEFIELD 氏名 '><w:r><w:t>«氏名»</w:t></w:r></w:fldSimple>")
        + p(
            "<w:r><w:fldChar><w:ffData><w:textInput><w:default w:val='初期値の名'/></w:textInput></w:ffData></w:fldChar></w:r>"
        )
        + "<w:sdt><w:sdtPr><w:alias w:val='担当者'/><w:dropDownList><w:listItem w:displayText='選択肢甲' w:value='1'/></w:dropDownList></w:sdtPr>"
        + f"<w:sdtContent>{p('中身')}</w:sdtContent></w:sdt>"
    )
    result = body(xml)
    assert "隠し文字" in result.text
    assert 'HYPERLINK "mailto:a@example.com"' in result.part("field")
    assert "MERGEFIELD 氏名" in result.part("field")
    assert "12345678" not in result.text
    for text in ("初期値の名", "担当者", "選択肢甲"):
        assert text in result.part("form")
    assert "中身" in result.text


def test_ruby_keeps_base_and_reading_apart() -> None:
    def ruby(base: str, reading: str) -> str:
        return f"<w:r><w:ruby><w:rt><w:r><w:t>{reading}</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>{base}</w:t></w:r></w:rubyBase></w:ruby></w:r>"

    result = body(p(ruby("山", "やま"), ruby("田", "だ"), "さんと", ruby("鈴木", "すずき")))
    assert result.segments[0].text == "山田さんと鈴木\n"
    assert result.part("phonetic") == "やまだ すずき"


def test_all_other_parts() -> None:
    extra: dict[str, str | bytes] = {
        "word/footnotes.xml": f"<w:footnotes {W}>{p('脚注の文')}</w:footnotes>",
        "word/endnotes.xml": f"<w:endnotes {W}>{p('文末の注')}</w:endnotes>",
        "word/header7.xml": f"<w:hdr {W}>{p('頭の文')}</w:hdr>",
        "word/glossary/document.xml": f"<w:glossaryDocument {W}>{p('定型の文')}</w:glossaryDocument>",
        "word/settings.xml": f"<w:settings {W}><w:docVar w:name='変数' w:val='変数の値'/></w:settings>",
        "word/charts/chart1.xml": "<c:chart xmlns:c='c' xmlns:a='a'><a:p><a:t>図の題</a:t></a:p><c:v>凡例の文</c:v></c:chart>",
        "word/people.xml": "<w:people xmlns:w='w'><w:person w:author='校閲 花子'><w:presenceInfo w:userId='hanako@example.com'/></w:person></w:people>",
        "word/_rels/document.xml.rels": relations(("rId1", "hyperlink", "mailto:taro@example.com")),
        "docProps/app.xml": "<Properties><Company>見本商店</Company><Manager>部長 太郎</Manager><Pages>3</Pages></Properties>",
        "docProps/custom.xml": "<Properties><property name='承認者'><lpwstr>田中 次郎</lpwstr></property></Properties>",
        "customXml/item1.xml": "<客><氏名>高橋 花子</氏名></客>",
        "word/embeddings/book.xlsx": workbook('<sheetData><row r="1"><c r="A1"><v>90123</v></c></row></sheetData>'),
        "word/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "word/embeddings/old.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "word/styles.xml": "<w:styles xmlns:w='w'><w:t>飾り</w:t></w:styles>",
    }
    result = body(p("本文"), extra)
    assert result.text.startswith("本文\n")
    assert result.part("footnote") == "脚注の文\n"
    assert result.part("endnote") == "文末の注\n"
    assert result.part("header") == "頭の文\n"
    assert result.part("building block") == "定型の文\n"
    assert "変数の値" in result.part("form")
    assert "図の題\n凡例の文" in result.part("chart")
    assert "hanako@example.com" in result.part("comment")
    assert "mailto:taro@example.com" in result.part("hyperlink")
    assert result.mark("部長 太郎").label == "Manager"
    assert result.mark("田中 次郎").label == "承認者"
    assert result.mark("高橋 花子").label == "氏名"
    assert "飾り" not in result.text
    assert "3" not in result.part("property")
    inside = result.mark("90123").place
    assert (inside.member, inside.cell) == ("word/embeddings/book.xlsx", "A1")
    assert {skip.member for skip in result.skips} == {"word/embeddings/old.bin", "word/vbaProject.bin"}


def test_nothing_but_pictures_is_said() -> None:
    extra: dict[str, str | bytes] = {
        "word/media/image1.png": b"\x89PNG\r\n\x1a\n",
        "docProps/app.xml": "<Properties><Application>Some Word</Application></Properties>",
    }
    assert body(p(), extra).reasons == {"no_text"}


@pytest.mark.parametrize("part", ["word/document.xml", "word/header1.xml", "docProps/core.xml", "word/comments.xml"])
def test_entity_bombs_are_refused_in_every_part(part: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><a>&b;</a>'
    assert "dtd_refused" in read(extract, package({"word/document.xml": f"<w:document {W}/>", part: bomb})).reasons


def test_tables_deeper_than_the_limit_are_named() -> None:
    xml = p("前の文") + "<w:tbl><w:tr><w:tc>" * 2_000 + p("底")
    result = body(xml)
    assert "前の文" in result.text
    assert result.reasons == {"depth"}


def test_tables_just_inside_the_limit_are_read() -> None:
    xml = "<w:tbl><w:tr><w:tc>" * 50 + p("底の文") + "</w:tc></w:tr></w:tbl>" * 50
    result = body(xml)
    assert "底の文" in result.text
    assert not result.skips


def test_a_document_cut_in_half_keeps_its_first_half() -> None:
    cut = f"<w:document {W}><w:body>{p('前半')}<w:tbl><w:tr><w:tc>{p('升')}"
    result = read(extract, package({"word/document.xml": cut}))
    assert "前半" in result.text
    assert "升" in result.text
    assert result.reasons == {"corrupt"}


def test_a_package_cut_in_half() -> None:
    data = word(p("一" * 50), {"word/header1.xml": f"<w:hdr {W}>{p('頭')}</w:hdr>"})
    result = read(extract, data[: len(data) * 2 // 3])
    assert "一" * 50 in result.text
    assert "corrupt" in result.reasons


def test_text_is_cut_into_joined_segments() -> None:
    result = body("".join(p("あ" * 500) for _ in range(300)))
    assert result.text == ("あ" * 500 + "\n") * 300
    assert [segment.joined for segment in result.segments] == [False, True, True]
    assert result.segments[1].place.line > 100


def test_an_unpacking_limit_ends_it() -> None:
    result = read(extract, word("".join(p(f"{n}番") for n in range(50_000))), Limits(unpacked_bytes=200_000))
    assert "too_big" in result.reasons
    assert "1番" in result.text


def test_corners_of_a_document_that_somebody_filled_in() -> None:
    inner = (
        '<w:sdt><w:sdtPr><w:tag w:val="札の値"/><w:date w:fullDate="1980-04-01T00:00:00Z"/></w:sdtPr></w:sdt>'
        '<w:tbl><w:tblPr><w:tblCaption w:val="表の題"/><w:tblDescription w:val="表の説明"/></w:tblPr></w:tbl>'
        '<w:customXml w:element="x"><w:customXmlPr><w:attr w:name="k" w:val="属性の値"/></w:customXmlPr></w:customXml>'
        '<w:p><w:bookmarkStart w:name="佐藤様分"/><w:bookmarkStart w:name="_Toc123456"/><w:r><w:t>本文</w:t></w:r></w:p>'
    )
    control = '<x:ocx xmlns:x="x"><x:ocxPr x:name="Value" x:value="入力の値"/></x:ocx>'
    result = body(inner, {"word/activeX/activeX1.xml": control})
    for text in ("札の値", "1980-04-01", "表の題", "表の説明", "属性の値", "佐藤様分"):
        assert text in result.text
    assert "_Toc" not in result.text
    assert result.mark("入力の値").place.part == "form"
