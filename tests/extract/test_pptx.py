"""Presentations: slides in their order with what hangs on them, hidden or not."""

from __future__ import annotations

import io
import zipfile

import pytest
from reading import Read, read

P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def slide(body: str, more: str = "", root: str = "sld") -> str:
    return f"<p:{root} {P} {A} {R} {more}><p:cSld><p:spTree>{body}</p:spTree></p:cSld></p:{root}>"


def paragraph(*runs: str) -> str:
    return "<a:p>" + "".join(f"<a:r><a:t>{run}</a:t></a:r>" for run in runs) + "</a:p>"


def relations(*targets: tuple[str, str]) -> str:
    rows = "".join(f'<Relationship Id="r{i}" Type="{REL}/{kind}" Target="{t}"/>' for i, (kind, t) in enumerate(targets))
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{rows}</Relationships>'


def show(parts: dict[str, str | bytes], slides: int = 1) -> bytes:
    out = io.BytesIO()
    listed = "".join(f'<p:sldId id="{256 + i}" r:id="r{i}"/>' for i in range(slides))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr(
            "ppt/presentation.xml", f"<p:presentation {P} {R}><p:sldIdLst>{listed}</p:sldIdLst></p:presentation>"
        )
        archive.writestr(
            "ppt/_rels/presentation.xml.rels",
            relations(*(("slide", f"slides/slide{slides - i}.xml") for i in range(slides))),
        )
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def pages(got: Read) -> dict[int, str]:
    return {segment.place.page: segment.text for segment in got.segments if segment.place.part in {"", "hidden slide"}}


def test_slides_come_in_the_order_they_are_shown() -> None:
    got = read(
        show(
            {
                "ppt/slides/slide1.xml": slide(paragraph("佐藤", " 花子")),
                "ppt/slides/slide2.xml": slide(paragraph("一枚目")),
            },
            2,
        )
    )
    assert pages(got) == {1: "一枚目\n", 2: "佐藤 花子\n"}
    assert not got.skips


def test_hidden_slides_notes_comments_and_charts() -> None:
    got = read(
        show(
            {
                "ppt/slides/slide1.xml": slide(paragraph("見せない"), 'show="0"'),
                "ppt/slides/_rels/slide1.xml.rels": relations(
                    ("notesSlide", "../notesSlides/notesSlide1.xml"),
                    ("comments", "../comments/comment1.xml"),
                    ("chart", "../charts/chart1.xml"),
                ),
                "ppt/notesSlides/notesSlide1.xml": slide(paragraph("ノートの電話 03-0000-0001"), root="notes"),
                "ppt/comments/comment1.xml": f"<p:cmLst {P}><p:cm><p:text>確認お願いします</p:text></p:cm></p:cmLst>",
                "ppt/commentAuthors.xml": f'<p:cmAuthorLst {P}><p:cmAuthor name="佐藤 花子"/></p:cmAuthorLst>',
                "ppt/charts/chart1.xml": "<c:chart xmlns:c='c'><c:pt><c:v>山田支店</c:v></c:pt></c:chart>",
                "docProps/core.xml": "<x xmlns:dc='dc'><dc:creator>鈴木 一郎</dc:creator></x>",
            }
        )
    )
    places = {segment.text.split("\n")[0]: segment.place for segment in got.segments}
    assert (places["見せない"].page, places["見せない"].part) == (1, "hidden slide")
    assert (places["ノートの電話 03-0000-0001"].page, places["ノートの電話 03-0000-0001"].part) == (1, "note")
    assert (places["確認お願いします"].page, places["確認お願いします"].part) == (1, "comment")
    assert (places["山田支店"].page, places["山田支店"].part) == (1, "chart")
    assert {"佐藤 花子", "鈴木 一郎"} <= got.cells().keys()
    assert not got.skips


def test_tables_have_labels() -> None:
    rows = [("氏名", "電話番号"), ("佐藤 花子", "03-0000-0001"), ("鈴木 一郎", "03-0000-0002")]
    cells = "".join(
        "<a:tr>" + "".join(f"<a:tc><a:txBody>{paragraph(cell)}</a:txBody></a:tc>" for cell in row) + "</a:tr>"
        for row in rows
    )
    got = read(show({"ppt/slides/slide1.xml": slide(f"<a:tbl>{cells}</a:tbl>" + paragraph("後の文"))}))
    place, label = got.cells()["03-0000-0002"]
    assert place.page == 1
    assert label.startswith("電話番号")
    assert got.text.startswith("氏名\t電話番号\n佐藤 花子\t03-0000-0001\n")
    assert "後の文" in got.text


def test_embedded_workbooks_and_alternative_texts() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "氏名,電話\n佐藤 花子,1\n鈴木,2\n")
    got = read(
        show(
            {
                "ppt/slides/slide1.xml": slide('<p:pic><p:cNvPr id="1" name="x" descr="佐藤さんの写真"/></p:pic>'),
                "ppt/embeddings/file1.bin": inner.getvalue(),
                "ppt/media/image1.png": b"\x89PNG\r\n\x1a\n",
            }
        )
    )
    assert "ppt/embeddings/file1.bin!a.csv" in got.members
    assert got.cells()["佐藤さんの写真"][0].part == "alternative text"


def test_pictures_only_is_told() -> None:
    got = read(show({"ppt/slides/slide1.xml": slide(""), "ppt/media/image1.png": b"\x89PNG\r\n\x1a\n"}))
    assert got.reasons == ["no_text"]


def test_broken_slides_do_not_cost_the_others() -> None:
    got = read(
        show({"ppt/slides/slide1.xml": slide(paragraph("よい")), "ppt/slides/slide2.xml": "<p:sld><a:t>半分"}, 2)
    )
    assert "よい" in got.text
    assert got.reasons == ["corrupt"]
    deep = "<a:x>" * 400 + "</a:x>" * 400
    got = read(show({"ppt/slides/slide1.xml": slide(paragraph("先") + deep)}))
    assert "先" in got.text
    assert got.reasons == ["depth"]


def test_written_by_another_library() -> None:
    pptx = pytest.importorskip("pptx")
    presentation = pptx.Presentation()
    page = presentation.slides.add_slide(presentation.slide_layouts[1])
    page.shapes.title.text = "社員名簿"
    page.placeholders[1].text = "佐藤 花子\n鈴木 一郎"
    page.notes_slide.notes_text_frame.text = "話すこと"
    table = page.shapes.add_table(2, 2, 0, 0, 100, 100).table
    table.cell(0, 0).text, table.cell(0, 1).text, table.cell(1, 0).text = "氏名", "住所", "山田"
    out = io.BytesIO()
    presentation.save(out)
    got = read(out.getvalue(), "a.pptx")
    assert all(word in got.text for word in ("社員名簿", "佐藤 花子", "鈴木 一郎", "話すこと", "山田"))
    assert not got.skips


def test_hints_of_links_and_names_of_slides() -> None:
    inner = '<p:cNvPr id="1" name="x"><a:hlinkClick tooltip="佐藤さんへ"/></p:cNvPr>'
    got = read(show({"ppt/slides/slide1.xml": slide(inner).replace("<p:cSld>", '<p:cSld name="面談の記録">')}))
    assert "佐藤さんへ" in got.text
