"""Office files and SVG: XML bombs, outside entities, claims about size, hidden parts, the wrong suffix."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from typing import Final

from tests.hostile.cases.build import (
    BOTH,
    EITHER,
    FOUND,
    NAMED,
    OTHER,
    TEL,
    VALUE,
    Case,
    docx,
    inline,
    laughs,
    paragraph,
    raw,
    sheet,
    text,
    xlsx,
    zipped,
)

QUADRATIC: Final = f'<!DOCTYPE x [<!ENTITY q "{"A" * 50_000}">]>'
OUTSIDE: Final = '<!DOCTYPE x [<!ENTITY x SYSTEM "SECRET">]>'
PARAMETER: Final = '<!DOCTYPE x [<!ENTITY % p SYSTEM "SECRET"> %p;]>'
REMOTE: Final = '<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "http://127.0.0.1:9/">]>'


def secret(make: Callable[[str], bytes], outside: str) -> Callable[..., object]:
    """Writes a file whose entity points at a file beside it that holds a value of its own."""

    def write(path) -> None:  # type: ignore[no-untyped-def]
        beside = path.parent.parent / "secret"
        beside.write_text(f"個人番号：{OTHER}", encoding="utf-8")
        path.write_bytes(make(outside.replace("SECRET", beside.as_uri())))

    return write


def strings(content: str) -> list[tuple[str, str]]:
    return [("xl/sharedStrings.xml", content)]


def rows(count: int) -> str:
    return sheet("<row/>" * count + f'<row r="{count + 1}">{inline(f"A{count + 1}")}</row>')


SHARED: Final = sheet('<row r="1"><c r="A1" t="s"><v>0</v></c></row>')
SVG: Final = '<svg xmlns="http://www.w3.org/2000/svg">'
BOX: Final = f"<w:p><w:r><w:pict><v:textbox xmlns:v='urn:v'><w:txbxContent>{paragraph()}</w:txbxContent></v:textbox></w:pict></w:r></w:p>"
SPLIT: Final = "<w:p>" + "".join(f"<w:r><w:t>{c}</w:t></w:r>" for c in TEL) + "</w:p>"
TABLES: Final = "<w:tbl><w:tr><w:tc>" * 5000 + paragraph() + "</w:tc></w:tr></w:tbl>" * 5000
ATTRIBUTES: Final = " ".join(f"a{n}='{n}'" for n in range(200_000))
OLE2: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

CASES: Final = (
    Case("laughs.docx", raw(docx(paragraph("&e8;") + paragraph(), laughs())), EITHER),
    Case("quadratic.docx", raw(docx(paragraph("&q;" * 50_000) + paragraph(), QUADRATIC)), EITHER),
    Case("outside.docx", secret(lambda head: docx(paragraph("&x;") + paragraph(), head), OUTSIDE), EITHER),
    Case("parameter.docx", secret(lambda head: docx(paragraph(), head), PARAMETER), EITHER),
    Case("remote.docx", raw(docx(paragraph("&x;") + paragraph(), REMOTE)), EITHER),
    Case(
        "laughs_in_header.docx",
        raw(docx(paragraph(), "", [("word/header1.xml", f"{laughs()}<w:hdr WORD>{paragraph('&e8;')}</w:hdr>")])),
        BOTH,
    ),
    Case(
        "laughs_in_types.docx",
        raw(zipped([("[Content_Types].xml", laughs() + "<Types>&e8;</Types>"), ("word/document.xml", "<x/>")])),
        NAMED,
    ),
    Case("laughs.xlsx", raw(xlsx(sheet(f'<row r="1">{inline("A1", "&e8;")}{inline("B1")}</row>', laughs()))), EITHER),
    Case(
        "laughs_in_strings.xlsx", raw(xlsx(SHARED, strings(f"{laughs()}<sst MAIN><si><t>&e8;</t></si></sst>"))), NAMED
    ),
    Case(
        "outside.xlsx",
        secret(lambda head: xlsx(SHARED, strings(f"{head}<sst MAIN><si><t>&x;</t></si></sst>")), OUTSIDE),
        NAMED,
    ),
    Case(
        "laughs_in_rels.xlsx",
        raw(
            xlsx(sheet(f'<row r="1">{inline("A1")}</row>'), [("xl/_rels/workbook.xml.rels", laughs() + "<R>&e8;</R>")])
        ),
        EITHER,
    ),
    Case(
        "claims_everything.xlsx", raw(xlsx(sheet(f'<row r="1">{inline("A1")}</row>', dimension="A1:XFD1048576"))), FOUND
    ),
    Case(
        "far_cell.xlsx",
        raw(xlsx(sheet(f'<row r="1">{inline("A1", "x")}</row><row r="1048576">{inline("XFD1048576")}</row>'))),
        FOUND,
    ),
    Case("impossible_cell.xlsx", raw(xlsx(sheet(f'<row r="99999999999">{inline("ZZZZZZ99999999999")}</row>'))), FOUND),
    Case("million_rows.xlsx", lambda p: p.write_bytes(xlsx(rows(1_048_575))), EITHER),
    Case(
        "million_merges.xlsx",
        lambda p: p.write_bytes(
            xlsx(
                sheet(f'<row r="1">{inline("A1")}</row>').replace(
                    "</sheetData>",
                    "</sheetData><mergeCells>" + '<mergeCell ref="A1:XFD1048576"/>' * 100_000 + "</mergeCells>",
                )
            )
        ),
        EITHER,
    ),
    Case(
        "string_index_lies.xlsx",
        raw(
            xlsx(
                sheet(
                    '<row r="1"><c r="A1" t="s"><v>99999999999</v></c><c r="B1" t="s"><v>-1</v></c>'
                    + inline("C1")
                    + "</row>"
                ),
                strings("<sst MAIN><si><t>x</t></si></sst>"),
            )
        ),
        FOUND,
    ),
    Case(
        "many_uses_of_one_string.xlsx",
        lambda p: p.write_bytes(
            xlsx(
                sheet('<row><c t="s"><v>0</v></c></row>' * 300_000 + f"<row>{inline('A300001')}</row>"),
                strings(f"<sst MAIN><si><t>{'x' * 30_000}</t></si></sst>"),
            )
        ),
        EITHER,
    ),
    Case("very_hidden.xlsx", raw(xlsx(sheet(f'<row r="1">{inline("A1")}</row>'), state='state="veryHidden"')), FOUND),
    Case(
        "number_as_float.xlsx",
        raw(
            xlsx(
                sheet(
                    f'<row r="1">{inline("A1", "個人番号")}</row><row r="2"><c r="A2"><v>1.23456789018E11</v></c></row>'
                )
            )
        ),
        FOUND,
    ),
    Case(
        "missing_sheet.xlsx",
        raw(
            zipped(
                [
                    ("[Content_Types].xml", "<Types/>"),
                    (
                        "xl/workbook.xml",
                        '<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheets><sheet name="S" sheetId="1"/></sheets></workbook>',
                    ),
                ]
            )
        ),
        NAMED,
    ),
    Case(
        "unlisted_sheet.xlsx",
        raw(xlsx(sheet(""), [("xl/worksheets/sheet9.xml", sheet(f'<row r="1">{inline("A1")}</row>'))])),
        FOUND,
    ),
    Case("deep.xlsx", raw(xlsx(sheet("<row>" * 100_000 + inline("A1") + "</row>" * 100_000))), EITHER),
    Case("text_box.docx", raw(docx(BOX)), FOUND),
    Case("run_per_character.docx", raw(docx(SPLIT)), FOUND),
    Case("deep_tables.docx", raw(docx(TABLES)), EITHER),
    Case(
        "comment.docx",
        raw(
            docx(
                paragraph("x"),
                "",
                [("word/comments.xml", f"<w:comments WORD><w:comment>{paragraph()}</w:comment></w:comments>")],
            )
        ),
        FOUND,
    ),
    Case(
        "footnote.docx",
        raw(
            docx(
                paragraph("x"),
                "",
                [("word/footnotes.xml", f"<w:footnotes WORD><w:footnote>{paragraph()}</w:footnote></w:footnotes>")],
            )
        ),
        FOUND,
    ),
    Case(
        "custom_part.docx", raw(docx(paragraph("x"), "", [("customXml/item1.xml", f"<d><tel>{TEL}</tel></d>")])), EITHER
    ),
    Case(
        "many_attributes.docx",
        lambda p: p.write_bytes(docx("<w:p " + ATTRIBUTES + f"><w:r><w:t>{TEL}</w:t></w:r></w:p>")),
        EITHER,
    ),
    Case(
        "utf16_part.docx",
        raw(
            zipped(
                [
                    ("[Content_Types].xml", "<Types/>"),
                    (
                        "word/document.xml",
                        f'<?xml version="1.0" encoding="UTF-16"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph()}</w:body></w:document>'.encode(
                            "utf-16"
                        ),
                    ),
                ]
            )
        ),
        FOUND,
    ),
    Case(
        "wrong_encoding_part.docx",
        raw(
            zipped(
                [
                    ("[Content_Types].xml", "<Types/>"),
                    (
                        "word/document.xml",
                        f'<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph()}</w:body></w:document>'.encode(
                            "cp932"
                        ),
                    ),
                ]
            )
        ),
        EITHER,
    ),
    Case("csv_called.xlsx", text(f"氏名,電話\nx,{VALUE}\n", "cp932"), FOUND),
    Case("xlsx_called.txt", raw(xlsx(sheet(f'<row r="1">{inline("A1")}</row>'))), FOUND),
    Case("html_called.xls", text(f"<table><tr><th>電話<tr><td>{VALUE}</table>", "cp932"), FOUND),
    Case("docx_called.pdf", raw(docx(paragraph())), FOUND),
    Case("zip_called.docx", raw(zipped([("a.txt", TEL)])), FOUND),
    Case("text_called.docx", text(TEL), FOUND),
    Case("no_suffix", raw(docx(paragraph())), FOUND),
    Case("cut.xlsx", raw(xlsx(sheet(f'<row r="1">{inline("A1")}</row>' * 200))[:-120]), EITHER),
    Case(
        "torn_part.docx",
        raw(
            zipped(
                [
                    ("[Content_Types].xml", "<Types/>"),
                    (
                        "word/document.xml",
                        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph()}<w:p><w:r><w:t>',
                    ),
                ]
            )
        ),
        BOTH,
    ),
    Case("password.xls", raw(OLE2 + b"\0" * 504 + "EncryptedPackage".encode("utf-16-le").ljust(2000, b"\0")), NAMED),
    Case(
        "sector_ring.doc",
        raw(
            OLE2
            + bytes(16)
            + b"\x3e\0\3\0\xfe\xff\x09\0\6\0"
            + bytes(10)
            + (1).to_bytes(4, "little")
            + bytes(20)
            + b"\0" * 4
            + (b"\0\0\0\0" * 109)
            + b"\0\0\0\0" * 512
        ),
        NAMED,
    ),
    Case("laughs.svg", text(f"{laughs()}{SVG}<text>&e8; {TEL}</text></svg>"), EITHER),
    Case("outside.svg", secret(lambda head: f"{head}{SVG}<text>&x; {TEL}</text></svg>".encode(), OUTSIDE), EITHER),
    Case("deep.svg", text(SVG + "<g>" * 100_000 + f"<text>{TEL}</text>" + "</g>" * 100_000 + "</svg>"), EITHER),
    Case(
        "macro_names.xlsx",
        raw(
            xlsx(
                sheet(
                    f'<row r="1"><c r="A1"><f>HYPERLINK("http://127.0.0.1:9/")</f><v>{VALUE}</v></c>{inline("B1")}</row>'
                )
            )
        ),
        FOUND,
    ),
    Case(
        "stored_twice.docx",
        raw(
            zipped(
                [
                    (
                        "word/document.xml",
                        f'<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraph()}</w:body></w:document>',
                    ),
                    ("word/document.xml", "<x/>"),
                    ("[Content_Types].xml", "<Types/>"),
                ],
                zipfile.ZIP_STORED,
            )
        ),
        EITHER,
    ),
    Case(
        "laughs.odt",
        raw(
            zipped(
                [
                    ("mimetype", "application/vnd.oasis.opendocument.text"),
                    ("content.xml", f"{laughs()}<x>&e8; {TEL}</x>"),
                ],
                zipfile.ZIP_STORED,
            )
        ),
        EITHER,
    ),
    Case(
        "repeated_cells.ods",
        raw(
            zipped(
                [
                    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                    (
                        "content.xml",
                        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:t="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:spreadsheet><t:table t:name="S"><t:table-row t:number-rows-repeated="1048576"><t:table-cell t:number-columns-repeated="16384"><x:p>'
                        + TEL
                        + "</x:p></t:table-cell></t:table-row></t:table></o:spreadsheet></o:body></o:document-content>",
                    ),
                ],
                zipfile.ZIP_STORED,
            )
        ),
        EITHER,
    ),
    Case(
        "repeated_spaces.odt",
        raw(
            zipped(
                [
                    ("mimetype", "application/vnd.oasis.opendocument.text"),
                    (
                        "content.xml",
                        '<o:document-content xmlns:o="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:x="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><o:body><o:text><x:p>a<x:s x:c="2000000000"/>b</x:p><x:p>'
                        + TEL
                        + "</x:p></o:text></o:body></o:document-content>",
                    ),
                ],
                zipfile.ZIP_STORED,
            )
        ),
        EITHER,
    ),
    Case("deep_groups.rtf", text("{\\rtf1" + "{" * 100_000 + "TEL: " + VALUE + "}" * 100_001), EITHER),
    Case("binary_claim.rtf", text("{\\rtf1 \\bin2147483647 TEL: " + VALUE + "}"), EITHER),
)
