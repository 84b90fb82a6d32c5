"""Text of a PowerPoint part (slide, notes, master) from its XML: a line per paragraph or table row."""

from __future__ import annotations

from typing import Final

from piiscan.extract.docx_table import Table
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, LocalNames, attribute
from piiscan.model import Place, Segment

SPOKEN: Final = {"cNvPr": ("descr", "title"), "hlinkClick": ("tooltip",), "cSld": ("name",)}
"""Attributes that hold text somebody wrote: alternative texts, hints of links, names of slides."""


class SlideEvents:
    """Turns the XML of a slide into segments; a hidden one is named so from its root on."""

    def __init__(self, place: Place, limits: Limits) -> None:
        self._place = place
        self._limits = limits
        self.writer = SegmentWriter(place)
        self._depth = Depth(limits.xml_depth)
        self._names = LocalNames()
        self._pieces: list[str] = []
        self._inside = False
        self._tables: list[Table] = []
        self._cells: list[list[str]] = []
        self._number = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth.down()
        name = self._names[name]
        if name in {"t", "text"}:
            self._inside = True
        elif name == "br":
            self._pieces.append("\n")
        elif name == "tbl":
            self._number += 1
            self._tables.append(Table(self._number))
        elif name == "tr" and self._tables:
            self._tables[-1].begin_row()
        elif name == "tc" and self._tables:
            self._tables[-1].begin_cell()
            self._cells.append([])
        elif name == "sld" and attributes.get("show") in {"0", "false"}:
            self._place = self._place._replace(part="hidden slide")
            self.writer = SegmentWriter(self._place)
        elif name in SPOKEN:
            for key in SPOKEN[name]:
                self._beside(attribute(attributes, key), key)

    def end(self, name: str) -> None:
        """An element ends."""
        self._depth.up()
        name = self._names[name]
        if name in {"t", "text"}:
            self._inside = False
            if name == "text":
                self._end_paragraph()
        elif name == "p":
            self._end_paragraph()
        elif name == "tc" and self._tables and self._cells:
            self._tables[-1].end_cell("\n".join(self._cells.pop()).strip("\n"))
        elif name == "tr" and self._tables:
            self._tables[-1].end_row(self.writer)
        elif name == "tbl" and self._tables:
            self._tables.pop().release(self.writer)

    def text(self, data: str) -> None:
        """Characters; only those of runs count."""
        if self._inside:
            self._pieces.append(data)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        return self.writer.take()

    def close(self) -> list[Segment]:
        """What is left, also where the XML broke off."""
        self._end_paragraph()
        while self._tables:
            if self._cells:
                self._tables[-1].end_cell("\n".join(self._cells.pop()))
                self._tables[-1].end_row(self.writer)
            self._tables.pop().release(self.writer)
        return self.writer.close()

    def _end_paragraph(self) -> None:
        text = "".join(self._pieces)
        self._pieces.clear()
        if self._cells:
            self._cells[-1].append(text)
        elif text and not text.isspace():
            self.writer.write(text + "\n")

    def _beside(self, text: str, label: str) -> None:
        if text and not text.isspace():
            self.writer.mark(text, self._place._replace(part="alternative text"), label)
            self.writer.write("\n")
