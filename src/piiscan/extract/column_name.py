"""What spreadsheets call their columns."""

from __future__ import annotations


def column_name(index: int) -> str:
    """The letters of a spreadsheet column: 0 is A, 26 is AA."""
    name = ""
    index += 1
    while index > 0:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name
