"""Numbers in the cells of a table: judged by the column or one by one, what is found is the same."""

from __future__ import annotations

import random
from collections.abc import Iterator
from functools import partial

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.detect.kinds.numbers_scan import toolbox

from piiscan.detect.candidate import Found
from piiscan.detect.kinds import numbers, phone_number, split, tabled
from piiscan.detect.kinds.numbers import Numbers
from piiscan.detect.matcher import look
from piiscan.detect.shapes import runs
from piiscan.detect.view import View
from piiscan.detect.windows import windows
from piiscan.model import Mark, Place, Segment

LABELS = ("電話番号", "携帯電話", "カード番号", "口座番号", "個人番号", "注文番号", "保険者番号", "記号", "備考", "")
CELLS = (
    *("03-3210-4567", "0332104567", "(03)3210-4567", "090ー8765ー4321", "090-8765-4321", "3210-4567", "090-1234"),
    *("4111-1127-9664-4202", "4111111111111111", "1234567", "123-4567", "621498320257", "138016", "46187", "5678"),
    *("電話", "口座", "銀行", "カード", "-", "", "x", "03-3210-4567 代表", "+81-3-3210-4567", "10530", "12340671"),
)


def view_of(labels: tuple[str, ...], rows: list[list[str]], joint: str) -> View:
    """A window of a table whose cells are marked."""
    text, marks = "", []
    for row in rows:
        for label, cell in zip(labels, row, strict=True):
            if cell:
                marks.append(Mark(len(text), len(text) + len(cell), Place(cell="A1"), label))
            text += cell + joint
        text = text[:-1] + "\n"
    window = next(windows([Segment(text, marks=marks)]))
    return look(window, toolbox().folder, toolbox().lexicon_for(window.letters))


def plain_view(labels: tuple[str, ...], rows: list[list[str]], joint: str) -> View:
    """A window of the same table in plain text."""
    text = "\n".join(joint.join(row) for row in [list(labels), *rows])
    return look(next(windows([Segment(text)])), toolbox().folder, toolbox().lexicon_for("あ"))


@pytest.fixture(scope="module", autouse=True)
def _few_are_many() -> Iterator[None]:
    """Columns of a single number are judged by the column too."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tabled, "_MANY", 1)
        yield


def found_in(view: View) -> list[Found]:
    return sorted(each for _, found in detector().judged(view, -99.0) for each in found)


def detector() -> Numbers:
    return next(each for each in toolbox().detectors_for("あ") if isinstance(each, Numbers))


def one_by_one(view: View) -> list[Found]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(numbers, "judge_columns", lambda *_: ([], {}))
        patch.setattr(split, "_open_cells", lambda view, named: (start for start, _ in view.labelled(named)))
        return found_in(view)


@given(
    st.lists(st.sampled_from(LABELS), min_size=3, max_size=3).map(tuple),
    st.lists(st.lists(st.sampled_from(CELLS), min_size=3, max_size=3), min_size=1, max_size=14),
    st.sampled_from("\t\t\t,-"),
)
@example(("電話番号", "携帯電話", "備考"), [["03-3210-4567", "090-8765-4321", "x"]] * 9, "\t")
@example(("口座番号", "備考", "カード番号"), [["1234567", "x" * 200, "4111-1127-9664-4202"]] * 9, "\t")
@example(("電話番号", "備考", "備考"), [["090-1234", "5678", "電話"]] * 5, "\t")
def test_a_column_is_judged_as_its_cells_are(labels: tuple[str, ...], rows: list[list[str]], joint: str) -> None:
    view = view_of(labels, rows, joint)
    assert found_in(view) == one_by_one(view_of(labels, rows, joint))


@given(
    st.lists(st.sampled_from(LABELS), min_size=3, max_size=3).map(tuple),
    st.lists(st.lists(st.sampled_from((*CELLS, "1", '"x"', "\n")), min_size=3, max_size=3), min_size=1, max_size=20),
    st.sampled_from((",", "|", ";", "\t", " | ", ", ")),
)
@example(("電話番号", "携帯電話", "備考"), [["03-3210-4567", "090-8765-4321", "x"]] * 9, ",")
@example(("カード番号", "電話番号", "カード番号"), [["1234", "CVV", "1234"], ["4021", "x" * 90, "4021"]] * 9, ",")
@example(("記号", "カード番号", "番号"), [["46187", "4111-1127-9664-4202", "138016"]] * 9, "|")
@example(("暗証番号", "備考", "カード番号"), [["123", "x" * 200, "4111-1127-9664-4202"]] * 9, ",")
def test_so_is_one_of_a_plain_table(labels: tuple[str, ...], rows: list[list[str]], joint: str) -> None:
    assert found_in(plain_view(labels, rows, joint)) == one_by_one(plain_view(labels, rows, joint))


def test_columns_of_numbers_are_judged_by_the_column() -> None:
    rows = [["0332104567", "x" * 100, "4111-1127-9664-4202"]] * 9
    table = ("電話番号", "備考", "カード番号"), [["x"] * 3] * 40 + rows
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Numbers, "_candidates", lambda *_: [])
        for view in (view_of(*table, "\t"), plain_view(*table, ","), plain_view(*table, "|")):
            assert sorted(each[0] for each in found_in(view)) == ["CREDIT_CARD"] * 9 + ["PHONE_NUMBER"] * 9


def test_the_first_digits_decide_on_a_telephone_number() -> None:
    draw = random.Random(8)
    plan = phone_number.read_plan()
    known = partial(phone_number.judge_digits, plan)
    for _ in range(20_000):
        grouping = draw.choice(((10,), (11,), (2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4), (3, 4, 4), (14,), ()))
        size = sum(grouping) or draw.choice((10, 11))
        start = draw.choice(("0", "00", "0081", "03", "090", "0120", "0123456", "012", "1", "0467", "07"))
        digits = (start + "".join(draw.choices("0123456789", k=size)))[: draw.choice((size, size, 6))]
        digits = digits.ljust(size, digits[-1])
        assert known(grouping, digits) == phone_number._judge_national(plan, grouping, digits)


def test_a_run_that_fills_a_cell_is_seen_as_one() -> None:
    for text in ("x\t03-3210-4567\ty", "x\t03 3210.4567\n", "1 2\t(03)3210-4567\t1"):
        found = runs(text)
        start = text.index("\t") + 1
        end = min(at for at in (text.find("\t", start), text.find("\n", start)) if at > 0)
        shape = found.projection[start:end]
        assert ((start, shape) in found.chosen(found.shapes)) == shape.startswith(b"0")
