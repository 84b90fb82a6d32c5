"""Jupyter notebooks: sources and outputs cell by cell, pages in outputs as pages, metadata as JSON."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

from piiscan.errors import ExtractionError
from piiscan.extract import json_text
from piiscan.extract.nested import read_inline
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

PAGES: Final = {"text/html": "output.html", "image/svg+xml": "output.svg", "application/json": "output.json"}
"""Kinds of output that are read as files of their own."""


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a notebook in the order of its cells; of a damaged one those of a JSON file."""
    if blob.size > limits.input_bytes:
        raise ExtractionError("too_big", f"more than {limits.input_bytes:,} bytes")
    blob.stream.seek(0)
    data = blob.stream.read()
    try:
        document = json.loads(data)
        cells = _cells_of(document)
    except (ValueError, LookupError, TypeError, RecursionError):
        blob.stream = io.BytesIO(data)
        yield from json_text.extract(blob, limits)
        return
    yield from _Notebook(blob, limits).read(document, cells)


def _cells_of(document: Any) -> list[dict[str, Any]]:
    """The cells of a notebook of version 4, or 3."""
    cells = document["cells"] if "cells" in document else document["worksheets"][0]["cells"]
    if not all(isinstance(cell, dict) for cell in cells):
        raise TypeError("cells that are no objects")
    return list(cells)


class _Notebook:
    """One notebook being read."""

    def __init__(self, blob: Blob, limits: Limits) -> None:
        self._blob = blob
        self._limits = limits
        self._pictures = 0

    def read(self, document: Mapping[str, Any], cells: list[dict[str, Any]]) -> Iterator[Segment | Skip]:
        """All segments, and one skip for all the pictures."""
        for number, cell in enumerate(cells, 1):
            self._blob.check_time(self._limits)
            place = Place(line=1, cell=f"cell {number}", member=self._blob.member)
            yield from _lines(cell.pop("source", cell.pop("input", "")), place)
            outputs = cell.pop("outputs", [])
            for output in outputs if isinstance(outputs, list) else [outputs]:
                yield from self._output(output, place._replace(part="output"))
            yield from self._rest(cell, place._replace(part="metadata"))
        rest = {key: value for key, value in document.items() if key not in {"cells", "worksheets"}}
        yield from self._rest(rest, Place(line=1, member=self._blob.member, part="metadata"))
        if self._pictures:
            yield Skip(
                "", "unsupported", self._blob.member, f"{self._pictures} pictures in outputs", "read them with OCR"
            )

    def _output(self, output: Any, place: Place) -> Iterator[Segment | Skip]:
        if not isinstance(output, dict):
            return
        for kind in ("text", "traceback", "evalue"):
            yield from _lines(output.pop(kind, ""), place)
        data = output.pop("data", {})
        for kind, value in data.items() if isinstance(data, dict) else ():
            if kind in PAGES:
                text = _text(value) if kind != "application/json" else json.dumps(value, ensure_ascii=False)
                for item in read_inline(self._blob, PAGES[kind], [text.encode("utf-8", "replace")], self._limits):
                    yield _placed(item, place)
            elif kind.startswith("image/"):
                self._pictures += 1
            else:
                yield from _lines(value, place)
        yield from self._rest(output, place._replace(part="metadata"))

    def _rest(self, rest: dict[str, Any], place: Place) -> Iterator[Segment | Skip]:
        """What else somebody may have written: metadata, attachments of cells (pictures only counted)."""
        attachments = rest.pop("attachments", {})
        self._pictures += len(attachments) if isinstance(attachments, dict) else 0
        kept = {key: value for key, value in rest.items() if value and key not in {"cell_type", "output_type", "id"}}
        if any(not isinstance(value, int) for value in kept.values()):
            text = json.dumps(kept, ensure_ascii=False).encode("utf-8", "replace")
            for item in read_inline(self._blob, "metadata.json", [text], self._limits):
                yield _placed(item, place)


def _lines(value: Any, place: Place) -> Iterator[Segment]:
    writer = SegmentWriter(place)
    text = _text(value)
    if text and not text.isspace():
        writer.write(text)
    yield from writer.close()


def _text(value: Any) -> str:
    """A text that may be kept as a list of its lines."""
    if isinstance(value, list):
        return "".join(line if isinstance(line, str) else json.dumps(line, ensure_ascii=False) for line in value)
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _placed(item: Segment | Skip, place: Place) -> Segment | Skip:
    """A segment with the cell and the part it came from."""
    if isinstance(item, Skip):
        return item
    marks = [
        mark._replace(place=mark.place._replace(cell=mark.place.cell or place.cell, part=mark.place.part or place.part))
        for mark in item.marks
    ]
    return Segment(item.text, place._replace(line=item.place.line), marks, item.joined)
