"""Reading a file that lies inside another one: its own format, the same limits, its path in every place."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from typing import BinaryIO, Final, cast

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.reader import segments
from piiscan.extract.sniff import HEAD_BYTES, needs_whole
from piiscan.model import Place, Segment, Skip
from piiscan.places import LateMarks, Marks

HELD_BYTES: Final = 8 * 2**20
"""A member up to this size is held in memory; a longer one is streamed, if its format can be read forward."""

NAME_PART: Final = "file name"

_FAILURES: Final = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
)
"""What libraries raise on damaged bytes (measured: research on 4,500 mutants). One member must not cost the others."""


def read_member(parent: Blob, name: str, chunks: Iterable[bytes], limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a member of ``parent``, and skips for what of it was not read.

    ``chunks`` are its unpacked bytes; an ExtractionError they end with comes out as a Skip behind what was readable.
    Raises ExtractionError once a limit of the whole file is reached.
    """
    path = parent.path_of(name)
    if parent.depth >= limits.depth:
        yield Skip("", "depth", path, f"nested deeper than {limits.depth}", "unpack it and scan what was inside")
        return
    yield from _read(_child(parent, name, path, parent.depth + 1), chunks, limits)
    if parent.tally.spent:
        raise ExtractionError(parent.tally.spent, "a limit of the whole file was reached; what follows was not read")


def read_inline(parent: Blob, name: str, chunks: Iterable[bytes], limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a part of ``parent`` that has no path of its own, such as the letter in a mail."""
    yield from _read(_child(parent, name, parent.member, parent.depth), chunks, limits)


def _child(parent: Blob, name: str, path: str, depth: int) -> Blob:
    """A blob without bytes yet that shares what the whole file has: what is used up, the formats, the aids."""
    return Blob(name, io.BytesIO(), 0, path, depth, parent.tally, parent.formats, parent.aids)


def _read(child: Blob, chunks: Iterable[bytes], limits: Limits) -> Iterator[Segment | Skip]:
    source = _Source(iter(chunks))
    source.fill(HELD_BYTES)
    if not source.ended and needs_whole(bytes(source.head[:HEAD_BYTES])):
        source.fill(limits.input_bytes + 1)
        if not source.ended:
            yield Skip("", "too_big", child.member, f"more than {limits.input_bytes:,} bytes")
            return
    child.size = len(source.head)
    child.stream = source.stream()
    told: set[str] = set()
    for item in _placed(child, limits) if child.size else ():
        if isinstance(item, Skip) and item.member == child.member:
            told.add(item.reason)
        yield item
    if source.problem is not None and source.problem.reason not in told:
        yield Skip("", source.problem.reason, child.member, source.problem.detail, source.problem.hint)


def name_segment(parent: Blob, name: str) -> Segment:
    """A member's name as text: 佐藤花子_履歴書.pdf tells as much as many a letter."""
    return Segment(name, Place(member=parent.path_of(name), part=NAME_PART))


def _placed(child: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    try:
        for item in segments(child, limits, child.formats):
            yield item._replace(path="") if isinstance(item, Skip) else placed(item, child.member)
    except _FAILURES as error:
        reason = {MemoryError: "memory", RecursionError: "depth"}.get(type(error), "corrupt")
        yield Skip("", reason, child.member, f"unforeseen {type(error).__name__}")


def placed(segment: Segment, member: str) -> Segment:
    """The segment with ``member`` in all its places that name none yet."""
    place, marks = segment.place, segment.marks
    if not member:
        return segment
    if not place.member:
        place = place._replace(member=member)
    return Segment(segment.text, place, _marks_in(Marks.of(marks), member) if marks else (), segment.joined)


def _marks_in(marks: Marks, member: str) -> Marks:
    """The ``marks`` with ``member`` in the places that name none; these are made for whom asks, as those of a table."""

    def places(numbers: Sequence[int]) -> list[Place]:
        return [where if where.member else where._replace(member=member) for where in marks.places(numbers)]

    return LateMarks(lambda: Marks(marks.starts, marks.ends, marks.labels, places), marks.titles())


class _Source:
    """The bytes of a member: a head in memory, the rest still to come."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.head = bytearray()
        self.ended = False
        self.problem: ExtractionError | None = None

    def fill(self, size: int) -> None:
        """Take in chunks until ``size`` bytes are held or none are left."""
        while len(self.head) < size and not self.ended:
            self.head += self.next()

    def next(self) -> bytes:
        """The next chunk; empty once there is none, for whatever reason."""
        try:
            chunk = next(self._chunks, None)
        except ExtractionError as error:
            self.problem, chunk = error, None
        self.ended = chunk is None
        return chunk or b""

    def stream(self) -> BinaryIO:
        """The bytes as a stream: seekable if all are held, else within the head until it is read past."""
        if self.ended:
            held, self.head = bytes(self.head), self.head[:1]
            return io.BytesIO(held)
        return cast("BinaryIO", io.BufferedReader(_Forward(self), HEAD_BYTES))


class _Forward(io.RawIOBase):
    """A raw stream over a member too large to be held."""

    def __init__(self, source: _Source) -> None:
        self._source = source
        self._position = 0
        self._chunk = b""
        self._beyond = False

    def readable(self) -> bool:
        """True."""
        return True

    def seekable(self) -> bool:
        """True, see :meth:`seek`."""
        return True

    def tell(self) -> int:
        """Where the next byte is read from."""
        return self._position

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """The new position; only the held head can be gone back to."""
        if whence == io.SEEK_CUR:
            offset += self._position
        if whence != io.SEEK_END and offset == self._position:
            return offset
        if whence == io.SEEK_END or self._beyond or not 0 <= offset <= len(self._source.head):
            raise io.UnsupportedOperation("a long member can only be read forward")
        self._position = offset
        return offset

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """How many bytes were put into ``buffer``."""
        head = self._source.head
        if self._position < len(head):
            piece = bytes(head[self._position : self._position + len(buffer)])
        else:
            while not self._chunk and not self._source.ended:
                self._chunk = self._source.next()
            self._beyond = self._beyond or bool(self._chunk)
            piece, self._chunk = self._chunk[: len(buffer)], self._chunk[len(buffer) :]
        buffer[: len(piece)] = piece
        self._position += len(piece)
        return len(piece)
