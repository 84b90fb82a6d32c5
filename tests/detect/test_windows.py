"""The windows of a document: places, labels and offsets survive any cut, and margins are as wide as promised."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.detect.blocks import HEAD_CHARACTERS
from piiscan.detect.columns import Columns
from piiscan.detect.windows import MARGIN_CHARACTERS, Window, windows
from piiscan.model import Mark, Place, Segment
from piiscan.places import Places

TEXTS = st.text(alphabet="あaい\n\t,1 ", min_size=0, max_size=60)


@st.composite
def documents(draw):
    """Segments of one document; joined ones carry their line and column on."""
    segments = []
    for text in draw(st.lists(TEXTS, min_size=1, max_size=6)):
        marks, end = [], 0
        while draw(st.booleans()) and end < len(text):
            start = draw(st.integers(end, len(text) - 1))
            end = draw(st.integers(start + 1, len(text)))
            marks.append(Mark(start, end, Place(cell=f"C{len(segments)}.{len(marks)}"), f"label {len(marks)}"))
        segments.append(Segment(text, Place(line=1), marks, joined=draw(st.booleans())))
    return segments


def whole(segments):
    """The document as one string, and for each segment its offset in it."""
    text, offsets, first = "", [], True
    for segment in segments:
        if segment.text and not first and not segment.joined:
            text += "\n"
        offsets.append(len(text))
        text += segment.text
        first = first and not segment.text
    return text, offsets


@given(documents(), st.integers(1, 80))
def test_bodies_are_the_document_and_margins_what_stands_around_them(segments, size):
    text, _ = whole(segments)
    covered = 0
    for window in windows(segments, size):
        begin = window.offset + window.body_start
        end = window.offset + window.body_end
        assert text[begin:end] == window.text[window.body_start : window.body_end] == window.piece.text
        assert text[window.offset : window.offset + len(window.text)] == window.text
        assert text[covered:begin] in ("", "\n")
        covered = end
    assert text[covered:] == ""


@given(documents(), st.integers(1, 80))
def test_a_mark_keeps_its_place_and_label_in_every_window_that_shows_it(segments, size):
    _, offsets = whole(segments)
    expected = {}
    for segment, offset in zip(segments, offsets, strict=True):
        for mark in segment.marks:
            expected |= {offset + place: (mark.place, mark.label) for place in range(mark.start, mark.end)}
    for window in windows(segments, size):
        seen = {}
        for mark in window.marks:
            assert 0 <= mark.start < mark.end <= len(window.text)
            seen |= {window.offset + place: (mark.place, mark.label) for place in range(mark.start, mark.end)}
        span = range(window.offset, window.offset + len(window.text))
        assert seen == {place: expected[place] for place in span if place in expected}


@given(st.text(alphabet="あa\n", min_size=1, max_size=80), st.integers(1, 20), st.integers(0, 79))
def test_lines_and_columns_do_not_depend_on_the_cut(text, size, at):
    at %= len(text)
    expected = Places(Segment(text, Place(line=5, column=3))).at(at)
    for window in windows([Segment(text, Place(line=5, column=3))], size):
        local = at - window.offset - window.body_start
        if 0 <= local < len(window.piece.text):
            assert Places(window.piece).at(local) == expected
            return
    raise AssertionError("no window owns the character")


def test_a_margin_reaches_over_short_segments():
    segments = [Segment("x" * 10, joined=True) for _ in range(300)]
    middle = list(windows(segments))[150]
    assert middle.body_start == MARGIN_CHARACTERS
    assert len(middle.text) - middle.body_end == MARGIN_CHARACTERS


def test_a_margin_never_reaches_over_a_border():
    first, second = windows([Segment("left"), Segment("right")])
    assert (first.text, second.text) == ("left", "right")
    assert second.offset == 5


def test_an_empty_document_has_no_window():
    assert list(windows([])) == []
    assert list(windows([Segment("")])) == []


def test_a_label_that_is_not_ascii_decides_about_the_alphabet():
    window = next(windows([Segment("19560101", marks=[Mark(0, 8, Place(), "生年月日")])]))
    assert not window.letters.isascii()
    assert next(windows([Segment("19560101")])).letters.isascii()


ROWS = "".join(f"{n:05},item{n},{n % 7}\n" for n in range(250))


@given(st.integers(1, 3_000))
@settings(max_examples=30, deadline=None)
def test_the_header_of_a_table_is_known_in_every_window(size):
    table = "title\n\nid,birth,kind\n" + ROWS
    kinds = {"id": 1, "birth": 2, "kind": 4}
    for window in windows([Segment(table)], size):
        columns = Columns(window.text, window.head, lambda cell: kinds.get(cell, 0))
        comma = window.text.find(",item", window.body_start, window.body_end - 6)
        if comma >= 0 and window.text.rfind("\n", 0, comma) >= 0:
            assert columns.kinds(comma + 1) == 2


def test_a_blank_line_ends_a_table():
    text = "id,birth,kind\n1,2,3\n\n4,5,6\n"
    columns = Columns(text, "", {"id": 1, "birth": 2, "kind": 4}.get)
    assert columns.kinds(text.index("2")) == 2
    assert list(columns.row_kinds(text.index("2"))) == [1, 2, 4]
    assert columns.kinds(text.index("5")) == 0


def test_a_row_of_values_is_no_header():
    text = "birth 1990  id 17\nx 5  y 6\n"
    columns = Columns(text, "", {"birth 1990": 2}.get)
    assert columns.kinds(text.index("x")) == 0


def test_a_comma_in_quotes_does_not_shift_a_column():
    text = 'id,amount,birth\n1,"65,402",x\n'
    columns = Columns(text, "", lambda cell: {"birth": 2}.get(cell, 0))
    assert columns.kinds(text.index("x")) == 2
    assert columns.kinds(text.index("402")) == 0


def test_the_head_stays_bounded():
    *_, last = windows([Segment("a" * 10_000)], 100)
    assert isinstance(last, Window)
    assert len(last.head) <= HEAD_CHARACTERS
