"""A progress line on a terminal: files, characters and findings so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import monotonic
from types import TracebackType
from typing import Self, TextIO

from piiscan.model import FileResult
from piiscan.report.messages import Messages

FIRST_SHOWN = 1.0
"""Seconds before anything is shown: short work stays quiet."""


class Progress:
    """Shows a status line with rich; nothing of rich is loaded before the first second has passed."""

    def __init__(self, stream: TextIO, words: Messages) -> None:
        self._stream = stream
        self._words = words
        self._started = monotonic()
        self._status: object = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._status is not None:
            self._status.stop()  # type: ignore[attr-defined]

    def watch(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """``results`` as they are, the line kept up to date."""
        characters = findings = 0
        for files, result in enumerate(results, 1):
            characters += result.characters
            findings += len(result.findings)
            if monotonic() - self._started > FIRST_SHOWN:
                self._show(self._line(files, characters, findings))
            yield result

    def _line(self, files: int, characters: int, findings: int) -> str:
        return self._words.say(
            "{files} files, {characters} M characters, {findings} findings",
            files=f"{files:,}",
            characters=f"{characters / 1e6:,.1f}",
            findings=f"{findings:,}",
        )

    def _show(self, line: str) -> None:
        if self._status is None:
            from rich.console import Console

            self._status = Console(file=self._stream).status(line)
            self._status.start()
        self._status.update(line)  # type: ignore[attr-defined]
