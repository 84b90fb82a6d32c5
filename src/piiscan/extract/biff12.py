"""Records and strings of the binary parts of xlsb workbooks ([MS-XLSB] 2.1.4, 2.5)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

RICH, PHONETIC = 1, 2
NO_TEXT: Final = 0xFFFFFFFF


def records(chunks: Iterable[bytes]) -> Iterator[tuple[int, bytes]]:
    """Kind and body of every record; a last one that is cut off is given as far as it goes."""
    held = bytearray()
    for chunk in chunks:
        held += chunk
        at = 0
        while (found := _header(held, at)) is not None and found[1] <= len(held):
            kind, end, begin = found
            yield kind, bytes(held[begin:end])
            at = end
        del held[:at]
    found = _header(held, 0)
    if found is not None:
        yield found[0], bytes(held[found[2] :])


def _header(held: bytearray, at: int) -> tuple[int, int, int] | None:
    """Kind, end and begin of the body; None where the header itself is not all there."""
    kind = size = 0
    for index in range(2):
        if at >= len(held):
            return None
        byte = held[at]
        at += 1
        kind |= (byte & 0x7F) << 7 * index if index else byte & 0x7F
        if not byte & 0x80:
            break
    for index in range(4):
        if at >= len(held):
            return None
        byte = held[at]
        at += 1
        size |= (byte & 0x7F) << 7 * index
        if not byte & 0x80:
            break
    return kind, at + size, at


def wide_text(body: bytes, at: int) -> tuple[str, int]:
    """The string at an offset, and where it ends."""
    length = int.from_bytes(body[at : at + 4], "little")
    if length == NO_TEXT:
        return "", at + 4
    end = at + 4 + 2 * length
    return body[at + 4 : end].decode("utf-16-le", "replace"), end


def rich_text(body: bytes, at: int) -> tuple[str, str]:
    """A string with its reading (furigana)."""
    flags = body[at] if at < len(body) else 0
    text, at = wide_text(body, at + 1)
    if flags & RICH:
        at += 4 + 4 * int.from_bytes(body[at : at + 4], "little")
    return text, wide_text(body, at)[0] if flags & PHONETIC else ""
