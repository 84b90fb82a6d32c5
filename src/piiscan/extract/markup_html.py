"""Extractor of HTML: text as it is read, form values and other telling attributes, links, comments, scripts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final
from urllib.parse import unquote

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.html_grid import Grid
from piiscan.extract.html_tokens import COMMENT, END, SCRIPT, START, TEXT, Token, tokens
from piiscan.extract.json_text import json_segments
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

CHUNK_CHARACTERS: Final = 8 * 2**20
"""A longer document is read in parts of this length, each beginning with a tag."""
LABEL_CHARACTERS: Final = 80

# fmt: off
_BLOCKS: Final = frozenset((
    "address", "article", "aside", "blockquote", "body", "br", "button", "caption", "center", "dd", "details",
    "dialog", "div", "dl", "dt", "fieldset", "figcaption", "figure", "footer", "form", "frame", "h1", "h2",
    "h3", "h4", "h5", "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "main", "nav", "ol",
    "optgroup", "option", "p", "pre", "section", "select", "summary", "table", "tbody", "td", "textarea",
    "tfoot", "th", "thead", "title", "tr", "ul",
))
# fmt: on
_ATTRIBUTES: Final = frozenset(
    ("value", "alt", "title", "placeholder", "content", "summary", "label", "aria-label", "srcdoc")
)
_LINKS: Final = frozenset(("href", "src", "action", "cite", "formaction"))
_CAPTION_ENDS: Final = " :：\u3000*※"
_CAPTIONS: Final = frozenset(("label", "dt", "legend"))


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a page: a line for each block, cells joined by tabs, attributes behind the line they stand in."""
    stream = TextStream(blob.stream, page=True)
    yield from html_segments(watched(stream, blob, limits))
    yield from stream.skips()


def html_segments(pieces: Iterable[str]) -> Iterator[Segment]:
    """The segments of HTML text that comes in pieces."""
    writer = SegmentWriter(Place())
    page = _Page(writer)
    line = 1
    for chunk in _chunks(pieces):
        for token in tokens(chunk, line):
            page.take(token)
            yield from writer.take()
        line += chunk.count("\n")
    page.close()
    yield from writer.close()


def _chunks(pieces: Iterable[str]) -> Iterator[str]:
    kept: list[str] = []
    length = 0
    for piece in pieces:
        kept.append(piece)
        length += len(piece)
        if length >= CHUNK_CHARACTERS:
            text = "".join(kept)
            cut = text.rfind("<") if text.rfind("<") > 0 else len(text)
            yield text[:cut]
            kept, length = [text[cut:]], len(text) - cut
    if kept:
        yield "".join(kept)


class _Page:
    """Follows tokens and writes lines: the text of a block, then what its attributes and readings hold."""

    def __init__(self, writer: SegmentWriter) -> None:
        self._writer = writer
        self._line: list[str] = []
        self._number = 0
        self._aside: list[tuple[str, Place, str]] = []
        self._between = ""
        self._grids: list[Grid] = []
        self._caption: list[str] | None = None
        self._label = ""
        self._reading = False
        self._script = ""

    def take(self, token: Token) -> None:
        """Take the next token."""
        if token.kind == TEXT:
            self._text(token.text, token.line)
        elif token.kind == START:
            self._start(token)
        elif token.kind == END:
            self._end(token.text)
        elif token.text.strip():
            self._corner(token)

    def close(self) -> None:
        """Write what is left of the last line."""
        self._flush("\n")

    def _text(self, text: str, line: int) -> None:
        for offset, part in enumerate(text.replace("\r", "").split("\n")):
            if offset and self._line and not self._line[-1].isspace():
                self._flush("\n")
            shown = part if self._line else part.lstrip()
            if not self._line:
                self._number = line + offset
            if shown and self._reading:
                self._aside.append((shown, Place(line=line + offset, part="ruby"), ""))
            elif shown:
                self._line.append(shown)

    def _start(self, token: Token) -> None:
        name = token.text
        if name in _BLOCKS:
            self._flush("\t" if name in {"td", "th"} and self._grids else "\n")
        if name == "table":
            self._grids.append(Grid())
        elif self._grids:
            self._grids[-1].start(name, dict(token.attributes))
        if name in _CAPTIONS:
            self._caption = []
        if name in {"rt", "rp"}:
            self._reading = True
        self._attributes(token)
        if name == "script":
            self._script = dict(token.attributes).get("type", "")

    def _end(self, name: str) -> None:
        if name in _BLOCKS or name in _CAPTIONS:
            self._flush("\t" if name in {"td", "th"} and self._grids else "\n" if name in _BLOCKS else "")
        if name in _CAPTIONS and self._caption is not None:
            self._label = " ".join(self._caption)[:LABEL_CHARACTERS].strip(_CAPTION_ENDS)
            self._caption = None
        if name in {"rt", "rp", "ruby"}:
            self._reading = False
        if name in {"dl", "form", "dd", "fieldset"}:
            self._label = ""
        if name == "table" and self._grids:
            self._grids.pop()
        elif self._grids:
            self._grids[-1].end(name)

    def _attributes(self, token: Token) -> None:
        named = dict(token.attributes)
        for name, value in token.attributes:
            text = _telling(name, value)
            if text:
                field = name == "value" and token.text in {"input", "option", "button", "data", "param"}
                label = self._field_label(named) if field or name == "placeholder" else named.get("name", name)
                self._aside.append((text, Place(line=token.line, part="attribute"), label[:LABEL_CHARACTERS]))

    def _field_label(self, named: dict[str, str]) -> str:
        caption = "" if self._caption is None else " ".join([*self._caption, "".join(self._line)])
        spoken = caption.strip(_CAPTION_ENDS) or self._label or self._cell_label()
        return spoken or named.get("aria-label") or named.get("name") or named.get("id") or ""

    def _cell_label(self) -> str:
        return self._grids[-1].label if self._grids else ""

    def _corner(self, token: Token) -> None:
        """A comment or a script: lines of their own; the values of JSON in a script as from a JSON file."""
        self._flush("\n")
        if token.kind == SCRIPT and "json" in self._script:
            self._json(token)
        for number, text in enumerate(token.text.split("\n"), token.line):
            if text.strip() and not (token.kind == SCRIPT and "json" in self._script):
                part = "comment" if token.kind == COMMENT else "script"
                self._put(text.strip(), Place(line=number, part=part), "", "\n")

    def _json(self, token: Token) -> None:
        for segment in json_segments([token.text]):
            for mark in segment.marks:
                place = mark.place._replace(line=token.line + mark.place.line - 1, part="script")
                self._put(segment.text[mark.start : mark.end], place, mark.label, segment.text[mark.end : mark.end + 1])

    def _flush(self, between: str) -> None:
        """Write the line so far and what stands aside, and remember what separates it from what comes next."""
        text = "".join(self._line).rstrip()
        self._line = []
        if text:
            if self._caption is not None:
                self._caption.append(text)
            if self._grids:
                self._grids[-1].text(text)
            label = self._cell_label() or (self._label if self._caption is None else "")
            self._put(text, Place(line=self._number), label, between)
        elif between == "\n":
            self._between = self._between and "\n"
        aside, self._aside = self._aside, []
        for position, (value, place, label) in enumerate(aside):
            if not position and text:
                self._between = "\n"
            self._put(value, place, label, "\t" if position + 1 < len(aside) else "\n")

    def _put(self, text: str, place: Place, label: str, between: str) -> None:
        if self._between:
            self._writer.write(self._between)
        self._writer.mark(text, place, label)
        self._between = between


def _telling(name: str, value: str) -> str:
    """What an attribute says to a reader: its value, or the decoded part of a link that may hold data."""
    if not value or value.isspace():
        return ""
    if name in _ATTRIBUTES or name.startswith(("data-", "on")):
        return value
    if name in _LINKS and ("?" in value or "@" in value or value[:4].lower() in {"tel:", "sms:"}):
        plain = unquote(value.replace("+", " ") if "?" in value else value)
        return value if "\ufffd" in plain else plain
    return ""
