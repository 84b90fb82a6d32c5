"""Header rows and captions."""

from __future__ import annotations

import pytest

from piiscan.extract.tablehead import NO_HEAD, find_head, is_caption, label_of


def rows(*lines: str) -> list[dict[str, str]]:
    return [{chr(65 + i): cell for i, cell in enumerate(line.split("|")) if cell} for line in lines]


@pytest.mark.parametrize("text", ["氏名", "電話番号1", "E-mail", "住 所", "生年月日（西暦）"])
def test_captions(text: str) -> None:
    assert is_caption(text)


@pytest.mark.parametrize("text", ["", "03-0000-0000", "a@example.com", "2020", "○" * 50, "https://example.com", "---"])
def test_values_are_no_captions(text: str) -> None:
    assert not is_caption(text)


def test_header_is_found_below_titles() -> None:
    head = find_head(
        rows(
            "顧客名簿", "", "氏名|電話|住所", "山田 太郎|03-0000-0000|東京都1-2-3", "山田 花子|03-0000-0001|東京都1-2-4"
        )
    )
    assert head.labels == {"A": "氏名", "B": "電話", "C": "住所"}
    assert head.body == 3
    assert head.sure


def test_two_header_rows_complete_each_other() -> None:
    head = find_head(
        rows("番号|連絡先||備考", "|電話|住所|", "1|03-0000-0000|東京都1-2-3|x", "2|03-0000-0001|東京都1-2-4|y")
    )
    assert head.labels == {"A": "番号", "B": "連絡先 電話", "C": "住所", "D": "備考"}
    assert head.body == 2


def test_a_table_without_header_has_none() -> None:
    assert find_head(rows("1|03-0000-0000|東京都千代田区1-2-3", "2|03-0000-0001|東京都千代田区1-2-4")) is NO_HEAD
    assert find_head([]) is NO_HEAD


def test_a_form_takes_its_labels_from_the_left() -> None:
    head = find_head(rows("氏名|山田 太郎", "電話|03-0000-0000"))
    assert "電話" in label_of(head, "B", "電話")


def test_a_grid_takes_none_from_the_left() -> None:
    head = find_head(rows("氏名|電話|住所", *["山田 太郎|03-0000-0000|東京都1-2-3"] * 5))
    assert label_of(head, "B", "山田 太郎") == "電話"


def test_spread_captions_are_one_word() -> None:
    head = find_head(rows("氏　　名|住 所|電話", *["山田 太郎|東京都1-2-3|03-0000-0000"] * 3))
    assert list(head.labels.values()) == ["氏名", "住所", "電話"]
