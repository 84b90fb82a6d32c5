"""JUnit XML: a test case per file, failed by its findings, and a suite of what was not examined.

The counts stand before the cases, so the cases are kept, a string each, until all are known.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from piiscan.model import FileResult
from piiscan.report.describe import finding_text, is_open, skip_text
from piiscan.report.locations import relative_path
from piiscan.report.messages import Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable


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
            skipped.append(
                f"<testcase classname={_quoted(skip.reason)} name={_quoted(name)}><skipped message={_quoted(reason)}/>"
                "</testcase>\n"
            )
    total = f'tests="{len(cases) + len(skipped)}" failures="{failures}" errors="0" skipped="{len(skipped)}"'
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="piiscan" {total} time="{tally.seconds:.3f}">\n'
    yield f'<testsuite name="piiscan" tests="{len(cases)}" failures="{failures}" errors="0" skipped="0">\n'
    yield from cases
    yield f'</testsuite>\n<testsuite name="not examined" tests="{len(skipped)}" failures="0" errors="0" '
    yield f'skipped="{len(skipped)}">\n'
    yield from skipped
    yield "</testsuite>\n</testsuites>\n"


def _case(result: FileResult, words: Messages, options: ReportOptions) -> tuple[str, bool]:
    """The case of a file, and whether it failed."""
    name = _quoted(relative_path(result.path, options))
    texts = [finding_text(record, words) for record in finding_records(result, options) if is_open(record)]
    if not texts:
        return f'<testcase classname="piiscan" name={name}/>\n', False
    message = _quoted(words.say("{count} findings", count=f"{len(texts):,}"))
    body = "\n".join(escape(printable(text)) for text in texts)
    failure = f'<failure type="personal-data" message={message}>\n{body}\n</failure>'
    return f'<testcase classname="piiscan" name={name}>{failure}</testcase>\n', True


def _quoted(text: str) -> str:
    """An attribute's value: printable() leaves no character that XML 1.0 forbids."""
    return f'"{escape(printable(text))}"'
