"""What only a terminal gets: colours, its own width, a progress line."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, Final, TextIO

from piiscan.model import FileResult
from piiscan.report.protocol import ReportOptions

if TYPE_CHECKING:
    from piiscan.report.messages import Messages

NARROWEST: Final = 60
"""Columns below which lines are not broken any shorter."""


def is_terminal(stream: TextIO) -> bool:
    """Whether colours may go to a stream."""
    return stream.isatty() and "NO_COLOR" not in os.environ


def fitting(options: ReportOptions) -> ReportOptions:
    """The options with the width of the terminal."""
    from shutil import get_terminal_size

    return replace(options, width=max(NARROWEST, get_terminal_size().columns))


def styled(pieces: Iterable[str], target: TextIO) -> None:
    """The text report with bands and skips in colour."""
    from rich.console import Console
    from rich.highlighter import RegexHighlighter
    from rich.theme import Theme

    class Bands(RegexHighlighter):
        base_style = "piiscan."
        highlights = (
            r"(?P<high>(high|高) [01]\.[0-9]{2})|(?P<medium>(medium|中) [01]\.[0-9]{2})",
            r"(?P<low>(low|低) [01]\.[0-9]{2})",
            r"(?P<high>\((1\.00|0\.[89][0-9])\))|(?P<medium>\(0\.[567][0-9]\))|(?P<low>\(0\.[0-4][0-9]\))",
            r"(?P<skip>not examined.*|未検査.*|[0-9,]+ NOT EXAMINED|INTERRUPTED|中断)",
            r"(?m)(?P<reasons>\[[^\[\]]* [+-][0-9.]+\]$)",
            r"(?m)^(?P<path>[^ \n].*)$",
        )

    theme = {"high": "bold red", "medium": "yellow", "low": "cyan", "skip": "magenta", "reasons": "dim", "path": "bold"}
    console = Console(
        file=target,
        theme=Theme({f"piiscan.{name}": style for name, style in theme.items()}),
        highlighter=Bands(),
        soft_wrap=True,
    )
    for piece in pieces:
        console.print(piece, end="", markup=False, emoji=False)


@contextmanager
def progress_on(err: TextIO, words: Messages) -> Iterator[Callable[[Iterable[FileResult]], Iterator[FileResult]]]:
    """A function that shows how far the results have come, on a terminal, once the work has taken a second."""
    if not is_terminal(err):
        yield iter
        return
    from piiscan.cli.progress import Progress

    with Progress(err, words) as progress:
        yield progress.watch
