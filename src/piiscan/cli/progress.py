"""A progress line on a terminal: files, characters and findings so far, gone whenever the report writes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from shutil import get_terminal_size
from time import monotonic
from types import TracebackType
from typing import Final, Self, TextIO

from piiscan.model import FileResult
from piiscan.report.columns import width
from piiscan.report.messages import Messages

FIRST_SHOWN: Final = 1.0
"""Seconds before anything is shown: short work stays quiet."""
PAUSE: Final = 0.1
"""Seconds between two looks of the line."""
_CLEAR: Final = "\r\x1b[2K"


class Progress:
    """Writes one line over and over; no thread, so that it never writes into a line of the report."""

    def __init__(self, stream: TextIO, words: Messages) -> None:
        self._stream = stream
        self._words = words
        self._next = monotonic() + FIRST_SHOWN
        self._shown = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._clear()

    def watch(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """``results`` as they are; the line is there while the next one is waited for."""
        characters = findings = 0
        for files, result in enumerate(results, 1):
            characters += result.characters
            findings += len(result.findings)
            if result.findings:
                self._clear()
            yield result
            if monotonic() > self._next:
                self._show(self._line(files, characters, findings))
        self._clear()

    def _line(self, files: int, characters: int, findings: int) -> str:
        return self._words.say(
            "{files} files, {characters} M characters, {findings} findings",
            files=f"{files:,}",
            characters=f"{characters / 1e6:,.1f}",
            findings=f"{findings:,}",
        )

    def _show(self, line: str) -> None:
        if width(line) < get_terminal_size().columns:  # a line that breaks could not be taken back
            self._stream.write(f"{_CLEAR}{line}")
            self._stream.flush()
            self._shown = True
        self._next = monotonic() + PAUSE

    def _clear(self) -> None:
        if self._shown:
            self._stream.write(_CLEAR)
            self._stream.flush()
            self._shown = False
