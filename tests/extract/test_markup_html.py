from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract.html_tokens import tokens


def test_inline_tags_do_not_tear_a_name_and_blocks_break_lines() -> None:
    found = read("<p>山<b>田</b><span>太郎</span><br>東京都</p><div>渋谷区</div>".encode(), "a.html")
    assert found.text == "山田太郎\n東京都\n渋谷区"


def test_lines_are_those_of_the_source() -> None:
    found = read("<html>\n<p>\n  山田太郎\n</p>\n<!--\n 佐藤 -->\n<input value=鈴木>".encode(), "a.html")
    assert {text: mark.place.line for text, mark in found.marked} == {"山田太郎": 3, "佐藤": 6, "鈴木": 7}


def test_cells_have_the_heading_of_their_column_or_row() -> None:
    column = "<table><tr><th>氏名<th>電話<tr><td>山田<td>03-5550-0101</table>"
    tall = "<tr><th rowspan=2>携帯</th><td>090</td></tr><tr><td>080</td></tr>"
    row = f"<table><tr><th>住所</th><td>東京都</td></tr>{tall}</table>"
    plain = "<table><tr><td>生年月日</td><td>1980/1/1</td></tr></table>"
    span = "<table><tr><th colspan=2>氏名</th><th>備考</th></tr><tr><td>佐藤</td><td>花子</td><td>無</td></tr></table>"
    labels = read((column + row + plain + span).encode(), "a.html").labels
    expected = {
        "山田": "氏名",
        "03-5550-0101": "電話",
        "東京都": "住所",
        "090": "携帯",
        "080": "携帯",
        "1980/1/1": "生年月日",
        "佐藤": "氏名",
        "花子": "氏名",
        "無": "備考",
    }
    assert {text: labels[text] for text in expected} == expected


def test_cells_of_a_row_are_neighbours() -> None:
    assert read(
        "<table><tr><td>102</td>\n<td>0085</td></tr>\n<tr><td>姓</td><td>名</td></tr></table>".encode(), "a.html"
    ).text == ("102\t0085\n姓\t名")


def test_a_nested_table_does_not_disturb_the_outer_one() -> None:
    inner = "<table><tr><th>内</th><td>甲</td></tr></table>"
    labels = read(f"<table><tr><th>A<th>B<tr><td>{inner}</td><td>乙</td></tr></table>".encode(), "a.html").labels
    assert (labels["甲"], labels["乙"]) == ("内", "B")


def test_form_fields_have_their_captions() -> None:
    form = (
        '<form><label>お名前 <input value="山田"></label><label for=t>電話番号：</label><input id=t value=090>'
        "<input name=zip value=1500041><dl><dt>生年月日</dt><dd>1980/1/1</dd></dl></form>"
    )
    labels = read(form.encode(), "a.html").labels
    assert (labels["山田"], labels["090"], labels["1980/1/1"]) == ("お名前", "電話番号", "生年月日")


def test_telling_attributes_links_comments_and_scripts_are_seen() -> None:
    html = (
        '<meta name="author" content="山田"><img alt="写真" title="題"><a href="tel:0355500101">x</a>'
        '<a href="mailto:a@example.jp">y</a><a href="/q?n=%E5%B1%B1%E7%94%B0&m=1">z</a><a href="/plain">w</a>'
        '<div data-tel="03-5550-0102"></div><!-- 担当 佐藤 --><script>var t = "03-5550-0103";</script>'
        '<script type="application/ld+json">{"telephone": "\\u0030\\u0033"}</script><input placeholder="例">'
    )
    found = read(html.encode(), "a.html")
    for text in ("山田", "写真", "題", "tel:0355500101", "mailto:a@example.jp", "/q?n=山田&m=1", "03-5550-0102"):
        assert text in found.parts
    assert found.parts["担当 佐藤"] == "comment"
    assert found.parts['var t = "03-5550-0103";'] == "script"
    assert found.labels["03"] == "telephone"
    assert "/plain" not in found.text


def test_readings_stand_beside_and_entities_are_decoded() -> None:
    found = read("<p><ruby>山田<rt>やまだ</rt></ruby>太郎&#65293;&amp;&nbsp;様</p>".encode(), "a.html")
    assert found.text == "山田太郎－&\xa0様\nやまだ"


@pytest.mark.parametrize(
    "torn",
    [
        "<!-- 03-5550-0101",
        "<script>03-5550-0101",
        '<a href="tel:03-5550-0101',
        "<p>03-5550-0101<",
        "<![CDATA[03-5550-0101",
    ],
)
def test_nothing_behind_torn_markup_is_lost(torn: str) -> None:
    assert "03-5550-0101" in read(("<html>" + torn).encode(), "a.html").text


def test_an_unclosed_quote_in_a_tag_does_not_swallow_the_page() -> None:
    assert "山田" in read('<a href="x>link</a><p>山田</p>'.encode(), "a.html").text


@pytest.mark.parametrize(
    "piece", ["<", '<a "', "<!--", "<div>", "<table><tr><td>", "&", "<a href='", "<script>", "<ruby><rt>"]
)
def test_hostile_repetition_takes_linear_time(piece: str) -> None:
    took = []
    for size in (40_000, 160_000):
        began = time.process_time()
        read((piece * (size // len(piece))).encode(), "a.html")
        took.append(time.process_time() - began)
    assert took[1] < 12 * took[0] + 0.2


@given(st.text(alphabet="<>/!-\"'=a b山&;", max_size=60))
def test_any_text_is_tokenised_to_its_end(html: str) -> None:
    read(html.encode(), "a.html")
    assert sum(token.text.count("山") for token in tokens(html)) + _in_attributes(html) >= html.count("山")


def _in_attributes(html: str) -> int:
    return sum(name.count("山") + value.count("山") for token in tokens(html) for name, value in token.attributes)


def test_very_many_headings_in_a_row_cost_linear_time() -> None:
    began = time.process_time()
    read(b"<table><tr>" + b"<th rowspan=9 colspan=9>x" * 20_000 + b"<tr>" + b"<td>y" * 20_000, "a.html")
    assert time.process_time() - began < 5
