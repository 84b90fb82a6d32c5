"""Which cells of a table are captions: the header row above, or the cell to the left."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from statistics import median
from typing import Final, NamedTuple

CAPTION_LENGTH: Final = 40
LOOK_AHEAD: Final = 8
VALUE_LIKE: Final = re.compile(r"[0-9０-９].*[0-9０-９].*[0-9０-９]|[@＠]|://", re.DOTALL)
"""Three digits, an at sign or a URL: what captions such as 電話番号1 do not have."""


class Head(NamedTuple):
    """Labels by column, the index of the first row below them, and whether the rows below look like a grid."""

    labels: Mapping[str, str]
    body: int
    sure: bool


NO_HEAD: Final = Head({}, 0, sure=False)
CAPTIONS_THEMSELVES: Final = Head({}, 0, sure=True)
"""For the rows above the body: a caption has no caption."""


def is_caption(text: str) -> bool:
    """Whether a cell may name what stands below or right of it: short, in words, without a value's characters."""
    return 0 < len(text) <= CAPTION_LENGTH and any(map(str.isalpha, text)) and not VALUE_LIKE.search(text)


def find_head(rows: Sequence[Mapping[str, str]]) -> Head:
    """The header row among the first rows of a table (column -> text); titles above it are passed over.

    A header is the first row that is about as wide as those below, nearly all captions, none of them twice. A second
    row joins it if each fills gaps the other leaves (headings over several columns).
    """
    for index, row in enumerate(rows):
        below = [later for later in rows[index + 1 : index + 1 + LOOK_AHEAD] if later]
        if not below or not _is_head(row, below):
            continue
        second = below[0]
        if len(below) > 1 and _completes(row, second) and _share_of_captions(second) == 1:
            labels = {column: _stacked(row, second, column) for column in {**row, **second}}
            return Head(labels, index + 2, _is_grid(labels, below[1:]))
        return Head({column: _flat(text) for column, text in row.items()}, index + 1, _is_grid(row, below))
    return NO_HEAD


def label_of(head: Head, column: str, left: str) -> str:
    """The label of a cell: its column's, and where that is not sure also the caption to its left."""
    label = head.labels.get(column, "")
    if head.sure or not is_caption(left):
        return label
    return f"{label} {_flat(left)}" if label else _flat(left)


def _is_head(row: Mapping[str, str], below: Sequence[Mapping[str, str]]) -> bool:
    wide = max(2.0, 0.6 * median(len(later) for later in below))
    return len(row) >= wide and _share_of_captions(row) >= 0.8 and len(set(row.values())) >= 0.8 * len(row)


def _share_of_captions(row: Mapping[str, str]) -> float:
    return sum(map(is_caption, row.values())) / len(row) if row else 0.0


def _completes(row: Mapping[str, str], second: Mapping[str, str]) -> bool:
    return bool(second.keys() - row.keys()) and bool(row.keys() - second.keys())


def _is_grid(head: Mapping[str, str], below: Sequence[Mapping[str, str]]) -> bool:
    """Whether rows of values stand below, so that a cell's left neighbour is a value and no caption."""
    if len(head) < 3:
        return False
    alike = [row for row in below if len(row) >= 0.4 * len(head)]
    valued = [row for row in alike if any(VALUE_LIKE.search(row[column]) for column in row if column in head)]
    return len(alike) >= 5 or bool(valued)


def _stacked(row: Mapping[str, str], second: Mapping[str, str], column: str) -> str:
    return " ".join(_flat(part[column]) for part in (row, second) if column in part)


def _flat(text: str) -> str:
    """A caption in one line: 住 所 is spread over the width of a cell, or its height."""
    return "".join(text.split()) if len(text) <= 12 and not text.isascii() else " ".join(text.split())
