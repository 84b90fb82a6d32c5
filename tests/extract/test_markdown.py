from __future__ import annotations

from textual import read

TABLE = """# 名簿

| 氏名 | 電話 |
|:--|--:|
| 山田太郎 | 03-5550-0101 |
| 佐藤\\|花子 |  |

本文の a|b は表ではない。[連絡](mailto:a@example.jp)

氏名 | 住所
--- | ---
鈴木 | 東京都
"""


def test_text_stays_as_it_is() -> None:
    assert read(TABLE.encode(), "a.md").text == TABLE


def test_cells_have_their_headers_and_places() -> None:
    found = read(TABLE.encode(), "a.md")
    assert found.labels == {
        "山田太郎": "氏名",
        "03-5550-0101": "電話",
        "佐藤\\|花子": "氏名",
        "鈴木": "氏名",
        "東京都": "住所",
    }
    place = dict(found.marked)["03-5550-0101"].place
    assert (place.line, place.column) == (5, 10)


def test_a_table_longer_than_a_segment_keeps_its_headers() -> None:
    rows = "".join(f"| 山田{n} | 03-5550-{n:04d} |\n" for n in range(9000))
    found = read(f"| 氏名 | 電話 |\n|---|---|\n{rows}".encode(), "a.md")
    assert len(found.segments) > 1
    assert found.labels["山田8999"] == "氏名"
    assert dict(found.marked)["03-5550-8999"].place.line == 9002
