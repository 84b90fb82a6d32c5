"""The sorted list of surnames answers as a set of them would."""

from __future__ import annotations

import random

from piiscan.data import rows
from piiscan.detect.kinds.surnames import Surnames

LISTED = [row[0] for row in rows("surnames.tsv")]


def test_it_knows_the_listed_names_and_no_others():
    names, known = Surnames(), set(LISTED)
    draw = random.Random(7)
    asked = [LISTED[0], LISTED[-1], *draw.sample(LISTED, 500), "", "\U0010ffff", "\x01", "東京特許"]
    asked += [draw.choice(LISTED)[:1] + draw.choice(LISTED) for _ in range(500)]
    assert {name for name in asked if name in names} == known.intersection(asked)


def test_the_longest_is_as_long_as_it_says():
    assert max(map(len, LISTED)) == Surnames.longest
