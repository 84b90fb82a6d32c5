"""Findings as columns are the findings they stand for."""

from __future__ import annotations

import copy
import pickle
from array import array
from dataclasses import FrozenInstanceError
from unittest import mock

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.findings import Findings, Spots
from piiscan.model import Evidence, Finding, Place
from piiscan.places import Placed

FOUND = Finding("PHONE_NUMBER", 0.9, 3, 15, Place(line=2), (Evidence("prior", 2.2),), "0**********", "03-5550-0123")


def lot(found: list[Finding]) -> Spots:
    """The columns of ``found``."""
    return Spots(
        [each.entity_type for each in found],
        [each.confidence for each in found],
        array("q", [each.start for each in found]),
        Placed.of([each.place for each in found]),
        [each.evidence for each in found],
        [each.value for each in found],
        [each.masked for each in found],
    )


@st.composite
def made(draw):
    """A finding."""
    start, value = draw(st.integers(0, 2**40)), draw(st.text(max_size=5))
    kind, place = draw(st.sampled_from(["PERSON", "E"])), Place(line=draw(st.integers(1, 9)), cell="B2")
    return Finding(kind, draw(st.floats(0, 1)), start, start + len(value), place, FOUND.evidence, "*", value)


@settings(deadline=None)
@given(st.lists(st.lists(made(), max_size=4), max_size=4), st.integers(-20, 20), st.integers(-20, 20))
def test_findings_are_the_sequence_they_were_made_of(lots, low, high):
    expected = [each for found in lots for each in found]
    findings = Findings(map(lot, lots))
    assert list(findings) == expected
    assert findings == expected
    assert findings == tuple(expected)
    assert findings != [*expected, FOUND]
    assert bool(findings) == bool(expected)
    assert [findings[at] for at in range(-len(expected), len(expected))] == expected * 2
    assert findings[low:high] == tuple(expected[low:high])
    assert hash(findings) == hash(tuple(expected))
    assert pickle.loads(pickle.dumps(findings)) == expected  # noqa: S301 - our own
    assert copy.deepcopy(findings) == expected
    with pytest.raises(IndexError):
        findings[len(expected)]


@given(st.lists(made(), max_size=6))
def test_only_some_types(found):
    assert Findings([lot(found).only({"E"})]) == [each for each in found if each.entity_type == "E"]


def test_a_finding_made_of_columns_is_the_same_frozen_one():
    (finding,) = Findings([lot([FOUND])])
    assert finding == FOUND
    assert type(finding) is Finding
    assert copy.deepcopy(finding) == finding
    assert "5550" not in repr(Findings([lot([FOUND])]))
    with pytest.raises(FrozenInstanceError):
        finding.start = 1


def test_columns_show_no_values():
    assert repr(lot([FOUND])) == "Spots of 1"


def test_findings_stand_where_a_tuple_stood():
    findings = Findings([lot([FOUND])])
    assert (FOUND,) + findings == findings + (FOUND,) == findings + findings == (FOUND, FOUND)  # noqa: RUF005
    assert Findings([]) == ()
    assert Findings([]) != ""
    assert findings == mock.ANY
