"""Evidence is weighed once, by its identity."""

from __future__ import annotations

from math import exp

import pytest

from piiscan.detect.candidate import Scales
from piiscan.model import Evidence


def test_scales_tell_sum_and_probability_however_often_they_are_asked():
    scales = Scales()
    for number in range(5_000):  # more than they remember
        evidence = (Evidence("prior", -1.0), Evidence("label", number / 1_000))
        score, confidence, same = scales.weigh(evidence)
        assert score == pytest.approx(number / 1_000 - 1)
        assert confidence == pytest.approx(1 / (1 + exp(-score)))
        assert same is evidence
        assert scales.weigh_all([evidence, evidence]) == [scales.weigh(evidence)] * 2
