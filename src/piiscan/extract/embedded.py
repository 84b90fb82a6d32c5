"""Files that lie inside an OLE2 compound file: packages, whole documents in storages, and macros."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from struct import pack
from typing import Final

from piiscan.extract.compound import ENTRY_BYTES, NONE, STORAGE, STREAM, Compound, Entry
from piiscan.extract.nested import read_member
from piiscan.extract.protocol import Limits
from piiscan.extract.vba import macros
from piiscan.model import Place, Segment, Skip

NATIVE: Final = "\x01ole10native"
WHOLE: Final = frozenset(("package", "contents"))
"""Streams that are a file: Office packages, PDF and others."""
DOCUMENTS: Final = frozenset(("worddocument", "workbook", "book", "powerpoint document", "visiodocument"))
SECTOR: Final = 512


def read_embedded(compound: Compound, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of everything embedded, each under the path of its storage."""
    done: list[tuple[str, ...]] = []
    for entry in compound.entries:
        if len(entry.path) < 2 or any(entry.path[: len(path)] == path for path in done):
            continue
        name = entry.name.lower()
        if entry.kind != STREAM or not entry.size:
            continue
        if name in DOCUMENTS:
            done.append(entry.path[:-1])
            yield from read_storage(compound, entry.path[:-1], limits)
        elif name in WHOLE:
            yield from read_member(compound.blob, _shown(entry.path), compound.chunks(entry), limits)
        elif name == NATIVE:
            title, data = native_file(compound.read(entry))
            yield from read_member(compound.blob, f"{_shown(entry.path[:-1])}/{title}", [data], limits)
    yield from macros(compound, Place(member=compound.blob.member), done)


def read_storage(compound: Compound, path: tuple[str, ...], limits: Limits, name: str = "") -> Iterator[Segment | Skip]:
    """The segments of a storage that is a document of its own."""
    depth = len(path)
    inner = [entry for entry in compound.entries if entry.path[:depth] == path and len(entry.path) > depth]
    data = compound_bytes(
        [
            (entry._replace(path=entry.path[depth:]), compound.read(entry) if entry.kind == STREAM else b"")
            for entry in inner
        ]
    )
    yield from read_member(compound.blob, name or _shown(path), [data], limits)


def native_file(data: bytes) -> tuple[str, bytes]:
    """Name and bytes of a file packed as an OLE object ([MS-OLEDS] 2.3.6); all bytes where they are something else."""
    title, _, rest = data[6:].partition(b"\x00")
    _, found, rest = rest.partition(b"\x00")
    length = int.from_bytes(rest[4:8], "little")
    at = 8 + length
    size = int.from_bytes(rest[at : at + 4], "little")
    if not found or not 0 < size <= len(rest) - at - 4:
        return "object", data[4:]
    name = title.decode("cp932", "replace").replace("\\", "/").rpartition("/")[2]
    return name or "object", rest[at + 4 : at + 4 + size]


def compound_bytes(streams: Sequence[tuple[Entry, bytes]]) -> bytes:
    """A compound file with these streams and storages, as :mod:`piiscan.extract.compound` reads it."""
    nodes: list[tuple[str, int, int, int]] = [("Root Entry", 5, NONE, 0)]
    places: dict[tuple[str, ...], int] = {(): 0}
    children: dict[int, list[int]] = {}
    body: list[bytes] = []
    table: list[int] = []
    for entry, data in streams:
        start = len(table) if data else NONE
        count = -(-len(data) // SECTOR)
        table += [*range(start + 1, start + count), NONE - 1] if count else []
        body.append(data + bytes(-len(data) % SECTOR))
        above = places.get(entry.path[:-1], 0)
        children.setdefault(above, []).append(len(nodes))
        places[entry.path] = len(nodes)
        nodes.append((entry.name, entry.kind if entry.kind == STORAGE else STREAM, start, len(data)))
    directory = _directory(nodes, children)
    first = len(table)
    count = len(directory) // SECTOR
    table += [*range(first + 1, first + count), NONE - 1]
    used = -(-(len(table) + len(table) // 64 + 4) * 4 // SECTOR)
    lists = -(-max(0, used - 109) // 127)
    tables = range(len(table), len(table) + used)
    table += [NONE - 2] * used + [NONE - 3] * lists
    packed = pack(f"<{len(table)}L", *table).ljust(used * SECTOR, b"\xff")
    more = _lists(list(tables)[109:], tables.stop)
    head = pack("<8s16xHHHHH10xLL4xLLLLL", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 62, 3, 0xFFFE, 9, 6, used, first, 1,
                NONE - 1, 0, tables.stop if lists else NONE - 1, lists)  # fmt: skip
    listed = pack("<109L", *[*tables[:109], *[NONE] * max(0, 109 - used)])
    return b"".join((head, listed, *body, directory, packed, more))


def _directory(nodes: list[tuple[str, int, int, int]], children: dict[int, list[int]]) -> bytes:
    """The directory: the members of a storage as a chain of right neighbours."""
    after: dict[int, int] = {}
    for members in children.values():
        after.update(pairwise(members))
    entries = []
    for number, (name, kind, start, size) in enumerate(nodes):
        raw = name[:31].encode("utf-16-le", "surrogatepass")
        child = children.get(number, [NONE])[0]
        entry = raw.ljust(64, b"\x00") + pack("<HBBLLL", len(raw) + 2, kind, 1, NONE, after.get(number, NONE), child)
        entries.append(entry + bytes(36) + pack("<LLL", start, size, 0))
    return b"".join(entries).ljust(-(-len(entries) * ENTRY_BYTES // SECTOR) * SECTOR, b"\x00")


def _lists(tables: list[int], first: int) -> bytes:
    """The sectors that list the sectors of the table beyond the 109 of the header."""
    out = []
    for index in range(0, len(tables), 127):
        lot = tables[index : index + 127]
        following = first + index // 127 + 1 if index + 127 < len(tables) else NONE - 1
        out.append(pack("<128L", *lot, *[NONE] * (127 - len(lot)), following))
    return b"".join(out)


def _shown(path: tuple[str, ...]) -> str:
    return "/".join("".join(char for char in name if char.isprintable()) for name in path)
