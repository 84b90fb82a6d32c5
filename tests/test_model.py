"""Values of the ground floor: marks as columns behave as the list they stand for."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.model import Mark, Place, Segment
from piiscan.places import LateMarks, Marks, Places


@st.composite
def marked(draw):
    """Marks that do not overlap, ascending, none empty."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=12)))
    spans = list(zip(cuts[::2], cuts[1::2], strict=False))
    return [
        Mark(a, b, Place(cell=f"A{n}"), draw(st.sampled_from(["", "氏名", "tel"]))) for n, (a, b) in enumerate(spans)
    ]


@given(marked())
def test_marks_are_the_list_they_were_made_of(marks):
    columns = Marks.of(marks)
    assert list(columns) == marks == columns
    assert columns[1:3] == marks[1:3]
    assert bool(columns) == bool(marks)
    for offset in range(62):
        index = columns.find(offset)
        assert ([columns[index]] if index >= 0 else []) == [mark for mark in marks if mark.start <= offset < mark.end]


@given(marked(), st.integers(0, 60), st.integers(0, 60), st.integers(-5, 5))
def test_a_part_of_marks_is_what_lies_inside(marks, start, end, shift):
    expected = [
        Mark(max(m.start, start) + shift, min(m.end, end) + shift, m.place, m.label)
        for m in marks
        if m.end > start and m.start < end
    ]
    assert list(Marks.of(marks).part(start, end, shift)) == (expected if start < end else [])


@given(marked(), st.integers(0, 60), st.integers(0, 62))
def test_marks_worked_out_late_are_the_same(marks, start, end):
    asked = []

    def make():
        asked.append(1)
        return Marks.of(marks)

    titles = {mark.label for mark in marks}
    late = LateMarks(make, titles)
    assert bool(late)
    assert late.titles() == titles
    assert not asked
    assert late == marks
    assert late.part(start, end, 3) == Marks.of(marks).part(start, end, 3)
    assert late.followed_by(Marks.of(())) == marks
    assert len(asked) == 1


@given(marked(), st.integers(0, 60))
def test_the_two_parts_of_marks_make_the_whole_again(marks, cut):
    columns = Marks.of(marks)
    whole = columns.part(0, cut, 0).followed_by(columns.part(cut, 62, 0))
    assert list(whole) == marks


@given(marked(), st.lists(st.integers(0, 61), max_size=20))
def test_many_places_are_those_of_each_offset(marks, offsets):
    segment = Segment("a\nb" * 21, Place(line=4, column=2), marks)
    assert Places(segment).of(offsets).all() == [Places(segment).at(offset) for offset in offsets]
