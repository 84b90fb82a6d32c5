"""What GitHub, GitLab and reviewdog read: limits, escaping, unique fingerprints, required fields."""

from __future__ import annotations

import json
import re
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from test_reporters import finding, render
from test_sarif import at

from piiscan.model import IGNORED, FileResult, Place, Skip

POSITION = {
    "type": "object",
    "properties": {"line": {"type": "integer", "minimum": 1}, "column": {"type": "integer", "minimum": 1}},
    "required": ["line"],
    "additionalProperties": False,
}
LINK = {"type": "string", "pattern": "^https?://."}
RDJSON = {  # what reviewdog's messages hold, all fields of ours required
    "type": "object",
    "required": ["source", "diagnostics"],
    "properties": {
        "source": {"required": ["name", "url"], "properties": {"name": {"type": "string"}, "url": LINK}},
        "diagnostics": {
            "type": "array",
            "items": {
                "required": ["message", "location", "severity", "code"],
                "additionalProperties": False,
                "properties": {
                    "message": {"type": "string", "minLength": 1},
                    "severity": {"enum": ["ERROR", "WARNING", "INFO"]},
                    "code": {"required": ["value", "url"], "properties": {"value": {"type": "string"}, "url": LINK}},
                    "location": {
                        "required": ["path"],
                        "additionalProperties": False,
                        "properties": {
                            "path": {"type": "string"},
                            "range": {
                                "required": ["start"],
                                "additionalProperties": False,
                                "properties": {"start": POSITION, "end": POSITION},
                            },
                        },
                    },
                },
            },
        },
    },
}
TEXT = {"type": "string", "minLength": 1}
TIME = {"type": "string", "pattern": r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}$"}
TOOL = {
    "type": "object",
    "required": ["id", "name", "version", "vendor"],
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "version": TEXT,
        "url": LINK,
        "vendor": {"required": ["name"], "properties": {"name": TEXT}},
    },
}
SECRETS = {  # what GitLab's schema 15 of secret detection demands
    "type": "object",
    "required": ["scan", "version", "vulnerabilities"],
    "properties": {
        "version": {"type": "string", "pattern": r"^15\.[0-9]+\.[0-9]+$"},
        "scan": {
            "type": "object",
            "required": ["analyzer", "end_time", "scanner", "start_time", "status", "type"],
            "properties": {
                "analyzer": TOOL,
                "scanner": TOOL,
                "start_time": TIME,
                "end_time": TIME,
                "status": {"enum": ["success", "failure"]},
                "type": {"const": "secret_detection"},
                "messages": {
                    "type": "array",
                    "items": {
                        "required": ["level", "value"],
                        "properties": {"level": {"enum": ["info", "warn", "fatal"]}, "value": TEXT},
                    },
                },
            },
        },
        "vulnerabilities": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "identifiers", "location"],
                "properties": {
                    "id": TEXT,
                    "name": {"type": "string", "maxLength": 255},
                    "description": {"type": "string", "maxLength": 1048576},
                    "severity": {"enum": ["Info", "Unknown", "Low", "Medium", "High", "Critical"]},
                    "identifiers": {
                        "type": "array",
                        "minItems": 1,
                        "items": {
                            "required": ["type", "name", "value"],
                            "properties": {"type": TEXT, "name": TEXT, "value": TEXT, "url": LINK},
                        },
                    },
                    "location": {
                        "required": ["commit"],
                        "properties": {
                            "file": {"type": "string"},
                            "start_line": {"type": "number"},
                            "end_line": {"type": "number"},
                            "commit": {"required": ["sha"], "properties": {"sha": TEXT}},
                        },
                    },
                },
            },
        },
    },
}

SKIP = Skip("b.pdf", "encrypted", detail="AES", hint="give the password")
COMMAND = re.compile(r"::(error|warning|notice) ([^:]*)::([^\r\n]*)")


def annotations(text: str) -> list[tuple[str, dict[str, str], str]]:
    found = []
    for line in text.splitlines():
        if match := COMMAND.fullmatch(line):
            pairs = (pair.partition("=") for pair in match[2].split(","))
            found.append((match[1], {name: unquote(value) for name, _, value in pairs}, unquote(match[3])))
    return found


def test_annotation_of_a_line() -> None:
    (error, notice) = annotations(render("github", [FileResult("./a.txt", (finding(),), format="text")]))
    assert error[0] == "error"
    assert error[1] == {
        "file": "a.txt",
        "line": "1",
        "endLine": "1",
        "col": "4",
        "title": "piiscan: phone or fax number",
    }
    assert error[2].startswith("phone or fax number (PHONE_NUMBER), high 0.90: 0*")
    assert notice[0] == "notice"
    assert "1 finding (1 PHONE_NUMBER)" in notice[2]


def test_annotation_of_a_document_has_no_line() -> None:
    place = Place(sheet="会員", cell="B2")
    (error, _) = annotations(render("github", [FileResult("a.xlsx", (at(place),), format="xlsx")]))
    assert "line" not in error[1]
    assert "会員!B2" in error[2]


def test_annotations_keep_to_the_limits_and_show_the_worst() -> None:
    kinds = [("JP_POSTAL_CODE", 0.9)] * 30 + [("JP_MY_NUMBER", 0.9)]
    kinds += [("PHONE_NUMBER", 0.6)] * 30 + [("PHONE_NUMBER", 0.3)] * 30
    findings = [
        at(Place(line=line, column=1), entity_type=name, confidence=confidence)
        for line, (name, confidence) in enumerate(kinds, 1)
    ]
    found = annotations(render("github", [FileResult("a.csv", tuple(findings), (SKIP,), "csv")]))
    assert [sum(level == wanted for level, _, _ in found) for wanted in ("error", "warning", "notice")] == [10, 10, 10]
    assert "JP_MY_NUMBER" in found[0][2]
    assert found[-1][2].endswith(f"{91 - 28} findings have no annotation")


def test_a_row_is_one_annotation_of_its_worst() -> None:
    types = {"A7": "PERSON", "B7": "JP_MY_NUMBER", "C7": "X"}
    row = [at(Place(line=7, cell=cell), entity_type=name) for cell, name in types.items()]
    many = [at(Place(line=8, cell=f"{c}8")) for c in "ABCDEFGHIJKL"]
    first, second, notice = annotations(render("github", [FileResult("a.csv", (*row, *many), format="csv")]))
    assert "(JP_MY_NUMBER)" in first[2]
    assert first[2].endswith("; beside it: person's name 0**********, X 0**********")
    assert first[1]["line"] == "7"
    assert second[2].endswith("0**********, … and 3 more")
    assert "have no annotation" not in notice[2]


@pytest.mark.parametrize("path", ["a,b:c%0A::error::x.txt", "a%2Cfile=other.txt", "a\r\n::stop-commands::x"])
def test_annotations_cannot_be_forged(path: str) -> None:
    text = render("github", [FileResult(path, (finding(),), (Skip(path, "time", member=path),), "text")])
    found = annotations(text)
    assert [level for level, _, _ in found] == ["error", "warning", "notice"]
    assert found[0][1]["file"] == path.replace("\r", "\\r").replace("\n", "\\n")
    assert sum(line.lstrip().startswith("::") for line in text.splitlines()) == 3


def test_not_examined_is_listed_below_the_annotations() -> None:
    text = render("github", [FileResult("b.pdf", (), (SKIP, SKIP), "pdf")])
    assert text.count("  b.pdf: not examined: protected by a password (AES); give the password [encrypted]\n") == 2
    assert "2 not examined" in annotations(text)[0][2]


def test_code_quality_issues() -> None:
    results = [FileResult("./a.txt", (finding(), finding("JP_MY_NUMBER"), finding()), (SKIP, SKIP), "text")]
    issues = json.loads(render("gitlab", results))
    assert len({issue["fingerprint"] for issue in issues}) == 5
    assert [issue["severity"] for issue in issues] == ["major", "blocker", "major", "info", "info"]
    assert issues[0]["location"] == {"path": "a.txt", "lines": {"begin": 1}}
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["description"]


def test_secret_detection_report() -> None:
    one = at(Place(line=4, column=2, commit="c0ffee" * 6 + "abcd"))
    report = json.loads(render("gitlab-secrets", [FileResult("a.txt", (one, finding()), (SKIP,), "text")]))
    jsonschema.validate(report, SECRETS)
    first, second = report["vulnerabilities"]
    assert first["location"] == {
        "file": "a.txt",
        "start_line": 4,
        "end_line": 4,
        "commit": {"sha": "c0ffee" * 6 + "abcd"},
    }
    assert second["location"]["commit"]["sha"] == "0000000"
    assert first["id"] != second["id"]
    assert first["severity"] == "Medium"
    assert "raw_source_code_extract" not in first
    scan = report["scan"]
    assert {"analyzer", "scanner", "start_time", "end_time", "status", "type", "messages"} == set(scan)
    assert re.fullmatch(r"[0-9-]{10}T[0-9:]{8}", scan["start_time"])
    assert scan["messages"] == [{"level": "warn", "value": scan["messages"][0]["value"]}]
    assert "[encrypted]" in scan["messages"][0]["value"]


def rdjson(result: FileResult, lines: list[str] | None = None) -> list[dict[str, Any]]:
    document = json.loads(render("rdjson", [result], lines=None if lines is None else lambda _: lines))
    jsonschema.validate(document, RDJSON)
    return list(document["diagnostics"])


def test_rdjson_counts_bytes_and_ends_behind() -> None:
    value = "090-5550-0199"
    one = at(Place(line=2, column=5), value)
    first, skip = rdjson(FileResult("a.txt", (one,), (SKIP,), "text"), ["", f"電話😀:{value} です"])
    assert first["location"] == {
        "path": "a.txt",
        "range": {"start": {"line": 2, "column": 12}, "end": {"line": 2, "column": 25}},
    }
    assert first["severity"] == "ERROR"
    assert first["code"]["value"] == "PHONE_NUMBER"
    assert first["code"]["url"].startswith("https://")
    assert skip["code"]["value"] == "not-examined/encrypted"
    assert "range" not in skip["location"]


def test_rdjson_of_a_value_over_two_lines() -> None:
    one = at(Place(line=1, column=2), "東京都\n千代田区")
    (first,) = rdjson(FileResult("a.txt", (one,), format="text"), ["あ東京都", "千代田区 x"])
    assert first["location"]["range"] == {"start": {"line": 1, "column": 4}, "end": {"line": 2, "column": 13}}


@pytest.mark.parametrize("lines", [None, [], ["", "x"], ["", "changed: 090-5550-0199"]])
def test_rdjson_gives_whole_lines_where_columns_cannot_be_told(lines: list[str] | None) -> None:
    (first,) = rdjson(FileResult("a.txt", (at(Place(line=2, column=4)),), format="text"), lines)
    assert first["location"]["range"] == {"start": {"line": 2}}


def test_rdjson_of_cells_and_documents() -> None:
    (cell,) = rdjson(FileResult("a.csv", (at(Place(line=7, cell="B7")),), format="csv"))
    assert cell["location"]["range"] == {"start": {"line": 7}}
    (page,) = rdjson(FileResult("a.pdf", (at(Place(page=2)),), format="pdf"))
    assert "range" not in page["location"]


def test_gitlab_takes_long_names() -> None:
    results = [FileResult("a.txt", (finding("X" * 300), at(Place(line=1, sheet="y" * 2_000_000))), format="text")]
    jsonschema.validate(json.loads(render("gitlab-secrets", results)), SECRETS)


@pytest.mark.parametrize("name", ["github", "gitlab", "gitlab-secrets", "rdjson", "junit"])
def test_ignored_findings_raise_no_alarm(name: str) -> None:
    ignored = at(Place(line=1, column=1), status=IGNORED)
    assert "PHONE_NUMBER" not in render(name, [FileResult("a.txt", (ignored,), format="text")])


@pytest.mark.parametrize(
    ("name", "key"), [("gitlab", "fingerprint"), ("gitlab-secrets", "id"), ("sarif", "piiscan/v1")]
)
def test_one_path_in_two_commits_keeps_two_fingerprints(name: str, key: str) -> None:
    text = render(name, [FileResult("a.txt", (finding(),), format="text")] * 2)
    found = re.findall(rf'"{key}": "([0-9a-f]{{32}})"', text)
    assert len(found) == len(set(found)) == 2
