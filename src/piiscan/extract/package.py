"""Reading the parts of a ZIP container (Office package, archive) within limits that count what really comes out."""

from __future__ import annotations

import bz2
import lzma
import zlib
from collections.abc import Iterator
from itertools import chain
from typing import Final, Protocol

from piiscan.errors import ExtractionError
from piiscan.extract.passwords import locked as locked_error
from piiscan.extract.passwords import spellings
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zip_locks import Lock, lock_of, opened
from piiscan.extract.zipdirectory import LOCAL, LOCAL_SIGNATURE, Member, read_directory
from piiscan.model import Skip

CHUNK: Final = 65_536
GRACE: Final = 2**20
"""Below this many unpacked bytes no ratio is judged: short text packs well."""
STORED, DEFLATED, BZIP2, LZMA = 0, 8, 12, 14
LZMA_END_FLAG: Final = 0x2
LZMA_MEMORY: Final = 128 * 2**20
TRIED_BYTES: Final = CHUNK
"""How much of a locked member is unpacked to see whether a password fits: its own check lets 1 of 256 wrong ones by."""


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
        self.pictures = self.sounds = 0
        """Members of a document that show or say something nobody read; counted by who reads the document."""
        self.skips: list[Skip] = []
        self._password: bytes | None = None
        """The one that opened the member before: most archives have one for all."""
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
        begin, header = self._data_start(member)
        if member.encrypted:
            method, packed, checked = self._unlocked(member, begin, header)
            unpacked = self._inflate(method, packed, member)
        else:
            packed, checked = iter(()), member.crc >= 0
            unpacked = self._inflate(member.method, self._packed(begin, self._length(member)), member)
        crc = 0
        for piece in unpacked:
            self._check(len(piece))
            crc = zlib.crc32(piece, crc)
            yield piece
        for _ in packed:  # what proves locked bytes stands behind the last of them
            self._check(0)
        if checked and crc != member.crc:
            raise ExtractionError("corrupt", "checksum does not match")

    def _unlocked(self, member: Member, begin: int, header: bytes) -> tuple[int, Iterator[bytes], bool]:
        """Method and decrypted bytes of a locked member, and whether its checksum holds."""
        flags, method = int.from_bytes(header[6:8], "little"), int.from_bytes(header[8:10], "little")
        lock = lock_of((flags, method, int.from_bytes(header[10:12], "little"), member.crc), header[LOCAL.size :])
        for password in self._keys():
            locked = opened(lock, password, member.packed, self._packed(begin, self._length(member)))
            if locked is None:
                continue
            if password != self._password and not self._opens(member, lock, password, begin):
                continue
            self._password = password
            return lock.method, locked, lock.checked and member.crc >= 0
        raise locked_error(self.blob, "a member protected by a password")

    def _keys(self) -> Iterator[bytes]:
        """The passwords to try, the one that fitted before first."""
        if self._password is not None:
            yield self._password
        for password in self.blob.aids.passwords:
            self.blob.check_time(self._limits)
            yield from spellings(password)

    def _opens(self, member: Member, lock: Lock, password: bytes, begin: int) -> bool:
        """Whether what a password gives can be unpacked as far as is tried, and keeps its checksum if that is all."""
        locked = opened(lock, password, member.packed, self._packed(begin, self._length(member)))
        size, crc = 0, 0
        try:
            for piece in self._inflate(lock.method, locked or iter(()), member):
                size += len(piece)
                crc = zlib.crc32(piece, crc)
                if size > TRIED_BYTES:
                    return True
        except ExtractionError as error:
            # Under AES a wrong password is told by two bytes already: what is wrong then is the data.
            return bool(lock.strength) or error.reason != "corrupt"
        return crc == member.crc or bool(lock.strength) or member.crc < 0

    def _check(self, more: int) -> None:
        """Count what came out of the whole container and stop at its limits."""
        self._unpacked += more
        self.spent = True
        self.blob.count_unpacked(more, self._limits)
        if self._unpacked > GRACE and self._unpacked > self._limits.ratio * self.blob.size:
            raise ExtractionError("ratio", f"unpacks to more than {self._limits.ratio} times its size")
        self.spent = False

    def _length(self, member: Member) -> int:
        """How many packed bytes to hand out; a deflate stream knows its own end, so that no claim need be believed."""
        if member.packed >= 0 and (member.encrypted or member.method == STORED):
            return member.packed
        return self.blob.size

    def _data_start(self, member: Member) -> tuple[int, bytes]:
        """Where a member's bytes begin, and its local header without the name."""
        stream = self.blob.stream
        stream.seek(member.offset)
        header = stream.read(LOCAL.size)
        if len(header) < LOCAL.size or not header.startswith(LOCAL_SIGNATURE):
            raise ExtractionError("corrupt", "no member where the directory says")
        *_, name_length, extra_length = LOCAL.unpack(header)
        stream.seek(member.offset + LOCAL.size + int(name_length))
        return member.offset + LOCAL.size + int(name_length) + int(extra_length), header + stream.read(extra_length)

    def _packed(self, begin: int, length: int) -> Iterator[bytes]:
        """The bytes of a member as they lie in the container."""
        stream, left = self.blob.stream, length
        while left > 0:
            stream.seek(begin)  # every time: members may be read in turns
            piece = stream.read(min(CHUNK, left))
            if not piece:
                return
            begin += len(piece)
            left -= len(piece)
            yield piece

    def _inflate(self, method: int, packed: Iterator[bytes], member: Member) -> Iterator[bytes]:
        if method == STORED:
            return self._stored(packed, member)
        if method == DEFLATED:
            return self._unpack(packed, zlib.decompressobj(-15))
        if method == BZIP2:
            return self._unpack(packed, bz2.BZ2Decompressor())
        if method == LZMA:
            return self._lzma(packed, member)
        raise ExtractionError("unsupported", f"packed by method {method}")

    def _stored(self, packed: Iterator[bytes], member: Member) -> Iterator[bytes]:
        given = 0
        for piece in packed:
            given += len(piece)
            yield piece
        if given < member.packed and not member.encrypted:
            raise ExtractionError("corrupt", "ends early")

    def _lzma(self, packed: Iterator[bytes], member: Member) -> Iterator[bytes]:
        """The bytes out of LZMA, whose unpacker is told first what stands before them (APPNOTE 5.8)."""
        self.blob.stream.seek(member.offset + 22)
        size = self.blob.stream.read(4) + bytes(4)
        first = next(packed, b"")
        marked = member.flags & LZMA_END_FLAG or not any(size)
        unpacker = lzma.LZMADecompressor(lzma.FORMAT_ALONE, LZMA_MEMORY)
        try:
            unpacker.decompress(first[4:9] + (b"\xff" * 8 if marked else size))
        except lzma.LZMAError as error:
            raise ExtractionError("corrupt", "damaged packed data") from error
        yield from self._unpack(filter(None, chain((first[9:],), packed)), unpacker)

    def _unpack(self, packed: Iterator[bytes], unpacker: _Unpacker) -> Iterator[bytes]:
        taken = given = 0
        while not unpacker.eof:
            lot = next(packed, b"")
            if not lot:
                raise ExtractionError("corrupt", "ends early")
            taken += len(lot)
            for piece in _pieces(unpacker, lot):
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
