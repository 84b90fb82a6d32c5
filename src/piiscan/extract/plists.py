"""Binary property lists of Apple's programs: every text with its key. Those in XML are read as XML."""

from __future__ import annotations

import plistlib
from collections.abc import Iterator
from datetime import datetime
from io import BytesIO
from typing import Final
from xml.parsers.expat import ExpatError

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

DEEPEST: Final = 256
MOST_BINARY: Final = 64
"""Values of bytes shorter than this are numbers and hashes."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all keys and texts, and a skip that counts values of bytes."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    try:
        root = plistlib.load(BytesIO(blob.stream.read()))
    except (plistlib.InvalidFileException, ExpatError, ValueError, LookupError, TypeError, OverflowError) as error:
        raise ExtractionError("corrupt", "a damaged property list") from error
    writer = SegmentWriter(Place(member=blob.member))
    binary = 0
    for label, value in _walk(root):
        if isinstance(value, bytes):
            binary += len(value) >= MOST_BINARY
            continue
        text = value.isoformat() if isinstance(value, datetime) else str(value)
        if text.strip():
            writer.mark(text, Place(member=blob.member), label)
            writer.write("\n")
            yield from writer.take()
            blob.check_time(limits)
    yield from writer.close()
    if binary:
        yield Skip("", "unsupported", blob.member, f"{binary} binary values")


def _walk(root: object) -> Iterator[tuple[str, object]]:
    """Label and value of everything, without recursion, each container once: they may share or hold each other."""
    waiting: list[tuple[str, object, int]] = [("", root, 0)]
    seen: set[int] = set()
    while waiting:
        label, value, depth = waiting.pop()
        if not isinstance(value, dict | list):
            if not isinstance(value, bool | float | None):
                yield label, value
            continue
        if id(value) in seen or depth > DEEPEST:
            continue
        seen.add(id(value))
        if isinstance(value, dict):
            waiting += [(str(key), each, depth + 1) for key, each in reversed(value.items())]
        else:
            waiting += [(label, each, depth + 1) for each in reversed(value)]
