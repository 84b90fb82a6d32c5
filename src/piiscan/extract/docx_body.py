"""Text of a Word part (body, header, comments, notes) from its XML: a line per paragraph or table row."""

from __future__ import annotations

from typing import Final

from piiscan.extract.docx_table import Table
from piiscan.extract.protocol import Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.extract.xmlstream import Depth, LocalNames, attribute
from piiscan.model import Place, Segment

ROOTS: Final = {
    "hdr": "header",
    "ftr": "footer",
    "comments": "comment",
    "footnotes": "footnote",
    "endnotes": "endnote",
    "glossaryDocument": "building block",
}
"""What a part is called by its root element; the body itself has no name."""
SIGNS: Final = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
TEXTS: Final = frozenset(("t", "delText", "instrText", "delInstrText"))
DELETIONS: Final = frozenset(("del", "moveFrom"))
INSERTIONS: Final = frozenset(("ins", "moveTo"))
SPOKEN: Final = {
    "default": ("val",),
    "listEntry": ("val",),
    "helpText": ("val",),
    "statusText": ("val",),
    "alias": ("val",),
    "tag": ("val",),
    "date": ("fullDate",),
    "attr": ("val",),
    "tblCaption": ("val",),
    "tblDescription": ("val",),
    "listItem": ("displayText", "value"),
    "docVar": ("name", "val"),
    "docPr": ("descr", "title"),
    "cNvPr": ("descr", "title"),
    "textpath": ("string",),
    "shape": ("alt", "title"),
    "connectString": ("val",),
    "query": ("val",),
    "hyperlink": ("tooltip",),
}
"""Attributes that hold text somebody wrote: form fields, content controls, alternative texts, word art, mail merge."""
FIELD_NOISE: Final = frozenset(
    (
        *("CREATEDATE", "DATE", "FILESIZE", "FORMCHECKBOX", "FORMDROPDOWN", "FORMTEXT", "INDEX", "NOTEREF", "NUMCHARS"),
        *("NUMPAGES", "NUMWORDS", "PAGE", "PAGEREF", "PRINTDATE", "REF", "SAVEDATE", "SECTION", "SECTIONPAGES", "SEQ"),
        *("STYLEREF", "SYMBOL", "TC", "TIME", "TOC", "XE"),
    )
)
"""Field codes that count and point: their arguments are bookmarks such as _Toc12345678."""


class Paragraph:
    """The text of one paragraph as it reads now, and as it read before the tracked changes."""

    __slots__ = ("before", "changed", "field", "now", "reading", "reading_at")

    def __init__(self) -> None:
        self.now: list[str] = []
        self.before: list[str] = []
        self.changed = False
        self.field: list[str] = []
        self.reading: list[str] = []
        self.reading_at = -1


class BodyEvents:
    """Turns the XML of a Word part into segments. ``aside`` gets what stands beside the text, not in it."""

    def __init__(self, place: Place, limits: Limits) -> None:
        self._place = place
        self.writer = SegmentWriter(place._replace(line=1))
        self.aside = SegmentWriter(place)
        self._depth = Depth(limits.xml_depth)
        self._names = LocalNames()
        self._paragraphs: list[Paragraph] = []
        self._tables: list[Table] = []
        self._table_number = 0
        self._cells: list[list[str] | None] = []
        """Open cells with their paragraphs, innermost last; None stands for a text box."""
        self._deleted = self._inserted = self._ruby = 0
        self._text: list[str] | None = None
        self._written = 0
        self._choices: list[int] = []
        self._muted_at = 0
        self._authors: set[str] = set()

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self._depth.down()
        name = self._names[name]
        if self._muted_at:
            return
        if name in TEXTS:
            self._text = []
        elif name == "p":
            self._paragraphs.append(Paragraph())
        elif name in SIGNS and not (attributes and name == "tab"):  # with attributes: a tab stop, no tab
            self._add(SIGNS[name])
        elif name in DELETIONS:
            self._deleted += 1
        elif name in INSERTIONS:
            self._inserted += 1
        elif self._depth.now == 1:
            self._begin_part(name)
        else:
            self._start_other(name, attributes)
        if attributes:
            self._start_spoken(name, attributes)

    def end(self, name: str) -> None:
        """An element ends."""
        name = self._names[name]
        if self._muted_at:
            if self._depth.now == self._muted_at:
                self._muted_at = 0
            self._depth.up()
            return
        self._depth.up()
        if name in TEXTS:
            self._end_text(name)
        elif name == "p":
            self._end_paragraph()
        elif name in DELETIONS:
            self._deleted -= 1
        elif name in INSERTIONS:
            self._inserted -= 1
        else:
            self._end_other(name)

    def text(self, data: str) -> None:
        """Characters; only those inside text elements count."""
        if self._text is not None:
            self._text.append(data)

    def take(self) -> list[Segment]:
        """The segments that are full."""
        return self.writer.take()

    def close(self) -> list[Segment]:
        """What is left at the end, also where the XML broke off."""
        while self._paragraphs:
            self._end_paragraph()
        while self._tables:
            if self._cells and self._cells[-1] is not None:
                self._end_other("tc")
                self._end_other("tr")
            self._end_other("tbl")
        return [*self.writer.close(), *self.aside.close()]

    def _begin_part(self, name: str) -> None:
        self._place = self._place._replace(part=ROOTS.get(name, self._place.part))
        self.writer = SegmentWriter(self._place._replace(line=1))

    def _start_other(self, name: str, attributes: dict[str, str]) -> None:
        if name == "tbl":
            self._table_number += 1
            self._tables.append(Table(self._table_number))
        elif name == "txbxContent":
            self._cells.append(None)
        elif name == "rt":
            self._ruby += 1
        elif name == "AlternateContent":
            self._choices.append(self._written)
        elif name == "Fallback" and self._choices and self._written > self._choices[-1]:
            self._muted_at = self._depth.now  # the same text again for old programs
        elif self._tables:
            self._start_in_table(name, attributes)

    def _start_in_table(self, name: str, attributes: dict[str, str]) -> None:
        table = self._tables[-1]
        if name == "tr":
            table.begin_row()
        elif name == "tc":
            table.begin_cell()
            self._cells.append([])
        elif name == "gridSpan":
            table.widen(small_number(attribute(attributes, "val")))
        elif name == "gridBefore":
            table.shift(small_number(attribute(attributes, "val")))

    def _start_spoken(self, name: str, attributes: dict[str, str]) -> None:
        author = attribute(attributes, "author")
        if author and author not in self._authors:
            self._authors.add(author)
            self._beside(author, "comment" if name == "comment" else "property", "author")
        for key in SPOKEN.get(name, ()):
            text = attribute(attributes, key)
            if len(text) > 1:
                self._beside(text, "form" if key in ("val", "displayText", "value", "fullDate") else "text box", name)
        if name == "bookmarkStart" and not attribute(attributes, "name", "_").startswith("_"):
            self._beside(attribute(attributes, "name"), "bookmark", "")
        if name == "fldSimple":
            self._say_field(attribute(attributes, "instr"))

    def _end_other(self, name: str) -> None:
        if name == "rt":
            self._ruby -= 1
        elif name == "AlternateContent" and self._choices:
            self._choices.pop()
        elif name == "txbxContent" and self._cells and self._cells[-1] is None:
            self._cells.pop()
        elif name == "tc" and self._tables and self._cells and self._cells[-1] is not None:
            self._tables[-1].end_cell("\n".join(self._cells.pop() or ()).strip("\n"))
        elif name == "tr" and self._tables:
            self._tables[-1].end_row(self.writer)
        elif name == "tbl" and self._tables:
            self._tables.pop().release(self.writer)

    def _end_text(self, name: str) -> None:
        text = "".join(self._text or ())
        self._text = None
        if name.endswith("nstrText"):
            if self._paragraphs:
                self._paragraphs[-1].field.append(text)
        elif self._ruby and self._paragraphs:
            self._add_reading(self._paragraphs[-1], text)
        else:
            self._add(text)

    def _add(self, text: str) -> None:
        """Add to the open paragraph, to its old or new wording or to both."""
        if not self._paragraphs:
            self._paragraphs.append(Paragraph())  # text outside any paragraph: closed with the part
        paragraph = self._paragraphs[-1]
        self._written += len(text)
        if self._deleted:
            paragraph.changed = True
        else:
            paragraph.now.append(text)
        if not self._inserted or self._deleted:
            paragraph.before.append(text)

    def _add_reading(self, paragraph: Paragraph, text: str) -> None:
        """A reading over characters; those of neighbouring characters are one word."""
        at = len(paragraph.now)
        if paragraph.reading and at > paragraph.reading_at + 1:
            paragraph.reading.append(" ")
        paragraph.reading.append(text)
        paragraph.reading_at = at

    def _end_paragraph(self) -> None:
        if not self._paragraphs:
            return
        paragraph = self._paragraphs.pop()
        text = "".join(paragraph.now)
        if self._cells and self._cells[-1] is not None:
            self._cells[-1].append(text)
        elif self._cells:
            if text:
                self.writer.mark(text, self.writer.place._replace(line=self.writer.line, part="text box"))
                self.writer.write("\n")
        else:
            self.writer.write(text + "\n")
        if paragraph.changed:
            self._beside("".join(paragraph.before), "deleted", "")
        if paragraph.reading:
            self._beside("".join(paragraph.reading), "phonetic", "")
        self._say_field("".join(paragraph.field))

    def _say_field(self, code: str) -> None:
        words = code.split(None, 1)
        if words and words[0].upper() not in FIELD_NOISE:
            self._beside(code.strip(), "field", "")

    def _beside(self, text: str, part: str, label: str) -> None:
        if text and not text.isspace():
            line = self.writer.line if part == "deleted" else 0
            self.aside.mark(text, self._place._replace(part=part, line=line), label)
            self.aside.write("\n")


def small_number(text: str) -> int:
    """A count of columns; 0 for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
