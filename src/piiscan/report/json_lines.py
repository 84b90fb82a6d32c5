"""JSON Lines: one finding or skip a line, as they come; the last line is the summary."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from piiscan.model import FileResult
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records, skip_record


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """A line per finding; what was not examined follows its file as ``{"not_examined": {...}}``."""
    for result in results:
        for record in finding_records(result, options):
            yield json.dumps(record) + "\n"
        for skip in result.not_examined:
            yield json.dumps({"not_examined": skip_record(skip)}) + "\n"
    summary = {
        "complete": tally.complete,
        "files": tally.files,
        "findings": tally.findings,
        "ignored": tally.ignored,
        "known": tally.known,
    }
    yield json.dumps(summary) + "\n"
