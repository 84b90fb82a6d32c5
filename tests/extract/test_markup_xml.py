from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract import decoding


def test_values_have_the_names_of_tags_and_attributes() -> None:
    tel = '<tel kind="自宅">03-5550-0101</tel>'
    xml = f'<?xml version="1.0"?><x:p xmlns:x="urn:x" id="7"><x:name>山田太郎</x:name>\n{tel}</x:p>'
    found = read(xml.encode(), "a.xml")
    assert found.labels == {"7": "id", "山田太郎": "name", "自宅": "kind", "03-5550-0101": "tel"}
    assert dict(found.marked)["03-5550-0101"].place.line == 2


def test_siblings_are_neighbours_and_running_text_is_one() -> None:
    found = read("<r><n>山田</n><n>太郎</n>\n<n>佐藤</n><p>東京<b>都</b>渋谷区</p></r>".encode(), "a.xml")
    assert found.text == "山田\t太郎\n佐藤\t東京都渋谷区"


@pytest.mark.parametrize("codec", ["cp932", "euc_jp", "utf-16", "utf-8", "iso2022_jp"])
def test_every_encoding_is_read_whatever_is_declared(codec: str) -> None:
    xml = '<?xml version="1.0" encoding="Shift_JIS"?><a><name>山田太郎さん</name></a>'
    assert read(xml.encode(codec), "a.xml").labels["山田太郎さん"] == "name"


def test_comments_instructions_cdata_and_references_are_seen() -> None:
    found = read("<a><!-- 担当 佐藤 --><?run 山田?><![CDATA[<鈴木>]]><b>&#x9AD8;&amp;</b></a>".encode(), "a.xml")
    assert found.parts["担当 佐藤"] == "comment"
    assert found.parts["山田"] == "instruction"
    assert "<鈴木>" in found.text
    assert "高&" in found.text


@pytest.mark.parametrize(
    "dtd",
    [
        '<!DOCTYPE a [<!ENTITY b "bbbb"><!ENTITY c "&b;&b;&b;">]>',
        '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_a_dtd_of_its_own_is_refused_and_the_text_read_plainly(dtd: str) -> None:
    found = read(f'<?xml version="1.0"?>{dtd}<a>山田太郎&c;&x;</a>'.encode(), "a.xml")
    assert found.reasons == ["dtd_refused"]
    assert "山田太郎" in found.text
    assert "root:" not in found.text
    assert "bbbbbbbb" not in found.text


def test_a_public_doctype_is_harmless() -> None:
    svg = '<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/svg11.dtd"><svg><text>山田&nbsp;様</text></svg>'
    found = read(svg.encode(), "a.svg")
    assert found.labels == {"山田\xa0様": "text"}
    assert not found.skips


@pytest.mark.parametrize(
    "broken",
    [
        "<a><b>山田</b><c>佐藤</a> 鈴木",
        "<a>山田</a><a>佐藤 鈴木</a>",
        '<a><b>山田</b><c x="佐藤 鈴木',
        "<a>山田 <!-- 佐藤 鈴木",
        "山田 佐藤 鈴木",
        "<a>山田 & 佐藤 鈴木</a>",
    ],
)
def test_broken_xml_loses_nothing(broken: str) -> None:
    found = read(broken.encode(), "a.xml")
    assert all(name in found.text for name in ("山田", "佐藤", "鈴木"))
    assert not found.skips


def test_nesting_of_a_hundred_thousand_is_nothing_special() -> None:
    assert read(b"<a>" * 100_000 + "山田".encode() + b"</a>" * 100_000, "a.xml").labels == {"山田": "a"}


@given(st.text(alphabet='<>/!-"= ab山&;', max_size=60), st.integers(20, 60))
def test_where_blocks_are_cut_changes_nothing(body: str, block: int) -> None:
    data = f"<?xml version='1.0'?><r>{body}</r>\n".encode()
    whole = read(data, "a.xml").text
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(decoding, "BLOCK_BYTES", block)
        assert read(data, "a.xml").text.replace("\n", "") == whole.replace("\n", "")
    assert whole.count("山") + _in_tags(body) >= body.count("山")


def _in_tags(body: str) -> int:
    return body.count("山") if "<" in body else 0  # names of tags are no text


def test_page_with_an_html_root_is_read_as_html() -> None:
    xhtml = '<?xml version="1.0"?>\n<!DOCTYPE html><html><body><p>山<b>田</b></p></body></html>'
    assert read(xhtml.encode(), "a.xml").text == "山田"
