from __future__ import annotations

import io
import sys
from collections.abc import Iterator

import pytest
from textual import blob_of, read

from piiscan.errors import ExtractionError
from piiscan.extract.formats import FORMATS
from piiscan.extract.protocol import Blob, Format, Limits
from piiscan.extract.reader import extractor_of, format_of, segments
from piiscan.model import Segment, Skip

STRANGE = Format("strange", "strange file", (".strange",), f"{__name__}:extract_strange")


def extract_strange(blob: Blob, _limits: Limits) -> Iterator[Segment | Skip]:
    data = blob.stream.read()
    if b"part" in data:
        yield Segment("first part")
        raise ExtractionError("corrupt", "the second part is torn", "send it again")
    if b"text" in data:
        yield Segment("text")


def items(data: bytes, member: str = "") -> list[Segment | Skip]:
    blob = Blob("a.strange", io.BytesIO(data), len(data), member)
    return list(segments(blob, Limits(), (*FORMATS, STRANGE)))


def test_a_format_of_others_is_told_by_its_suffix() -> None:
    assert format_of(blob_of(b"text", "a.strange"), (*FORMATS, STRANGE)) is STRANGE
    assert format_of(blob_of(b"text", "a.strange")).name == "text"
    assert items(b"text") == [Segment("text")]


def test_an_error_of_an_extractor_is_a_skip_behind_what_was_read() -> None:
    assert items(b"part", "x.zip!a") == [
        Segment("first part"),
        Skip("a.strange", "corrupt", "x.zip!a", "the second part is torn", "send it again"),
    ]


def test_no_text_in_a_document_is_said_aloud() -> None:
    (skip,) = items(b"picture")
    assert isinstance(skip, Skip)
    assert skip.reason == "no_text"
    assert items(b"") == []


def test_time_that_runs_out_is_a_skip() -> None:
    assert "time" in read(b"a,b\n" * 1000, "a.csv", Limits(seconds=-1)).reasons


@pytest.mark.parametrize("name", ["text", "csv", "json", "html", "xml", "markdown"])
def test_reading_begins_at_the_first_byte_wherever_the_stream_stands(name: str) -> None:
    row = next(row for row in FORMATS if row.name == name)
    blob = blob_of("山田太郎\n".encode(), "a" + "".join(row.suffixes[:1]))
    blob.stream.read(3)
    assert "".join(s.text for s in segments(blob, Limits()) if isinstance(s, Segment)).strip() == "山田太郎"


def test_extractors_are_imported_when_needed() -> None:
    assert extractor_of(STRANGE).__name__ == "extract_strange"
    assert "piiscan.extract.reader" in sys.modules


def test_a_pointer_of_git_lfs_is_not_the_file() -> None:
    """It is clean text, called like the workbook that is kept elsewhere: "nothing found" would be a lie."""
    pointer = b"version https://git-lfs.github.com/spec/v1\noid sha256:" + b"0" * 64 + b"\nsize 12345\n"
    (skip,) = segments(blob_of(pointer, "members.xlsx"), Limits())
    assert isinstance(skip, Skip)
    assert (skip.reason, skip.detail) == ("not_here", "kept by Git LFS")
