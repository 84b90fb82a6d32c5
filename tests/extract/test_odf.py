"""OpenDocument files and books: text, tables, sheets with their gaps, and what stands beside."""

from __future__ import annotations

import io
import zipfile

import pytest
from reading import read

SPACES = " ".join(
    f'xmlns:{name}="urn:{name}"'
    for name in ("office", "text", "table", "draw", "presentation", "dc", "style", "xlink", "meta")
)


def odf(kind: str, body: str, **parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        mime = zipfile.ZipInfo("mimetype")
        archive.writestr(mime, f"application/vnd.oasis.opendocument.{kind}")
        archive.writestr("content.xml", f"<office:document-content {SPACES}>{body}</office:document-content>")
        for name, data in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", f"<office:d {SPACES}>{data}</office:d>")
    return out.getvalue()


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>"


def row(*cells: str) -> str:
    return f"<table:table-row>{''.join(map(cell, cells))}</table:table-row>"


def test_text_with_what_stands_beside() -> None:
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>消した電話番号</text:p></text:deletion>"
        "</text:changed-region></text:tracked-changes>"
        "<text:h>見出し</text:h><text:p>佐藤<text:span>花子</text:span>"
        "<text:s text:c='2'/>様<text:tab/>x<text:line-break/>y"
        "<text:note><text:note-body><text:p>脚注の文</text:p></text:note-body></text:note>続き</text:p>"
        "<text:p>本文<office:annotation><dc:creator>記入者</dc:creator><text:p>コメント文</text:p></office:annotation></text:p>"
        "<text:p><text:ruby><text:ruby-base>山田</text:ruby-base><text:ruby-text>やまだ</text:ruby-text></text:ruby></text:p>"
        "<text:p><text:a xlink:href='mailto:a@example.jp'>メール</text:a></text:p>"
    )
    got = read(
        odf(
            "text",
            body,
            styles="<style:header><text:p>社外秘</text:p></style:header>",
            meta="<dc:creator>鈴木</dc:creator>",
        )
    )
    cells = got.cells()
    parts = {text: place.part for text, (place, _) in cells.items()}
    assert "佐藤花子  様\tx\ny続き" in got.text
    assert "山田" in got.text
    assert parts["脚注の文"] == "footnote"
    assert parts["コメント文"] == "comment"
    assert parts["記入者"] == "comment"
    assert parts["消した電話番号"] == "deleted"
    assert parts["やまだ"] == "phonetic"
    assert parts["mailto:a@example.jp"] == "hyperlink"
    assert parts["社外秘"] == "header"
    assert parts["鈴木"] == "property"
    assert not got.skips


def test_tables_in_texts_have_labels() -> None:
    table = row("氏名", "電話番号", "備考") + "".join(row(f"佐藤{i}", f"03-0000-000{i}", "無し") for i in range(6))
    got = read(odf("text", f"<table:table table:name='a'>{table}</table:table><text:p>後</text:p>"))
    assert got.cells()["03-0000-0005"][1] == "電話番号"
    assert "後" in got.text


def test_sheets_with_gaps_dates_and_hidden_ones() -> None:
    head = row("氏名", "生年月日", "電話番号")
    body = "".join(
        f"<table:table-row>{cell(f'佐藤{i}')}"
        + cell("昭和55年", f"office:value-type='date' office:date-value='1980-04-0{i}'")
        + cell("0312345678", "office:value-type='float' office:value='312345678'")
        + "</table:table-row>"
        for i in range(1, 7)
    )
    blank = "<table:table-cell table:number-columns-repeated='{}'/>"
    gap = f"<table:table-row table:number-rows-repeated='1048000'>{blank.format(16384)}</table:table-row>"
    far = f"<table:table-row>{blank.format(27)}{cell('遠く')}</table:table-row>"
    style = "<style:style style:name='ta2'><style:table-properties table:display='false'/></style:style>"
    hidden = f"<table:table table:name='裏' table:style-name='ta2'>{row('隠した値')}</table:table>"
    sheet = f"<table:table table:name='名簿'>{head}{body}{gap}{far}</table:table>"
    cells = read(odf("spreadsheet", style + sheet + hidden)).cells()
    assert cells["佐藤6"][0][3:5] == ("名簿", "A7")
    assert cells["1980-04-06"][1] == "生年月日"
    assert cells["0312345678"][1] == "電話番号"
    assert cells["遠く"][0].cell == "AB1048008"
    assert (cells["隠した値"][0].sheet, cells["隠した値"][0].part) == ("裏", "hidden sheet")


def test_slides() -> None:
    page = "<draw:page><draw:frame><draw:text-box><text:p>{}</text:p></draw:text-box></draw:frame>{}</draw:page>"
    notes = "<presentation:notes><text:p>話すこと</text:p></presentation:notes>"
    got = read(odf("presentation", page.format("一枚目", "") + page.format("二枚目", notes)))
    pages = {segment.text.strip(): segment.place.page for segment in got.segments}
    assert pages["一枚目"] == 1
    assert pages["二枚目"] == 2
    place = got.cells()["話すこと"][0]
    assert (place.page, place.part) == (2, "note")


def test_password() -> None:
    got = read(odf("text", "x", **{"META-INF__manifest": "<manifest:encryption-data xmlns:manifest='m'/>"}))
    assert got.reasons == ["encrypted"]


def test_broken_files_keep_what_was_before() -> None:
    assert read(odf("text", "<text:p>先の文</text:p><text:p>", meta="x")).reasons == ["corrupt"]
    sheet = f"<table:table table:name='a'>{row('氏名', '値')}"
    got = read(odf("spreadsheet", sheet))
    assert "氏名" in got.text
    assert got.reasons == ["corrupt"]


def test_written_by_another_library() -> None:
    pytest.importorskip("odf")
    from odf.opendocument import OpenDocumentSpreadsheet
    from odf.table import Table, TableCell, TableRow
    from odf.text import P

    book = OpenDocumentSpreadsheet()
    table = Table(name="名簿")
    for values in (("氏名", "電話番号", "住所"), *((f"佐藤{i}", f"03-0000-000{i}", "千代田区") for i in range(6))):
        line = TableRow()
        for value in values:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            line.addElement(cell)
        table.addElement(line)
    book.spreadsheet.addElement(table)
    out = io.BytesIO()
    book.save(out)
    got = read(out.getvalue(), "a.ods")
    assert got.cells()["03-0000-0005"][1] == "電話番号"
    assert not got.skips


def test_books() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr("OPS/content.opf", "<package xmlns:dc='dc'><dc:creator>佐藤 花子</dc:creator></package>")
        archive.writestr("OPS/one.xhtml", "<html><body><p>第一章の電話</p></body></html>")
        archive.writestr("OPS/cover.jpg", b"\xff\xd8\xff\xe0")
        archive.writestr("OPS/style.css", "p { margin: 0 }")
    got = read(out.getvalue(), "book.epub")
    assert "佐藤 花子" in got.text
    assert "第一章の電話" in got.text
    assert "margin" not in got.text
    assert [skip.detail for skip in got.skips] == ["1 pictures inside"]


def test_forms_hidden_texts_validations_and_formulas() -> None:
    inner = (
        '<f:text f:label="札" f:value="既定の値" f:current-value="入力の値"/>'
        '<f:listbox><f:option f:label="選択肢"/></f:listbox>'
        '<text:p><text:hidden-text text:string-value="隠した文">x</text:hidden-text>'
        '<text:conditional-text text:string-value-if-true="真の文"/><text:placeholder text:description="記入の案内"/>'
        '<text:a office:title="宛先の題"/><text:bookmark text:name="佐藤様分"/></text:p>'
        '<table:content-validation table:condition="cell-content-is-in-list(&quot;鈴木&quot;;&quot;田中&quot;)"/>'
        '<table:named-range table:name="名の範囲"/>'
    )
    got = read(odf("text", inner))
    for text in (
        "札",
        "既定の値",
        "入力の値",
        "選択肢",
        "隠した文",
        "真の文",
        "記入の案内",
        "宛先の題",
        "佐藤様分",
        "鈴木",
        "田中",
        "名の範囲",
    ):
        assert text in got.text, text
    sheet = (
        '<table:table table:name="表"><table:table-row><table:table-cell table:formula="of:=IF(A1;&quot;式の中&quot;)"'
        ' office:string-value="値の文"/></table:table-row></table:table>'
    )
    cells = read(odf("spreadsheet", sheet))
    assert "式の中" in cells.text
    assert "値の文" in cells.text
    slides = "<presentation:footer-decl>足の文</presentation:footer-decl><draw:page/>"
    assert "足の文" in read(odf("presentation", slides)).text
