"""Builds OLE2 files and BIFF records for the tests."""

from __future__ import annotations

from struct import pack

from piiscan.extract.compound import STORAGE, STREAM, Entry
from piiscan.extract.embedded import compound_bytes


def compound(*streams: tuple[str, bytes]) -> bytes:
    """A compound file; ``storage/stream`` paths make the storages on the way."""
    entries: dict[tuple[str, ...], bytes | None] = {}
    for name, data in streams:
        path = tuple(name.split("/"))
        for depth in range(1, len(path)):
            entries.setdefault(path[:depth], None)
        entries[path] = data
    return compound_bytes(
        [(Entry(path, STORAGE if data is None else STREAM, 0, 0), data or b"") for path, data in entries.items()]
    )


def record(kind: int, body: bytes = b"") -> bytes:
    return pack("<HH", kind, len(body)) + body


def wide(text: str, length_bytes: int = 2) -> bytes:
    """A string of BIFF8 with its length and flags."""
    return len(text).to_bytes(length_bytes, "little") + b"\x01" + text.encode("utf-16-le")


def workbook(*sheets: tuple[str, int, bytes], before: bytes = b"", version: int = 0x0600) -> bytes:
    """A workbook stream: sheets as (name, visibility, records); ``before`` are records of the book."""
    names = [
        wide(name, 1) if version == 0x0600 else pack("<B", len(name.encode("cp932"))) + name.encode("cp932")
        for name, _, _ in sheets
    ]
    head = record(0x0809, pack("<HH12x", version, 5)) + before
    end = record(0x000A)
    offset = len(head) + sum(len(name) + 10 for name in names) + len(end)
    listed, bodies = [], []
    for (_, visibility, body), name in zip(sheets, names, strict=True):
        listed.append(record(0x0085, pack("<LBB", offset, visibility, 0) + name))
        bodies.append(record(0x0809, pack("<HH12x", version, 0x10)) + body + end)
        offset += len(bodies[-1])
    return head + b"".join(listed) + end + b"".join(bodies)


def xls(*sheets: tuple[str, int, bytes], before: bytes = b"", version: int = 0x0600) -> bytes:
    return compound(("Workbook", workbook(*sheets, before=before, version=version)))


def label(row: int, column: int, text: str) -> bytes:
    return record(0x0204, pack("<HHH", row, column, 0) + wide(text))
