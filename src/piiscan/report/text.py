"""The report for people: by file and record, masked, then what was not examined, what to do, and one summary line."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.model import FileResult, Skip
from piiscan.report.columns import pad, width
from piiscan.report.messages import ENGLISH, Messages
from piiscan.report.protocol import ReportOptions, Tally
from piiscan.report.redact import printable
from piiscan.report.severity import Severities
from piiscan.report.text_files import brief_line, file_lines, line_start
from piiscan.report.text_skips import skip_lines

FULL_FILES: Final = 30
"""How many files are shown with their findings; of those after them a line each. ``--all`` shows all."""
BRIEF_FILES: Final = 200
"""How many files have a line after that; the others are counted."""
WORST_FILES: Final = 10
"""How many files are named as the worst where not all are shown."""
TYPES_SHOWN: Final = 5


def report(results: Iterable[FileResult], tally: Tally, options: ReportOptions) -> Iterator[str]:
    """The report in pieces, a file at a time."""
    words, worst, skips = Messages(options.language), _WorstFiles(), list[Skip]()
    limit = FULL_FILES if options.per_file else 0
    shown = 0
    for result in results:
        skips += result.not_examined
        if not result.findings:
            continue
        shown += 1
        if not limit or shown <= limit:
            yield _block(file_lines(result, options, words))
        elif shown <= limit + BRIEF_FILES:
            yield f"{brief_line(result, words)}\n"
        if limit:
            worst.add(result)
    if limit and shown > limit:
        yield _block(_hidden(shown - limit - BRIEF_FILES, worst, words))
    if skips:
        yield _block(skip_lines(skips, words, whole=not options.per_file))
    if tally.findings:
        yield _block(advice(tally, words, values_shown=options.show_values))
    yield summary(tally, words) + "\n"


def _block(lines: Iterable[str]) -> str:
    """The lines and an empty one."""
    return "".join(f"{line}\n" for line in lines) + "\n"


class _WorstFiles:
    """Keeps the files whose findings would do the most harm together."""

    def __init__(self) -> None:
        self._severities = Severities()
        self._heap: list[tuple[float, int, str]] = []
        self._seen = 0

    def add(self, result: FileResult) -> None:
        """Take a file in; of equal harm the earlier one stays."""
        self._seen += 1
        harm = sum(self._severities.of(each.entity_type).score * each.confidence for each in result.findings)
        entry = (harm, -self._seen, f"{line_start(result.path)} ({len(result.findings):,})")
        if len(self._heap) < WORST_FILES:
            heapq.heappush(self._heap, entry)
        else:
            heapq.heappushpop(self._heap, entry)

    def names(self) -> list[str]:
        """The files with the numbers of their findings, the worst first."""
        return [name for _, _, name in sorted(self._heap, reverse=True)]


def _hidden(count: int, worst: _WorstFiles, words: Messages) -> Iterator[str]:
    """What stands in the place of the files that are not listed, and where to look first."""
    if count > 0:
        yield words.say("… and {count} more files with findings (--all lists them)", count=f"{count:,}")
    yield ""
    yield words.say("The worst files, by number, certainty and kind of what is in them:")
    yield from (f"  {name}" for name in worst.names())


def advice(tally: Tally, words: Messages, *, values_shown: bool = False) -> Iterator[str]:
    """What to do about findings."""
    kind = printable(next(iter(tally.by_type.most_common(1)))[0])
    steps = [
        (
            words.say("a leak"),
            words.say("take the value out, or put in one that is nobody's: piiscan explain test-data"),
        ),
        (words.say("no leak"), words.say("a comment in its line: piiscan: ignore[{kind}] reason", kind=kind)),
        ("", words.say("in cells and documents: allow_paths, allow_regexes in piiscan.toml (piiscan config init)")),
        (words.say("old ones"), words.say("write them down as known: piiscan baseline create")),
        (words.say("why"), words.say("piiscan explain {kind}", kind=kind)),
    ]
    if not values_shown:
        steps.append((words.say("values"), words.say("--show-values (the report is personal data then)")))
    size = max(width(title) for title, _ in steps)
    yield words.say("What to do")
    for title, step in steps:
        yield f"  {pad(title, size)}  {step}"


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
        parts.append(words.say("{count} NOT EXAMINED", count=f"{tally.not_examined:,}"))
    return "; ".join(parts)


def _found(tally: Tally, words: Messages) -> str:
    """How many findings, by type, the most frequent first."""
    if not tally.findings:
        return words.say("nothing found" if tally.examined else "nothing examined")
    kinds = [
        words.say("{count} {kind}", count=f"{count:,}", kind=words.title(kind) if words.language != "en" else kind)
        for kind, count in tally.by_type.most_common(TYPES_SHOWN)
    ]
    if (more := len(tally.by_type) - TYPES_SHOWN) > 0:
        kinds.append(words.say("{count} more types", count=more))
    known = "{count} finding ({kinds})" if tally.findings == 1 else "{count} findings ({kinds})"
    return words.say(known, count=f"{tally.findings:,}", kinds=printable(", ".join(kinds)))
