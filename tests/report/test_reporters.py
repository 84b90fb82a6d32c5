"""The contract of every report format: no value, every skip, whatever the input."""

from __future__ import annotations

import html
import json
import re
import tracemalloc
from itertools import pairwise
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from piiscan.model import ENTITY_TYPES, SKIP_REASONS, Evidence, FileResult, Finding, Place, Skip
from piiscan.report.protocol import LANGUAGES, ReportOptions, Tally
from piiscan.report.redact import mask, masks, printable
from piiscan.report.reporters import REPORTERS, reporter

NAMES = [row.name for row in REPORTERS]
values = st.text(min_size=2, max_size=40).filter(lambda text: len(set(text)) > 1)


def finding(entity_type: str = "PHONE_NUMBER", value: str = "090-5550-0199", confidence: float = 0.9) -> Finding:
    evidence = (Evidence("prior", -1.0), Evidence("label", 3.2))
    return Finding(
        entity_type, confidence, 3, 3 + len(value), Place(line=1, column=4), evidence, mask(entity_type, value), value
    )


def render(name: str, results: list[FileResult], **options: Any) -> str:
    tally = Tally()
    return "".join(reporter(name)(tally.watch(results), tally, ReportOptions(**options)))


@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(st.sampled_from(ENTITY_TYPES), values)
def test_no_report_holds_a_value(name: str, entity_type: str, value: str) -> None:
    one = finding(entity_type, value)
    text = render(name, [FileResult("a.csv", (one,), format="csv")])
    if value not in "a.csv" + entity_type + one.masked:
        fields = json.dumps(value)[1:-1]
        others = render(name, [FileResult("a.csv", (finding(entity_type, one.masked[:1] + "\0\1"),), format="csv")])
        assert value not in text or value in others
        assert fields not in text or fields in others


RARE = "龘靐齉龗麤鱻驫飝厵灥犇猋贔赑"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
@settings(deadline=None)
@given(st.sampled_from([*ENTITY_TYPES, "EMPLOYEE_ID"]), st.text(RARE, min_size=2, max_size=30))
def test_no_two_characters_of_a_value_leave_in_any_spelling(
    name: str, language: str, entity_type: str, value: str
) -> None:
    text = render(name, [FileResult("a.csv", (finding(entity_type, value),), format="csv")], language=language)
    spelled = html.unescape(unquote(re.sub(r"\\u([0-9a-f]{4})", lambda match: chr(int(match[1], 16)), text)))
    shown = [c for c in spelled if c in RARE]
    assert len(shown) <= 2 * text.count("*")  # at most the first one, beside its mask
    assert set(shown) <= {value[0]}
    assert not any(pair in spelled for pair in map("".join, pairwise(value)))


@pytest.mark.parametrize("name", NAMES)
def test_values_only_when_asked_for(name: str) -> None:
    results = [FileResult("a.csv", (finding(),), format="csv")]
    assert "090-5550-0199" not in render(name, results)
    assert "090-5550-0199" in render(name, results, show_values=True)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("reason", SKIP_REASONS)
def test_every_report_names_what_was_not_examined(name: str, reason: str) -> None:
    text = render(name, [FileResult("a.bin", not_examined=(Skip("a.bin", reason, member="inner.dat"),))])
    assert "inner.dat" in text
    assert (SKIP_REASONS[reason] if name == "text" else reason) in text


@pytest.mark.parametrize("name", NAMES)
def test_hostile_names_cannot_break_out(name: str) -> None:
    path = "::error::##[error]a\n::error::x\x85\x1b[31m\u202eb.csv\udcff"
    text = render(name, [FileResult(path, (finding(),), (Skip(path, "corrupt", member=path),), "csv")])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert "\x85" not in text
    commands = [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert len(commands) == (3 if name == "github" else 0)
    if name not in {"json", "jsonl", "sarif"}:  # for programs: a path stays what it is
        assert "##[" not in text
    text.encode("utf-8")


def test_json_document() -> None:
    results = [FileResult("a.csv", (finding(), finding()), (Skip("a.csv", "time"),), "csv", characters=50)]
    document = json.loads(render("json", results))
    assert document["schema"] == "piiscan/1"
    assert document["complete"] is False
    assert document["not_examined"] == [{"path": "a.csv", "reason": "time"}]
    assert document["summary"]["by_type"] == {"PHONE_NUMBER": 2}
    first, second = document["findings"]
    assert first["place"] == {"line": 1, "column": 4}
    assert first["band"] == "high"
    assert sum(evidence["weight"] for evidence in first["evidence"]) == pytest.approx(2.2)
    assert first["fingerprint"] != second["fingerprint"]


def test_fingerprint_survives_a_line_above_and_another_value() -> None:
    def print_of(line: int, value: str) -> str:
        moved = finding(value=value)
        moved = Finding(moved.entity_type, 0.9, 0, 9, Place(line=line), moved.evidence, "", value)
        return str(json.loads(render("json", [FileResult("a", (moved,), format="text")]))["findings"][0]["fingerprint"])

    assert print_of(1, "03-5550-0101") == print_of(7, "03-5550-0199")


def test_json_lines_are_lines() -> None:
    lines = render("jsonl", [FileResult("a.csv", (finding(),), (Skip("a.csv", "time"),), "csv")]).splitlines()
    assert [min(json.loads(line)) for line in lines] == ["band", "not_examined", "complete"]


@given(st.sampled_from(ENTITY_TYPES), st.text(max_size=60))
def test_mask_shows_one_character_or_four_digits(entity_type: str, value: str) -> None:
    shown = mask(entity_type, value).replace("*", "")
    assert len(shown) <= (4 if entity_type == "CREDIT_CARD" else 1)
    assert "*" in mask(entity_type, value)


@given(st.lists(st.tuples(st.sampled_from(ENTITY_TYPES), st.text("1２aあ \n", max_size=20)), max_size=20))
def test_many_masks_are_the_mask_of_each(pairs: list[tuple[str, str]]) -> None:
    shown = masks([entity_type for entity_type, _ in pairs], [value for _, value in pairs])
    assert shown == [mask(entity_type, value) for entity_type, value in pairs]


@given(st.text())
def test_printable_is_printable(text: str) -> None:
    assert printable(text).isprintable()


def test_value_is_hidden_from_repr_and_str() -> None:
    assert "5550" not in repr(finding())
    assert "5550" not in str(finding())


@pytest.mark.parametrize("name", NAMES)
def test_memory_does_not_grow_with_the_findings_of_a_file(name: str) -> None:
    """A table can have half a million: what a report keeps of them is bounded (JUnit and SARIF keep some)."""
    one = finding()
    result = FileResult("a.csv", (one,) * 20_000, format="csv")
    tally = Tally()
    tracemalloc.start()
    try:
        for _ in reporter(name)(tally.watch([result]), tally, ReportOptions()):
            pass
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < (60e6 if name == "sarif" else 4e6), peak
