"""Mail messages (eml, mht) and mailboxes (mbox): headers, every part, attachments as the files they are; streamed.

The standard library's parser is not used: it keeps a whole message in memory several times over, and recurses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, Final, NamedTuple

from piiscan.extract.mail_body import UuFiles, in_utf8, unflowed, unpacked
from piiscan.extract.mail_headers import MOST_BYTES, Header, Headers, header_of, header_text
from piiscan.extract.nested import name_segment, read_inline, read_member
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

LINE_BYTES: Final = 2**20
SILENT: Final = re.compile(
    r"dkim-signature|domainkey-signature|arc-.*|mime-version|content-(?:type|transfer-encoding|disposition|length)"
    r"|x-.*(?:signature|antispam.*|-bogosity|-spam.*|diagnostics|transporttraffic.*)|face|x-face|autocrypt|lines|status",
    re.IGNORECASE,
)
"""Headers of signatures, filters and packing: nobody wrote them, and their base64 looks like anything."""
ENDINGS: Final = {
    "text/plain": ".txt",
    "text/html": ".html",
    "text/calendar": ".ics",
    "text/vcard": ".vcf",
    "text/x-vcard": ".vcf",
    "text/directory": ".vcf",
    "text/rfc822-headers": ".eml",
    "message/global": ".eml",
    "text/csv": ".csv",
    "text/xml": ".xml",
    "message/rfc822": ".eml",
    "application/pdf": ".pdf",
    "application/json": ".json",
    "text/rtf": ".rtf",
}
LOCKED: Final = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
LOCKED_HINT: Final = "decrypt the message and scan it again"
MBOX_LINE: Final = re.compile(rb"From \S.{0,200}[0-9]{2}:[0-9]{2}.{0,40}\r?\n")


def extract(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of one message: its headers, then its parts in their order."""
    blob.stream.seek(0)
    yield from _Message(blob, limits, _Lines(blob.stream)).read()


def extract_mbox(blob: Blob, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of all messages of a mailbox, each under its number."""
    lines = _Lines(blob.stream)
    blob.stream.seek(0)
    number = 0
    for first in iter(lines.next, b""):
        if MBOX_LINE.match(first):
            break
    while lines.last:
        number += 1
        blob.check_time(limits)
        message = _one_of_box(lines)
        yield from read_member(blob, f"message {number}.eml", message, limits)
        for _ in message:
            """Read to the next message."""


def _one_of_box(lines: _Lines) -> Iterator[bytes]:
    """The lines of a message in a mailbox; a From in their midst was quoted with > when it was put there."""
    blank = False
    while line := lines.next():
        if blank and MBOX_LINE.match(line):
            return
        blank = not line.strip()
        yield line[1:] if line.startswith(b">") and line.lstrip(b">").startswith(b"From ") else line


class _Lines:
    """The lines of a stream with their numbers; ``last`` is the one read last, empty at the end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.number = 0
        self.last = b"\n"
        self._again = False

    def next(self) -> bytes:
        """The next line, or the last one again after :meth:`back`."""
        if self._again:
            self._again = False
            return self.last
        self.last = self._stream.readline(LINE_BYTES)
        self.number += 1
        return self.last

    def back(self) -> None:
        """Give the last line once more."""
        self._again = True


def _before_headers(line: bytes) -> bool:
    """Whether a line may stand above the first header: the size in Apple Mail's files, the From of a mailbox."""
    return line.strip().isdigit() or line.startswith(b"From ")


class _Open(NamedTuple):
    """A container whose parts are being read, and what its boundary meant outside of it."""

    headers: Headers
    outside: tuple[tuple[int, bool] | None, tuple[int, bool] | None]


class _Message:
    """One message being read forward; its open boundaries are a table, so that nesting costs nothing."""

    def __init__(self, blob: Blob, limits: Limits, lines: _Lines) -> None:
        self._blob = blob
        self._limits = limits
        self._lines = lines
        self._place = Place(member=blob.member)
        self._open: list[_Open] = []
        self._boundaries: dict[bytes, tuple[int, bool]] = {}
        """Boundary line -> depth of its container, and whether it closes that."""
        self._met: tuple[int, bool] | None = None
        self._part = 0

    def read(self) -> Iterator[Segment | Skip]:
        """All segments and skips."""
        yield from self._entity()
        while self._met is not None:
            depth, closes = self._met
            self._close(depth - 1 if closes else depth)
            yield from self._between("epilogue") if closes else self._entity()

    def _entity(self) -> Iterator[Segment | Skip]:
        """The message or one part of it, up to the next boundary."""
        headers = self._headers()
        yield from self._show(headers)
        if headers.boundary:
            self._enter(headers)
            yield from self._between("preamble")
        else:
            yield from self._leaf(headers)

    def _headers(self) -> Headers:
        """The headers up to the empty line, each in one piece; a line that is none ends them too."""
        raw: list[tuple[str, bytes, int]] = []
        size = 0
        while (line := self._lines.next()).strip(b"\r\n") and size < MOST_BYTES:
            size += len(line)
            begun = header_of(line)
            if line[:1] in b" \t" and raw:
                name, value, number = raw[-1]
                raw[-1] = (name, value + line, number)
            elif begun:
                raw.append((*begun, self._lines.number))
            elif raw or not _before_headers(line):
                self._lines.back()
                break
        return Headers([Header(name, header_text(value), number) for name, value, number in raw])

    def _show(self, headers: Headers) -> Iterator[Segment]:
        here = self._place._replace(part="header")
        writer = SegmentWriter(here)
        for name, value, line in headers.all:
            if value and not SILENT.fullmatch(name):
                writer.write(f"{name}: ")
                writer.mark(value, here._replace(line=line), name)
                writer.write("\n")
        yield from writer.close()

    def _leaf(self, headers: Headers) -> Iterator[Segment | Skip]:
        """A part that is no container: shown where it stands if it is the letter itself, else as a file."""
        self._part += 1
        body = self._body()
        name = headers.file_name
        if self._locked(headers):
            yield Skip("", "encrypted", self._blob.path_of(name) if name else "", "an encrypted message", LOCKED_HINT)
        elif not name and headers.type in {"text/plain", "text/html"}:
            inside = UuFiles(self._counted(in_utf8(unpacked(body, headers.encoding), headers.charset)))
            chunks = unflowed(inside) if headers.joins_lines else iter(inside)
            yield from read_inline(self._blob, f"body{ENDINGS[headers.type]}", chunks, self._limits)
            for title, data in inside.files:
                yield from self._file(title, iter([data]))
        else:
            chunks = unpacked(body, headers.encoding)
            if headers.type.startswith("text/"):
                chunks = in_utf8(chunks, headers.charset)
            if headers.other_name:
                yield name_segment(self._blob, headers.other_name)
            yield from self._file(name, self._counted(chunks), ENDINGS.get(headers.type, ""))
        for _ in body:
            """What the reader left."""

    def _file(self, name: str, chunks: Iterator[bytes], ending: str = "") -> Iterator[Segment | Skip]:
        """An attachment, read as the file it is."""
        if name:
            yield name_segment(self._blob, name)
        self._blob.count_member(self._limits)
        yield from read_member(self._blob, name or f"part {self._part}{ending}", chunks, self._limits)

    def _locked(self, headers: Headers) -> bool:
        if headers.type in LOCKED:
            return "signed" not in headers.value("content-type").lower()
        above = self._open[-1].headers.type if self._open else ""
        return above == "multipart/encrypted"

    def _counted(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._blob.count_unpacked(len(chunk), self._limits)
            yield chunk

    def _between(self, part: str) -> Iterator[Segment]:
        """What stands before or behind the parts, if anybody wrote anything there."""
        here = self._place._replace(part=part)
        writer = SegmentWriter(here)
        for line in self._body():
            if line.strip():
                writer.write(header_text(line) + "\n")
                yield from writer.take()
        yield from writer.close()

    def _body(self) -> Iterator[bytes]:
        """The lines up to the next boundary of any open container."""
        lines, self._met = self._lines, None
        while line := lines.next():
            if line.startswith(b"--") and (met := self._boundaries.get(line.rstrip())) is not None:
                self._met = met
                return
            if lines.number % 10_000 == 0:
                self._blob.check_time(self._limits)
            yield line

    def _enter(self, headers: Headers) -> None:
        opens, closes = b"--" + headers.boundary, b"--" + headers.boundary + b"--"
        outside = (self._boundaries.get(opens), self._boundaries.get(closes))
        self._open.append(_Open(headers, outside))
        depth = len(self._open)
        self._boundaries[opens], self._boundaries[closes] = (depth, False), (depth, True)

    def _close(self, depth: int) -> None:
        """Leave the containers deeper than ``depth``; their boundaries mean again what they meant before."""
        while len(self._open) > depth:
            headers, outside = self._open.pop()
            lines = (b"--" + headers.boundary, b"--" + headers.boundary + b"--")
            for line, before in zip(lines, outside, strict=True):
                if before is None:
                    self._boundaries.pop(line, None)
                else:
                    self._boundaries[line] = before
