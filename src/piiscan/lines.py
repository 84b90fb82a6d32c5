"""Which lines of a text an older version did not have."""

from __future__ import annotations

from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections import Counter
from typing import NamedTuple


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


def _lines(content: bytes) -> list[bytes]:
    """The lines as an extractor counts them: CRLF, LF and lone CR end one."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        content = content.decode("utf-16", "replace").encode("utf-8", "surrogatepass")
    return content.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n")
