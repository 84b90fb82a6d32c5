"""One file in the text report: a record a line where it holds several findings, else a finding a line with reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from piiscan.model import NEW, FileResult, Finding, Place
from piiscan.report.columns import flowed, pad, width
from piiscan.report.describe import place_text, reasons_text
from piiscan.report.grouping import Record, column_of, columns, records
from piiscan.report.messages import Messages
from piiscan.report.protocol import ReportOptions
from piiscan.report.redact import printable

WIDEST: Final = 40
"""Columns a cell may push the next one to the right."""
ALIKE: Final = 5
"""How many records with the same types in the same columns are shown of a file with many findings."""
COLUMNS_SHOWN: Final = 3
"""How many columns or JSON pointers are named where findings are only counted."""


def file_lines(result: FileResult, options: ReportOptions, words: Messages) -> Iterator[str]:
    """The path with the number of findings, the first records, and how many more there are of what."""
    yield _head(result, words)
    shown, hidden = _divided(result, options.per_file)
    places = [_where(record, words) for record in shown]
    size = min(WIDEST, max(map(width, places), default=0))
    rows = {id(record): _row(record.findings[0], options, words) for record in shown if len(record.findings) == 1}
    sizes = [min(WIDEST, max(map(width, column))) for column in zip(*rows.values(), strict=True)]
    for record, place in zip(shown, places, strict=True):
        first = f"  {pad(place, size)}  "
        if row := rows.get(id(record)):
            yield first + "  ".join(pad(cell, width_) for cell, width_ in zip(row, sizes, strict=True)).rstrip()
        else:
            pieces = [_piece(finding, options, words) for finding in record.findings]
            yield from flowed(pieces, first, options.width)
    if hidden:
        yield from _more(hidden, options, words)


def brief_line(result: FileResult, words: Messages) -> str:
    """The path and how many findings of which types, in one line."""
    return f"{_head(result, words)} ({_kinds(result.findings, words)})"


def _head(result: FileResult, words: Messages) -> str:
    count = len(result.findings)
    place = result.findings[0].place
    commit = f" {place_text(Place(commit=place.commit, date=place.date), words)}" if place.commit else ""
    many = words.say("{count} findings", count=f"{count:,}")
    return f"{line_start(result.path)}{commit}{f': {many}' if count > 1 else ''}"


def _divided(result: FileResult, most: int) -> tuple[list[Record], Counter[tuple[str, str]]]:
    """The first whole records with about ``most`` findings, and how many of what are left out; with 0 each alone.

    Where not all are shown, no more than :data:`ALIKE` of a kind are: the same types in the same columns.
    """
    if not most:
        return [Record(finding.place, 0, (finding,)) for finding in result.findings], Counter()
    shown: list[Record] = []
    hidden = Counter[tuple[str, str]]()
    kinds = Counter[tuple[tuple[str, str], ...]]()
    limit = ALIKE if len(result.findings) > most else most
    count = 0
    for record in records(result.findings, lined=result.format == "jsonl"):
        kind = tuple(sorted({(each.entity_type, column_of(each.place)) for each in record.findings}))
        kinds[kind] += 1
        if count >= most or kinds[kind] > limit:
            hidden.update(columns(record.findings))
            continue
        shown.append(record._replace(findings=record.findings[:most]))
        hidden.update(columns(record.findings[most:]))
        count += len(shown[-1].findings)
    return shown, hidden


def _where(record: Record, words: Messages) -> str:
    """The place of a record; of a single finding its own."""
    first = record.findings[0].place._replace(commit="", date="")
    if len(record.findings) == 1:
        return line_start(place_text(first, words))
    if record.row:
        row = words.say("row {row}", row=record.row)
        return line_start(" ".join(filter(None, (place_text(record.place, words), row))))
    same = all(each.place.pointer == first.pointer for each in record.findings)
    place = record.place._replace(line=first.line, pointer=first.pointer if same else record.place.pointer)
    return line_start(place_text(place, words) or words.say("together"))


def _row(finding: Finding, options: ReportOptions, words: Messages) -> tuple[str, ...]:
    shown = finding.value if options.show_values else finding.masked
    return (
        words.type_name(finding.entity_type),
        printable(shown),
        f"{words.band(finding.band)} {finding.confidence:.2f}",
        f"[{reasons_text(finding.evidence, words)}]{_status(finding, words)}",
    )


def _piece(finding: Finding, options: ReportOptions, words: Messages) -> str:
    """A finding in a record: type, mask, confidence."""
    name = finding.entity_type if words.language == "en" else words.title(finding.entity_type)
    shown = finding.value if options.show_values else finding.masked
    return f"{printable(name)} {printable(shown)} ({finding.confidence:.2f}){_status(finding, words)}"


def _status(finding: Finding, words: Messages) -> str:
    """What became of a finding that is not new, and by which rule."""
    if finding.status == NEW:
        return ""
    status = words.say(finding.status)
    return f" {status} ({printable(words.translate(finding.note))})" if finding.note else f" {status}"


def _more(hidden: Counter[tuple[str, str]], options: ReportOptions, words: Messages) -> Iterator[str]:
    """How many findings are not listed, of which types and in which columns."""
    first = words.say("… and {count} more like these (--all lists them):", count=f"{hidden.total():,}")
    yield f"  {first}"
    yield from flowed(_columns(hidden, words), "    ", options.width)


def _columns(found: Counter[tuple[str, str]], words: Messages) -> Iterator[str]:
    """The types of what was ``found`` in which columns, with how many there are and where, the most frequent first."""
    where: dict[str, list[str]] = defaultdict(list)
    counts: dict[str, int] = defaultdict(int)
    for (name, column), count in found.most_common():
        counts[name] += count
        if column:
            where[name].append(printable(column))
    for name in sorted(counts, key=lambda each: -counts[each]):
        names = where[name][:COLUMNS_SHOWN] + ["…"] * (len(where[name]) > COLUMNS_SHOWN)
        shown = words.say("column {names}", names=", ".join(names)) if names else ""
        yield f"{_title(name, words)} {counts[name]:,}" + (f" ({shown})" if shown else "")


def _kinds(findings: Sequence[Finding], words: Messages) -> str:
    counts: dict[str, int] = defaultdict(int)
    for finding in findings:
        counts[finding.entity_type] += 1
    ordered = sorted(counts.items(), key=lambda each: -each[1])
    return ", ".join(f"{_title(name, words)} {count:,}" for name, count in ordered)


def _title(entity_type: str, words: Messages) -> str:
    return printable(entity_type if words.language == "en" else words.title(entity_type))


def line_start(name: str) -> str:
    """A path or place at the beginning of a line, where one such as ``::error::`` would command a CI system."""
    shown = printable(name)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown
