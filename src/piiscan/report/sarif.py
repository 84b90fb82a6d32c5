"""SARIF 2.1.0 as GitHub code scanning takes it: no snippet, stable fingerprints, the worst first at its limits.

Facts: OASIS SARIF 2.1.0 errata 01; "SARIF support for code scanning" in GitHub's documentation.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from piiscan import __version__
from piiscan.model import FileResult, Finding, Skip
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.fingerprints import Fingerprints
from piiscan.report.locations import has_lines, uri
from piiscan.report.messages import Messages
from piiscan.report.pieces import listed
from piiscan.report.project import HOME
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.sarif_rules import Confidences, rules
from piiscan.report.severity import Severities, Worst

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
MOST = 25_000
"""GitHub refuses a run with more results."""
SHOWN = 5_000
"""GitHub shows no more of them."""
LEVELS = {"high": "error", "medium": "warning", "low": "note", "none": "note"}


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """One document with one run; nothing is written before all is known, as the rules stand first."""
    words, severities, found = Messages(options.language), Severities(), Confidences()
    worst, skips = Worst(MOST, severities), list[Skip]()
    for result in results:
        for record, finding in zip(finding_records(result, options), result.findings, strict=True):
            found.add([record])
            worst.add([_with_span(record, finding, result.format)])
        skips += result.not_examined
    driver = {
        "name": "piiscan",
        "version": __version__,
        "semanticVersion": __version__,
        "informationUri": HOME,
        "rules": rules(found, severities, words),
        "notifications": [
            {"id": _notice_id(reason), "shortDescription": {"text": words.reason(reason)}}
            for reason in sorted({skip.reason for skip in skips})
        ],
    }
    order = {name: index for index, name in enumerate(found.types())}
    yield f'{{"$schema": "{SCHEMA}",\n"version": "2.1.0",\n"runs": [{{\n"tool": {{"driver": '
    yield from _object(driver)
    yield '},\n"automationDetails": {"id": "piiscan/"},\n"columnKind": "unicodeCodePoints",\n"invocations": [{'
    yield from _invocation(tally, options)
    yield from listed([*(_notification(skip, words, options) for skip in skips), *_left_out(worst, words)])
    yield '}],\n"results": '
    fingerprints = Fingerprints()
    distinct = ({**record, "fingerprint": fingerprints.of(record)} for record in worst.records())
    yield from listed(_result(record, order, words, options) for record in distinct)
    yield "\n}]}\n"


def _object(fields: Mapping[str, Any]) -> Iterator[str]:
    """An object in pieces whose lists have an item a line."""
    separator = "{"
    for name, value in fields.items():
        yield f"{separator}{json.dumps(name)}: "
        yield from listed(value) if isinstance(value, list) else (json.dumps(value),)
        separator = ",\n"
    yield "}"


def _invocation(tally: Tally, options: ReportOptions) -> Iterator[str]:
    yield f'"executionSuccessful": {json.dumps(not tally.interrupted)}, '
    if options.exit_code is not None:
        yield f'"exitCode": {options.exit_code(tally)}, '
    yield '"toolExecutionNotifications": '


def _notice_id(reason: str) -> str:
    return f"not-examined/{reason}"


def _notification(skip: Skip, words: Messages, options: ReportOptions) -> dict[str, Any]:
    return {
        "descriptor": {"id": _notice_id(skip.reason)},
        "level": "warning",
        "message": {"text": _plain(skip_line(skip, words))},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(skip.path, options)}}}],
    }


def _left_out(worst: Worst, words: Messages) -> Iterator[dict[str, Any]]:
    """What GitHub's limits hide, said aloud."""
    texts = []
    if worst.left_out:
        texts.append(
            words.say(
                "{count} findings are not in this report, which holds the {most} worst ones",
                count=f"{worst.left_out:,}",
                most=f"{MOST:,}",
            )
        )
    if worst.seen > SHOWN:
        texts.append(words.say("GitHub shows {most} findings at most", most=f"{SHOWN:,}"))
    for text in texts:
        yield {"descriptor": {"id": "left-out"}, "level": "warning", "message": {"text": text}}


def _with_span(record: dict[str, Any], finding: Finding, format_name: str) -> dict[str, Any]:
    """The record with what a region needs: line breaks in the value, and the length of its last line."""
    breaks = finding.value.count("\n")
    last = len(finding.value) - finding.value.rfind("\n") - 1
    return {**record, "lined": has_lines(record, format_name), "breaks": breaks, "last": last}


def _result(
    record: Mapping[str, Any], order: Mapping[str, int], words: Messages, options: ReportOptions
) -> dict[str, Any]:
    location: dict[str, Any] = {
        "physicalLocation": {
            "artifactLocation": {"uri": uri(record["path"], options)},
            "region": _region(record),
        }
    }
    if logical := _logical(record["place"], words):
        location["logicalLocations"] = logical
    result = {
        "ruleId": record["entity_type"],
        "ruleIndex": order[record["entity_type"]],
        "level": LEVELS[record["band"]],
        "rank": round(record["confidence"] * 100, 2),
        "message": {"text": _plain(finding_text(record, words))},
        "locations": [location],
        # GitHub uses the first name only. Given here, it hashes no line of the file, which would hold the value.
        "partialFingerprints": {
            "primaryLocationLineHash": f"{record['fingerprint'][:16]}:1",
            "piiscan/v1": record["fingerprint"],
        },
        "properties": {name: record[name] for name in ("confidence", "band", "masked", "evidence", "status")},
    }
    result["properties"] |= {name: record["place"][name] for name in ("commit", "date") if name in record["place"]}
    if not is_open(record):
        result["suppressions"] = [{"kind": "external", "status": "accepted"}]
    return result


def _region(record: Mapping[str, Any]) -> dict[str, int]:
    """All four numbers, as GitHub's page asks for; 1:1-1:2 stands for a file without lines or a line as a whole."""
    place = record["place"]
    line = place["line"] if record["lined"] else 1
    column = place.get("column") if record["lined"] else None
    if not column:
        return {"startLine": line, "startColumn": 1, "endLine": line, "endColumn": 2}
    end = record["last"] + (1 if record["breaks"] else column)
    return {"startLine": line, "startColumn": column, "endLine": line + record["breaks"], "endColumn": end}


def _logical(place: Mapping[str, Any], words: Messages) -> list[dict[str, str]]:
    """Where a person finds it in a document: member, page, sheet and cell, pointer, part."""
    cell = "!".join(filter(None, (place.get("sheet"), place.get("cell"))))
    page = words.say("page {page}", page=place["page"]) if place.get("page") else ""
    named = (
        ("member", place.get("member")),
        ("page", page),
        ("cell" if place.get("cell") else "sheet", cell),
        ("value", place.get("pointer")),
        ("part", place.get("part")),
    )
    return [{"name": name, "fullyQualifiedName": name, "kind": kind} for kind, name in named if name]


def _plain(text: str) -> str:
    """``text`` without what SARIF reads as an embedded link; hostile names must not become one."""
    return text.replace("](", "] (")
