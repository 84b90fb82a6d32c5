"""The examples in the description of a detector, which ``piiscan explain`` shows, are true."""

from __future__ import annotations

import re
from importlib import import_module

import pytest
from tests.detect.kinds.scanning import cell, values

MODULES = (
    "confidential_marking",
    "date_of_birth",
    "email_address",
    "financial_amount",
    "ip_address",
    "sensitive_attribute",
)


def written(kind: str) -> list[tuple[str, str]]:
    """The quoted examples behind ``kind`` in the docstrings."""
    found = []
    for name in MODULES:
        doc = import_module(f"piiscan.detect.kinds.{name}").__doc__ or ""
        (line,) = re.findall(rf"^{kind}: (.+)$", doc, re.MULTILINE)
        found += [(name.upper(), example) for example in re.findall(r"``(.+?)``(.*?)(?:, |$)", line)]
    return found


@pytest.mark.parametrize(("entity_type", "example"), written("Examples"))
def test_an_example_is_found(entity_type, example):
    text, remark = example
    if "column" in remark:
        label, _, value = text.partition(",")
        assert cell(entity_type, label, value)
    else:
        assert values(entity_type, text)


@pytest.mark.parametrize(("entity_type", "example"), written("Counterexamples"))
def test_a_counterexample_is_not(entity_type, example):
    assert values(entity_type, example[0]) == []
