"""Where reports go: standard output, files that appear whole, or several of both from one scan."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from piiscan.errors import UsageError
from piiscan.model import FileResult
from piiscan.report.protocol import ReporterRow

if TYPE_CHECKING:
    from queue import Queue

STANDARD: Final = "-"
WAITING: Final = 8
"""How many results may wait for the slowest of several reports."""

Reader = Callable[[Iterable[FileResult]], None]
"""Reads the results to their end and writes one report."""


class Output(NamedTuple):
    """A report: its format, and the file it goes to; ``-`` is standard output."""

    format: str
    path: str


def outputs(format_name: str | None, given: Sequence[str], rows: Iterable[ReporterRow]) -> list[Output]:
    """The reports that ``--format`` and the ``--output`` options ask for.

    ``FORMAT=FILE`` says both; a mere ``FILE`` gets the report of ``--format``, which without one goes to standard
    output, unless every report has its ``FORMAT=FILE``.
    """
    names = {row.name for row in rows}
    asked: list[Output] = []
    for word in given:
        before, equals, after = word.partition("=")
        named = bool(equals) and before in names
        asked.append(Output(before, after) if named else Output(format_name or "text", word))
    if not given or (format_name and all(output.path != word for output, word in zip(asked, given, strict=True))):
        asked.insert(0, Output(format_name or "text", STANDARD))
    paths = [output.path for output in asked]
    for path in paths:
        if not path:
            raise UsageError("--output needs the name of a file, or - for standard output")
        if paths.count(path) > 1:
            raise UsageError(f"two reports cannot both go to {path}")
    return asked


@contextmanager
def opened(paths: Sequence[str], out: TextIO) -> Iterator[list[TextIO]]:
    """Where the reports go; files appear, whole and readable by their owner only, once all have been written."""
    with ExitStack() as files:
        yield [out if path == STANDARD else files.enter_context(_file(path)) for path in paths]


@contextmanager
def _file(path: str) -> Iterator[TextIO]:
    if _in_place(path):
        with _open(path, path, os.O_WRONLY | os.O_TRUNC) as file:
            yield file
        return
    folder, name = os.path.split(path)
    temporary = os.path.join(folder, f".{name}.{os.getpid()}")
    opened_file = _open(path, temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL)
    try:
        with opened_file as file:
            yield file
        os.replace(temporary, path)
    finally:
        with suppress(FileNotFoundError):
            os.unlink(temporary)


def _in_place(path: str) -> bool:
    """Whether the report goes into what is there: a device or a pipe (/dev/null) must not become a file."""
    return (os.path.exists(path) and not os.path.isfile(path)) or os.path.abspath(path).startswith("/dev/")


def _open(shown: str, path: str, flags: int) -> TextIO:
    """The report's file, opened for writing; ``shown`` is what the user calls it."""
    try:
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise UsageError(f"cannot write {shown} ({error.strerror})") from error
    return os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n")


def fan_out(results: Iterable[FileResult], readers: Sequence[Reader]) -> None:
    """Let every reader read all results as they come; whatever one raises is raised once all have ended.

    A report pulls its results, and SARIF writes nothing before the last one: so that no result is kept for it, each
    of several reports has a thread and a short queue. One alone needs neither.
    """
    if len(readers) == 1:
        readers[0](results)
        return
    from concurrent.futures import ThreadPoolExecutor
    from queue import Queue  # with threading 1 ms, which one report need not wait for

    queues = [Queue[FileResult | BaseException | None](WAITING) for _ in readers]
    with ThreadPoolExecutor(len(readers)) as threads:
        ends = [threads.submit(_read, reader, queue) for reader, queue in zip(readers, queues, strict=True)]
        last: BaseException | None = None
        try:
            for result in results:
                for queue in queues:
                    queue.put(result)
        except BaseException as error:
            last = error  # a report of half a scan must not look like a whole one
            raise
        finally:
            for queue in queues:
                queue.put(last)
    for end in ends:
        end.result()


def _read(reader: Reader, queue: Queue[FileResult | BaseException | None]) -> None:
    """Let a reader read what the queue brings; once it fails, the rest is thrown away, or the others would wait."""
    more = _from(queue)
    try:
        reader(more)
    finally:
        for _ in more:
            pass


def _from(queue: Queue[FileResult | BaseException | None]) -> Iterator[FileResult]:
    """What the queue brings, up to its end; an error that ended the results is raised."""
    while (item := queue.get()) is not None:
        if isinstance(item, BaseException):
            raise item
        yield item
