"""How a delimited table is written: which character separates its cells, and whether a text is one at all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

from piiscan.late import late

DELIMITERS: Final = ",\t;|"
"""Candidates in the order that decides a tie."""
SAMPLE_LINES: Final = 200

_QUOTED: Final = late(r'"[^"]*"')


def delimiter_of(text: str) -> str:
    """The character that separates cells in most lines, always as often; empty where a text has no columns."""
    lines = _bare_lines(text)
    best = max(DELIMITERS, key=lambda mark: _steadiness(lines, mark))
    return best if _steadiness(lines, best) > 0 else ""


def is_table(text: str) -> bool:
    """Whether a text of no telling suffix is clearly a table: three lines or more, all with the same columns."""
    lines = [line for line in _bare_lines(text) if line.strip()]
    if len(lines) < 3:
        return False
    for mark, least in (("\t", 1), (",", 2)):
        counts = [line.count(mark) for line in lines]
        if min(counts) >= least and Counter(counts).most_common(1)[0][1] >= 0.9 * len(counts):
            return True
    return False


def _bare_lines(text: str) -> list[str]:
    """The first lines without what stands in quotes; a last line that may be cut is left out."""
    lines = _QUOTED.sub("", text[:65_536].replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return lines[:-1][:SAMPLE_LINES] if len(lines) > 1 and len(text) >= 32_768 else lines[:SAMPLE_LINES]


def _steadiness(lines: Sequence[str], mark: str) -> float:
    """How well a mark explains the lines: the share of lines with the commonest count, more for more columns."""
    counts = Counter(line.count(mark) for line in lines if line.strip())
    counts.pop(0, None)
    if not counts:
        return 0.0
    columns, often = counts.most_common(1)[0]
    return often / len(lines) + min(columns, 20) / 100 + sum(counts.values()) / len(lines) / 2
