"""Text of an OpenDocument part from its XML: paragraphs, sheets, slides, notes, comments, deletions, readings."""

from __future__ import annotations

import re
from typing import Final

from piiscan.extract.column_name import column_name
from piiscan.extract.docx_body import small_number
from piiscan.extract.docx_table import Table
from piiscan.extract.grid import Cell, Grid
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, LocalNames, attribute
from piiscan.model import Place, Segment

PARAGRAPHS: Final = frozenset(("p", "h"))
CORNERS: Final = {
    "annotation": "comment",
    "note": "footnote",
    "notes": "note",
    "deletion": "deleted",
    "header": "header",
    "footer": "footer",
    "header-first": "header",
    "footer-first": "footer",
    "header-left": "header",
    "footer-left": "footer",
}
"""Elements whose paragraphs stand beside the text, with what a person calls them."""
SIGNS: Final = {"tab": "\t", "line-break": "\n"}
CELLS: Final = frozenset(("table-cell", "covered-table-cell"))
SPOKEN: Final = ("desc", "title", "help-message", "current-value", "string-value", "author", "creator", "date")
"""Elements outside paragraphs (in comments, beside pictures) whose characters somebody wrote."""

SPOKEN_ATTRIBUTES: Final = {
    **dict.fromkeys(
        ("text", "textarea", "listbox", "combobox", "option", "checkbox", "radio", "button", "fixed-text", "date"),
        ("form", ("label", "value", "current-value", "title", "linked-cell")),
    ),
    "hidden-text": ("hidden text", ("string-value",)),
    "conditional-text": ("hidden text", ("string-value-if-true", "string-value-if-false")),
    "variable-set": ("field", ("string-value",)),
    "user-field-decl": ("field", ("string-value",)),
    "placeholder": ("field", ("description",)),
    "label": ("form", ("value",)),
    "bookmark": ("bookmark", ("name",)),
    "bookmark-start": ("bookmark", ("name",)),
    "content-validation": ("validation", ("condition",)),
    "named-range": ("defined name", ("name",)),
    "database-range": ("defined name", ("name",)),
    "version-entry": ("comment", ("comment", "creator")),
}
"""Elements whose attributes somebody wrote: controls of forms, hidden texts, lists of what a cell may hold."""
BEHIND: Final = frozenset(("footer-decl", "header-decl", "date-time-decl"))
"""What stands on every slide, written once in front of them."""
LITERAL: Final = re.compile(r'"([^"]{2,})"')
"""Text inside a formula or a condition."""


class OdfEvents:
    """Turns a part of an OpenDocument file into segments; ``sheets`` says that its tables are sheets."""

    def __init__(self, place: Place, limits: Limits, *, sheets: bool) -> None:
        self._place = place
        self._sheets = sheets
        self._depth = Depth(limits.xml_depth)
        self._names = LocalNames()
        self.writer = SegmentWriter(place)
        self._aside = SegmentWriter(place)
        self._paragraphs: list[list[str]] = []
        self._corners: list[str] = []
        self._reading: list[str] | None = None
        self._tables: list[Table] = []
        self._cells: list[list[str]] = []
        self._grid: Grid | None = None
        self._row: list[Cell] = []
        self._row_number = self._column = self._repeat = self._rows_repeat = self._number = 0
        self._value = ""
        self._hidden_styles: set[str] = set()
        self._style = ""
        self._full: list[Segment] = []

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth.down()
        name = self._names[name]
        if name in PARAGRAPHS:
            self._paragraphs.append([])
        elif name in SIGNS:
            self._add(SIGNS[name])
        elif name == "s":
            self._add(" " * min(64, max(1, small_number(attribute(attributes, "c")))))
        elif name in CORNERS:
            self._corners.append(CORNERS[name])
        elif name == "ruby-text":
            self._reading = []
        elif name == "a":
            self._say(attribute(attributes, "href"), "hyperlink")
            self._say(attribute(attributes, "title"), "hyperlink")
        elif name == "page":
            self._begin_page(attributes)
        elif name in SPOKEN_ATTRIBUTES and attributes:
            self._say_attributes(name, attributes)
        else:
            self._start_table(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth.up()
        name = self._names[name]
        if name in PARAGRAPHS:
            self._end_paragraph()
        elif name in CORNERS and self._corners:
            self._corners.pop()
        elif name == "ruby-text" and self._reading is not None:
            self._say("".join(self._reading), "phonetic")
            self._reading = None
        elif (name in SPOKEN or name in BEHIND) and self._paragraphs:
            self._end_paragraph()
        else:
            self._end_table(name)

    def text(self, data: str) -> None:
        """Characters; only those of paragraphs count."""
        if self._reading is not None:
            self._reading.append(data)
        else:
            self._add(data)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        if self._grid is not None:
            self._full += self._grid.take()
        full, self._full = self._full, []
        return [*full, *self.writer.take()]

    def close(self) -> list[Segment]:
        """What is left, also where the XML broke off."""
        while self._paragraphs:
            self._end_paragraph()
        if self._grid is not None:
            self._end_row()
            self._end_sheet()
        while self._tables:
            if self._cells:
                self._tables[-1].end_cell("\n".join(self._cells.pop()))
                self._tables[-1].end_row(self.writer)
            self._tables.pop().release(self.writer)
        return [*self.take(), *self.writer.close(), *self._aside.close()]

    def _add(self, text: str) -> None:
        if self._paragraphs:
            self._paragraphs[-1].append(text)

    def _begin_page(self, attributes: dict[str, str]) -> None:
        """A slide: what came before it belongs to the one before."""
        self._full += self.writer.close()
        self._place = self._place._replace(page=self._place.page + 1)
        self.writer = SegmentWriter(self._place)

    def _end_paragraph(self) -> None:
        text = "".join(self._paragraphs.pop())
        if self._corners:
            self._say(text, self._corners[-1])
        elif self._cells:
            self._cells[-1].append(text)
        elif text and not text.isspace():
            self.writer.write(text + "\n")

    def _say(self, text: str, part: str, label: str = "") -> None:
        if text and not text.isspace():
            cell = f"{column_name(self._column)}{self._row_number + 1}" if self._grid is not None else ""
            self._aside.mark(text, self._place._replace(part=part, cell=cell), label)
            self._aside.write("\n")

    def _say_attributes(self, name: str, attributes: dict[str, str]) -> None:
        part, keys = SPOKEN_ATTRIBUTES[name]
        if name == "date" and not attribute(attributes, "label") and not attribute(attributes, "value"):
            self._start_table(name, attributes)  # the date of a comment bears the same name
            return
        for key in keys:
            text = attribute(attributes, key)
            for literal in LITERAL.findall(text) if key == "condition" else (text,):
                self._say(literal, part)

    def _start_table(self, name: str, attributes: dict[str, str]) -> None:
        if name in SPOKEN or name in BEHIND:
            self._paragraphs.append([])
        elif name == "style":
            self._style = attribute(attributes, "name")
        elif name == "table-properties" and attribute(attributes, "display") == "false":
            self._hidden_styles.add(self._style)
        elif name == "table" and self._sheets and self._grid is None:
            self._begin_sheet(attributes)
        elif name == "table":
            self._number += 1
            self._tables.append(Table(self._number))
        elif name == "table-row":
            self._rows_repeat = max(1, _repeated(attributes, "number-rows-repeated"))
            self._column = 0
            if self._tables:
                self._tables[-1].begin_row()
        elif name in CELLS:
            self._begin_cell(attributes)

    def _begin_sheet(self, attributes: dict[str, str]) -> None:
        hidden = attribute(attributes, "style-name") in self._hidden_styles
        title = attribute(attributes, "name")
        self._place = self._place._replace(sheet=title, part="hidden sheet" if hidden else "")
        self._aside.mark(title or "-", self._place._replace(part="sheet name"), "sheet name")
        self._aside.write("\n")
        self._grid = Grid(self._place)
        self._row_number = 0

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        self._repeat = max(1, _repeated(attributes, "number-columns-repeated"))
        self._value = (
            attribute(attributes, "date-value")
            or attribute(attributes, "value")
            or attribute(attributes, "string-value")
        )
        for literal in LITERAL.findall(attribute(attributes, "formula")):
            self._say(literal, "formula")
        if attribute(attributes, "value-type") != "date":
            self._value = "\x00" + self._value  # shown only if nothing else is
        if self._tables:
            self._tables[-1].begin_cell()
        if self._tables or self._grid is not None:
            self._cells.append([])

    def _end_table(self, name: str) -> None:
        if name in CELLS and self._cells:
            self._end_cell("\n".join(self._cells.pop()).strip("\n"))
        elif name == "table-row" and self._tables:
            self._tables[-1].end_row(self.writer)
        elif name == "table" and self._tables:
            self._tables.pop().release(self.writer)
        elif name == "table-row":
            self._end_row()
        elif name == "table" and self._grid is not None:
            self._end_sheet()

    def _end_cell(self, text: str) -> None:
        if self._tables:
            self._tables[-1].end_cell(text)
            for _ in range(min(self._repeat, 64) - 1):
                self._tables[-1].begin_cell()
            return
        if self._value.startswith("\x00"):
            text = text or self._value[1:]
        else:
            text = self._value.removesuffix("T00:00:00") or text
        if text:
            # a value repeated over many columns is written once: the others say the same
            letters = column_name(self._column)
            self._row.append(Cell(letters, f"{letters}{self._row_number + 1}", text))
        self._column += self._repeat

    def _end_row(self) -> None:
        if self._grid is not None:
            self._grid.add(self._row)
        self._row = []
        self._row_number += self._rows_repeat

    def _end_sheet(self) -> None:
        if self._grid is not None:
            self._full += self._grid.close()
        self._grid = None
        self._place = self._place._replace(sheet="", part="")


def _repeated(attributes: dict[str, str], name: str) -> int:
    text = attribute(attributes, name)
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 1
