"""The users' own entity types: found like the built-in ones, and refused with a clear error when they cannot work."""

from __future__ import annotations

import pickle
from math import log

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.config import Config
from piiscan.detect.custom import MAX_REGEX, CustomDetector, read_patterns
from piiscan.detect.custom_checks import CHECKS
from piiscan.detect.fold import Folder
from piiscan.detect.pipeline import detect
from piiscan.detect.toolbox import Toolbox
from piiscan.errors import ConfigError, ExtractionError
from piiscan.model import Mark, Place, Segment
from piiscan.scan import Scanner

EMPLOYEE = {
    "entity_type": "EMPLOYEE_ID",
    "regex": "E[0-9]{6}",
    "labels": ["社員番号", "Employee ID"],
    "confidence": 0.9,
}


def found(text, *tables, marks=()):
    toolbox = Toolbox([table["entity_type"] for table in tables], tables)
    return [(s.value, round(s.confidence, 2)) for s in detect([Segment(text, marks=marks)], toolbox)]


@pytest.mark.parametrize(
    "text",
    [
        "社員番号：E123456",
        "社員番号　Ｅ１２３４５６です",
        "employee id: E123456",
        "社員番号\nE123456",
        "社員番号E12\u200b3456",
    ],
)
def test_a_labelled_match_has_the_given_confidence(text):
    ((value, confidence),) = found(text, EMPLOYEE)
    assert confidence == 0.9
    assert value in text


def test_a_match_without_its_label_is_less_sure():
    assert found("番号E123456", EMPLOYEE) == [("E123456", 0.5)]
    assert found("社員番号\n\n\nE123456", EMPLOYEE) == [("E123456", 0.5)]


def test_a_column_header_is_a_label():
    marks = [Mark(0, 7, Place(cell="A2"), "社員番号")]
    assert found("E123456", EMPLOYEE, marks=marks) == [("E123456", 0.9)]


def test_a_pattern_without_labels_needs_none():
    table = {"entity_type": "PART", "regex": "P-[0-9]{4}", "confidence": 0.7}
    assert found("型番P-1234の部品", table) == [("P-1234", 0.7)]


def test_the_evidence_adds_up():
    toolbox = Toolbox([], [EMPLOYEE])
    assert list(detect([Segment("E123456")], toolbox)) == []
    toolbox = Toolbox(["EMPLOYEE_ID"], [EMPLOYEE])
    (spotted,) = detect([Segment("E123456")], toolbox)
    assert [evidence.clue for evidence in spotted.evidence] == ["pattern", "no_label"]
    assert spotted.evidence[0].weight == pytest.approx(log(9))


TERMS = {"entity_type": "PROJECT", "terms": ["Project Falcon", "隼計画", "髙橋案件"], "confidence": 0.9}


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("次の隼計画について", ["隼計画"]),
        ("Ｐｒｏｊｅｃｔ　Ｆａｌｃｏｎは", ["Ｐｒｏｊｅｃｔ　Ｆａｌｃｏｎ"]),
        ("高橋案件と髙橋案件", ["高橋案件", "髙橋案件"]),
        ("Project Falcons", []),
        ("xProject Falcon", []),
        ("日Project Falcon日", ["Project Falcon"]),
    ],
)
def test_terms_are_found_in_every_width_and_old_form_but_not_inside_words(text, values):
    assert [value for value, _ in found(text, TERMS)] == values


@pytest.mark.parametrize(
    ("check", "good", "bad"),
    [
        ("luhn", "4111-1111-1111-1111", "4111-1111-1111-1112"),
        ("mod11", "1234-3", "1234-6"),
        ("mod97", "GB82 WEST 1234 5698 7654 32", "GB82 WEST 1234 5698 7654 33"),
        ("my_number", "1234-5678-9018", "1234-5678-9019"),
        ("corporate_number", "5835678256246", "2835678256246"),
        ("drivers_license", "459803358720", "459803358730"),
    ],
)
def test_a_check_tells_good_from_bad(check, good, bad):
    assert CHECKS[check](good)
    assert not CHECKS[check](bad)
    assert not CHECKS[check]("")
    table = {"entity_type": "NUMBER", "regex": "[A-Z0-9][A-Z0-9 -]{3,}[0-9]", "check": check, "confidence": 0.9}
    assert [confidence for _, confidence in found(good, table)] == [0.9]
    assert [confidence for _, confidence in found(bad, table)] == [0.14]


def test_every_check_is_tried():
    assert set(CHECKS) == {"luhn", "mod11", "mod97", "my_number", "corporate_number", "drivers_license"}


@pytest.mark.parametrize(
    ("table", "message"),
    [
        ("text", "must be a table"),
        ({"regex": "x"}, "entity_type must be a name"),
        ({"entity_type": "employee", "regex": "x"}, "entity_type must be a name"),
        ({"entity_type": "X_ID"}, "either regex or terms"),
        ({"entity_type": "X_ID", "regex": "x", "terms": ["y"]}, "either regex or terms"),
        ({"entity_type": "X_ID", "regex": "(x"}, "not a valid regex"),
        ({"entity_type": "X_ID", "regex": "x*"}, "matches the empty text"),
        ({"entity_type": "X_ID", "regex": "x" * (MAX_REGEX + 1)}, "at most 1000"),
        ({"entity_type": "X_ID", "regex": 5}, "must be a string"),
        ({"entity_type": "X_ID", "terms": "word"}, "must be a list"),
        ({"entity_type": "X_ID", "terms": [""]}, "1 to 100 characters"),
        ({"entity_type": "X_ID", "terms": ["x"] * 10_001}, "too many"),
        ({"entity_type": "X_ID", "regex": "x", "labels": [1]}, "list of strings"),
        ({"entity_type": "X_ID", "regex": "x", "check": "crc"}, "unknown check 'crc'"),
        ({"entity_type": "X_ID", "regex": "x", "confidence": 1}, "between 0 and 1"),
        ({"entity_type": "X_ID", "regex": "x", "confidence": "high"}, "between 0 and 1"),
        ({"entity_type": "X_ID", "regexp": "x"}, "unknown key 'regexp'"),
    ],
)
def test_a_table_that_cannot_work_is_refused(table, message):
    with pytest.raises(ConfigError, match=message) as caught:
        read_patterns([EMPLOYEE, table])
    assert "patterns[1]" in str(caught.value)


@pytest.mark.parametrize(
    "slow", [r"(a+)+$", r"(x+x+)+y", r"([0-9]+-?)+#", r"(?:あ|あ)+い", r"(foo|fo+o)*bar", r"(.*,){12}P"]
)
def test_a_pattern_that_backtracks_without_end_is_refused(slow):
    with pytest.raises(ConfigError, match="too slow on a text like"):
        read_patterns([{"entity_type": "SLOW", "regex": slow}])


@pytest.mark.parametrize(
    "good",
    [r"E[0-9]{6}", r"社員番号.{0,20}[0-9]{6}", r"[A-Z]{2,3}-\d{4,8}", r"(?i)project\s+falcon", r"(?<![0-9])0[0-9]{9}"],
)
def test_an_ordinary_pattern_is_accepted(good):
    assert read_patterns([{"entity_type": "GOOD", "regex": good}])[0].regex == good


def test_a_pattern_that_turns_slow_on_a_text_becomes_a_reason_not_a_hang(monkeypatch):
    monkeypatch.setattr("piiscan.detect.custom.too_slow", lambda *_: "")
    monkeypatch.setattr("piiscan.detect.custom.SECONDS", 0.05)
    (pattern,) = read_patterns([{"entity_type": "SLOW", "regex": "(a+)+$"}])
    toolbox = Toolbox([])
    toolbox.__dict__["_for_all"] = toolbox.__dict__["_for_ascii"] = [CustomDetector(pattern, Folder({}))]
    with pytest.raises(ExtractionError, match="SLOW took longer") as caught:
        list(detect([Segment("a" * 5_000 + "!")], toolbox))
    assert caught.value.reason == "time"


def test_an_error_shows_no_scanned_text():
    with pytest.raises(ConfigError) as caught:
        read_patterns([{"entity_type": "SLOW", "regex": "(a+)+$"}])
    assert len(str(caught.value)) < 300


def test_the_scanner_knows_them_and_stays_picklable():
    scanner = pickle.loads(pickle.dumps(Scanner(Config(patterns=(EMPLOYEE,)))))  # noqa: S301 - our own bytes
    (finding,) = [f for f in scanner.scan_text("社員番号：E123456") if f.entity_type == "EMPLOYEE_ID"]
    assert finding.value == "E123456"
    assert "E123456" not in repr(finding)


def test_a_bad_pattern_fails_when_the_scanner_is_made():
    with pytest.raises(ConfigError):
        Scanner(Config(patterns=({"entity_type": "X_ID", "regex": "("},)))


@given(st.text(alphabet="ab隼計画 \n", max_size=80), st.integers(1, 50))
@settings(max_examples=60, deadline=None)
def test_terms_do_not_depend_on_the_window(text, size):
    toolbox = Toolbox(["PROJECT"], [TERMS])
    whole = [(s.start, s.end) for s in detect([Segment(text)], toolbox)]
    assert [(s.start, s.end) for s in detect([Segment(text)], toolbox, size)] == whole
