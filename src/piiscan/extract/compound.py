"""Streams of an OLE2 compound file (old Office, Outlook messages), read without trust in its tables.

Format: [MS-CFB]. No library: the kept one reads every table into lists first and has no limits to set.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits

LAST_SECTOR: Final = 0xFFFFFFFA
"""Numbers from here on are marks (free, end of chain), no sectors."""
ENTRY_BYTES: Final = 128
STORAGE, STREAM, ROOT = 1, 2, 5
NONE: Final = 0xFFFFFFFF


class Entry(NamedTuple):
    """A stream or storage: its path of names from the root, its kind, first sector and size in bytes."""

    path: tuple[str, ...]
    kind: int
    start: int
    size: int

    @property
    def name(self) -> str:
        """The last name of the path."""
        return self.path[-1]


class _Node(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class Compound:
    """The directory of a compound file and the bytes of its streams."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        if blob.size > limits.input_bytes:
            raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
        self.blob = blob
        self._limits = limits
        blob.stream.seek(0)
        header = blob.stream.read(512)
        shift = int.from_bytes(header[30:32], "little")
        if len(header) < 512 or shift not in {9, 12}:
            raise ExtractionError("corrupt", "a damaged OLE2 header")
        self._sector = 1 << shift
        self._table = self._read_table(header)
        nodes = self._read_nodes(_u32(header, 48))
        if not nodes:
            raise ExtractionError("corrupt", "an OLE2 file without a directory")
        self._cutoff = _u32(header, 56) or 4096
        self._small_table = _numbers(b"".join(self._chain(_u32(header, 60), NONE)))
        self._small = b"".join(self._chain(nodes[0].start, nodes[0].size))
        self.entries = tuple(_walk(nodes))
        self.damaged: list[str] = []
        """Names of the streams that were shorter than they claim when they were read."""

    def find(self, *path: str) -> Entry | None:
        """The stream at a path; case does not matter."""
        wanted = tuple(name.lower() for name in path)
        return next((e for e in self.entries if e.kind == STREAM and tuple(map(str.lower, e.path)) == wanted), None)

    def read(self, entry: Entry) -> bytes:
        """The bytes of a stream, or what is left of them."""
        data = b"".join(self.chunks(entry))
        if len(data) < entry.size:
            self.damaged.append(entry.name)
        return data

    def chunks(self, entry: Entry) -> Iterator[bytes]:
        """The bytes of a stream in pieces, counted against the limits of the file."""
        left = entry.size
        for piece in self._small_chain(entry) if entry.size < self._cutoff else self._chain(entry.start, left):
            self.blob.count_unpacked(len(piece), self._limits)
            yield piece[:left]
            left -= len(piece)

    def _read_table(self, header: bytes) -> array[int]:
        """The table of sectors; its own sectors are listed in the header, then in a chain of further lists."""
        listed = list(_numbers(header[76:512]))
        following, most = _u32(header, 68), self.blob.size // self._sector + 1
        seen: set[int] = set()
        while following < LAST_SECTOR and following not in seen and len(listed) < most:
            seen.add(following)
            more = _numbers(self._sector_bytes(following))
            if not more:
                break
            following = more.pop()
            listed += more
        used = [number for number in listed if number < LAST_SECTOR][:most]
        return _numbers(b"".join(map(self._sector_bytes, used)))

    def _read_nodes(self, start: int) -> list[_Node]:
        data = b"".join(self._chain(start, NONE))
        nodes = []
        for at in range(0, len(data) - ENTRY_BYTES + 1, ENTRY_BYTES):
            raw = data[at : at + ENTRY_BYTES]
            length = max(0, min(64, int.from_bytes(raw[64:66], "little")) - 2)
            name = raw[:length].decode("utf-16-le", "replace")
            size = _u32(raw, 120)
            nodes.append(_Node(name, raw[66], _u32(raw, 68), _u32(raw, 72), _u32(raw, 76), _u32(raw, 116), size))
        return nodes

    def _sector_bytes(self, number: int) -> bytes:
        self.blob.stream.seek((number + 1) * self._sector)
        return self.blob.stream.read(self._sector)

    def _chain(self, start: int, size: int) -> Iterator[bytes]:
        """The sectors of a chain until ``size`` bytes; ends early where it runs in a ring or out of the file."""
        number, left, most = start, size, self.blob.size // self._sector + 1
        while number < LAST_SECTOR and left > 0 and most > 0:
            piece = self._sector_bytes(number)
            if not piece:
                return
            yield piece
            left -= len(piece)
            most -= 1
            number = self._table[number] if number < len(self._table) else NONE

    def _small_chain(self, entry: Entry) -> Iterator[bytes]:
        """Streams below the cutoff lie in sectors of 64 bytes inside the root's stream."""
        number, left, most = entry.start, entry.size, len(self._small) // 64 + 1
        while number < LAST_SECTOR and left > 0 and most > 0:
            piece = self._small[number * 64 : number * 64 + 64]
            if not piece:
                return
            yield piece
            left -= len(piece)
            most -= 1
            number = self._small_table[number] if number < len(self._small_table) else NONE


def _walk(nodes: list[_Node]) -> Iterator[Entry]:
    """The entries in the order of the directory's tree, then those that no tree reaches."""
    seen = {0}
    stack: list[tuple[int, tuple[str, ...]]] = [(nodes[0].child, ())] if nodes else []
    found: list[tuple[int, Entry]] = []
    while stack:
        number, above = stack.pop()
        if number >= len(nodes) or number in seen:
            continue
        seen.add(number)
        node = nodes[number]
        path = (*above, node.name)
        if len(path) < 64:
            stack += [(node.left, above), (node.right, above), (node.child, path)]
        found.append((number, Entry(path, node.kind, node.start, node.size)))
    for number, node in enumerate(nodes):
        if number not in seen and node.kind in {STREAM, STORAGE}:
            found.append((number, Entry((node.name,), node.kind, node.start, node.size)))
    yield from (entry for _, entry in sorted(found, key=lambda pair: pair[0]))


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")


def _numbers(data: bytes) -> array[int]:
    """The 32-bit numbers in the bytes."""
    import sys

    found = array("I")
    found.frombytes(data[: len(data) // 4 * 4])
    if sys.byteorder == "big":
        found.byteswap()
    return found
