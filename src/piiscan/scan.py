"""The hall: a scanner that leads files through extraction, detection and findings, and catches what goes wrong once."""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from functools import cached_property
from time import monotonic
from typing import BinaryIO, Final, TypeVar

from piiscan.config import Config
from piiscan.detect.pipeline import spots
from piiscan.detect.toolbox import Toolbox
from piiscan.errors import ConfigError, ExtractionError, PiiscanError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Aids, Blob, Format, Limits
from piiscan.extract.reader import format_of, segments
from piiscan.extract.sniff import HEAD_BYTES, needs_whole
from piiscan.failures import failure, open_failure, too_many, unreachable
from piiscan.findings import Findings, Spots
from piiscan.ignores import Allowances, InlineIgnores
from piiscan.late import late
from piiscan.model import ENTITY_TYPES, FileResult, Finding, Place, Segment, Skip
from piiscan.plugins import load
from piiscan.report.redact import masks
from piiscan.sources.piped import piped
from piiscan.sources.regular import HELD, in_memory, open_regular
from piiscan.words import nearest

JUDGED_PER_SECOND: Final = 100 * 2**10
"""Bytes a second that judging a text takes at the very least, on a loaded machine: large files may take their time."""
GROWTH: Final = 16 * 2**20
"""How much longer a file may become while it is read; a log that is being written to is read to its end."""
AGAIN_HINT: Final = "scan it again when nothing writes to it"
TEXT_GRACE: Final = 4 * 2**20
"""Up to so many characters no file is told that it is too much text for its size."""
T = TypeVar("T")
_SURROGATE: Final = late("[\ud800-\udfff]")


class Scanner:
    """Scans texts and files by one configuration. Reusable, picklable, safe to share between threads."""

    def __init__(self, config: Config | None = None) -> None:
        self.config = (config if config is not None else Config()).with_passwords()
        plugins = self.config.plugins
        _check_types(self.config)
        # Every detector runs, whatever types are wanted: findings of one type are evidence for those of another, and
        # a finding's confidence must not depend on what else was asked for.
        self._toolbox = Toolbox(None, self.config.patterns, load("piiscan.detectors", plugins))
        self._formats = (*FORMATS, *load("piiscan.extractors", plugins))
        self._allowances = _allowances(self.config)

    def __getstate__(self) -> Config:
        return self.config

    def __setstate__(self, config: Config) -> None:
        self.__init__(config)  # type: ignore[misc]

    @cached_property
    def limits(self) -> Limits:
        """What one file may cost."""
        return Limits(input_bytes=self.config.max_file_bytes, seconds=self.config.timeout, **self.config.limits)

    def scan_text(self, text: str) -> list[Finding]:
        """The findings in ``text``, by start; offsets are code points, end exclusive.

        Ignores written in the text itself mean nothing here: a service must not believe what it is sent.
        """
        if not isinstance(text, str):
            raise TypeError(f"a text must be a str, not {type(text).__name__}")
        segment = Segment(_without_surrogates(text), Place(line=1, column=1))
        return list(self._allowances.marked("", Findings(self._found([segment])), InlineIgnores()))

    def scan_file(self, path: str | os.PathLike[str]) -> FileResult:
        """What is found in the file at ``path``; whatever goes wrong is a Skip in the result, never an exception.

        Runs in this process: a hostile document can take its time limit, or memory. :func:`scan_paths` isolates.
        """
        shown = os.fspath(path)
        try:
            with open_regular(shown) as stream:
                before = os.fstat(stream.fileno())
                result = self.scan_stream(shown, in_memory(stream) if before.st_size <= HELD else stream)
                after = os.fstat(stream.fileno())
        except OSError as error:
            return FileResult(shown, not_examined=(open_failure(shown, error),))
        if (before.st_size, before.st_mtime_ns) == (after.st_size, after.st_mtime_ns) or _named(result, "changed"):
            return result
        return replace(result, not_examined=(*result.not_examined, Skip(shown, "changed", hint=AGAIN_HINT)))

    def scan_opened(self, name: str, opens: Callable[[], AbstractContextManager[BinaryIO]]) -> FileResult:
        """What is found in the file that ``opens`` opens, wherever it lies; what goes wrong is a Skip in the result."""
        try:
            with opens() as stream:
                return self.scan_stream(name, stream)
        except Exception as error:  # noqa: BLE001 - the door: libraries of far file systems raise whatever they like
            return FileResult(name, not_examined=(unreachable(name, error),))

    def scan_stream(self, name: str, stream: BinaryIO) -> FileResult:
        """What is found in a seekable binary stream; ``name`` is shown, and hints at the format."""
        blob = self._blob(name, stream)
        reading = _Reading(blob, self.limits, self._formats, InlineIgnores(heeded=self.config.inline_ignores))
        lots: list[Spots] = []
        left = self.limits.findings
        try:
            for found in self._found(reading.segments()):
                lots.append(found.part(0, left))
                left -= len(found.values)
                if left < 0:
                    reading.skips.append(too_many(name, self.limits.findings))
                    break
        except Exception as error:  # noqa: BLE001 - the door: our own bug must not end the run nor print a value
            reading.skips.append(failure(name, error))
        findings = self._allowances.marked(name, Findings(lots), reading.ignores)
        skips, idle = tuple(reading.skips), reading.ignores.idle()
        # A picture without words, an archive of bombs only: recognised, but nothing of it was examined.
        read_as = reading.format if reading.characters or not skips else ""
        return FileResult(name, findings, skips, read_as, reading.characters, idle_ignores=idle)

    def scan_piped(self, name: str, head: bytes, rest: BinaryIO) -> FileResult:
        """What is found in a text that begins with ``head`` (1 MiB at least) and goes on in a pipe.

        A document has to be held as a whole: it is named.
        """
        if needs_whole(head[:HEAD_BYTES]):
            skip = Skip(name, "too_big", detail=f"more than {len(head) - 1:,} bytes", hint="scan it as a file")
            return FileResult(name, not_examined=(skip,))
        return self.scan_stream(name, piped(head, rest))

    def format_of(self, path: str | os.PathLike[str]) -> str:
        """The name of the format a file is read as, empty where none reads it."""
        shown = os.fspath(path)
        try:
            with open_regular(shown) as stream:
                return self.format_of_stream(shown, stream)
        except OSError:
            return ""

    def format_of_stream(self, name: str, stream: BinaryIO) -> str:
        """The name of the format a seekable stream is read as, empty where none reads it."""
        blob = self._blob(name, stream)
        try:
            return format_of(blob, self._formats).name
        except ExtractionError:
            return ""

    def extract(self, path: str | os.PathLike[str]) -> Iterator[Segment | Skip]:
        """All that the extractors see of a file, piece by piece."""
        shown = os.fspath(path)
        with open_regular(shown) as stream:
            yield from segments(self._blob(shown, stream), self.limits, self._formats)

    def _blob(self, name: str, stream: BinaryIO) -> Blob:
        size = stream.seek(0, io.SEEK_END)
        stream.seek(0)
        return Blob(name, stream, size, aids=Aids(self.config.passwords, self.config.ocr))

    def _found(self, pieces: Iterable[Segment]) -> Iterator[Spots]:
        """What is found in ``pieces`` of the wanted types, probable enough to be reported, many at a time."""
        types = self.config.types
        for found in spots(pieces, self._toolbox, least=self.config.min_confidence):
            wanted = found if types is None else found.only(types)
            yield wanted._replace(masked=masks(wanted.entity_types, wanted.values))


class _Reading:
    """One blob being read: its segments go by, its skips and its characters are kept."""

    def __init__(self, blob: Blob, limits: Limits, formats: tuple[Format, ...], ignores: InlineIgnores) -> None:
        self._blob = blob
        self._limits = limits
        self._formats = formats
        self.skips: list[Skip] = []
        self.ignores = ignores
        self.characters = 0
        self.format = ""
        self._begun = monotonic()

    def segments(self) -> Iterator[Segment]:
        """The segments until the end or the first failure, so that what was read before is still judged."""
        try:
            self._blob.read_as = format_of(self._blob, self._formats)
            self.format = self._blob.read_as.name
            for piece in segments(self._blob, self._limits, self._formats):
                if isinstance(piece, Skip):
                    self.skips.append(piece._replace(path=self._blob.name))
                else:
                    self.characters += len(piece.text)
                    self.ignores.read(piece)
                    paused = monotonic()
                    yield piece
                    # The limit is on reading: judging the text is linear, and not the file's fault.
                    self._blob.tally.started += monotonic() - paused
                    self._check_text()
        except Exception as error:  # noqa: BLE001 - the door: a library may raise anything on hostile bytes
            self.skips.append(failure(self._blob.name, error))

    def _check_text(self) -> None:
        """Raise ExtractionError once the text is far more than its file, or took far too long to read and judge.

        Ends what the pool would kill a moment later, so that what was found until then is kept.
        """
        limits, size = self._limits, self._blob.size
        if not self._blob.stream.closed and self._blob.stream.tell() > size + GROWTH:
            raise ExtractionError("changed", "it grew and grew; what came last was not read", AGAIN_HINT)
        if self.characters > max(TEXT_GRACE, limits.ratio * size):
            raise ExtractionError("ratio", f"more than {limits.ratio} times as much text as the file has bytes")
        if self.characters > max(size, limits.unpacked_bytes):
            raise ExtractionError("too_big", f"more than {limits.unpacked_bytes:,} characters of text")
        allowed = patience(limits.seconds, size)
        if monotonic() - self._begun > allowed:
            raise ExtractionError("time", f"more than {allowed:.0f} s", "raise the time limit (timeout)")


def patience(seconds: float, size: int) -> float:
    """How many seconds reading and judging a file of ``size`` bytes may take, for a limit of ``seconds`` on reading."""
    return 1.5 * seconds + size / JUDGED_PER_SECOND


def named(name: str, items: Iterable[T]) -> Iterator[T | Skip]:
    """The items; whatever ends their listing before its end is a Skip, except what the user has to mend."""
    try:
        yield from items
    except PiiscanError:
        raise
    except Exception as error:  # noqa: BLE001 - the door, see Scanner.scan_opened
        yield unreachable(name, error)


def _named(result: FileResult, reason: str) -> bool:
    return any(skip.reason == reason for skip in result.not_examined)


def _check_types(config: Config) -> None:
    """Raise ConfigError for a wanted type that no detector has: it would find nothing and say nothing."""
    known = [*ENTITY_TYPES, *(str(pattern.get("entity_type", "")) for pattern in config.patterns)]
    for name in () if config.plugins else config.types or ():  # detectors of other packages have types of their own
        if name not in known:
            raise ConfigError(f"unknown entity type {name!r}{nearest(name, known)}")


def _allowances(config: Config) -> Allowances:
    return Allowances(config.allow_paths, config.allow_regexes, config.allow_values, config.secret_key)


def scan_text(text: str, config: Config | None = None) -> list[Finding]:
    """The findings in ``text``, by start; offsets are code points, end exclusive.

    Each call reads the word lists anew (about 60 ms for Japanese): for many texts make one :class:`Scanner`.
    """
    return Scanner(config).scan_text(text)


def scan_file(path: str | os.PathLike[str], config: Config | None = None) -> FileResult:
    """What is found in the file at ``path``, see :meth:`Scanner.scan_file`."""
    return Scanner(config).scan_file(path)


def extract_text(path: str | os.PathLike[str], config: Config | None = None) -> str:
    """All text that the extractors see in a file, in reading order: what ``start`` and ``end`` of findings count in.

    Raises ExtractionError when nothing of it could be read, OSError when it cannot be opened.
    """
    pieces: list[str] = []
    skips: list[Skip] = []
    for piece in Scanner(config).extract(path):
        if isinstance(piece, Skip):
            skips.append(piece)
        elif piece.text:
            pieces += ("" if piece.joined or not pieces else "\n", piece.text)
    if skips and not pieces:
        raise ExtractionError(skips[0].reason, skips[0].detail, skips[0].hint)
    return "".join(pieces)


def _without_surrogates(text: str) -> str:
    """``text`` with lone surrogates as U+FFFD; that there is one is told 20 times sooner than where."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return _SURROGATE.sub("\ufffd", text)
    return text
