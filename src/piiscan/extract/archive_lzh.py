"""LZH archives, which Japanese offices used for twenty years: members read as the files they are.

Headers of levels 0 to 2: https://github.com/jca02266/lha. The library there is (lhafile) unpacks whole members into
memory without a limit and has no wheels for ARM Linux.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.lzh_unpack import CHUNK, WINDOW_BITS, unpack
from piiscan.extract.nested import name_segment, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.zipdirectory import member_name
from piiscan.model import Segment, Skip

STORED: Final = frozenset(("-lh0-", "-lz4-"))
DIRECTORY: Final = "-lhd-"
NAME, FOLDER, WIDE_NAME, WIDE_FOLDER = 0x01, 0x02, 0x44, 0x45
GRACE: Final = 2**20

_CRC: Final = tuple(
    [value := number, *(value := value >> 1 ^ (0xA001 if value & 1 else 0) for _ in range(8))][-1]
    for number in range(256)
)


class _Entry(NamedTuple):
    """A header: what the member is called, how it is packed, and where its bytes lie."""

    name: str
    method: str
    packed: int
    size: int
    crc: int
    begin: int


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all members in the order of the archive, and a skip for each that could not be read."""
    at = 0
    while (entry := _next_entry(blob.stream, at)) is not None:
        at = entry.begin + entry.packed
        if entry.method != DIRECTORY:
            blob.count_member(limits)
            yield name_segment(blob, entry.name)
            yield from read_member(blob, entry.name, _unpacked(blob, entry, limits), limits)
        if at > blob.size:
            raise ExtractionError("corrupt", "the archive ends inside a member")


def _unpacked(blob: Blob, entry: _Entry, limits: Limits) -> Iterator[bytes]:
    """The bytes of a member within the limits; ExtractionError after the last good piece if something is wrong."""
    source = _Source(blob.stream, entry.begin, entry.packed)
    if entry.method in STORED:
        pieces = iter(lambda: source.read(CHUNK), b"")
    elif entry.method in WINDOW_BITS:
        pieces = unpack(source.read, entry.method, entry.size)
    else:
        raise ExtractionError("unsupported", f"packed by method {entry.method}")
    crc = given = 0
    for piece in pieces:
        given += len(piece)
        blob.count_unpacked(len(piece), limits)
        if given > GRACE and given > limits.ratio * max(1, source.taken):
            raise ExtractionError("ratio", f"unpacks to more than {limits.ratio} times its size")
        for byte in piece:
            crc = crc >> 8 ^ _CRC[(crc ^ byte) & 0xFF]
        yield piece
    if given < entry.size:
        raise ExtractionError("corrupt", "ends early")
    if crc != entry.crc:
        raise ExtractionError("corrupt", "checksum does not match")


class _Source:
    """The packed bytes of one member."""

    def __init__(self, stream: BinaryIO, begin: int, size: int) -> None:
        self._stream = stream
        self._begin = begin
        self._size = size
        self.taken = 0

    def read(self, size: int) -> bytes:
        """The next bytes, fewer at the end."""
        self._stream.seek(self._begin + self.taken)
        piece = self._stream.read(min(size, self._size - self.taken))
        self.taken += len(piece)
        return piece


def _next_entry(stream: BinaryIO, at: int) -> _Entry | None:
    """The header at an offset, None at the end of the archive; ExtractionError("corrupt") for what is none."""
    stream.seek(at)
    head = stream.read(22)
    if not head or not head[0]:
        return None
    if len(head) < 21 or head[2:5] not in {b"-lh", b"-lz"} or head[20] > 2:
        raise ExtractionError("corrupt", "a damaged member header; what follows was not read")
    level = head[20]
    length = int.from_bytes(head[:2], "little") if level == 2 else head[0] + 2
    stream.seek(at)
    header = stream.read(length)
    if len(header) < 22:
        raise ExtractionError("corrupt", "a damaged member header; what follows was not read")
    packed, size = int.from_bytes(head[7:11], "little"), int.from_bytes(head[11:15], "little")
    if level == 2:
        name, crc, following = b"", header[21:23], header[24:26]
        extra, at_extra = header, 26
    else:
        name = header[22 : 22 + header[21]]
        crc = header[22 + header[21] : 24 + header[21]]
        following = header[-2:] if level else b"\x00\x00"
        extra, at_extra = b"", 0
    names = {NAME: name}
    if level == 1:
        extra = _chain(stream, at + length, int.from_bytes(following, "little"))
        length, packed = length + len(extra), packed - len(extra)
    names.update(_extras(extra[at_extra:], int.from_bytes(following, "little")))
    method = head[2:7].decode("latin-1")
    if packed < 0:
        raise ExtractionError("corrupt", "a damaged member header; what follows was not read")
    return _Entry(_path(names), method, packed, size, int.from_bytes(crc, "little"), at + length)


def _chain(stream: BinaryIO, at: int, size: int) -> bytes:
    """The extended headers behind a header of level 1; each ends with the size of the next."""
    found = b""
    while size > 2 and len(found) < CHUNK:
        stream.seek(at + len(found))
        piece = stream.read(size)
        found += piece
        if len(piece) < size:
            break
        size = int.from_bytes(piece[-2:], "little")
    return found


def _extras(data: bytes, size: int) -> dict[int, bytes]:
    """The extended headers by their kind."""
    found: dict[int, bytes] = {}
    at = 0
    while size > 2 and at + size <= len(data):
        found[data[at]] = data[at + 1 : at + size - 2]
        at, size = at + size, int.from_bytes(data[at + size - 2 : at + size], "little")
    return found


def _path(names: dict[int, bytes]) -> str:
    """Folder and name; those in Unicode win. Folders are separated by FF."""
    if WIDE_NAME in names:
        name = names[WIDE_NAME].decode("utf-16-le", "replace")
    else:
        name = member_name(names[NAME].split(b"\x00", 1)[0], 0).replace("\\", "/")
    if WIDE_FOLDER in names:
        folder = names[WIDE_FOLDER].decode("utf-16-le", "replace").replace("\uffff", "/")
    else:
        folder = member_name(names.get(FOLDER, b"").replace(b"\xff", b"/"), 0)
    return folder.rstrip("/") + "/" + name if folder.strip("/") else name
