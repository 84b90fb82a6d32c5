"""What fuzzing found stays found: each file in ``finds`` once broke the reader that its name begins with."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import pytest

from piiscan.errors import ExtractionError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.reader import extractor_of
from piiscan.model import SKIP_REASONS, Segment, Skip

FINDS = sorted((Path(__file__).parent / "finds").glob("*-*"))
ROWS = {row.name: row for row in FORMATS}
LIMITS = Limits(seconds=20)


def outcome(path: Path) -> list[Segment | Skip]:
    """What the reader makes of a find."""
    row = ROWS[path.name.partition("-")[0]]
    found: list[Segment | Skip] = []
    with path.open("rb") as stream:
        blob = Blob("a" + "".join(row.suffixes[:1]), stream, path.stat().st_size, formats=FORMATS)
        try:
            found.extend(extractor_of(row)(blob, LIMITS))
        except ExtractionError as error:
            found.append(Skip("", error.reason, "", error.detail))
    return found


@pytest.mark.parametrize("path", FINDS, ids=lambda path: path.name)
def test_a_find_is_read_or_named(path: Path) -> None:
    started = process_time()
    for item in outcome(path):
        if isinstance(item, Skip):
            assert item.reason in SKIP_REASONS
            assert "unforeseen" not in item.detail
            continue
        item.text.encode("utf-8")
        end = 0
        for mark in item.marks:
            assert end <= mark.start < mark.end <= len(item.text)
            end = mark.end
    assert process_time() - started < 10
