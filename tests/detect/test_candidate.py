"""Evidence is weighed once, by what it is, and equal pieces become one object."""

from __future__ import annotations

from math import exp

import pytest

from piiscan.detect.candidate import Scales
from piiscan.model import Evidence


def test_scales_tell_sum_and_probability_however_often_they_are_asked():
    scales = Scales()
    for number in range(5_000):  # more than they remember
        evidence = (Evidence("prior", -1.0), Evidence("label", number / 1_000))
        score, confidence, same, _ = scales.weigh(evidence)
        assert score == pytest.approx(number / 1_000 - 1)
        assert confidence == pytest.approx(1 / (1 + exp(-score)))
        assert same is evidence
        assert scales.weigh(evidence)[0] == score


def test_equal_pieces_are_shared():
    scales = Scales()
    first, second = (scales.weigh((Evidence("prior", 2.0), Evidence("x", n)), share=True)[2] for n in (1.0, 2.0))
    assert first[0] is second[0]
    assert second == (Evidence("prior", 2.0), Evidence("x", 2.0))
