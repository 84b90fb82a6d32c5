"""Tables as detectors meet them: as an extractor gives them, or as plain text."""

from __future__ import annotations

from collections.abc import Sequence

from piiscan.model import Mark, Place, Segment


def table(labels: Sequence[str], rows: Sequence[Sequence[str]], sign: str, *, marked: bool) -> Segment:
    """The rows under their labels, divided by ``sign``; ``marked`` as cells with their labels."""
    text, marks = "", []
    for number, row in enumerate([labels, *rows]):
        for column, cell in enumerate(row):
            text += sign if column else ""
            label = labels[column] if number else ""
            marks.append(Mark(len(text), len(text) + len(cell), Place(cell=f"{column}/{number}"), label))
            text += cell
        text += "\n"
    return Segment(text, Place(line=1), marks if marked else ())
