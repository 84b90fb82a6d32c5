"""reviewdog's rdjson: a diagnostic a finding. Columns are UTF-8 bytes there, not code points: left out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from piiscan.model import FileResult
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.locations import has_lines, relative_path
from piiscan.report.messages import Messages
from piiscan.report.pieces import listed
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable

LEVELS = {"high": "ERROR", "medium": "WARNING", "low": "INFO", "none": "INFO"}


def report(results: Iterable[FileResult], _tally: Tally, options: ReportOptions) -> Iterator[str]:
    """A DiagnosticResult; what was not examined is a diagnostic of its own code."""
    yield '{"source": {"name": "piiscan"},\n"diagnostics": '
    yield from listed(_diagnostics(results, options))
    yield "}\n"


def _diagnostics(results: Iterable[FileResult], options: ReportOptions) -> Iterator[dict[str, Any]]:
    words = Messages(options.language)
    for result in results:
        for record in filter(is_open, finding_records(result, options)):
            location: dict[str, Any] = {"path": _path(record["path"], options)}
            if has_lines(record, result.format):
                location["range"] = {"start": {"line": record["place"]["line"]}}
            yield {
                "message": finding_text(record, words),
                "location": location,
                "severity": LEVELS[record["band"]],
                "code": {"value": printable(record["entity_type"])},
            }
        for skip in result.not_examined:
            yield {
                "message": skip_line(skip, words),
                "location": {"path": _path(skip.path, options)},
                "severity": "INFO",
                "code": {"value": f"not-examined/{skip.reason}"},
            }


def _path(path: str, options: ReportOptions) -> str:
    return printable(relative_path(path, options))
