"""What a reporter gets and gives: results in, pieces of text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final, NamedTuple

from piiscan.model import IGNORED, KNOWN, NEW, FileResult, Finding

LANGUAGES: Final = ("en", "ja")
"""What reports and messages can be written in."""


@dataclass(frozen=True, slots=True)
class ReportOptions:
    """What a user may ask of a report."""

    show_values: bool = False
    """Print the values themselves. Never on by default."""
    per_file: int = 20
    """How many findings of one file the text report lists before it only counts; 0 lists all, each by itself."""
    width: int = 100
    """Columns that the lines of the text report should keep to."""
    language: str = "en"
    """What people read: one of :data:`LANGUAGES`."""
    root: str = ""
    """The folder that code hosts take paths from, absolute; empty leaves absolute paths as they are."""
    folder: str = ""
    """Where relative paths start, as seen from ``root``; empty when that is the root."""
    lines: Callable[[str], Sequence[str]] | None = None
    """The lines of a file by its path, none where they cannot be read: for columns that count bytes."""
    exit_code: Callable[[Tally], int] | None = None
    """What the command will end with, for formats that state it; asked once the tally is whole."""


@dataclass(slots=True)
class Tally:
    """Counts what went by: the summary of every format and the exit code come from it."""

    files: int = 0
    examined: int = 0
    excluded: int = 0
    characters: int = 0
    findings: int = 0
    """New ones: like ``by_type`` and ``top``, the exit code takes no account of others."""
    ignored: int = 0
    known: int = 0
    idle_ignores: list[str] = field(default_factory=list)
    """Where ignores stand that silence nothing, such as ``a.py:12 PERSON``."""
    not_examined: int = 0
    top: float = 0.0
    by_type: Counter[str] = field(default_factory=Counter)
    started: float = field(default_factory=perf_counter)
    interrupted: bool = False

    def watch(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """``results`` as they are, counted on their way."""
        for result in results:
            self.files += not result.excluded
            self.excluded += bool(result.excluded)
            self.examined += bool(result.format) and not result.excluded
            self.characters += result.characters
            self._count(result.findings)
            self.not_examined += len(result.not_examined)
            self.idle_ignores += [f"{result.path}:{where}" for where in result.idle_ignores]
            yield result

    def _count(self, findings: Iterable[Finding]) -> None:
        """Count the findings of one file in one go: a table may have half a million, which are made on the way."""
        statuses = Counter[str]()
        for finding in findings:
            statuses[finding.status] += 1
            if finding.status == NEW:
                self.by_type[finding.entity_type] += 1
                self.top = max(self.top, finding.confidence)
        self.findings += statuses[NEW]
        self.ignored += statuses[IGNORED]
        self.known += statuses[KNOWN]

    @property
    def complete(self) -> bool:
        """Whether everything that was asked for was examined."""
        return not self.not_examined and not self.interrupted

    @property
    def seconds(self) -> float:
        """Seconds since the scan began."""
        return perf_counter() - self.started


Report = Callable[[Iterable[FileResult], Tally, ReportOptions], Iterator[str]]
"""A reporter: yields the report piece by piece. It reads the results to their end, then the tally is whole."""


class ReporterRow(NamedTuple):
    """A row of the table of report formats."""

    name: str
    title: str
    reporter: str
    """``module:function`` of the :data:`Report`, imported only when asked for."""
