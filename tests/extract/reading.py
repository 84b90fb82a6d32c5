"""Reading bytes through the door of the wing, for the tests of single formats."""

from __future__ import annotations

import io
from typing import NamedTuple

from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.reader import segments
from piiscan.model import Mark, Place, Segment, Skip


class Read(NamedTuple):
    """What came out of a blob."""

    segments: list[Segment]
    skips: list[Skip]

    @property
    def body(self) -> list[Segment]:
        """The segments without the names of members."""
        return [segment for segment in self.segments if segment.place.part != "file name"]

    @property
    def names(self) -> list[str]:
        return [segment.text for segment in self.segments if segment.place.part == "file name"]

    @property
    def text(self) -> str:
        return "\n".join(segment.text for segment in self.body)

    @property
    def reasons(self) -> list[str]:
        return [skip.reason for skip in self.skips]

    @property
    def members(self) -> set[str]:
        return {segment.place.member for segment in self.body}

    def cells(self) -> dict[str, tuple[Place, str]]:
        """Text of a mark -> its place and label (the last one of equal texts)."""
        return {
            segment.text[mark.start : mark.end]: (mark.place, mark.label)
            for segment in self.segments
            for mark in segment.marks
        }


def read(data: bytes, name: str = "file.bin", limits: Limits | None = None) -> Read:
    """Everything the reader makes of ``data``; checks what holds for every format."""
    found, skips = [], []
    for item in segments(Blob(name, io.BytesIO(data), len(data)), limits or Limits()):
        if isinstance(item, Skip):
            skips.append(item)
        else:
            found.append(item)
            check_marks(item.marks, len(item.text))
    return Read(found, skips)


def check_marks(marks: object, length: int) -> None:
    end = 0
    for mark in marks:  # type: ignore[attr-defined]
        assert isinstance(mark, Mark)
        assert end <= mark.start < mark.end <= length, mark
        end = mark.end
