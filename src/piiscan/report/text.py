"""The report for people: grouped by file, masked, each finding with its place and its reasons, one summary line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import east_asian_width

from piiscan.model import NEW, FileResult, Finding
from piiscan.report.describe import place_text, reasons_text, skip_text
from piiscan.report.messages import ENGLISH, Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.redact import printable

WIDEST = 40
"""Columns a cell may push the next one to the right."""


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The report in pieces, a file at a time."""
    words = Messages(options.language)
    for result in results:
        if result.findings or result.not_examined:
            yield "".join(f"{line}\n" for line in _file_lines(result, options, words))
    if tally.findings:
        yield advice(words, values_shown=options.show_values) + "\n"
    yield summary(tally, words) + "\n"


def advice(words: Messages, *, values_shown: bool = False) -> str:
    """What to do about findings, in one line."""
    steps = [
        words.say("to learn why: piiscan explain TYPE"),
        words.say("if it is no leak: a comment `piiscan: ignore[TYPE] reason`, or `piiscan baseline create`"),
    ]
    if not values_shown:
        steps.append(words.say("to see the values: --show-values"))
    return words.say("What to do: {steps}", steps="; ".join(steps))


def summary(tally: Tally, words: Messages = ENGLISH) -> str:
    """The last line: what was found, where, and what was not examined."""
    one = tally.files == 1
    files = words.say("{count} file" if one else "{count} files", count=f"{tally.files:,}")
    parts = [
        words.say(
            "{found} in {files}, {characters} characters, {seconds} s",
            found=_found(tally, words),
            files=files,
            characters=f"{tally.characters:,}",
            seconds=f"{tally.seconds:.1f}",
        )
    ]
    if tally.ignored or tally.known:
        counts = ((tally.ignored, "{count} ignored"), (tally.known, "{count} known"))
        silenced = [words.say(text, count=f"{count:,}") for count, text in counts if count]
        parts.append(words.say("{silenced} (--show-ignored lists them)", silenced=", ".join(silenced)))
    if tally.excluded:
        parts.append(words.say("{count} excluded", count=f"{tally.excluded:,}"))
    if tally.interrupted:
        parts.append(words.say("INTERRUPTED, incomplete"))
    if tally.not_examined:
        parts.append(words.say("{count} NOT EXAMINED (see above)", count=f"{tally.not_examined:,}"))
    return "; ".join(parts)


def _found(tally: Tally, words: Messages) -> str:
    """How many findings, by type, the most frequent first."""
    if not tally.findings:
        return words.say("nothing found" if tally.examined else "nothing examined")
    kinds = ", ".join(
        words.say("{count} {kind}", count=f"{count:,}", kind=words.title(kind) if words.language != "en" else kind)
        for kind, count in tally.by_type.most_common()
    )
    known = "{count} finding ({kinds})" if tally.findings == 1 else "{count} findings ({kinds})"
    return words.say(known, count=f"{tally.findings:,}", kinds=printable(kinds))


def _file_lines(result: FileResult, options: ReportOptions, words: Messages) -> Iterator[str]:
    yield line_start(result.path)
    shown = result.findings[: options.per_file] if options.per_file else result.findings
    rows = [_row(finding, options, words) for finding in shown]
    widths = [min(WIDEST, max(map(width, column))) for column in zip(*rows, strict=True)]
    for row in rows:
        yield "  " + "  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip()
    if more := len(result.findings) - len(shown):
        yield "  " + words.say("… and {count} more here (--all lists them)", count=f"{more:,}")
    for skip in result.not_examined:
        yield "  " + skip_text(skip, words)
    yield ""


def _row(finding: Finding, options: ReportOptions, words: Messages) -> tuple[str, ...]:
    shown = finding.value if options.show_values else finding.masked
    return (
        line_start(place_text(finding.place, words)),
        words.type_name(finding.entity_type),
        f"{words.band(finding.band)} {finding.confidence:.2f}",
        printable(shown),
        f"[{reasons_text(finding.evidence, words)}]{_status(finding, words)}",
    )


def _status(finding: Finding, words: Messages) -> str:
    """What became of a finding that is not new, and by which rule."""
    if finding.status == NEW:
        return ""
    status = words.say(finding.status)
    return f" {status} ({printable(words.translate(finding.note))})" if finding.note else f" {status}"


def line_start(name: str) -> str:
    """A path or place at the beginning of a line, where one such as ``::error::`` would command a CI system."""
    shown = printable(name)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def width(text: str) -> int:
    """Columns ``text`` takes on a terminal: wide characters take two."""
    return sum(2 if east_asian_width(c) in "WF" else 1 for c in text)


def pad(text: str, size: int) -> str:
    """``text`` with spaces up to ``size`` columns."""
    return text + " " * (size - width(text))
