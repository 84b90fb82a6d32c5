"""One JSON document, schema ``piiscan/1``: ASCII only, so that no path can break a terminal or a parser."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from piiscan.model import FileResult
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import SCHEMA, finding_records, skip_record


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The document in pieces; findings are written as they come."""
    skips: list[dict[str, str]] = []
    yield f'{{"schema": "{SCHEMA}",\n"findings": ['
    separator = "\n"
    for result in results:
        skips += map(skip_record, result.not_examined)
        for record in finding_records(result, options):
            yield separator + json.dumps(record)
            separator = ",\n"
    summary = {
        "files": tally.files,
        "excluded": tally.excluded,
        "characters": tally.characters,
        "seconds": round(tally.seconds, 3),
        "ignored": tally.ignored,
        "known": tally.known,
        "by_type": dict(sorted(tally.by_type.items())),
    }
    yield "\n],\n"
    yield f'"not_examined": {json.dumps(skips)},\n'
    yield f'"complete": {json.dumps(tally.complete)},\n"summary": {json.dumps(summary)}}}\n'
