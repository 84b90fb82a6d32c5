"""Blocks of lines, which a blank line ends: no table goes on behind one."""

from __future__ import annotations

from itertools import accumulate, islice

from piiscan.late import late

BLANK_LINE = late(r"\n[ \t\r\u3000]*\n")
HEAD_CHARACTERS = 1_024
"""How much of the beginning of a block is read in search of a header."""
_BLANK_LINES = late(f"({BLANK_LINE.pattern})")


def block_starts(text: str) -> list[int]:
    """Where the blocks of ``text`` start."""
    return [0, *islice(accumulate(map(len, _BLANK_LINES.split(text))), 1, None, 2)]


def first_block(text: str) -> str:
    """``text`` as far as its first block goes."""
    blank = BLANK_LINE.search(text)
    return text[: blank.start()] if blank else text


def open_head(head: str, before: str, text: str) -> str:
    """The beginning of the block that is open at the end of ``text``, given that at its start and what stood before."""
    joint = before[-2:] + text
    end = joint.rfind("\n") if BLANK_LINE.search(joint) else 0
    while end > 0:  # from the end: the last blank line is all that matters
        start = joint.rfind("\n", 0, end)
        if start >= 0 and not joint[start:end].strip("\n\t \r\u3000"):
            return joint[max(end + 1, len(before[-2:])) :][:HEAD_CHARACTERS]
        end = start
    return (head + text[: HEAD_CHARACTERS - len(head)]) if len(head) < HEAD_CHARACTERS else head
