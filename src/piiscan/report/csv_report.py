"""CSV for spreadsheets: a row a finding or skip, no cell a formula; a byte order mark, or Excel would read CP932."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from typing import Any

from piiscan.model import FileResult, Place
from piiscan.report.describe import place_text
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable

COLUMNS = (
    "kind",
    "path",
    "member",
    "place",
    "entity_type",
    "confidence",
    "band",
    "masked",
    "status",
    "evidence",
    "fingerprint",
    "reason",
    "detail",
    "hint",
)
# What spreadsheets take for the beginning of a formula (OWASP, "CSV Injection"), full-width forms included.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")


def report(results: Iterable[FileResult], _tally: Tally, options: ReportOptions) -> Iterator[str]:
    """A row at a time; ``kind`` is ``finding`` or ``not_examined``. Names stay English: programs read them too."""
    columns = (*COLUMNS, "value") if options.show_values else COLUMNS
    yield "\ufeff" + _line(columns)
    for result in results:
        for record in finding_records(result, options):
            yield _line([_finding_cell(record, column) for column in columns])
        for skip in result.not_examined:
            fields = {"kind": "not_examined", **skip._asdict()}
            yield _line([fields.get(column, "") for column in columns])


def _finding_cell(record: dict[str, Any], column: str) -> str:
    match column:
        case "kind":
            return "finding"
        case "member":
            return str(record["place"].get("member", ""))
        case "place":
            return place_text(Place(**{**record["place"], "member": ""}))
        case "evidence":
            return " ".join(f"{each['clue']}{each['weight']:+.2f}" for each in record["evidence"])
    return str(record.get(column, ""))


def _line(cells: Iterable[str]) -> str:
    """One line; line breaks and control characters in a cell become visible escapes."""
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow([_safe(cell) for cell in cells])
    return line.getvalue()


def _safe(cell: str) -> str:
    """The cell as text: a quote before what a spreadsheet would calculate."""
    shown = printable(cell)
    return f"'{shown}" if cell.startswith(FORMULA) else shown
