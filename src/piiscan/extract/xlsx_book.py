"""The parts of a workbook that sheets refer to: sheet list, shared strings, styles, comments' authors."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xlsx_cells import PLAIN, Kind, kind_of_format
from piiscan.extract.xmlstream import LocalNames, attribute
from piiscan.model import Place

TRUE: Final = ("1", "true")
ESCAPE: Final = re.compile(r"_x(00[0-9A-Fa-f]{2})_")
"""ECMA-376 part 1, 22.9.2.19; only control and Latin characters are ever written so."""


class SheetEntry(NamedTuple):
    """A sheet as the workbook lists it."""

    name: str
    relation: str
    hidden: bool


class BookEvents:
    """Collects the sheets, the date system and the defined names of workbook.xml."""

    def __init__(self, place: Place) -> None:
        self.sheets: list[SheetEntry] = []
        self.from_1904 = False
        self.writer = SegmentWriter(place)
        self._place = place
        self._names = LocalNames()
        self._defined = ""
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A sheet, a defined name, or the book's properties."""
        name = self._names[name]
        if name == "sheet":
            title = attributes.get("name", "")
            hidden = attributes.get("state", "visible") != "visible"
            self.sheets.append(SheetEntry(title, attribute(attributes, "id"), hidden))
            self._say(title, "sheet name")
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904", "") in TRUE
        elif name == "definedName":
            self._inside = True
            self._defined = ""
            self._say(attributes.get("name", ""), "defined name")
            self._say(attributes.get("comment", ""), "comment")
        elif name == "fileSharing":
            self._say(attributes.get("userName", ""), "userName")

    def end(self, name: str) -> None:
        """The end of a defined name."""
        if self._inside and self._names[name] == "definedName":
            self._inside = False
            self._say(self._defined, "defined name")

    def text(self, data: str) -> None:
        """What a defined name stands for."""
        if self._inside:
            self._defined += data

    def _say(self, text: str, part: str) -> None:
        if text and not text.isspace():
            self.writer.mark(text, self._place._replace(part=part), part)
            self.writer.write("\n")


@dataclass(slots=True)
class SharedStrings:
    """The texts cells point to, and the readings (furigana) kept beside some of them by number."""

    texts: list[str] = field(default_factory=list)
    readings: dict[int, str] = field(default_factory=dict)


class StringEvents:
    """Collects shared strings: runs joined, readings apart."""

    def __init__(self) -> None:
        self.strings = SharedStrings()
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._reading: list[str] = []
        self._target: list[str] | None = None
        self._phonetic = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A string, a run's text, or a reading."""
        name = self._names[name]
        if name == "t":
            self._target = self._reading if self._phonetic else self._pieces
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """The end of a run, a reading or a string."""
        name = self._names[name]
        if name == "t":
            self._target = None
        elif name == "rPh":
            self._phonetic = False
        elif name == "si":
            if self._reading:
                self.strings.readings[len(self.strings.texts)] = "".join(self._reading)
                self._reading.clear()
            self.strings.texts.append(unescaped("".join(self._pieces)))
            self._pieces.clear()

    def text(self, data: str) -> None:
        """Characters of a run or a reading."""
        if self._target is not None:
            self._target.append(data)


def unescaped(text: str) -> str:
    """Text with the characters that XML cannot hold, such as _x000D_ for a carriage return, put back."""
    return ESCAPE.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


class StyleEvents:
    """Collects what kind of number each cell style shows (see :mod:`piiscan.extract.xlsx_cells`)."""

    def __init__(self) -> None:
        self.kinds: list[Kind] = []
        self._codes: dict[str, str] = {}
        self._names = LocalNames()
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A number format or a cell style."""
        name = self._names[name]
        if name == "numFmt":
            self._codes[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "cellXfs":
            self._inside = True
        elif name == "xf" and self._inside:
            identifier = attributes.get("numFmtId", "0")
            known = int(identifier) if identifier.isascii() and identifier.isdigit() and len(identifier) < 9 else 0
            code = self._codes.get(identifier, "")
            self.kinds.append(kind_of_format(known if not code else 164, code) if known or code else PLAIN)

    def end(self, name: str) -> None:
        """The end of the cell styles."""
        if self._names[name] == "cellXfs":
            self._inside = False

    def text(self, data: str) -> None:
        """Styles have no text."""


class CommentEvents:
    """Writes the comments of a sheet (notes and threads) with the cell they hang on, and who wrote them."""

    def __init__(self, writer: SegmentWriter, place: Place) -> None:
        self._writer = writer
        self._place = place
        self._here = place
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._phonetic = False
        self._inside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A comment, or a reading that is left out of its text."""
        name = self._names[name]
        # White space between runs is layout of the file, not of the comment.
        self._inside = name in ("t", "text", "author")
        if name in ("comment", "threadedComment"):
            self._here = self._place._replace(cell=attributes.get("ref", ""))
            self._pieces.clear()
        elif name == "author":
            self._here = self._place
            self._pieces.clear()
        elif name == "rPh":
            self._phonetic = True

    def end(self, name: str) -> None:
        """The end of a comment or an author."""
        name = self._names[name]
        self._inside = False
        if name == "rPh":
            self._phonetic = False
        elif name in ("comment", "threadedComment", "author"):
            text = "".join(self._pieces).strip()
            self._pieces.clear()
            if text:
                self._writer.mark(text, self._here, "author" if name == "author" else "")
                self._writer.write("\n")

    def text(self, data: str) -> None:
        """Characters of a comment."""
        if self._inside and not self._phonetic:
            self._pieces.append(data)
