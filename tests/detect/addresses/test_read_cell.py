"""What is read of plain cells in one step is what the patterns read."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.addresses.gazetteer import Gazetteer
from piiscan.detect.addresses.reader import KNOWN, Reader

GAZETTEER = Gazetteer()
READER = Reader(GAZETTEER)
CODES = ("01102", "03366", "13101", "13104", "20202", "26102", "27127", "41201", "47201")
TOWNS = {code: sorted(GAZETTEER.towns((code,)).names) for code in CODES}


@st.composite
def cells(draw: st.DrawFn) -> tuple[str, str]:
    """The code of a municipality, and a cell of it that may hold one of its towns."""
    code = draw(st.sampled_from(CODES))
    town = draw(st.sampled_from(TOWNS[code]) | st.sampled_from(["", "架空", "字", "一番町"]))
    more = draw(st.sampled_from(["", "", "", "東", "の", "通", "三", "二番", "号", " ", "ア"]))
    number = draw(
        st.from_regex("[0-9]{1,2}(-[0-9]{1,6}){0,4}-?", fullmatch=True) | st.text("0123-一二の号F ", max_size=8)
    )
    return code, town + more + number


@given(cells(), st.sampled_from(["", "\t山田", "\t1-2", "\n山田", ",000,000", "-9", "号", "F", "通り1"]))
def test_a_plain_cell_is_read_as_by_the_patterns(cell: tuple[str, str], behind: str) -> None:
    """Wherever it is read at all."""
    code, written = cell
    text = "北区" + written + behind
    tail = READER.read_cell(text, 2, 2 + len(written), (code,))
    if tail is not None:
        slow = READER.read(text, 2, (code,))
        assert vars(tail) == {name: getattr(slow, name) for name in vars(tail)}
        assert not any((slow.units, slow.block_only, slow.street, slow.building, slow.counted))


def test_most_cells_are_plain() -> None:
    """Town and 1-2-3."""
    tail = READER.read_cell("千代田区飯田橋1-2-3\t03", 4, 12, ("13101",))
    assert tail is not None
    assert (tail.end, tail.area, tail.groups) == (12, KNOWN, 3)
    assert READER.read_cell("千代田区飯田橋1-2-3 見本ビル", 4, 17, ("13101",)) is None
    assert READER.read_cell("千代田区架空1-2-3", 4, 11, ("13101",)) is None
