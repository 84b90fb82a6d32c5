"""Runs are passed over only where no rule can say anything of them that matters."""

from __future__ import annotations

import random

import pytest

from piiscan.detect.kinds.numbers import Numbers
from piiscan.detect.kinds.rule import DIVISIONS, Number
from piiscan.detect.kinds.rules import make_rules
from piiscan.detect.kinds.spots import ANY, BEHIND, need_of, runs_worth_a_look
from piiscan.detect.matcher import look
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

RULES = {rule.entity_type: rule for rule in make_rules() if not rule.only_labelled}
BEST = [rule for rule in make_rules() if rule.best is not None]


@pytest.fixture(scope="module")
def toolbox():
    return Toolbox()


def shown(text, toolbox):
    (window,) = windows([Segment(text, Place(line=1, column=1))], max(1, len(text)))
    return look(window, toolbox.folder, toolbox.lexicon_for(text))


def starts(text, toolbox, rule, words=0):
    view = shown(text, toolbox)
    needs = {shape: need_of(shape, [(rule, 0, words)]) for shape in view.hits.runs.shapes}
    return [text[start : start + 4] for start, _ in runs_worth_a_look(view, needs, 160, {})]


@pytest.mark.parametrize("rule", BEST, ids=lambda rule: rule.entity_type)
def test_no_verdict_is_better_than_the_best(toolbox, rule):
    draw = random.Random(rule.entity_type)
    tool = next(tool for tool in Numbers(toolbox.kinds, [rule])._tools)
    reached = set()
    for _ in range(3_000):
        grouping = draw.choice(rule.groupings)
        text = "T" + "-".join("".join(draw.choice("0123456789") for _ in range(size)) for size in grouping)
        verdict = rule.judge(Number(shown(text, toolbox), 1, len(text), grouping))
        if verdict is not None:
            best = tool.best + tool.divisions[min(len(grouping), 2)]
            assert tool.evidence.score(verdict.clues) <= best + 1e-9, verdict
            reached.add(set(rule.best) <= set(verdict.clues) and DIVISIONS[min(len(grouping), 2)] in verdict.clues)
    assert True in reached or not reached


def test_a_number_must_begin_as_its_rule_says(toolbox):
    assert starts("x 0312345678 9312345678 +81312345678", toolbox, RULES["PHONE_NUMBER"])[:1] == ["0312"]
    assert "9312" not in starts("x 0312345678 9312345678", toolbox, RULES["PHONE_NUMBER"])


def test_a_number_with_letters_in_front_is_looked_at_only_behind_letters(toolbox):
    assert starts("TK1234567 A-2345678 x 3456789 日4567890", toolbox, RULES["JP_PASSPORT"]) == ["1234", "2345", "3456"]


def test_a_number_that_needs_a_word_is_looked_at_only_near_one(toolbox):
    words = toolbox.kinds.bits("PHONE_NUMBER")
    text = "tel 1234567" + " ." * 400 + " 2345678" + " ." * 200 + "\n\nname, tel, city\nx, 3456789, y\n"
    rule = RULES["PHONE_NUMBER"]
    assert starts(text, toolbox, rule, words) == ["1234", "3456"]
    assert starts(text.replace("tel", "zzz"), toolbox, rule, words) == []


def test_what_a_shape_needs_is_what_one_of_its_rules_needs():
    phone, passport = RULES["PHONE_NUMBER"], RULES["JP_PASSPORT"]
    assert need_of(b"0000000", [(passport, 0, 0), (phone, 0, 8)]) == (BEHIND, 8)
    assert need_of(b"0000000000", [(phone, 0, 0)])[0] not in (0, ANY)
    assert need_of(b"00 0000000", [(passport, 3, 0)]) == (ANY, 0)
    assert need_of(b"0" * 97, [(phone, 0, 8)]) == (ANY, 0)
