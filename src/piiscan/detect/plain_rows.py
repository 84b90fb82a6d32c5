"""The regular rows of a table in plain text as cells, read in bulk: those that a count of their delimiter tells."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate, compress, groupby
from typing import NamedTuple

LINE_CHARACTERS = 1_000
"""No row is longer."""


class Rows(NamedTuple):
    """Cells that are not empty, in order: where each starts and ends, the name of its column; and all their rows."""

    starts: list[int]
    ends: list[int]
    names: list[str]
    spans: list[tuple[int, int]]
    """Where rows that follow each other start and end."""

    def add(self, text: str, span: tuple[int, int], sign: str, names: Sequence[str]) -> None:
        """Put in the cells of the lines in ``span`` that have one for each of ``names``, divided by ``sign``.

        Lines with quotes, in which a delimiter may stand, are left out.
        """
        for start, lines in _stretches(text, span, sign, len(names) - 1):
            cells = sign.join(lines).split(sign)
            behind = list(accumulate([len(cell) + 1 for cell in cells], initial=start))
            del behind[0]
            starts, ends, titles = [start, *behind[:-1]], [each - 1 for each in behind], [*names] * len(lines)
            self.starts.extend(compress(starts, cells))
            self.ends.extend(compress(ends, cells))
            self.names.extend(compress(titles, cells))
            self.spans.append((start, ends[-1]))


def _stretches(text: str, span: tuple[int, int], sign: str, count: int) -> Iterator[tuple[int, list[str]]]:
    """Where lines start that follow each other and hold ``sign`` so many times, and these lines."""
    start, end = span
    lines = text[start:end].split("\n")
    regular = [line.count(sign) == count and '"' not in line and len(line) < LINE_CHARACTERS for line in lines]
    index = 0
    for right, group in groupby(regular):
        size = sum(1 for _ in group)
        stretch = lines[index : index + size]
        if right:
            yield start, stretch
        start += sum(map(len, stretch)) + size
        index += size
