"""The table of report formats."""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from typing import cast

from piiscan.errors import UsageError
from piiscan.report.protocol import Report, ReporterRow

REPORTERS: tuple[ReporterRow, ...] = (
    ReporterRow("text", "for people: grouped by file, masked, with the reasons", "piiscan.report.text:report"),
    ReporterRow("json", "one document, schema piiscan/1", "piiscan.report.json_report:report"),
    ReporterRow("jsonl", "one finding a line, with the fields of json", "piiscan.report.json_lines:report"),
    ReporterRow("sarif", "SARIF 2.1.0, for GitHub code scanning and other viewers", "piiscan.report.sarif:report"),
    ReporterRow("github", "annotations of a GitHub job, the worst ten of a level", "piiscan.report.github:report"),
    ReporterRow("gitlab", "GitLab Code Quality, for the merge request widget", "piiscan.report.code_quality:report"),
    ReporterRow("gitlab-secrets", "GitLab secret detection report", "piiscan.report.secret_detection:report"),
    ReporterRow("junit", "JUnit XML, a test case per file", "piiscan.report.junit:report"),
    ReporterRow("rdjson", "reviewdog diagnostics", "piiscan.report.rdjson:report"),
    ReporterRow("csv", "a row a finding, for spreadsheets", "piiscan.report.csv_report:report"),
    ReporterRow("markdown", "tables for a job summary or a ticket", "piiscan.report.markdown:report"),
)


def reporter(name: str, rows: Iterable[ReporterRow] = REPORTERS) -> Report:
    """The reporter called ``name``; raises UsageError when there is none."""
    for row in rows:
        if row.name == name:
            module, _, function = row.reporter.partition(":")
            return cast("Report", getattr(import_module(module), function))
    raise UsageError(f"unknown format {name!r}; there are: {', '.join(row.name for row in rows)}")
