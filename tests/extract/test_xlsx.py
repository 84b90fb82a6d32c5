"""Workbooks: every corner that can hold a value, and every way a sheet can lie."""

# ruff: noqa: E501 - XML and PDF objects read best in one piece

from __future__ import annotations

import datetime as dt
import io

import openpyxl
import pytest
from ooxml_samples import Read, S, package, read, relations, workbook
from openpyxl.comments import Comment

from piiscan.extract.protocol import SEGMENT_CHARACTERS, Limits
from piiscan.extract.xlsx import extract
from piiscan.extract.xlsx_cells import DATE, PLAIN, kind_of_format, number_text


def saved(book: openpyxl.Workbook) -> Read:
    buffer = io.BytesIO()
    book.save(buffer)
    return read(extract, buffer.getvalue())


def cells(rows: str, **more: object) -> Read:
    return read(extract, workbook(f"<sheetData>{rows}</sheetData>", **more))  # type: ignore[arg-type]


def text_cell(ref: str, text: str) -> str:
    return f'<c r="{ref}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_cells_rows_and_labels() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "顧客"
    for row in (["顧客名簿"], [], ["氏名", "電話番号", "生年月日"]):
        sheet.append(row)
    for day in (1, 2, 3):
        sheet.append(["山田 太郎", 312345678, dt.date(1980, 1, day)])
    result = saved(book)
    assert "氏名\t電話番号\t生年月日\n山田 太郎\t312345678\t1980-01-01\n" in result.text
    mark = result.mark("312345678")
    assert (mark.label, mark.place.sheet, mark.place.cell) == ("電話番号", "顧客", "B4")
    assert result.mark("1980-01-03").place.cell == "C6"
    assert result.mark("電話番号").label == ""


def test_hidden_sheets_rows_and_columns_are_read() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["B1"] = "隠れた行", "隠れた列"
    sheet.row_dimensions[1].hidden = True
    sheet.column_dimensions["B"].hidden = True
    book.create_sheet("裏")["A1"] = "隠しシート"
    book["裏"].sheet_state = "hidden"
    book.create_sheet("奥")["A1"] = "もっと隠しシート"
    book["奥"].sheet_state = "veryHidden"
    result = saved(book)
    assert "隠れた行" in result.text
    assert "隠れた列" in result.text
    assert result.mark("隠しシート").place.part == "hidden sheet"
    assert result.mark("もっと隠しシート").place.sheet == "奥"


def test_everything_around_the_cells() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"] = "x"
    sheet["A1"].comment = Comment("090-0000-0000 に連絡", "注記 太郎")
    sheet["A2"] = "リンク"
    sheet["A2"].hyperlink = "mailto:taro@example.com"
    sheet.oddHeader.center.text = "社外秘 &P"
    sheet.oddFooter.left.text = "作成 花子"
    sheet["B1"] = '=CONCATENATE("数式の中の文","y")'
    validation = openpyxl.worksheet.datavalidation.DataValidation(
        type="list", formula1='"山田,鈴木"', prompt="選択のこと"
    )
    validation.add("C1")
    sheet.add_data_validation(validation)
    book.defined_names["担当者"] = openpyxl.workbook.defined_name.DefinedName("担当者", attr_text='"佐藤"')
    book.properties.creator = "作成者 次郎"
    book.properties.description = "説明文"
    result = saved(book)
    assert result.mark("090-0000-0000 に連絡").place == result.mark("x").place._replace(part="comment")
    assert result.mark("注記 太郎").label == "author"
    assert result.mark("mailto:taro@example.com").place.cell == "A2"
    assert result.part("header") == "社外秘"
    assert result.part("footer") == "作成 花子"
    assert "数式の中の文" in result.part("formula")
    assert "山田,鈴木" in result.part("validation")
    assert "選択のこと" in result.part("validation")
    assert "佐藤" in result.part("defined name")
    assert "担当者" in result.part("defined name")
    assert result.part("sheet name") == "Sheet"
    assert result.mark("作成者 次郎").label == "creator"
    assert "説明文" in result.part("property")
    assert not result.skips


def test_shared_strings_runs_joined_and_readings_apart() -> None:
    strings = f"<sst {S}><si><r><t>山</t></r><r><t>田</t></r><rPh sb='0' eb='2'><t>ヤマダ</t></rPh></si><si><t>東京</t></si></sst>"
    rows = '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>0</v></c></row>'
    result = cells(rows, extra={"xl/sharedStrings.xml": strings})
    assert "山田\t東京\t山田\n" in result.text
    assert result.part("phonetic") == "ヤマダ"
    assert result.mark("ヤマダ").place.cell == "A1"


def test_inline_strings_booleans_errors_and_cached_formulas() -> None:
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><r><t>分</t></r><r><t>割</t></r></is></c><c r="B1" t="b"><v>1</v></c>'
        '<c r="C1" t="e"><v>#N/A</v></c><c r="D1" t="str"><f>X&amp;Y</f><v>計算結果</v></c><c r="E1"><f>1+1</f><v>2</v></c>'
        '<c r="F1" t="d"><v>2020-01-02</v></c></row>'
    )
    assert "分割\tTRUE\t#N/A\t計算結果\t2\t2020-01-02\n" in cells(rows).text


def test_escaped_control_characters() -> None:
    strings = f"<sst {S}><si><t>03-0000_x000D_\n_x005F_x000D_</t></si></sst>"
    result = cells('<row r="1"><c r="A1" t="s"><v>0</v></c></row>', extra={"xl/sharedStrings.xml": strings})
    assert "03-0000\r\n_x000D_\n" in result.text


def test_cells_without_references() -> None:
    result = cells('<row><c t="inlineStr"><is><t>一</t></is></c><c><v>2</v></c></row><row><c><v>3</v></c></row>')
    assert [result.mark(text).place.cell for text in "一23"] == ["A1", "B1", "A2"]


def test_prefixed_elements() -> None:
    sheet = f'<x:worksheet xmlns:x="{S[7:-1]}"><x:sheetData><x:row r="1"><x:c r="A1"><x:v>42</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    assert "42" in read(extract, workbook("", extra={"xl/worksheets/sheet1.xml": sheet})).text


@pytest.mark.parametrize(
    ("stored", "kind", "text"),
    [
        ("312345678", PLAIN, "312345678"),
        ("9.012345678E10", PLAIN, "90123456780"),
        ("4.9801234567890120E15", PLAIN, "4980123456789012"),
        ("1.5", PLAIN, "1.5"),
        ("0.30000000000000004", PLAIN, "0.30000000000000004"),
        ("-12", PLAIN, "-12"),
        ("12.0", PLAIN, "12"),
        ("1E400", PLAIN, "1E400"),
        ("NaN", PLAIN, "NaN"),
        ("nonsense", PLAIN, "nonsense"),
        ("312345678", 10, "0312345678"),
        ("29221", DATE, "1980-01-01"),
        ("29221.5", DATE, "1980-01-01 12:00:00"),
        ("0.25", DATE, "06:00:00"),
        ("1", DATE, "1900-01-01"),
        ("61", DATE, "1900-03-01"),
        ("99999999", DATE, "99999999"),
        ("-5", DATE, "-5"),
    ],
)
def test_numbers(stored: str, kind: int, text: str) -> None:
    assert number_text(stored, kind) == text


def test_the_other_date_system() -> None:
    assert number_text("0", DATE, from_1904=True) == "1904-01-01"
    styles = f'<styleSheet {S}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>'
    rows = '<row r="1"><c r="A1" s="1"><v>27759</v></c></row>'
    result = cells(rows, book='<workbookPr date1904="1"/>', extra={"xl/styles.xml": styles})
    assert "1980-01-01" in result.text


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("General", PLAIN),
        ("0", PLAIN),
        ("0000000", 7),
        ('#,##0"円"', PLAIN),
        ("0.00E+00", PLAIN),
        ("yyyy/m/d", DATE),
        ('[$-411]ggge"年"m"月"d"日"', DATE),
        ("[h]:mm", DATE),
        ("@", PLAIN),
        ("[Red]0", PLAIN),
    ],
)
def test_number_formats(code: str, kind: int) -> None:
    assert kind_of_format(164, code) == kind


def test_far_cells_lying_dimensions_and_empty_rows_cost_nothing() -> None:
    empty = "".join(f'<row r="{n}"/>' for n in range(2, 50_000))
    rows = f'<row r="1">{text_cell("A1", "近い")}</row>{empty}<row r="1048576">{text_cell("XFD1048576", "遠い")}</row>'
    data = workbook(f'<dimension ref="A1:XFD1048576"/><sheetData>{rows}</sheetData>')
    result = read(extract, data)
    assert "近い\n遠い\n" in result.text
    assert len(result.text) < 100
    assert result.mark("遠い").place.cell == "XFD1048576"


def test_segments_are_bounded_and_joined() -> None:
    rows = "".join(
        f'<row r="{n}">{text_cell(f"A{n}", "あ" * 1000)}{text_cell(f"B{n}", "い")}</row>' for n in range(1, 200)
    )
    result = cells(rows)
    sheet = [segment for segment in result.segments if segment.place.sheet]
    assert len(sheet) > 2
    assert all(len(segment.text) < 2 * SEGMENT_CHARACTERS for segment in sheet)
    assert [segment.joined for segment in sheet] == [False] + [True] * (len(sheet) - 1)
    assert result.text.count("あ" * 1000 + "\tい\n") == 199


def test_one_huge_cell_is_cut_but_whole() -> None:
    result = cells(f'<row r="1">{text_cell("A1", "あ" * 200_000)}{text_cell("B1", "後")}</row>')
    assert "あ" * 200_000 + "\t後\n" in result.text
    assert max(len(segment.text) for segment in result.segments) < 2 * SEGMENT_CHARACTERS


def test_a_listed_sheet_that_is_missing_is_said() -> None:
    names = '<sheet name="表" sheetId="1" r:id="rId1"/><sheet name="無" sheetId="2" r:id="rId2"/>'
    result = cells(f'<row r="1">{text_cell("A1", "有")}</row>', sheets=names)
    assert "有" in result.text
    assert result.reasons == {"corrupt"}


def test_a_damaged_relationship_part_is_said_once_and_links_outside_are_read() -> None:
    broken = cells("", rels="<Relationships><broken")
    assert [skip.member for skip in broken.skips if skip.member] == ["xl/_rels/workbook.xml.rels"]
    linked = relations(
        ("rId1", "worksheet", "worksheets/sheet1.xml"), ("rId2", "externalLink", "file:///C:/Users/taro/名簿.xlsx")
    )
    assert "taro/名簿.xlsx" in cells("", rels=linked).part("hyperlink")


def test_a_sheet_no_list_names_is_read() -> None:
    orphan = f'<worksheet {S}><sheetData><row r="1">{text_cell("A1", "孤児")}</row></sheetData></worksheet>'
    result = cells("", extra={"xl/worksheets/sheet9.xml": orphan})
    assert result.mark("孤児").place.part == "hidden sheet"


def test_drawings_threads_people_pivots_and_custom_xml() -> None:
    drawing = (
        '<d:wsDr xmlns:d="d" xmlns:a="a"><d:sp><d:cNvPr id="1" name="n" descr="代替文"/><a:p><a:r><a:t>図形</a:t></a:r>'
        "<a:r><a:t>の文</a:t></a:r></a:p></d:sp></d:wsDr>"
    )
    vml = (
        '<xml xmlns:v="v"><v:textbox><div>印<br>影</div></v:textbox><x:ClientData><x:Row>3</x:Row></x:ClientData></xml>'
    )
    extra: dict[str, str | bytes] = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(
            ("rId1", "drawing", "../drawings/drawing1.xml"),
            ("rId2", "threadedComment", "../threadedComments/t1.xml"),
            ("rId3", "vmlDrawing", "../drawings/v.vml"),
        ),
        "xl/drawings/drawing1.xml": drawing,
        "xl/drawings/v.vml": vml,
        "xl/threadedComments/t1.xml": '<ThreadedComments><threadedComment ref="B2"><text>返信の文</text></threadedComment></ThreadedComments>',
        "xl/persons/person.xml": '<personList><person displayName="投稿 者" userId="taro@example.com"/></personList>',
        "xl/pivotCache/c1.xml": '<pivotCacheDefinition><sharedItems><s v="消した行"/></sharedItems></pivotCacheDefinition>',
        "customXml/item1.xml": '<客 番号="会員九"><氏名>高橋 花子</氏名></客>',
        "docProps/custom.xml": '<Properties><property name="承認者"><lpwstr>田中 次郎</lpwstr></property></Properties>',
        "xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
        "xl/embeddings/a.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n",
    }
    result = cells("", extra=extra)
    assert result.mark("図形の文").place == result.mark("代替文").place
    assert result.mark("図形の文").place.sheet == "表"
    assert "印" in result.part("text box")
    assert "3" not in result.part("text box")
    assert result.mark("返信の文").place.cell == "B2"
    assert "taro@example.com" in result.part("comment")
    assert "消した行" in result.text
    assert result.mark("高橋 花子").label == "氏名"
    assert result.mark("会員九").label == "番号"
    assert result.mark("田中 次郎").label == "承認者"
    assert sorted(skip.member for skip in result.skips) == ["", "xl/embeddings/a.bin", "xl/vbaProject.bin"]
    assert result.skips[-1].detail == "1 pictures inside"


@pytest.mark.parametrize(
    "part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml", "xl/styles.xml"]
)
def test_entity_bombs_are_refused_in_every_part(part: str) -> None:
    bomb = '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><a>&b;</a>'
    result = cells(f'<row r="1">{text_cell("A1", "残る")}</row>', extra={part: bomb})
    assert result.reasons == {"dtd_refused"}
    if part != "xl/worksheets/sheet1.xml":
        assert "残る" in result.text


def test_a_sheet_cut_in_half_keeps_its_first_half() -> None:
    cut = f'<worksheet {S}><sheetData><row r="1">{text_cell("A1", "前半")}</row><row r="2"><c r="A2"><v>9012</v></c><c r="B2"'
    result = read(extract, workbook("", extra={"xl/worksheets/sheet1.xml": cut}))
    assert "前半\n9012\n" in result.text
    assert result.reasons == {"corrupt"}


def test_members_in_containers_are_named_in_full() -> None:
    result = read(
        extract, workbook("", extra={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"}), member="a.zip!b.xlsm"
    )
    assert result.skips[0].member == "a.zip!b.xlsm!xl/vbaProject.bin"
    assert result.segments[0].place.member == "a.zip!b.xlsm"


def test_an_unpacking_limit_ends_it() -> None:
    data = workbook("<sheetData>" + f'<row r="1">{text_cell("A1", "長い" * 50)}</row>' * 2000 + "</sheetData>")
    result = read(extract, data, Limits(unpacked_bytes=100_000))
    assert "too_big" in result.reasons
    assert "長い" in result.text


def test_a_bomb_of_empty_rows_is_named() -> None:
    result = read(extract, workbook("<sheetData>" + "<row/>" * 3_000_000 + "</sheetData>"))
    assert result.reasons == {"ratio"}


def test_nothing_but_pictures_is_said() -> None:
    result = cells(
        "", extra={"xl/media/image1.png": b"\x89PNG\r\n\x1a\n"}, sheets='<sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
    )
    assert result.reasons == {"no_text"}


def test_no_workbook_in_the_package() -> None:
    result = read(extract, package({"readme.txt": "文章だけ".encode()}))
    assert "文章だけ" in result.text  # no workbook, but what is in it is read


@pytest.mark.parametrize(
    ("code", "stored", "shown"),
    [
        ('"〒"000\\-0000', "1000013", "〒100-0013"),
        ('"090-"0000\\-0000', "12345678", "090-1234-5678"),
        ("000\\-0000\\-0000", "9012345678", "090-1234-5678"),
        ("000\\-0000\\-0000", "9012345678.0", "090-1234-5678"),
        ("[<=999]000;[<=9999]000\\-00;000\\-0000", "1000013", "100-0013"),
        ("[<=999]000;[<=9999]000\\-00;000\\-0000", "1002", "010-02"),
        ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", "312345678", "(03) 1234-5678"),
        ("[<=99999999]####\\-####;\\(00\\)\\ ####\\-####", "12345678", "1234-5678"),
        ("0000-0000-0000", "123456789018", "1234-5678-9018"),
        ('"社員"0', "12", "社員12"),
        ('"day "0', "3", "day 3"),
        ('"No."####', "1234567", "No.1234567"),
        ("0_ ", "12", "12"),
        ("0_);[Red]\\(0\\)", "12", "12"),
        ('#,##0"円"', "1234", "1234"),
        ('"正"0;"負"0', "-5", "-5"),
        ("000\\-0000", "1.5", "1.5"),
        ("00000", "123", "00123"),
        ("[$-411]ge.m.d;@", "29312", "1980-04-01"),
    ],
)
def test_signs_that_a_format_writes_between_digits(code: str, stored: str, shown: str) -> None:
    assert number_text(stored, kind_of_format(164, code)) == shown


def test_a_long_format_costs_nothing() -> None:
    assert kind_of_format(164, "0-" * 200_000) is not None


def test_corners_that_hold_what_somebody_typed() -> None:
    result = cells(
        "",
        extra={
            "xl/pivotCache/pivotCacheDefinition1.xml": '<pivotCacheDefinition refreshedBy="更新者"><worksheetSource sheet="元の表"/>'
            '<cacheField name="項目名"/></pivotCacheDefinition>',
            "xl/externalLinks/externalLink1.xml": '<externalLink><sheetNames><sheetName val="よその表"/></sheetNames></externalLink>',
            "xl/ctrlProps/ctrlProp1.xml": '<formControlPr><itemLst><item val="候補"/></itemLst></formControlPr>',
            "xl/activeX/activeX1.xml": '<x:ocx xmlns:x="x"><x:ocxPr x:name="Caption" x:value="釦の文字"/></x:ocx>',
            "xl/slicers/slicer1.xml": '<slicers><slicer caption="絞り込み"/></slicers>',
            "xl/revisions/userNames.xml": '<users><userInfo name="共有の人"/></users>',
            "xl/comments7.xml": "<comments><comment><text><r><t>佐藤</t></r><r><t>花子</t></r></text></comment></comments>",
        },
    )
    for text in ("更新者", "元の表", "項目名", "よその表", "候補", "絞り込み", "共有の人", "佐藤花子"):
        assert text in result.text
    assert result.mark("釦の文字").label == "Caption"


def test_scenarios_filters_and_protected_ranges() -> None:
    sheet = (
        '<worksheet><sheetData/><protectedRanges><protectedRange name="保護の名"/></protectedRanges>'
        '<scenarios><scenario name="案" user="作った人" comment="覚え"><inputCells r="A1" val="仮の値"/></scenario></scenarios>'
        '<autoFilter><filterColumn><filters><filter val="絞った人"/></filters></filterColumn></autoFilter></worksheet>'
    )
    text = cells("", extra={"xl/worksheets/sheet1.xml": sheet}).text
    for word in ("保護の名", "案", "作った人", "覚え", "仮の値", "絞った人"):
        assert word in text
