"""The report for people: grouped by file, masked, each finding with its place and its reasons, one summary line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from piiscan.model import NEW, SKIP_REASONS, FileResult, Finding, Place, Skip
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.redact import printable

REASONS = 3
"""How many pieces of evidence a line shows, the weightiest first."""

SHORT_COMMIT = 10
"""How many digits of a commit's name are shown."""


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The report in pieces, a file at a time."""
    for result in results:
        if result.findings or result.not_examined:
            yield "".join(f"{line}\n" for line in _file_lines(result, options))
    yield summary(tally) + "\n"


def summary(tally: Tally) -> str:
    """The last line: what was found, where, and what was not examined."""
    files = f"{tally.files:,} file{'s' * (tally.files != 1)}"
    if tally.findings:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in tally.by_type.most_common())
        found = f"{tally.findings:,} finding{'s' * (tally.findings != 1)} ({kinds})"
    else:
        found = "nothing found"
    parts = [f"{found} in {files}, {tally.characters:,} characters, {tally.seconds:.1f} s"]
    if tally.ignored or tally.known:
        counts = ((tally.ignored, "ignored"), (tally.known, "known"))
        parts.append(", ".join(f"{count:,} {name}" for count, name in counts if count) + " (--show-ignored lists them)")
    if tally.excluded:
        parts.append(f"{tally.excluded:,} excluded")
    if tally.interrupted:
        parts.append("INTERRUPTED, incomplete")
    if tally.not_examined:
        parts.append(f"{tally.not_examined:,} NOT EXAMINED (see above)")
    return "; ".join(parts)


def place_text(place: Place) -> str:
    """A place in a few words, such as ``Sheet1!B12`` or ``line 3:14``."""
    words = []
    if place.member:
        words.append(place.member)
    if place.page:
        words.append(f"page {place.page}")
    if place.sheet or place.cell:
        words.append("!".join(part for part in (place.sheet, place.cell) if part))
    if place.pointer:
        words.append(place.pointer)
    if place.line and not place.cell:
        words.append(f"line {place.line}:{place.column}" if place.column else f"line {place.line}")
    if place.part:
        words.append(f"({place.part})")
    if place.commit:
        words.append(f"in {place.commit[:SHORT_COMMIT]} {place.date[:10]}")
    return printable(" ".join(words))


def _file_lines(result: FileResult, options: ReportOptions) -> Iterator[str]:
    yield printable(result.path)
    shown = result.findings[: options.per_file] if options.per_file else result.findings
    rows = [_row(finding, options) for finding in shown]
    widths = [min(40, max(map(width, column))) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
    if len(shown) < len(result.findings):
        yield f"  … and {len(result.findings) - len(shown):,} more here (--all lists them)"
    for skip in result.not_examined:
        yield "  " + skip_text(skip)
    yield ""


def _row(finding: Finding, options: ReportOptions) -> tuple[str, ...]:
    reasoned = [evidence for evidence in finding.evidence if evidence.clue != "prior" and evidence.weight]
    weightiest = sorted(reasoned, key=lambda evidence: -abs(evidence.weight))[:REASONS]
    reasons = ", ".join(f"{clue} {weight:+.1f}" for clue, weight in weightiest)
    shown = finding.value if options.show_values else finding.masked
    return (
        place_text(finding.place),
        finding.entity_type,
        f"{finding.band} {finding.confidence:.2f}",
        printable(shown),
        f"[{reasons}]{_status(finding)}",
    )


def _status(finding: Finding) -> str:
    """What became of a finding that is not new, and by which rule."""
    if finding.status == NEW:
        return ""
    return f" {finding.status} ({printable(finding.note)})" if finding.note else f" {finding.status}"


def skip_text(skip: Skip) -> str:
    """A skip in one line."""
    words = f"not examined{f' {printable(skip.member)}' if skip.member else ''}: {SKIP_REASONS[skip.reason]}"
    detail = f" ({printable(skip.detail)})" if skip.detail else ""
    return f"{words}{detail}{f'; {printable(skip.hint)}' if skip.hint else ''}"


def width(text: str) -> int:
    """Columns ``text`` takes on a terminal: wide characters take two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, size: int) -> str:
    """``text`` with spaces up to ``size`` columns."""
    return text + " " * (size - width(text))
