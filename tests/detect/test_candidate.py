"""Evidence is weighed once, by its identity."""

from __future__ import annotations

from math import exp

import pytest

from piiscan.detect.candidate import Scales, probabilities
from piiscan.model import Evidence


def test_scales_tell_sum_and_probability_however_often_they_are_asked():
    scales = Scales()
    for number in range(5_000):  # more than they remember
        evidence = (Evidence("prior", -1.0), Evidence("label", number / 1_000))
        (score, again) = scales.scores([evidence, evidence])
        assert score == again == pytest.approx(number / 1_000 - 1)
        assert probabilities([score, 0.0, score]) == [1 / (1 + exp(-score)), 0.5, 1 / (1 + exp(-score))]
