"""Every rule of the number family is held to its own examples, in several dresses."""

from __future__ import annotations

import pytest
from tests.detect.kinds.numbers_scan import NUMBER_TYPES, Found, scan

from piiscan.data import rows
from piiscan.detect.kinds.rule import NumberRule
from piiscan.detect.kinds.rules import make_rules
from piiscan.model import ENTITY_TYPES

RULES = make_rules()
EXAMPLES = [(rule, example) for rule in RULES for example in rule.examples]
COUNTEREXAMPLES = [(rule, example) for rule in RULES for example in rule.counterexamples]


def marked(example: str) -> tuple[str, int, int]:
    """The text without its marks, and where the marked value stands."""
    start, end = example.index("【"), example.index("】") - 1
    return example.replace("【", "").replace("】", ""), start, end


def found_at(text: str, rule: NumberRule, start: int, end: int) -> bool:
    hit = Found(rule.entity_type, start, end)
    return hit in [each.found for each in scan(text)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_is_found_exactly(rule: NumberRule, example: str) -> None:
    text, start, end = marked(example)
    assert found_at(text, rule, start, end)


@pytest.mark.parametrize(("rule", "example"), COUNTEREXAMPLES)
def test_counterexample_is_not_found(rule: NumberRule, example: str) -> None:
    assert rule.entity_type not in [each.found.entity_type for each in scan(example)]


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_is_found_glued_to_kana(rule: NumberRule, example: str) -> None:
    text, start, end = marked(example)
    glued = "".join((text[:start], text[start:end], "です", text[end:]))
    assert found_at(glued, rule, start, end)
    lead = "さんの"
    assert found_at(lead + text, rule, start + len(lead), end + len(lead))


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_example_is_found_in_full_width(rule: NumberRule, example: str) -> None:
    text, start, end = marked(example)
    wide = {ord(c): chr(ord(c) + 0xFEE0) for c in "0123456789-+()/.ABCDEFGHIJKLMNOPQRSTUVWXYZ"}
    assert found_at(text[:start] + text[start:end].translate(wide) + text[end:], rule, start, end)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.weights)
def test_rule_is_complete(rule: NumberRule) -> None:
    assert rule.entity_type in ENTITY_TYPES
    assert len(rule.examples) >= 2
    assert len(rule.counterexamples) >= 2
    clues = {row[0] for row in rows(f"weights/{rule.weights}.tsv")}
    assert {"prior", "label", "near", "wide", "wrong_label", "glued", "test_value"} <= clues


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.weights)
def test_a_label_counts_more_than_a_word_nearby(rule: NumberRule) -> None:
    weight = {row[0]: float(row[1]) for row in rows(f"weights/{rule.weights}.tsv")}
    assert weight["label"] > weight["near"] >= weight["wide"] >= 0
    assert weight.get("check", 1) > weight.get("check_failed", 0)
    assert weight["wrong_label"] < 0
    assert weight["glued"] < 0


def test_a_finding_names_its_prior_and_why() -> None:
    text = "電話 03-3210-4567、カード番号 4111-1127-9664-4202、マイナンバー 6214-9832-0257"
    hits = {each.found.entity_type: each for each in scan(text)}
    assert hits.keys() == {"PHONE_NUMBER", "CREDIT_CARD", "JP_MY_NUMBER"}
    for hit in hits.values():
        assert hit.clues[0] == "prior"
        assert "label" in hit.clues
    assert "check" in hits["CREDIT_CARD"].clues


def test_test_values_are_marked_as_such() -> None:
    (hit,) = [each for each in scan("電話 090-1234-5678") if each.found.entity_type == "PHONE_NUMBER"]
    assert "test_value" in hit.clues


def test_every_number_type_has_a_rule() -> None:
    assert {rule.entity_type for rule in RULES} == set(NUMBER_TYPES)
