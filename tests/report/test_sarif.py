"""SARIF: valid by the official schema, placed, bounded, without a value in any field."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from test_reporters import finding, render

from piiscan.extract.formats import FORMATS
from piiscan.extract.sniff import TEXTUAL
from piiscan.model import ENTITY_TYPES, KNOWN, SKIP_REASONS, FileResult, Finding, Place, Skip
from piiscan.report import sarif
from piiscan.report.locations import LINED_FORMATS, uri
from piiscan.report.protocol import ReportOptions
from piiscan.report.severity import Severities

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))


def at(place: Place, value: str = "090-5550-0199", **changes: Any) -> Finding:
    known = finding(value=value)
    fields = {name: getattr(known, name) for name in known.__slots__}
    return Finding(**{**fields, "place": place, **changes})


def run_of(results: list[FileResult], **options: Any) -> dict[str, Any]:
    document = json.loads(render("sarif", results, **options))
    jsonschema.Draft4Validator(SCHEMA).validate(document)
    (run,) = document["runs"]
    return dict(run)


def location(place: Place, format_name: str, value: str = "090-5550-0199") -> dict[str, Any]:
    (result,) = run_of([FileResult("data/a", (at(place, value),), format=format_name)])["results"]
    return dict(result["locations"][0])


def test_every_type_and_reason_is_valid() -> None:
    findings = tuple(finding(name) for name in (*ENTITY_TYPES, "EMPLOYEE_ID"))
    skips = tuple(Skip("b.bin", reason, member="x") for reason in SKIP_REASONS)
    for language in ("en", "ja"):
        run = run_of([FileResult("a.csv", findings, skips, "csv")], language=language)
        rules = run["tool"]["driver"]["rules"]
        assert [rules[result["ruleIndex"]]["id"] for result in run["results"]] == [f.entity_type for f in findings]
        assert len(run["invocations"][0]["toolExecutionNotifications"]) == len(skips)
        for rule in rules:
            assert 0 < len(rule["fullDescription"]["text"]) <= 1024
            assert len(rule["properties"]["tags"]) <= 20
            assert 0 < float(rule["properties"]["security-severity"]) <= 10
            assert rule["help"]["text"]
            assert rule["help"]["markdown"]


def test_nothing_found_is_valid() -> None:
    run = run_of([])
    assert run["results"] == []
    assert run["invocations"][0]["executionSuccessful"] is True


def test_text_has_a_region_in_code_points() -> None:
    region = location(Place(line=3, column=5), "text")["physicalLocation"]["region"]
    assert region == {"startLine": 3, "startColumn": 5, "endLine": 3, "endColumn": 18}
    over_two = location(Place(line=3, column=5), "text", "東京都\n千代田区")["physicalLocation"]["region"]
    assert over_two == {"startLine": 3, "startColumn": 5, "endLine": 4, "endColumn": 5}


@pytest.mark.parametrize(
    ("place", "format_name", "kind", "name"),
    [
        (Place(page=3), "pdf", "page", "page 3"),
        (Place(sheet="会員", cell="B12"), "xlsx", "cell", "会員!B12"),
        (Place(line=7, column=2, part="header"), "docx", "part", "header"),
        (Place(line=7, column=2, member="a/b.csv"), "zip", "member", "a/b.csv"),
    ],
)
def test_documents_have_logical_locations_and_line_1(place: Place, format_name: str, kind: str, name: str) -> None:
    found = location(place, format_name)
    assert found["physicalLocation"]["region"]["startLine"] == 1
    assert found["logicalLocations"] == [{"name": name, "fullyQualifiedName": name, "kind": kind}]


def test_json_has_line_and_pointer() -> None:
    found = location(Place(line=9, pointer="/admin/tel"), "json")
    assert found["physicalLocation"]["region"]["startLine"] == 9
    assert found["logicalLocations"][0]["kind"] == "value"


def test_lined_formats_are_formats() -> None:
    assert TEXTUAL & {row.name for row in FORMATS} == LINED_FORMATS


@pytest.mark.parametrize(
    ("path", "root", "expected"),
    [
        ("./a b/顧客#1.csv", "", "a%20b/%E9%A1%A7%E5%AE%A2%231.csv"),
        ("/home/x/repo/a.csv", "/home/x/repo", "a.csv"),
        ("/elsewhere/a.csv", "/home/x/repo", "file:///elsewhere/a.csv"),
        ("../a.csv", "/home/x/repo", "../a.csv"),
        ("a\udcff:b", "", "a%FF%3Ab"),
    ],
)
def test_paths_are_relative_encoded_uris(path: str, root: str, expected: str) -> None:
    assert uri(path, ReportOptions(root=root)) == expected


def test_paths_start_at_the_root_wherever_the_command_was_run() -> None:
    options = ReportOptions(root="/home/x/repo", folder="sub")
    paths = ("a.csv", "../b.csv", "/home/x/repo/c.csv")
    assert [uri(path, options) for path in paths] == ["sub/a.csv", "b.csv", "c.csv"]


def test_limits_keep_the_worst_and_say_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "MOST", 3)
    monkeypatch.setattr(sarif, "SHOWN", 2)
    few = [finding("JP_POSTAL_CODE"), finding("JP_MY_NUMBER")]
    results = [FileResult("a.csv", (*few, *few, *few), format="csv")]
    run = run_of(results)
    assert [result["ruleId"] for result in run["results"]] == ["JP_MY_NUMBER"] * 3
    said = [notice["message"]["text"] for notice in run["invocations"][0]["toolExecutionNotifications"]]
    assert said == [
        "3 findings are not in this report, which holds the 3 worst ones",
        "GitHub shows 2 findings at most",
    ]


def test_precision_follows_the_confidence() -> None:
    def precision(confidence: float) -> str:
        rules = run_of([FileResult("a", (finding(confidence=confidence),), format="text")])["tool"]["driver"]["rules"]
        return str(next(rule for rule in rules if rule["id"] == "PHONE_NUMBER")["properties"]["precision"])

    assert [precision(p) for p in (0.99, 0.85, 0.6, 0.3)] == ["very-high", "high", "medium", "low"]


def test_known_findings_are_suppressed_not_dropped() -> None:
    known = at(Place(line=1, column=1), status=KNOWN)
    (result,) = run_of([FileResult("a.csv", (known,), format="csv")])["results"]
    assert result["suppressions"]


def test_exit_code_is_stated() -> None:
    run = run_of([FileResult("a.csv", (finding(),), format="csv")], exit_code=lambda tally: int(tally.findings > 0))
    assert run["invocations"][0]["exitCode"] == 1


def test_names_cannot_become_links() -> None:
    evil = Place(sheet="[click](https://example.com)", cell="A1")
    text = run_of([FileResult("a.xlsx", (at(evil),), format="xlsx")])["results"][0]["message"]["text"]
    assert "](" not in text


def test_severities_cover_every_type_and_order_them() -> None:
    severities = Severities()
    assert all(severities.of(name).why_ja for name in ENTITY_TYPES)
    assert severities.of("JP_MY_NUMBER").score > 9 > severities.of("JP_BANK_ACCOUNT").score >= 7
    assert severities.of("JP_POSTAL_CODE").score < 4
    assert severities.of("EMPLOYEE_ID") == severities.of("*")
