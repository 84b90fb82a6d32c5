"""What an extractor gets and gives: a blob of bytes in, segments and skips out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from time import monotonic
from typing import BinaryIO, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.limits import Limits as Limits  # noqa: PLC0414 - every extractor takes it from here
from piiscan.model import Segment, Skip

SEGMENT_CHARACTERS = 65_536
"""About how long a segment gets before the next one begins (code points)."""
BYTES_PER_SECOND = 2**20
"""A file may take its time limit and a second more for each of this many bytes: size alone must not end a reading."""


@dataclass(frozen=True, slots=True)
class Aids:
    """What the user gave to read more with; members of a container get the same."""

    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried on what is locked, in this order."""
    ocr: bool = False
    """Whether text in pictures is to be read where that is possible."""


@dataclass(slots=True)
class Tally:
    """What a file and everything nested in it have used up together; ``spent`` names the limit that ended it."""

    started: float = field(default_factory=monotonic)
    size: int = 0
    unpacked: int = 0
    members: int = 0
    spent: str = ""

    def stop(self, reason: str, detail: str) -> ExtractionError:
        """The error that ends the reading of the whole file."""
        self.spent = reason
        return ExtractionError(reason, detail)


@dataclass(slots=True)
class Blob:
    """The bytes of one file or container member: a seekable stream, its size in bytes, and how it is called.

    ``name`` decides the format where the bytes do not; ``member`` is the path inside containers (empty at the top).
    ``formats`` is the table its members are read by; the reader fills it in.
    """

    name: str
    stream: BinaryIO
    size: int
    member: str = ""
    depth: int = 0
    tally: Tally = field(default_factory=Tally)
    formats: Sequence[Format] = ()
    aids: Aids = Aids()
    read_as: Format | None = None
    """Its format, where somebody has looked at it already."""

    def check_time(self, limits: Limits) -> None:
        """Raise ExtractionError("time") once the file has taken longer than its limit; call it now and then."""
        if monotonic() > self.deadline(limits):
            allowed = self.deadline(limits) - self.tally.started
            raise self.tally.stop("time", f"more than {allowed:.0f} s")

    def deadline(self, limits: Limits) -> float:
        """When the reading of the whole file must have ended, by the clock that :func:`monotonic` shows."""
        self.tally.size = max(self.tally.size, self.size)
        return self.tally.started + limits.seconds + self.tally.size / BYTES_PER_SECOND

    def count_unpacked(self, more: int, limits: Limits) -> None:
        """Count bytes that came out of a container, and stop at the limits of the whole file."""
        self.tally.unpacked += more
        self.check_time(limits)
        if self.tally.unpacked > limits.unpacked_bytes:
            raise self.tally.stop("too_big", f"unpacks to more than {limits.unpacked_bytes:,} bytes")

    def count_member(self, limits: Limits) -> None:
        """Count a member of a container, and stop at the limit of the whole file."""
        self.tally.members += 1
        self.check_time(limits)
        if self.tally.members > limits.members:
            raise self.tally.stop("members", f"only the first {limits.members:,} members were read")

    def path_of(self, name: str) -> str:
        """How a report calls a member of this blob: its whole path through the containers around it."""
        return f"{self.member}!{name}" if self.member else name


Extract = Callable[[Blob, Limits], Iterator[Segment | Skip]]
"""An extractor: yields segments in reading order, and a Skip for each part it could not read.

Raises ExtractionError for what ends the reading; what was yielded before stays valid. Skips leave ``path`` empty: the
reader fills it in.
"""


class Format(NamedTuple):
    """A row of the table of formats."""

    name: str
    title: str
    suffixes: tuple[str, ...]
    extractor: str
    """``module:function`` of the :data:`Extract`, imported only when a file of the format turns up."""
    reads: str = ""
    """What of the format is read, in one phrase for the documentation."""
