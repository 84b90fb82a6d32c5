"""JUnit XML: a test case per file, failed by its findings, and a suite of what was not examined.

Valid by both schemas that readers hold it against, Ant's (JUnit.xsd) and Jenkins' (junit-10.xsd): Ant's allows no
attribute of ``testsuites`` and wants all those of ``testsuite``; nothing in them tells of the machine. The counts stand
before the cases, so these are kept, a string each, until all are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from html import escape
from itertools import islice
from typing import Final

from piiscan.model import FileResult
from piiscan.report.describe import finding_text, is_open, skip_text
from piiscan.report.locations import relative_path
from piiscan.report.messages import Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable

LISTED: Final = 1000
"""How many findings of one file are listed: nobody reads more in a test report, and all are kept until the end."""


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """Two suites: the files, and what was not examined (skipped cases)."""
    words = Messages(options.language)
    cases: list[str] = []
    skipped: list[str] = []
    failures = 0
    for result in results:
        if result.excluded:
            continue
        case, failed = _case(result, words, options)
        cases.append(case)
        failures += failed
        for skip in result.not_examined:
            name = "!".join(filter(None, (skip.path, skip.member)))
            reason = f"{skip_text(skip, words)} [{skip.reason}]"
            case = f"<testcase classname={_quoted(skip.reason)} name={_quoted(name)} time='0'>"
            skipped.append(f"{case}<skipped message={_quoted(reason)}/></testcase>\n")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    yield '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n'
    counts = (f'tests="{len(cases)}" failures="{failures}"', f'tests="{len(skipped)}" failures="0"')
    for number, (name, those) in enumerate((("piiscan", cases), ("not examined", skipped))):
        unread = len(skipped) if number else 0
        yield f'<testsuite name="{name}" package="piiscan" id="{number}" hostname="localhost" timestamp="{now}" '
        yield f'{counts[number]} errors="0" skipped="{unread}" time="{tally.seconds:.3f}">\n<properties/>\n'
        yield from those
        yield "<system-out/>\n<system-err/>\n</testsuite>\n"
    yield "</testsuites>\n"


def _case(result: FileResult, words: Messages, options: ReportOptions) -> tuple[str, bool]:
    """The case of a file, and whether it failed."""
    name = _quoted(relative_path(result.path, options))
    records = filter(is_open, finding_records(result, options))
    texts = [finding_text(record, words) for record in islice(records, LISTED)]
    count = len(texts) + sum(1 for _ in records)
    if not texts:
        return f'<testcase classname="piiscan" name={name} time="0"/>\n', False
    message = _quoted(words.say("{count} findings", count=f"{count:,}"))
    if count > len(texts):
        texts.append(words.say("… and {count} more", count=f"{count - len(texts):,}"))
    body = "\n".join(escape(printable(text)) for text in texts)
    failure = f'<failure type="personal-data" message={message}>\n{body}\n</failure>'
    return f'<testcase classname="piiscan" name={name} time="0">{failure}</testcase>\n', True


def _quoted(text: str) -> str:
    """An attribute's value: printable() leaves no character that XML 1.0 forbids."""
    return f'"{escape(printable(text))}"'
