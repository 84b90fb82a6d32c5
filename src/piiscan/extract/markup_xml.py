"""Extractor of XML: text and attributes with their names as labels; what expat refuses is read as plain text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import chain
from typing import Final
from xml.parsers import expat

from piiscan.extract.decoding import TextStream, watched
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.text import plain_segments
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

TOKEN_BYTES: Final = 8 * 2**20
"""Longest tag or comment that expat is given time for: it reads one again from its start with every piece."""
_TOKEN: Final = re.compile(rb"[<&]")
DTD_HINT: Final = "read as plain text instead; entities of its own stay unexpanded"


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of an XML file; one with a DTD of its own, and the rest behind an error, as plain text."""
    stream = TextStream(blob.stream, page=True)
    reading = _Reading()
    rest: tuple[str, int] | None = None
    pieces = watched(stream, blob, limits)
    for piece in pieces:
        rest = reading.feed(piece)
        yield from reading.segments()
        if rest is not None:
            break
    rest = rest or reading.finish()
    yield from reading.close()
    if reading.refused:
        yield Skip("", "dtd_refused", "", "declares entities of its own", DTD_HINT)
        rest, stream = ("", 1), TextStream(blob.stream, page=True)
        pieces = watched(stream, blob, limits)
    if rest is not None:
        yield from plain_segments(chain([rest[0]], pieces), rest[1])
    yield from stream.skips()


class _Refused(Exception):  # noqa: N818 - no error: a signal out of expat's callback
    """A DTD with declarations of its own, which could expand without end or name files."""


class _Reading:
    """One pass of expat over the text, writing down what it meets. ``refused`` tells that a DTD ended it."""

    def __init__(self) -> None:
        self.refused = False
        self._writer = SegmentWriter(Place())
        self._label = ""
        self._text: list[str] = []
        self._tags: list[str] = []
        self._line = 1
        self._turns = 0
        self._wrote = False
        self._blank = ""
        self._before = ""
        self._parser = parser = expat.ParserCreate("utf-8")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.SkippedEntityHandler = self._entity
        self._kept = bytearray()
        self._base = 0
        self._seen = 0
        self._event = -1

    def feed(self, piece: str) -> tuple[str, int] | None:
        """Read a piece; what expat could not read so far, with its line, or None if all went well."""
        self._kept += piece.encode("utf-8", "replace")
        try:
            self._parser.Parse(bytes(self._kept[self._seen :]), False)  # noqa: FBT003 - no keywords in C
        except _Refused:
            self.refused = True
            return "", 1
        except expat.ExpatError as error:
            return self._left(self._parser.ErrorByteIndex, error.lineno)
        begin = max(self._parser.CurrentByteIndex - self._base, 0)
        del self._kept[:begin]
        self._base += begin
        self._seen = len(self._kept)
        return self._left(self._base, self._parser.CurrentLineNumber) if self._seen > TOKEN_BYTES else None

    def finish(self) -> tuple[str, int] | None:
        """What is left unread at the end of the file, with its line."""
        try:
            self._parser.Parse(b"", True)  # noqa: FBT003
        except expat.ExpatError as error:
            return self._left(self._parser.ErrorByteIndex, error.lineno)
        return None

    def _left(self, index: int, line: int) -> tuple[str, int]:
        """The text from the token on that went wrong: expat's index may lie anywhere in it."""
        end = max(0, index - self._base)
        begin = _TOKEN.search(self._kept, max(0, self._event - self._base + 1), end)
        return self._kept[begin.start() if begin else end :].decode("utf-8", "ignore"), line

    def segments(self) -> Iterator[Segment]:
        """The segments that are full."""
        yield from self._writer.take()

    def close(self) -> Iterator[Segment]:
        """The segments not yet handed out."""
        self._flush()
        yield from self._writer.close()

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_internal: int) -> None:
        if has_internal:
            raise _Refused

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._turn()
        self._tags.append(tag.rpartition(":")[2])
        for name, value in attributes.items():
            if value.strip() and not name.startswith("xmlns"):
                self._flush()
                self._put(value, name.rpartition(":")[2], "attribute")

    def _end(self, _tag: str) -> None:
        self._turn()
        self._tags.pop()

    def _turn(self) -> None:
        """Count a tag: two of them between texts end a value, one alone stands inside running text."""
        self._event = self._parser.CurrentByteIndex
        self._turns += 1
        if self._turns == 2:
            self._flush()

    def _characters(self, text: str) -> None:
        self._event = self._parser.CurrentByteIndex
        if text.isspace():
            self._blank = "\n" if "\n" in text or self._blank == "\n" else "\t"
            if self._text and self._turns < 2:
                self._text.append(text)
            return
        if self._text and self._turns >= 2:
            self._flush()
        if not self._text:
            self._before, self._blank = self._blank, ""
            self._line = self._parser.CurrentLineNumber + text[: len(text) - len(text.lstrip())].count("\n")
            self._label = self._tags[-1] if self._tags else ""
        self._text.append(text)
        self._turns = 0

    def _entity(self, name: str, _is_parameter: int) -> None:
        """An entity of an external DTD, which is not loaded: HTML's meaning of it."""
        self._characters(unescape(f"&{name};"))

    def _comment(self, text: str) -> None:
        self._flush()
        self._put(text.strip(), "", "comment")

    def _instruction(self, target: str, text: str) -> None:
        self._flush()
        self._put(text.strip(), target, "instruction")

    def _flush(self) -> None:
        text, self._text = "".join(self._text).strip(), []
        if text:
            after, self._blank = self._blank, self._before
            self._put(text, self._label, "", self._line)
            self._blank = after

    def _put(self, text: str, label: str, part: str, line: int = 0) -> None:
        if not text:
            return
        if self._wrote:
            self._writer.write(self._blank or "\t")
        self._writer.mark(text, Place(line=line or self._parser.CurrentLineNumber, part=part), label)
        self._wrote, self._blank = True, ""
