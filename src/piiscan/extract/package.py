"""Reading the parts of a ZIP container (Office package, archive) within limits that count what really comes out."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from typing import Final, Protocol

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import LOCAL, LOCAL_SIGNATURE, Member, read_directory
from piiscan.model import Skip

CHUNK: Final = 65_536
GRACE: Final = 2**20
"""Below this many unpacked bytes no ratio is judged: short text packs well."""
STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14
LZMA_END_FLAG: Final = 0x2
LZMA_MEMORY: Final = 128 * 2**20
LOCKED_HINT: Final = "unpack it with its password and scan the result"


class _Unpacker(Protocol):
    """What zlib and bz2 objects have in common."""

    @property
    def eof(self) -> bool: ...

    def decompress(self, data: bytes, max_length: int = ..., /) -> bytes: ...


class Package:
    """The members of one container and their bytes. ``skips`` says what of the container itself was not read."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        if blob.size > limits.input_bytes:
            raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
        self.blob = blob
        self._limits = limits
        self._unpacked = 0
        self.spent = False
        """Whether a limit of the whole container was reached: nothing more comes out of it."""
        self.skips: list[Skip] = []
        directory = read_directory(blob.stream, blob.size, limits.members)
        if not directory.whole:
            self.skips.append(
                Skip("", "corrupt", blob.member, "the ZIP directory is damaged; members were searched for")
            )
        if directory.more:
            self.skips.append(Skip("", "members", blob.member, f"only the first {limits.members:,} members were read"))
        self.members = self._apart(directory.members)
        self._by_name: dict[str, list[Member]] = {}
        for member in self.members:
            self._by_name.setdefault(part_key(member.name), []).append(member)

    def named(self, name: str) -> list[Member]:
        """The members of that part name (case and slashes do not matter); more than one where names are equal."""
        return self._by_name.get(part_key(name), [])

    def path_of(self, member: Member) -> str:
        """How a report calls the member: the whole path through the containers around it."""
        return self.blob.path_of(member.name)

    def skip_of(self, member: Member, error: ExtractionError) -> Skip:
        """The skip that tells of a member that could not be read (in full)."""
        return Skip("", error.reason, self.path_of(member), error.detail, error.hint)

    def chunks(self, member: Member) -> Iterator[bytes]:
        """The unpacked bytes of a member in pieces; ExtractionError after the last good piece if something is wrong."""
        if member.encrypted:
            raise ExtractionError("encrypted", "a member protected by a password", LOCKED_HINT)
        begin = self._data_start(member)
        crc = 0
        for piece in self._inflate(member, begin):
            self._check(len(piece))
            crc = zlib.crc32(piece, crc)
            yield piece
        if member.crc >= 0 and crc != member.crc:
            raise ExtractionError("corrupt", "checksum does not match")

    def _check(self, more: int) -> None:
        """Count what came out of the whole container and stop at its limits."""
        self._unpacked += more
        self.spent = True
        self.blob.count_unpacked(more, self._limits)
        if self._unpacked > GRACE and self._unpacked > self._limits.ratio * self.blob.size:
            raise ExtractionError("ratio", f"unpacks to more than {self._limits.ratio} times its size")
        self.spent = False

    def _data_start(self, member: Member) -> int:
        stream = self.blob.stream
        stream.seek(member.offset)
        header = stream.read(LOCAL.size)
        if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
            raise ExtractionError("corrupt", "no member where the directory says")
        *_, name_length, extra_length = LOCAL.unpack(header)
        return member.offset + LOCAL.size + int(name_length) + int(extra_length)

    def _inflate(self, member: Member, begin: int) -> Iterator[bytes]:
        if member.method == STORED:
            return self._stored(begin, member.packed)
        if member.method == DEFLATED:
            # A deflate stream knows its own end: the claimed size is not needed and not believed.
            return self._unpack(begin, zlib.decompressobj(-15))
        if member.method == BZIP2:
            return self._unpack(begin, bz2.BZ2Decompressor())
        if member.method == LZMA:
            return self._unpack(*self._lzma(member, begin))
        raise ExtractionError("unsupported", f"packed by method {member.method}")

    def _lzma(self, member: Member, begin: int) -> tuple[int, _Unpacker]:
        """Where the packed bytes begin, and an unpacker that was told what stands before them (APPNOTE 5.8)."""
        stream = self.blob.stream
        stream.seek(member.offset + 22)
        size = stream.read(4) + bytes(4)
        stream.seek(begin)
        before = stream.read(9)
        marked = member.flags & LZMA_END_FLAG or not any(size)
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_ALONE, LZMA_MEMORY)
        try:
            unpacker.decompress(before[4:] + (b"\xff" * 8 if marked else size))
        except lzma.LZMAError as error:
            raise ExtractionError("corrupt", "damaged packed data") from error
        return begin + 9, unpacker

    def _stored(self, begin: int, length: int) -> Iterator[bytes]:
        stream = self.blob.stream
        left = length if length >= 0 else self.blob.size - begin
        while left > 0:
            stream.seek(begin)
            piece = stream.read(min(CHUNK, left))
            if not piece:
                raise ExtractionError("corrupt", "ends early")
            begin += len(piece)
            left -= len(piece)
            yield piece

    def _unpack(self, begin: int, unpacker: _Unpacker) -> Iterator[bytes]:
        stream = self.blob.stream
        taken = given = 0
        while not unpacker.eof:
            # Seek every time: members may be read in turns.
            stream.seek(begin)
            packed = stream.read(CHUNK)
            if not packed:
                raise ExtractionError("corrupt", "ends early")
            begin += len(packed)
            taken += len(packed)
            for piece in _pieces(unpacker, packed):
                given += len(piece)
                if given > GRACE and given > self._limits.ratio * taken:
                    raise ExtractionError("ratio", f"unpacks to more than {self._limits.ratio} times its size")
                yield piece

    def _apart(self, members: tuple[Member, ...]) -> tuple[Member, ...]:
        """The members that do not share bytes with one before them: shared bytes are how a bomb stays small.

        See https://www.bamsoftware.com/hacks/zipbomb/ and CVE-2024-0450.
        """
        kept: set[int] = set()
        end = 0
        overlapping = 0
        for index, member in sorted(enumerate(members), key=lambda pair: pair[1].offset):
            if member.offset < end:
                overlapping += 1
                continue
            kept.add(index)
            end = member.offset + LOCAL.size + len(member.name) + max(0, member.packed)
        if overlapping:
            detail = f"{overlapping} members share bytes with others"
            self.skips.append(Skip("", "ratio", self.blob.member, detail))
        return tuple(members[index] for index in sorted(kept))


def _pieces(unpacker: _Unpacker, packed: bytes) -> Iterator[bytes]:
    """What a piece of packed bytes gives, never more than a chunk at a time."""
    try:
        piece = unpacker.decompress(packed, CHUNK)
        while piece:
            yield piece
            if unpacker.eof:
                return
            left = getattr(unpacker, "unconsumed_tail", b"")
            if not left and len(piece) < CHUNK:
                return
            piece = unpacker.decompress(left, CHUNK)
    except (zlib.error, lzma.LZMAError, OSError, EOFError) as error:
        raise ExtractionError("corrupt", "damaged packed data") from error


def part_key(name: str) -> str:
    """A part name as packages compare them: lower case, forward slashes, no slash in front."""
    return name.replace("\\", "/").lstrip("/").lower()
