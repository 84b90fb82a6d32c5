"""Which lines of a text an older version did not have."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from typing import Final, NamedTuple

HEAD_LINES: Final = 200
"""How many first lines an excerpt keeps: headings, and enough rows to see what a column holds."""
AROUND_LINES: Final = 20
"""How many lines before and after an added one an excerpt keeps."""


class AddedLines(NamedTuple):
    """A flag for each line of a text (from 1; index 0 means nothing): whether an older version lacked it."""

    flags: bytes

    def touch(self, line: int, value: str) -> bool:
        """Whether one of the lines that ``value`` covers from ``line`` on was added; unknown lines count as added."""
        covered = self.flags[line : line + 1 + value.count("\n")]
        return not covered or any(covered)


def added_lines(content: bytes, *before: bytes) -> AddedLines:
    """The lines of ``content`` that are in none of the older versions (more often than there), in linear time.

    A moved line is not an added one: what stands in it was there before. So no alignment is needed, which would cost
    quadratic time on hostile texts.
    """
    older: Counter[bytes] = Counter()
    for each in before:
        older |= Counter(_lines(each))
    flags = bytearray(1)
    for line in _lines(content):
        known = older[line] > 0 if older else False
        if known:
            older[line] -= 1
        flags.append(not known)
    return AddedLines(bytes(flags))


def excerpt(content: bytes, added: AddedLines) -> bytes | None:
    """The content with all lines empty that are far from its head and from added ones, so that their numbers stay.

    None where that would save little, or where a line does not stand for itself: a quoted cell over several lines, ends
    of lines other than LF and CRLF, two bytes a character.
    """
    if b"\0" in content[:4096] or content.count(b"\r") != content.count(b"\r\n"):
        return None
    lines = content.split(b"\n")
    kept = bytearray(len(lines))
    kept[:HEAD_LINES] = b"\1" * min(HEAD_LINES, len(lines))
    for number, flag in enumerate(added.flags):
        if flag:
            first, last = max(0, number - 1 - AROUND_LINES), min(len(lines), number + AROUND_LINES)
            kept[first:last] = b"\1" * (last - first)
    if sum(kept) * 2 > len(lines) or any(line.count(b'"') % 2 for line in lines):
        return None
    return b"\n".join([line if keep else b"" for line, keep in zip(lines, kept, strict=True)])


def _lines(content: bytes) -> list[bytes]:
    """The lines as an extractor counts them: CRLF, LF and lone CR end one."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
