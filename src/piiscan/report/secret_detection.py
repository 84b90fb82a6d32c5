"""GitLab's secret detection report, schema 15, for its vulnerability list. The extract, which is the value, stays out.

The commit is the one the finding came in with, or GitLab's own stand-in where no history was scanned.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from piiscan import __version__
from piiscan.model import FileResult
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.fingerprints import Fingerprints
from piiscan.report.locations import line_of, relative_path
from piiscan.report.messages import Messages
from piiscan.report.pieces import listed
from piiscan.report.project import HOME, TYPES
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable
from piiscan.report.severity import Severities

SCHEMA_VERSION = "15.0.7"
NO_COMMIT = "0000000"
LONGEST_NAME, LONGEST_TEXT = 255, 1_048_576
"""Characters that the schema allows."""
LEVELS = ((9.0, "Critical"), (7.0, "High"), (4.0, "Medium"), (1.5, "Low"), (0.0, "Info"))


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The document: the findings as they come, then the scan with a message for each thing that was not examined."""
    words, skips = Messages(options.language), list[str]()
    started = _now()
    yield f'{{"version": "{SCHEMA_VERSION}",\n"vulnerabilities": '
    yield from listed(_vulnerabilities(results, options, words, skips))
    tool = {"id": "piiscan", "name": "piiscan", "version": __version__, "url": HOME, "vendor": {"name": "piiscan"}}
    scan = {
        "analyzer": tool,
        "scanner": tool,
        "type": "secret_detection",
        "start_time": started,
        "end_time": _now(),
        "status": "failure" if tally.interrupted else "success",
    }
    yield f',\n"scan": {json.dumps(scan)[:-1]},\n"messages": '
    yield from listed({"level": "warn", "value": skip} for skip in skips)
    yield "}}\n"


def _now() -> str:
    """The time in UTC as the schema wants it: seconds, no zone."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")


def _vulnerabilities(
    results: Iterable[FileResult], options: ReportOptions, words: Messages, skips: list[str]
) -> Iterator[dict[str, Any]]:
    severities, fingerprints = Severities(), Fingerprints()
    for result in results:
        skips += (skip_line(skip, words) for skip in result.not_examined)
        for record in filter(is_open, finding_records(result, options)):
            harm, line = severities.harm(record), line_of(record, result.format)
            entity_type = printable(record["entity_type"])
            yield {
                "id": fingerprints.of(record),
                "category": "secret_detection",
                "name": printable(words.title(record["entity_type"]))[:LONGEST_NAME],
                "description": finding_text(record, words)[:LONGEST_TEXT],
                "severity": next(level for border, level in LEVELS if harm >= border),
                "identifiers": [
                    {"type": "piiscan_type", "name": f"piiscan {entity_type}", "value": entity_type, "url": TYPES}
                ],
                "location": {
                    "file": printable(relative_path(record["path"], options)),
                    "start_line": line,
                    "end_line": line,
                    "commit": {"sha": record["place"].get("commit") or NO_COMMIT},
                },
            }
