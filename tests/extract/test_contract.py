"""What holds for every row of the table of formats, whoever wrote its extractor."""

from __future__ import annotations

import inspect
import random
import sys
from collections import Counter
from pathlib import Path

import pytest
from textual import blob_of

from piiscan.errors import ExtractionError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Format, Limits
from piiscan.extract.reader import extractor_of, segments
from piiscan.extract.sniff import TEXTUAL
from piiscan.model import SKIP_REASONS, Segment, Skip

sys.path.insert(0, str(Path(__file__).parents[2] / "tools"))
from make_examples import examples

LIMITS = Limits(seconds=20)
EXAMPLES = examples()
rows = pytest.mark.parametrize("row", FORMATS, ids=lambda row: row.name)


def outcome(row: Format, data: bytes) -> list[Segment | Skip]:
    """What an extractor makes of bytes that may not be its own; its own error is a right answer too."""
    found: list[Segment | Skip] = []
    try:
        for item in extractor_of(row)(blob_of(data, "a" + "".join(row.suffixes[:1])), LIMITS):
            assert isinstance(item, Segment | Skip)
            found.append(item)
    except ExtractionError as error:
        found.append(Skip("", error.reason))
    for item in found:
        if isinstance(item, Skip):
            assert item.reason in SKIP_REASONS
            continue
        item.text.encode()
        end = 0
        for mark in item.marks:
            assert end <= mark.start < mark.end <= len(item.text)
            end = mark.end
    return found


def test_names_and_suffixes_are_unique() -> None:
    assert max(Counter(row.name for row in FORMATS).values()) == 1
    assert max(Counter(suffix for row in FORMATS for suffix in row.suffixes).values()) == 1
    assert {row.name for row in FORMATS} >= TEXTUAL


@rows
def test_a_row_is_complete_and_its_extractor_is_there(row: Format) -> None:
    assert row.title
    assert row.reads
    assert all(suffix.startswith(".") and suffix == suffix.lower() for suffix in row.suffixes)
    assert list(inspect.signature(extractor_of(row)).parameters) == ["blob", "limits"]


@rows
@pytest.mark.parametrize("seed", range(4))
def test_rubbish_gives_segments_skips_or_the_own_error(row: Format, seed: int) -> None:
    outcome(row, random.Random(seed).randbytes(4000))


@rows
def test_an_empty_file_is_no_crash(row: Format) -> None:
    assert not [item for item in outcome(row, b"") if isinstance(item, Segment) and item.text.strip()]


@rows
@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_foreign_or_torn_file_is_no_crash(row: Format, name: str) -> None:
    data = EXAMPLES[name]
    outcome(row, data)
    outcome(row, data[: len(data) * 2 // 3])


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_a_torn_example_is_read_or_reported(name: str) -> None:
    data = EXAMPLES[name]
    found = list(segments(blob_of(data[: len(data) // 2], name), LIMITS))
    assert any(isinstance(item, Skip) or item.text.strip() for item in found)


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_flipped_bytes_are_no_crash(name: str) -> None:
    draw = random.Random(name)
    for _ in range(30):
        data = bytearray(EXAMPLES[name])
        for _ in range(8):
            data[draw.randrange(len(data))] = draw.randrange(256)
        for item in segments(blob_of(bytes(data), name), LIMITS):
            assert isinstance(item, Segment | Skip)
