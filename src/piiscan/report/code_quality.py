"""GitLab Code Quality: a list of issues for the merge request widget. GitLab drops equal fingerprints: none are equal.

Facts: "Code Quality report format" in GitLab's documentation.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Any

from piiscan.model import FileResult, Skip
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.fingerprints import Fingerprints
from piiscan.report.locations import line_of, relative_path
from piiscan.report.messages import Messages
from piiscan.report.pieces import listed
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable
from piiscan.report.severity import Severities

# By the expected harm: the score of the type times the confidence.
LEVELS = ((8.5, "blocker"), (6.5, "critical"), (4.0, "major"), (1.5, "minor"), (0.0, "info"))


def report(results: Iterable[FileResult], _tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The list, an issue a line, as the results come."""
    yield from listed(_issues(results, options))
    yield "\n"


def _issues(results: Iterable[FileResult], options: ReportOptions) -> Iterator[dict[str, Any]]:
    words, severities, fingerprints = Messages(options.language), Severities(), Fingerprints()
    for result in results:
        for record in filter(is_open, finding_records(result, options)):
            harm = severities.harm(record)
            yield {
                "description": finding_text(record, words),
                "check_name": printable(record["entity_type"]),
                "fingerprint": fingerprints.of(record),
                "severity": next(level for border, level in LEVELS if harm >= border),
                "location": _location(record["path"], line_of(record, result.format), options),
            }
        for number, skip in enumerate(result.not_examined):
            yield {
                "description": skip_line(skip, words),
                "check_name": "not-examined",
                "fingerprint": _identity_of_skip(skip, number),
                "severity": "info",
                "location": _location(skip.path, 1, options),
            }


def _location(path: str, line: int, options: ReportOptions) -> dict[str, Any]:
    return {"path": printable(relative_path(path, options)), "lines": {"begin": line}}


def _identity_of_skip(skip: Skip, number: int) -> str:
    identity = f"not-examined|{skip.path}|{skip.member}|{skip.reason}|{number}"
    return sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]
