"""Cells of plain tables: asked for together or one by one, the answer is the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

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
