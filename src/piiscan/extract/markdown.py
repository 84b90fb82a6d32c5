"""Extractor of Markdown: the text as it stands, cells of its tables as marks with the header above as label."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.text import plain_segments
from piiscan.model import Mark, Place, Segment, Skip

_UNESCAPED_BAR: Final = re.compile(r"(?<!\\)\|")
_RULE: Final = re.compile(r"[ \t>]*\|?(?:[ \t]*:?-+:?[ \t]*\|)+(?:[ \t]*:?-+:?)?[ \t]*\r?")


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a Markdown text, every character in its place."""
    stream = TextStream(blob.stream)
    labels: list[str] = []
    for segment in plain_segments(watched(stream, blob, limits)):
        yield _with_cells(segment, labels) if "|" in segment.text else segment
    yield from stream.skips()


def _with_cells(segment: Segment, labels: list[str]) -> Segment:
    """The segment with marks for table cells; ``labels`` carries the columns of a table over to the next segment."""
    marks: list[Mark] = []
    lines = segment.text.split("\n")
    at = 0
    for number, text in enumerate(lines):
        if number + 1 == len(lines) and not text:
            break  # the segment ends with a line end: the next one goes on with the table
        if "|" not in text:
            labels.clear()
        elif labels and not _RULE.fullmatch(text):
            marks += _cells(text, at, segment.place.line + number, labels)
        elif number + 1 < len(lines) and _RULE.fullmatch(lines[number + 1]):
            labels[:] = [text[start:end] for start, end in _spans(text)]
        at += len(text) + 1
    return replace(segment, marks=marks)


def _cells(text: str, at: int, line: int, labels: list[str]) -> Iterator[Mark]:
    for column, (start, end) in enumerate(_spans(text)):
        if end > start:
            label = labels[column] if column < len(labels) else ""
            yield Mark(at + start, at + end, Place(line, start + 1), label)


def _spans(text: str) -> list[tuple[int, int]]:
    """Where the cells of a table row stand, without the spaces around them."""
    inside = len(text) - len(text.lstrip(" \t>"))
    inside += text.startswith("|", inside)
    spans = []
    for part in _UNESCAPED_BAR.split(text[inside:].rstrip(" \t\r").removesuffix("|")):
        begin = inside + len(part) - len(part.lstrip())
        spans.append((begin, max(begin, inside + len(part.rstrip()))))
        inside += len(part) + 1
    return spans
