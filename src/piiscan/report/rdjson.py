"""reviewdog's rdjson: a diagnostic a finding, with its range in lines and columns.

Facts: reviewdog's ``reviewdog.proto``. Columns count UTF-8 bytes there, not code points, and ends are exclusive.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from piiscan.model import FileResult, Finding
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.locations import has_lines, relative_path
from piiscan.report.messages import Messages
from piiscan.report.pieces import listed
from piiscan.report.project import HOME, READING, TYPES
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable

LEVELS = {"high": "ERROR", "medium": "WARNING", "low": "INFO", "none": "INFO"}


def report(results: Iterable[FileResult], _tally: Tally, options: ReportOptions) -> Iterator[str]:
    """A DiagnosticResult; what was not examined is a diagnostic of its own code."""
    yield f'{{"source": {{"name": "piiscan", "url": "{HOME}"}},\n"diagnostics": '
    yield from listed(_diagnostics(results, options))
    yield "}\n"


def _diagnostics(results: Iterable[FileResult], options: ReportOptions) -> Iterator[dict[str, Any]]:
    words = Messages(options.language)
    for result in results:
        lines: Sequence[str] = ()
        if options.lines is not None and any(finding.place.column for finding in result.findings):
            lines = options.lines(result.path)
        for record, finding in zip(finding_records(result, options), result.findings, strict=True):
            if not is_open(record):
                continue
            location: dict[str, Any] = {"path": _path(record["path"], options)}
            if has_lines(record, result.format):
                location["range"] = _range(finding, lines)
            yield {
                "message": finding_text(record, words),
                "location": location,
                "severity": LEVELS[record["band"]],
                "code": {"value": printable(record["entity_type"]), "url": TYPES},
            }
        for skip in result.not_examined:
            yield {
                "message": skip_line(skip, words),
                "location": {"path": _path(skip.path, options)},
                "severity": "INFO",
                "code": {"value": f"not-examined/{skip.reason}", "url": READING},
            }


def _range(finding: Finding, lines: Sequence[str]) -> dict[str, dict[str, int]]:
    """Where a value begins and ends; whole lines where the columns in bytes cannot be told."""
    place, value = finding.place, finding.value
    last = place.line + value.count("\n")
    before = _before(finding, lines)
    if before is None:
        return {"start": {"line": place.line}} | ({"end": {"line": last}} if last > place.line else {})
    tail = value.rpartition("\n")[2]
    column = _bytes(before) + 1
    end = _bytes(tail) + (1 if last > place.line else column)
    return {"start": {"line": place.line, "column": column}, "end": {"line": last, "column": end}}


def _before(finding: Finding, lines: Sequence[str]) -> str | None:
    """What stands before a value in its line; None where the file does not hold it there (any more)."""
    line, column = finding.place.line, finding.place.column
    if not column or line > len(lines):
        return None
    text = lines[line - 1]
    return text[: column - 1] if text.startswith(finding.value.split("\n")[0], column - 1) else None


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))


def _path(path: str, options: ReportOptions) -> str:
    return printable(relative_path(path, options))
