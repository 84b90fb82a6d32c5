"""The cells of one sheet as text: rows joined by line ends, cells by tabs, labelled with the header of their column."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from piiscan.extract.column_name import column_name
from piiscan.extract.protocol import SEGMENT_CHARACTERS
from piiscan.extract.tablehead import CAPTIONS_THEMSELVES, NO_HEAD, find_head, label_of
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsx_book import SharedStrings, unescaped
from piiscan.extract.xlsx_cells import PLAIN, Kind, number_text
from piiscan.extract.xmlstream import Handlers, attribute
from piiscan.model import Place, Segment
from piiscan.places import Marks

HEAD_ROWS: Final = 30
"""Rows kept back at the top of a sheet until its header is found."""
DIGITS: Final = "0123456789"
LITERAL: Final = re.compile(r'"([^"]{4,})"')
"""Text inside a formula: what the cell shows may be something else."""
PAGE_CODE: Final = re.compile(r'&(?:"[^"]*"|K[0-9A-Fa-f]{6}|[0-9]{1,3}|[A-Z])')
PAGE_TEXTS: Final = frozenset(f"{which}{what}" for which in ("odd", "even", "first") for what in ("Header", "Footer"))
FORMULAS: Final = frozenset(("f", "formula", "formula1", "formula2"))
COLLECTED: Final = PAGE_TEXTS | FORMULAS | {"v", "t"}
SPOKEN: Final = {
    "dataValidation": ("validation", ("prompt", "promptTitle", "error", "errorTitle")),
    "scenario": ("scenario", ("name", "user", "comment")),
    "inputCells": ("scenario", ("val",)),
    "filter": ("filter", ("val",)),
    "customFilter": ("filter", ("val",)),
    "protectedRange": ("protected range", ("name",)),
}
"""Elements beside the cells whose attributes somebody typed, and what their part is called."""
TRUTH: Final = {"1": "TRUE", "0": "FALSE"}


@dataclass(frozen=True, slots=True)
class Book:
    """What every sheet of a workbook shares."""

    strings: SharedStrings
    kinds: list[Kind]
    from_1904: bool


Cell = tuple[str, str, str]
"""A filled cell: its column's letters, its reference, and its text."""


class SheetEvents:
    """Turns the XML of a sheet into segments. Claims about its dimension are not looked at, gaps cost nothing."""

    def __init__(self, book: Book, place: Place) -> None:
        self._book = book
        self._place = place
        self._rows: list[list[Cell]] | None = []
        self._head = NO_HEAD
        self._row: list[Cell] = []
        self._row_number = 0
        self._column_number = 0
        self._reference = self._type = self._value = ""
        self._style = -1
        self._inline: list[str] = []
        self._begins = Handlers(self._beginnings())
        self._ends = Handlers(self._endings())
        self._pieces: list[str] | None = None
        self._phonetic = False
        self._collect: list[str] = []
        self._spans: list[tuple[int, int, str, str]] = []
        """Start, end, label and reference of each cell: plain tuples, which the collector of garbage lets go."""
        self._length = 0
        self._joined = False
        self._full: list[Segment] = []
        self._readings: dict[str, Cell] = {}
        self.aside = SegmentWriter(place)
        """Readings, page headers, formulas and links: beside the cells, not between them."""
        self.hyperlinks: dict[str, str] = {}
        """Cell by relationship, for the links whose target stands outside the sheet."""

    def _beginnings(self) -> dict[str, Callable[[dict[str, str]], None]]:
        """What handles the beginnings of elements, by their name."""
        return {
            "c": self._begin_cell,
            "row": self._begin_row,
            "rPh": self._begin_reading,
            "hyperlink": self._link,
            **dict.fromkeys(COLLECTED, self._begin_text),
            **{name: partial(self._speak, *spoken) for name, spoken in SPOKEN.items()},
        }

    def _endings(self) -> dict[str, Callable[[], None]]:
        """What handles the ends of elements, by their name."""
        return {
            "c": self._end_cell,
            "row": self._end_row,
            "rPh": self._end_reading,
            **{name: partial(self._end_text, name) for name in COLLECTED},
        }

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A cell, a part of one, or one of the texts around the cells."""
        handler = self._begins[name]
        if handler is not None:
            handler(attributes)

    def end(self, name: str) -> None:
        """The end of any of these."""
        handler = self._ends[name]
        if handler is not None:
            handler()

    def text(self, data: str) -> None:
        """Characters of a value or text."""
        if self._pieces is not None:
            self._pieces.append(data)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        full, self._full = self._full, []
        return full

    def close(self) -> list[Segment]:
        """What is left when the sheet ends, in the middle of a row or not."""
        self._end_row()
        self._release()
        self._say_readings()
        if self._collect:
            self._cut()
        return [*self.take(), *self.aside.close()]

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._column_number += 1
        self._reference = attributes.get("r") or f"{column_name(self._column_number - 1)}{self._row_number}"
        self._type = attributes.get("t", "n")
        style = attributes.get("s", "")
        self._style = int(style) if style.isdigit() and len(style) < 8 else -1
        self._value = ""

    def _begin_row(self, attributes: dict[str, str]) -> None:
        number = attributes.get("r", "")
        self._row_number = int(number) if number.isdigit() and len(number) < 10 else self._row_number + 1
        self._column_number = 0

    def _begin_text(self, _attributes: dict[str, str]) -> None:
        self._pieces = []

    def _begin_reading(self, _attributes: dict[str, str]) -> None:
        self._phonetic = True

    def _end_reading(self) -> None:
        self._phonetic = False

    def _speak(self, part: str, keys: tuple[str, ...], attributes: dict[str, str]) -> None:
        """Say what somebody typed into the attributes of an element."""
        for key in keys:
            self._say(attributes.get(key, ""), part)

    def _end_text(self, name: str) -> None:
        if self._pieces is None:
            return
        text = "".join(self._pieces)
        self._pieces = None
        if name == "v":
            self._value = text
        elif name == "t":
            if self._phonetic:
                self._say_reading(text)
            else:
                self._inline.append(text)
        elif name in PAGE_TEXTS:
            part = "header" if name.endswith("Header") else "footer"
            for piece in re.split(r"&[LCR]", text):
                self._say(PAGE_CODE.sub("", piece).strip(), part)
        elif '"' in text:
            part = "formula" if name == "f" else "validation"
            place = self._place._replace(cell=self._reference if name == "f" else "", part=part)
            for literal in LITERAL.findall(text):
                self.aside.mark(literal, place)
                self.aside.write("\n")

    def _end_cell(self) -> None:
        value, kind = self._value, self._type
        if kind == "s":
            value = self._shared(value)
        elif kind == "n":
            if value:
                kinds = self._book.kinds
                style = kinds[self._style] if 0 <= self._style < len(kinds) else PLAIN
                value = number_text(value, style, from_1904=self._book.from_1904)
        elif kind == "b":
            value = TRUTH.get(value, value)
        if self._inline:
            value = value or unescaped("".join(self._inline))
            self._inline = []
        if value:
            self._row.append((self._reference.rstrip(DIGITS), self._reference, value))

    def _shared(self, value: str) -> str:
        strings = self._book.strings
        if not value.isdigit() or len(value) > 9 or int(value) >= len(strings.texts):
            return ""
        number = int(value)
        if number in strings.readings:
            self._say_reading(strings.readings[number])
        return strings.texts[number]

    def _say_reading(self, reading: str) -> None:
        """A reading is said once a sheet, where its text first stands."""
        if reading not in self._readings:
            self._readings[reading] = (self._reference.rstrip(DIGITS), self._reference, reading)

    def _say_readings(self) -> None:
        """Labelled as their columns are: programs keep a reading of every word that is typed, not only of names."""
        for column, reference, reading in self._readings.values():
            place = self._place._replace(cell=reference, part="phonetic")
            self.aside.mark(reading, place, self._head.labels.get(column, ""))
            self.aside.write("\n")

    def _say(self, text: str, part: str) -> None:
        if text and not text.isspace():
            self.aside.mark(text, self._place._replace(part=part))
            self.aside.write("\n")

    def _link(self, attributes: dict[str, str]) -> None:
        cell = attributes.get("ref", "")
        relation = attribute(attributes, "id")
        if relation:
            self.hyperlinks[relation] = cell
        place = self._place._replace(cell=cell, part="hyperlink")
        for key in ("display", "tooltip", "location"):
            text = attributes.get(key, "")
            if text and not text.isspace():
                self.aside.mark(text, place)
                self.aside.write("\n")

    def _end_row(self) -> None:
        row, self._row = self._row, []
        if not row:
            return
        if self._rows is None:
            self._write_row(row)
            return
        self._rows.append(row)
        if len(self._rows) >= HEAD_ROWS:
            self._release()

    def _release(self) -> None:
        """Write the rows kept back, now that what could be a header is there."""
        rows, self._rows = self._rows, None
        if not rows:
            return
        head = find_head([{column: text for column, _, text in row} for row in rows])
        for index, row in enumerate(rows):
            self._head = head if index >= head.body else CAPTIONS_THEMSELVES
            self._write_row(row)

    def _write_row(self, row: list[Cell]) -> None:
        head = self._head
        left = ""
        collect = self._collect
        for column, reference, text in row:
            label = head.labels.get(column, "") if head.sure else label_of(head, column, left)
            if len(text) > SEGMENT_CHARACTERS:
                text = self._write_long(text, reference, label)  # noqa: PLW2901 - the rest of it
                collect = self._collect
            begin, self._length = self._length, self._length + len(text) + 1
            self._spans.append((begin, begin + len(text), label, reference))
            collect.append(text)
            collect.append("\t")
            left = text
            if self._length >= SEGMENT_CHARACTERS:
                self._cut()
                collect = self._collect
        if collect:
            collect[-1] = "\n"
        else:
            collect.append("\n")
            self._length = 1

    def _write_long(self, text: str, reference: str, label: str) -> str:
        """Write all of a huge cell but its end, which comes back."""
        while len(text) > SEGMENT_CHARACTERS:
            piece, text = text[:SEGMENT_CHARACTERS], text[SEGMENT_CHARACTERS:]
            self._spans.append((self._length, self._length + len(piece), label, reference))
            self._collect.append(piece)
            self._cut()
        return text

    def _cut(self) -> None:
        text = "".join(self._collect)
        self._full.append(Segment(text, self._place, _marks(self._spans, self._place), self._joined))
        self._collect, self._spans, self._length, self._joined = [], [], 0, True


def _marks(spans: list[tuple[int, int, str, str]], place: Place) -> Marks:
    """The cells as marks; each has ``place`` with its reference."""
    if not spans:
        return Marks.of(())
    starts, ends, labels, references = zip(*spans, strict=True)
    sheet, member, part = place.sheet, place.member, place.part

    def places(cells: Sequence[int]) -> list[Place]:
        return [Place(0, 0, 0, sheet, references[cell], member, "", part) for cell in cells]

    return Marks(starts, ends, labels, places)
