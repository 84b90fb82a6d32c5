"""Markdown for a job summary, a merge request or a ticket: a table a file, counts by type, within GitHub's 1 MiB."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from piiscan.model import FileResult, Finding
from piiscan.report.describe import place_text, reasons_text, skip_line
from piiscan.report.messages import Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.redact import printable
from piiscan.report.text import summary

LARGEST = 900_000
"""Bytes after which files are only counted: a job summary ends at 1 MiB."""
ROOM = 100_000
"""Bytes for what was not examined that files may not take."""
MARKUP = frozenset("\\`*[]<>#|&~$@!^={}")


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The summary, the counts by type, the files as far as a job summary has room, what was not examined.

    Who reads it wants the sum first, so the files are kept until all are known: no more than a job summary may hold.
    """
    words = Messages(options.language)
    size = left_out = 0
    skips: list[str] = []
    files: list[str] = []
    for result in results:
        skips += (skip_line(skip, words) for skip in result.not_examined)
        if not result.findings:
            continue
        piece = "".join(_file_lines(result, words, options))
        more = len(piece.encode("utf-8", "replace"))
        if size + more > LARGEST:
            left_out += 1
        else:
            size += more
            files.append(piece)
    yield f"# {words.say('piiscan: personal data')}\n\n**{_text(summary(tally, words))}**\n"
    yield from _types(tally, words)
    yield from files
    if left_out:
        yield f"\n{words.say('{count} more files with findings are not listed here.', count=f'{left_out:,}')}\n"
    yield from _skips(skips, words, LARGEST + ROOM - size)


def _file_lines(result: FileResult, words: Messages, options: ReportOptions) -> Iterator[str]:
    shown = result.findings[: options.per_file] if options.per_file else result.findings
    count = len(result.findings)
    many = f": {words.say('{count} findings', count=f'{count:,}')}" if count > 1 else ""
    yield f"\n## {code(result.path)}{many}\n\n"
    head = (words.say("place"), words.say("type"), words.say("confidence"), words.say("masked"), words.say("why"))
    yield _row(head) + _row(["---"] * len(head))
    for finding in shown:
        yield _row(_cells(finding, words, options))
    if more := len(result.findings) - len(shown):
        yield f"\n{words.say('… and {count} more here (--all lists them)', count=f'{more:,}')}\n"


def _cells(finding: Finding, words: Messages, options: ReportOptions) -> tuple[str, ...]:
    status = "" if finding.status == "new" else f" ({words.say(finding.status)})"
    return (
        code(place_text(finding.place, words)),
        _text(words.type_name(finding.entity_type)) + status,
        f"{words.band(finding.band)} {finding.confidence:.2f}",
        code(finding.value if options.show_values else finding.masked),
        _text(reasons_text(finding.evidence, words)),
    )


def _types(tally: Tally, words: Messages) -> Iterator[str]:
    if tally.by_type:
        yield f"\n## {words.say('By type')}\n\n" + _row((words.say("type"), words.say("count"))) + _row(("---", "---:"))
        for name, count in tally.by_type.most_common():
            yield _row((_text(words.type_name(name)), f"{count:,}"))


def _skips(skips: list[str], words: Messages, room: int) -> Iterator[str]:
    """The list of what was not examined, as far as there is room, then how many more there are."""
    if not skips:
        return
    yield f"\n## {words.say('Not examined')} ({len(skips):,})\n\n"
    for number, skip in enumerate(skips):
        line = f"- {code(skip)}\n"
        room -= len(line.encode("utf-8", "replace"))
        if room < 0:
            yield f"- {words.say('and {count} more', count=f'{len(skips) - number:,}')}\n"
            return
        yield line


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |\n"


def code(text: str) -> str:
    """``text`` as a code span, in which nothing is a link, a mention or markup, or escaped where it cannot be one."""
    shown = printable(text)
    if shown.strip() and "`" not in shown and "|" not in shown:
        return f"`{shown}`"
    return _text(shown)


def _text(text: str) -> str:
    """``text`` with every character that could be markup as a character reference."""
    return "".join(f"&#{ord(c)};" if c in MARKUP else c for c in printable(text))
