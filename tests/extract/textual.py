"""Reading bytes as the scanner does, for the tests of text formats."""

from __future__ import annotations

import io
from typing import NamedTuple

from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.reader import segments
from piiscan.model import Mark, Segment, Skip


class Read(NamedTuple):
    """What came of a file: its segments and skips."""

    segments: list[Segment]
    skips: list[Skip]

    @property
    def text(self) -> str:
        return "".join(segment.text for segment in self.segments)

    @property
    def reasons(self) -> list[str]:
        return [skip.reason for skip in self.skips]

    @property
    def marked(self) -> list[tuple[str, Mark]]:
        return [(s.text[mark.start : mark.end], mark) for s in self.segments for mark in s.marks]

    @property
    def labels(self) -> dict[str, str]:
        """Text of a mark -> its label (the last one of equal texts)."""
        return {text: mark.label for text, mark in self.marked}

    @property
    def parts(self) -> dict[str, str]:
        """Text of a mark -> the part it stands in."""
        return {text: mark.place.part for text, mark in self.marked}


def blob_of(data: bytes, name: str = "a.txt") -> Blob:
    return Blob(name, io.BytesIO(data), len(data))


def read(data: bytes, name: str = "a.txt", limits: Limits | None = None) -> Read:
    """Everything the reader makes of ``data``; checks what holds for every segment."""
    items = list(segments(blob_of(data, name), limits or Limits()))
    found = Read([i for i in items if isinstance(i, Segment)], [i for i in items if isinstance(i, Skip)])
    for segment in found.segments:
        end = 0
        for mark in segment.marks:
            assert end <= mark.start < mark.end <= len(segment.text)
            end = mark.end
    return found
