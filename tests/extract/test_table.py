from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import read

from piiscan.extract.column_name import column_name
from piiscan.extract.dialect import delimiter_of, is_table
from piiscan.extract.records import record_batches
from piiscan.extract.table import table_segments

CELLS = st.text(alphabet='山a1 ,"\n\t;-', max_size=12)


def test_cells_carry_header_line_and_name() -> None:
    found = read("氏名,電話\r\n山田太郎,03-5550-0101\r\n佐藤花子,03-5550-0102\r\n".encode("cp932"), "a.csv")
    assert found.text == "氏名\t電話\n山田太郎\t03-5550-0101\n佐藤花子\t03-5550-0102\n"
    assert found.labels["佐藤花子"] == "氏名"
    assert found.labels["03-5550-0102"] == "電話"
    place = dict(found.marked)["03-5550-0102"].place
    assert (place.line, place.cell) == (3, "B3")


def test_header_is_found_below_titles_and_is_itself_unlabelled() -> None:
    titles, header = "会員名簿,,\n2026年4月,,\n\n", "会員番号,氏名,電話番号\n"
    found = read(f"{titles}{header}1,山田太郎,03-5550-0101\n2,佐藤花子,03-5550-0102\n".encode(), "a.csv")
    assert found.labels["山田太郎"] == "氏名"
    assert found.labels["氏名"] == ""
    assert found.labels["会員名簿"] == ""


def test_table_without_header_has_no_labels() -> None:
    found = read("1,山田太郎,03-5550-0101\n2,佐藤花子,03-5550-0102\n3,鈴木一郎,03-5550-0103\n".encode(), "a.csv")
    assert set(found.labels.values()) == {""}


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_every_delimiter_is_recognised(mark: str) -> None:
    rows = [["番号", "氏名", "備考"], ["1", "山田", "a,b"], ["2", "佐藤", ""], ["3", "鈴木", "c;d"]]
    text = io.StringIO()
    csv.writer(text, delimiter=mark).writerows(rows)
    assert delimiter_of(text.getvalue()) == mark
    assert read(text.getvalue().encode(), "a.csv").labels["佐藤"] == "氏名"


def test_quoted_line_breaks_and_quotes_stay_in_their_cell() -> None:
    rows = '山田,"東京都\n渋谷区 ""青葉""",03-5550-0101\n佐藤,大阪,03-5550-0102\n'
    found = read(f"氏名,住所,電話\n{rows}".encode(), "a.csv")
    assert found.labels['東京都\n渋谷区 "青葉"'] == "住所"
    assert dict(found.marked)["佐藤"].place.line == 4
    assert dict(found.marked)["佐藤"].place.cell == "A3"


def test_an_open_quote_costs_one_line_only() -> None:
    rows = "".join(f"{n},山田{n},03-5550-{n:04d}\n" for n in range(2000))
    found = read(f'番号,氏名,電話\n0,"田中,03-5550-9999\n{rows}'.encode(), "a.csv")
    assert found.labels["03-5550-1999"] == "電話"
    assert found.labels["山田5"] == "氏名"
    assert "田中" in found.text


def test_inches_are_no_quotes() -> None:
    found = read(b'id,name,size\n1,disk,3.5" drive\n2,screen,27" wide\n3,cable,long\n', "a.csv")
    assert found.labels['27" wide'] == "size"
    assert dict(found.marked)["screen"].place.line == 3


def test_a_field_beyond_the_limit_of_the_csv_module_is_read() -> None:
    found = read(f'番号,氏名,備考\n1,山田,"{"長" * 140_000}"\n2,佐藤,短\n'.encode(), "a.csv")
    assert found.labels["佐藤"] == "氏名"
    assert found.text.count("長") == 140_000


def test_no_value_is_torn_in_a_line_that_never_ends() -> None:
    line = "山田太郎 03-5550-0101、" * 60_000
    found = read(f"番号,氏名,電話\n1,佐藤,03\n2,鈴木,{line}".encode(), "a.csv")
    assert found.text.count("03-5550-0101") == 60_000
    assert max(len(segment.text) for segment in found.segments) < 500_000


def test_neighbours_stay_neighbours_with_empty_cells_between() -> None:
    text = "102,,0085,山田,太郎\n103,,0086,佐藤,花子\n"
    assert read(text.encode(), "a.csv").text == text.replace(",", "\t")


def test_a_wide_table_has_columns_beyond_z() -> None:
    assert [column_name(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@given(st.lists(st.lists(CELLS, min_size=2, max_size=5), min_size=1, max_size=8), st.integers(1, 40))
def test_written_cells_come_back_wherever_the_text_is_cut(rows: list[list[str]], size: int) -> None:
    text = io.StringIO()
    csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    whole = text.getvalue()
    pieces = [whole[at : at + size] for at in range(0, len(whole), size)]
    found = [list(row) for rows in record_batches(pieces, ",") for row in rows.divided()]
    assert found == rows


@given(st.text(alphabet='a山,"\n\r', max_size=80))
def test_any_text_is_read_without_losing_a_character_of_cells(text: str) -> None:
    read_back = "".join(segment.text for segment in table_segments([text], ","))
    assert read_back.count("山") == text.count("山")
    assert read_back.count("a") == text.count("a")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("氏名\t電話\n山田\t03\n佐藤\t04\n", True),
        ("a,b,c\n1,2,3\n4,5,6\n", True),
        ("昨日、山田さんと会い、\n今日、佐藤さんと会い、\n明日は休む。\n", False),
        ("f(a, b, c)\nreturn x\nelse:\n", False),
        ("a,b,c\n", False),
    ],
)
def test_only_clear_tables_are_taken_for_tables(text: str, *, expected: bool) -> None:
    assert is_table(text) is expected


def test_text_file_that_is_a_table_is_read_as_one() -> None:
    text = "番号\t氏名\t電話\n1\t山田\t03-5550-0101\n2\t佐藤\t03-5550-0102\n"
    assert read(text.encode("cp932")).labels["佐藤"] == "氏名"
