"""Cells of plain tables: asked for together or one by one, the answer is the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan import scan_text
from piiscan.detect.columns import Columns


@given(
    st.lists(
        st.lists(st.sampled_from(["aa", "bb", "", "12", '"1,2"', "7" * 700]), min_size=1, max_size=5).map(",".join),
        max_size=8,
    ),
    st.integers(1, 3),
)
def test_cells_asked_for_together_are_those_asked_for_one_by_one(lines: list[str], wanted: int) -> None:
    text = "\n".join(lines)
    bits = {"aa": 1, "bb": 2}

    def columns() -> Columns:
        return Columns(text, "", lambda cell: bits.get(cell, 0))

    offsets = [offset for offset, character in enumerate(text) if character != "\n"]
    cells = columns()
    one_by_one = [(offset, kinds) for offset in offsets if (kinds := cells.kinds(offset)) & wanted]
    assert list(columns().under(wanted, offsets)) == one_by_one
    assert columns().kinds_of_rows(offsets) == [cells.row_kinds(offset) for offset in offsets]


def test_the_titles_of_the_wanted_columns_are_told_and_those_of_statements_are_empty() -> None:
    bits = {"aa": 1, "bb": 2}
    columns = Columns("aa,bb,c\n1,2,3\n\nINSERT INTO x (c, bb) VALUES\n(1, 2);", "", lambda cell: bits.get(cell, 0))
    assert columns.titles(1) == {"aa"}
    assert columns.titles(2) == {"bb", ""}


INSERT = "INSERT INTO `staff` (`id`,`birth_date`,`phone`) VALUES"
COPY = "COPY public.staff (id, birth_date, phone) FROM stdin;"


@pytest.mark.parametrize(
    "text",
    [
        f"{INSERT}\n(1,'1958-09-23','08012349876'),\n(2,'1961-01-02','08012349875');\n",
        f"{INSERT} (1,'1958-09-23','08012349876');\n{INSERT} (2,'1961-01-02','08012349875');\n",
        f"{COPY}\n1\t1958-09-23\t08012349876\n2\t1961-01-02\t08012349875\n\\.\n",
        f"{INSERT}\n(1,'1958-09-23','08012349876'),\n(2,'a, b','1961-01-02');\n(3,'1961-01-02','08012349875');\n",
    ],
)
def test_a_statement_of_sql_names_the_columns_of_its_rows(text: str) -> None:
    found = [(f.entity_type, f.value) for f in scan_text(text)]
    assert ("DATE_OF_BIRTH", "1958-09-23") in found
    assert ("PHONE_NUMBER", "08012349876") in found
    assert ("PHONE_NUMBER", "08012349875") in found


@pytest.mark.parametrize("end", ["", "\t", "\tx", "\r", "\t\r"])
def test_a_row_of_tabs_whose_last_cell_is_empty_keeps_its_header(end: str) -> None:
    header = "aa\tbb" + ("\tcc" if end.startswith("\t") else "")
    text = f"{header}\n11\t22{end}\n"
    cells = Columns(text, "", lambda cell: {"aa": 1, "bb": 2}.get(cell, 0))
    assert [cells.kinds(text.index(value)) for value in ("11", "22")] == [1, 2]
