"""What is said of addresses that fill their cells without reading them is what reading them says."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.detect.tables import table

from piiscan.data import rows
from piiscan.detect.addresses.anchors import Anchor
from piiscan.detect.addresses.clues import tail_facts
from piiscan.detect.addresses.detector import AddressDetector
from piiscan.detect.addresses.gazetteer import Gazetteer
from piiscan.detect.addresses.plain_cells import plain_numbers
from piiscan.detect.addresses.reader import KNOWN, Reader
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import windows

TOOLS = Toolbox(["JP_ADDRESS"])
GAZETTEER = Gazetteer()
CITIES = {
    "札幌市北区": "01102",
    "西和賀町": "03366",
    "千代田区": "13101",
    "松本市": "20202",
    "上京区": "26102",
    "那覇市": "47201",
}
TOWNS = {name: GAZETTEER.towns((code,)).split() for name, code in CITIES.items()}
LABELS = ("番号", "住所", "建物名", "電話")


@st.composite
def addresses(draw: st.DrawFn) -> str:
    """A municipality, maybe behind a prefecture, and what may be one of its towns, numbers and more."""
    prefecture = draw(st.sampled_from(["", "東京都", "北海道", "東京都,", "東京都 "]))
    city = draw(st.sampled_from(sorted(CITIES)))
    town = draw(st.sampled_from(TOWNS[city]) | st.sampled_from(["", "架空", "字", "一番町"]))
    more = draw(st.sampled_from(["", "", "", "", "東", "の", "通", "三", "二番", "号", " ", "ア", ","]))
    number = draw(
        st.from_regex("[1-9][0-9]{0,4}(-[0-9]{1,6}){0,4}-?", fullmatch=True) | st.text("0123-一の号F ", max_size=8)
    )
    return prefecture + city + town + more + number


ROWS = st.lists(
    st.tuples(
        st.sampled_from(["1", "100", "見本"]),
        addresses(),
        st.sampled_from(["", "見本ビル3F", "なし", "000円"]),
        st.sampled_from(["03-9999-9999", "100,000", ""]),
    ),
    min_size=8,
    max_size=12,
)


class Reading(AddressDetector):
    """Reads every cell."""

    def _cells(self, view: View) -> dict[int, int]:
        return {}


@pytest.mark.parametrize(("sign", "marked"), [("\t", True), (",", False), ("\t", False), ("|", False)])
@given(rows=ROWS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_plain_cells_are_what_reading_them_says(sign: str, marked: bool, rows: Sequence[Sequence[str]]) -> None:
    """In marked tables and plain ones."""
    kinds = WordKinds()
    for window in windows([table(LABELS, rows, sign, marked=marked)]):
        view = look(window, TOOLS.folder, TOOLS.lexicon_for(window.letters))
        assert AddressDetector(kinds).candidates(view) == Reading(kinds).candidates(view)


def numbers(text: str) -> int:
    """How many numbers the cell has that ``text`` begins with."""
    return plain_numbers(text, Anchor(0, 4, codes=("13101",), name="千代田区"), text.index("\t"), GAZETTEER)


def test_most_cells_are_plain() -> None:
    """Town and 1-2-3."""
    assert numbers("千代田区飯田橋1-2-3\t") == 3
    assert numbers("千代田区飯田橋1-2\t03-9999-9999") == 2
    assert numbers("千代田区飯田橋1\t") == 0
    assert numbers("千代田区飯田橋1-2-3 見本ビル\t") == 0
    assert numbers("千代田区架空1-2-3\t") == 0


def test_every_town_is_read_so_wherever_it_is_plain() -> None:
    """Nine of ten are."""
    reader, plain, every = Reader(GAZETTEER), 0, 0
    for code, names in rows("towns.tsv"):
        for town in names.split(" ")[::5]:
            text = f"架空市{town}1-2-3\t"
            found = plain_numbers(text, Anchor(0, 3, codes=(code,), name="架空市"), len(text) - 1, GAZETTEER)
            every += 1
            if found:
                plain += 1
                tail = reader.read(text, 3, (code,))
                assert (tail.end, tail.area, tail_facts(tail)) == (len(text) - 1, KNOWN, (found, *[False] * 5))
    assert plain > every * 0.88
