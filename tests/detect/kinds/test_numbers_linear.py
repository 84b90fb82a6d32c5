"""Hostile text of nothing but digits and separators takes no longer than plain text does, within a generous factor."""

from __future__ import annotations

import random
from time import process_time

import pytest
from tests.detect.kinds.numbers_scan import toolbox

from piiscan.detect.matcher import look
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

SIZE = 1_000_000
PLAIN = "株式会社青葉は2026年11月25日の役員会で、前年度比7.5%増の1,234万円を設備に充てると決めた。実施は第2期である。\n"
HOSTILE = {
    "digits": "0123456789",
    "hyphens": "-",
    "zero and hyphen": "0-",
    "zeros": "0",
    "kanji digits": "〇一二三四五六七八九",
    "kanji digits and hyphens": "〇-",
    "spaced digits": "4 1 1 1 ",
    "brackets": "((((",
    "pluses": "+81+",
    "lines of four": "4111\n",
    "cells of four": "4111\t",
    "code": "GB82WEST",
    "labels": "電話番号",
    "labels and digits": "電話0",
}


def seconds(text: str) -> float:
    """The better of two runs of the number detector alone over ``text``, looking included."""
    tools = toolbox()
    detector = tools.detectors_for("あ")[0]
    best = float("inf")
    for _ in range(2):
        begin = process_time()
        for window in windows([Segment(text, Place(line=1))]):
            list(detector.candidates(look(window, tools.folder, tools.lexicon_for(window.letters))))
        best = min(best, process_time() - begin)
    return best


def fill(pattern: str, size: int = SIZE) -> str:
    return (pattern * (size // len(pattern) + 1))[:size]


@pytest.mark.slow
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_costs_about_what_plain_text_does(name: str) -> None:
    assert seconds(fill(HOSTILE[name])) < 10 * seconds(fill(PLAIN)) + 0.1


@pytest.mark.slow
def test_random_separators_cost_about_what_plain_text_does() -> None:
    rng = random.Random(3)
    text = "".join(rng.choice("00000-. /:()") for _ in range(SIZE))
    assert seconds(text) < 15 * seconds(fill(PLAIN)) + 0.1
