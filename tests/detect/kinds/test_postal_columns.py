"""What is said of the postal codes of a column together is what is said of each of them alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.detect.tables import table

from piiscan.detect.candidate import Found
from piiscan.detect.kinds.jp_postal_code import PostalCodeDetector
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.view import View
from piiscan.detect.windows import windows

TOOLS = Toolbox(["JP_POSTAL_CODE"])
LABELS = ("番号", "郵便番号", "住所", "電話")
CODES = st.sampled_from(
    ["100-0005", "1000005", "060-0000", "999-9999", "600000", "100ー0005", "〒100-0005", "100 0005", "-"]
)
PLACES = st.sampled_from(["東京都千代田区丸の内1-2-3", "札幌市中央区", "架空", "", "~東京都"])
NUMBERS = st.sampled_from(["100000", "123456", "1000005", "〒", "5"])
ROWS = st.lists(st.tuples(NUMBERS, CODES, PLACES, st.sampled_from(["03-9999-9999", "", "100-0005"])), min_size=4)


class OneByOne(PostalCodeDetector):
    """Looks at no column."""

    def _in_columns(self, *_: object) -> Iterator[Found]:
        return iter(())

    def _elsewhere(
        self, view: View, cells: object, numbers: list[tuple[int, bytes]], done: object
    ) -> list[tuple[int, bytes]]:
        return numbers


@pytest.mark.parametrize(("sign", "marked"), [("\t", True), (",", False), ("\t", False), ("|", False)])
@given(rows=ROWS)
@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_columns_say_what_each_code_says(sign: str, marked: bool, rows: Sequence[Sequence[str]]) -> None:
    """In marked tables and plain ones."""
    kinds = WordKinds()
    for window in windows([table(LABELS, rows, sign, marked=marked)]):
        view = look(window, TOOLS.folder, TOOLS.lexicon_for(window.letters))
        together = PostalCodeDetector(kinds).candidates(view)
        assert sorted(together) == sorted(OneByOne(kinds).candidates(view))
