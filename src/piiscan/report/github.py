"""GitHub annotations: workflow commands, at most ten of a level, the worst first; then what was not examined.

Facts: "Workflow commands for GitHub Actions"; a step shows 10 annotations of a level, a job 50. The old command form
``##[...]`` is read anywhere in a line, so it is broken everywhere (actions/runner, ActionCommand.cs).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from piiscan.model import FileResult
from piiscan.report.describe import finding_text, is_open, skip_line
from piiscan.report.grouping import record_of
from piiscan.report.locations import has_lines, relative_path
from piiscan.report.messages import Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.records import finding_records
from piiscan.report.redact import printable
from piiscan.report.severity import Severities, Worst
from piiscan.report.text import summary
from piiscan.report.text_files import line_start

LEVELS = {"high": "error", "medium": "warning", "low": "notice", "none": "notice"}
# Ten of a level are shown; one warning stays free for what was not examined, one notice for the summary.
MOST = {"error": 10, "warning": 9, "notice": 9}


OTHERS = 8
"""How many findings of a record are named beside the worst one."""


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The annotations, the summary, and a plain line for each thing that was not examined."""
    words, severities = Messages(options.language), Severities()
    worst = {level: Worst(most, severities) for level, most in MOST.items()}
    skips: list[str] = []
    shown = 0
    for result in results:
        for record in _by_record(result, options, severities):
            worst[LEVELS[record["band"]]].add([record])
        skips += (skip_line(skip, words) for skip in result.not_examined)
    for level, kept in worst.items():
        for record in kept.records():
            yield _command(level, _place(record, options, words), finding_text(record, words) + _others(record, words))
            shown += record["count"]
    hidden = tally.findings - shown
    if skips:
        text = words.say("{count} not examined, listed below", count=f"{len(skips):,}")
        yield _command("warning", {"title": "piiscan"}, text)
    more = words.say("; {count} findings have no annotation", count=f"{hidden:,}") if hidden else ""
    yield _command("notice", {"title": "piiscan"}, summary(tally, words) + more)
    for line in skips:
        yield f"  {line_start(line)}\n"


def _by_record(result: FileResult, options: ReportOptions, severities: Severities) -> Iterator[dict[str, Any]]:
    """The worst finding of each record with the others beside it: a row of a table is one annotation, not eight."""
    pairs = zip(finding_records(result, options), result.findings, strict=True)
    opened = ((record, finding) for record, finding in pairs if is_open(record))
    lined = result.format == "jsonl"
    for _, group in groupby(opened, lambda pair: record_of(pair[1].place, lined=lined)):
        kept, count = Worst(OTHERS + 1, severities), 0
        for record, _ in group:
            kept.add([record])
            count += 1
        first, *others = sorted(kept.records(), key=severities.harm, reverse=True)
        yield {**first, "lined": has_lines(first, result.format), "others": others, "count": count}


def _others(record: Mapping[str, Any], words: Messages) -> str:
    """The other findings of the record in a few words."""
    if not record["others"]:
        return ""
    names = [f"{words.title(each['entity_type'])} {each['masked']}" for each in record["others"]]
    more = record["count"] - 1 - len(names)
    names += [words.say("… and {count} more", count=more)] if more else []
    return words.say("; beside it: {others}", others=", ".join(names))


def _place(record: Mapping[str, Any], options: ReportOptions, words: Messages) -> dict[str, str]:
    """The properties of an annotation; without ``line`` it hangs on the file as a whole."""
    place = record["place"]
    found = {"file": relative_path(record["path"], options)}
    if record["lined"]:
        found |= {"line": str(place["line"]), "endLine": str(place["line"])}
        if place.get("column"):
            found["col"] = str(place["column"])
    title = words.title(record["entity_type"])
    return {**found, "title": f"piiscan: {title}"}


def _command(level: str, properties: Mapping[str, str], message: str) -> str:
    """A workflow command with everything in it escaped."""
    shown = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{level} {shown}::{_data(message)}\n"


def _data(text: str) -> str:
    """The message of a command: per cent, CR and LF as GitHub decodes them (printable() leaves no CR and LF)."""
    return printable(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """A property of a command: as the message, and the two characters that end it."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
