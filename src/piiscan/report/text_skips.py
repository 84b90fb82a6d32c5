"""What was not examined, in the text report: by reason, so that a thousand pictures do not hide one locked workbook."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Final

from piiscan.model import Skip
from piiscan.report.describe import skip_text
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.report.text_files import line_start

NAMED: Final = 10
"""How many files of one reason are named; ``--all`` names all."""


def skip_lines(skips: Sequence[Skip], words: Messages, *, whole: bool) -> Iterator[str]:
    """A line for each reason with the files below it; a file alone with its reason stands in one line."""
    by_reason: dict[str, list[Skip]] = defaultdict(list)
    for skip in skips:
        by_reason[skip_text(skip._replace(member=""), words)].append(skip)
    # The rarest first: what is in a folder by the thousand is known, what is there once is not.
    for text, alike in sorted(by_reason.items(), key=lambda each: len(each[1])):
        if len(alike) == 1:
            yield f"{_name(alike[0])}: {text}"
            continue
        yield f"{text} ({len(alike):,})"
        shown = alike if whole else alike[:NAMED]
        yield from (f"  {_name(skip)}" for skip in shown)
        if more := len(alike) - len(shown):
            yield "  " + words.say("… and {count} more (--all lists them)", count=f"{more:,}")


def _name(skip: Skip) -> str:
    """The path and member of a skip; one without a path concerns the repository as a whole."""
    name = "!".join(filter(None, (skip.path, skip.member)))
    return line_start(printable(name) or ".")
