"""A chapter is the list of candidates that it holds as columns."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.candidate import Candidate
from piiscan.detect.chapter import Chapter
from piiscan.model import Evidence

WEIGHED = st.sampled_from([(Evidence("prior", weight),) for weight in (-1.0, 0.5, 2.0)])
CANDIDATES = st.lists(
    st.builds(
        lambda kind, start, evidence, note: Candidate(kind, start, start + 2, evidence, note),
        st.sampled_from(["PERSON", "E"]),
        st.integers(0, 50),
        WEIGHED,
        st.sampled_from([None, "n"]),
    ),
    max_size=12,
).map(lambda found: sorted(found, key=lambda each: each.start))


@given(CANDIDATES, CANDIDATES, st.integers(0, 110))
def test_a_chapter_is_cut_as_its_list_is(found, more, border):
    whole = [*found, *(each._replace(start=each.start + 60, end=each.end + 60) for each in more)]
    chapter = Chapter(found)
    chapter.add(more, [each.score for each in more], 60)
    assert list(chapter) == whole
    assert chapter.noted == [(index, each.note) for index, each in enumerate(whole) if each.note]
    front = chapter.cut(border)
    assert list(front) == [each for each in whole if each.start < border]
    assert list(chapter) == whole[len(front) :]
    assert chapter.noted == [(index, each.note) for index, each in enumerate(whole[len(front) :]) if each.note]


@given(CANDIDATES)
def test_the_likely_ones_gain_evidence(found):
    chapter = Chapter(found)
    likely = [index for index, each in enumerate(found) if each.entity_type == "PERSON" and each.score > 0]
    assert chapter.likely("PERSON") == likely
    for index in likely:
        chapter.gain(index, Evidence("near", 1.0))
    assert (
        [each.score for each in chapter]
        == chapter.scores
        == [each.score + (index in likely) for index, each in enumerate(found)]
    )
    assert list(chapter.only([each.note for each in chapter])) == [each for each in chapter if each.note]
