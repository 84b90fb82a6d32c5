"""Of overlapping spans the most probable stay."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import compress, pairwise

from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.resolve import resolve as stays


@dataclass(frozen=True)
class Span:
    start: int
    end: int
    score: float
    rank: int = 0


SPANS = st.lists(
    st.builds(
        lambda start, length, score, rank: Span(start, start + length, score, rank),
        st.integers(0, 40),
        st.integers(1, 12),
        st.sampled_from([-1.0, 0.5, 2.0, 3.0]),
        st.integers(0, 3),
    ),
    max_size=25,
)


def resolve(spans):
    ordered = sorted(spans, key=lambda s: (s.start, s.end, s.rank))
    stay = stays([s.start for s in ordered], [s.end for s in ordered], lambda at: (ordered[at].score, ordered[at].rank))
    return list(compress(ordered, stay))


def greedy(spans):
    """The rule itself, in quadratic time."""
    kept = []
    for span in sorted(spans, key=lambda s: (-s.score, s.start - s.end, s.rank, s.start)):
        if all(span.end <= other.start or other.end <= span.start for other in kept):
            kept.append(span)
    return sorted(kept, key=lambda s: s.start)


@given(SPANS)
def test_it_keeps_what_the_rule_keeps(spans):
    assert resolve(spans) == greedy(spans)


@given(SPANS, st.randoms(use_true_random=False))
def test_the_order_of_the_detectors_does_not_matter(spans, random):
    shuffled = spans[:]
    random.shuffle(shuffled)
    assert resolve(shuffled) == resolve(spans)


@given(SPANS)
def test_nothing_that_stays_overlaps(spans):
    assert all(left.end <= right.start for left, right in pairwise(resolve(spans)))


def test_a_longer_span_wins_at_equal_score():
    short, long = Span(2, 5, 1.0), Span(0, 6, 1.0)
    assert resolve([short, long]) == [long]


def test_a_dropped_span_blocks_nothing():
    best, middle, last = Span(0, 4, 3.0), Span(3, 8, 2.0), Span(7, 9, 1.0)
    assert resolve([last, middle, best]) == [best, last]


def test_a_chain_of_overlaps_takes_n_log_n():
    chain = [Span(n, n + 2, float(n % 7)) for n in range(100_000)]
    assert len(resolve(chain)) > 30_000
