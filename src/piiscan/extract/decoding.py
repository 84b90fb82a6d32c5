"""Bytes into text, piece by piece: one encoding for the file, each line on its own where that fails, losses counted."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, Final

from piiscan.extract.encoding import ISO_2022, SAMPLE_BYTES, bom_of, declared_in, encoding_of, utf_by_nul
from piiscan.extract.protocol import Blob, Limits
from piiscan.late import late
from piiscan.model import Skip

BLOCK_BYTES: Final = 131_072
"""How much is read at once: about one segment of Japanese text in UTF-8."""

_SURROGATE: Final = late("[\ud800-\udfff]")
_EUC_TOKEN: Final = late(rb"[\x00-\x7f]+|\x8e[\xa1-\xdf]|\x8f[\xa1-\xfe]{2}|[\xa1-\xfe]{2}|[\x80-\xff]")
_JIS_TOKEN: Final = late(rb"\x1b(?:\$\([@BDOQ]|\$[@B]|\([BHIJ])|[^\x1b]+|\x1b", re.DOTALL)
_LOST: Final = "\ufffd"
_DECODE_HINT: Final = "convert the file to UTF-8 and scan it again"
_SAFE_BYTE: Final = {"cp932": late(rb"[\x00-\x3f]"), "euc_jp": late(rb"[\x00-\x7f]")}
"""A byte that is always a character of its own."""
_WHOLE_CHARACTERS: Final = {
    "cp932": late(rb"(?:[\x81-\x9f\xe0-\xfc][\x40-\xff]|[\x00-\x80\xa0-\xdf\xfd-\xff])*"),
    "euc_jp": late(rb"(?:\x8f[\xa1-\xff]{2}|[\x80-\x8e\x90-\xff][\xa1-\xff])*"),
}
_UTF8_KANA: Final = late(rb"\xe3[\x81-\x83][\x80-\xbf]\xe3[\x81-\x83][\x80-\xbf]")
"""Two kana in UTF-8, which CP932 shows as 縺ｮ縺: a line of another encoding that decodes without an error."""
LOOK_BACK: Final = 4096
GUESSED_LINES: Final = 20_000
"""So many lines of a mixed file are weighed one by one (20 us each); further ones are taken for what the last was."""


class TextStream:
    """The text of a binary stream as an iterator of pieces, cut at line ends where there are any.

    ``encoding`` is the codec in use, ``lost`` the number of bytes so far that no encoding explains (each has become
    U+FFFD), ``lost_line`` the line of the first.
    """

    def __init__(self, stream: BinaryIO, *, page: bool = False) -> None:
        """Wrap a stream; ``page`` says that HTML or XML may declare its encoding."""
        self.encoding = ""
        self.lost = 0
        self.lost_line = 0
        self._stream = stream
        self._page = page
        self._declared = ""
        self._lines = 1
        self._sure = True
        self._guesses = 0
        self._other = ""

    def __iter__(self) -> Iterator[str]:
        """Yield the text in pieces of up to about 128 Ki characters."""
        self._stream.seek(0)
        head = self._stream.read(SAMPLE_BYTES)
        bom, codec = bom_of(head)
        wide = codec if codec.startswith(("utf-16", "utf-32")) else "" if bom else utf_by_nul(head) or _bare_wide(head)
        self._declared = declared_in(head) if self._page else ""
        self._stream.seek(len(bom))
        yield from self._wide(wide) if wide else self._narrow()

    def skips(self) -> Iterator[Skip]:
        """One skip that counts the bytes which could not be decoded, if there were any, or doubts them all."""
        if not self._sure:
            yield Skip("", "decode_lossy", "", f"no Japanese encoding fits, read as {self.encoding}", _DECODE_HINT)
            return
        if self.lost:
            detail = f"{self.lost} bytes that are no {self.encoding}, the first in line {self.lost_line}"
            yield Skip("", "decode_lossy", "", detail, _DECODE_HINT)

    def _wide(self, codec: str) -> Iterator[str]:
        self.encoding = codec
        decoder = codecs.getincrementaldecoder(codec)("surrogatepass" if "16" in codec else "replace")
        while block := self._stream.read(BLOCK_BYTES):
            yield self._without_surrogates(decoder.decode(block))
        if decoder.getstate()[0]:
            self._lose(1)
            yield _LOST

    def _without_surrogates(self, text: str) -> str:
        """The text with lone surrogates, which no encoder accepts, as U+FFFD."""
        clean, found = _SURROGATE.subn(_LOST, text) if not text.isascii() else (text, 0)
        if found or (_LOST in text and "32" in self.encoding):
            self._lose(found or text.count(_LOST))
        self._lines += text.count("\n")
        return clean

    def _narrow(self) -> Iterator[str]:
        block = self._stream.read(BLOCK_BYTES)
        while block:
            more = self._stream.read(BLOCK_BYTES)
            cut = _line_cut(block) or self._character_cut(block)
            text, block = self._decode(block[:cut]), block[cut:] + more
            # A last line without an end stays with those before: it would cost as much as they do, for it is a window.
            if not more:
                text, block = text + self._decode(block), b""
            yield text

    def _character_cut(self, block: bytes) -> int:
        """Where a block without line ends may be cut: before a character that is not there in full."""
        if b"\x1b" in block and block.isascii():
            return _escape_cut(block)
        if block.isascii():
            return len(block)
        codec = self.encoding or encoding_of(block, self._declared).codec
        if codec in _WHOLE_CHARACTERS:
            safe = _SAFE_BYTE[codec]
            begin = safe.search(block[-LOOK_BACK:][::-1]) or safe.search(block[::-1])
            start = len(block) - begin.start() if begin else 0  # a block begins where a character does
            found = _WHOLE_CHARACTERS[codec].match(block, start)
            return found.end() if found and found.end() else len(block)
        decoder = codecs.getincrementaldecoder(codec)("replace")
        decoder.decode(block)
        return len(block) - len(decoder.getstate()[0]) or len(block)

    def _decode(self, block: bytes) -> str:
        if block.isascii() and not (b"\x1b" in block and ISO_2022.search(block)):
            self._lines += block.count(b"\n")
            return block.decode("ascii")
        if not self.encoding:
            self.encoding, self._sure = encoding_of(block, self._declared)
        mixed = (self.encoding == "cp932" and _UTF8_KANA.search(block)) or (
            b"\x1b" in block and self.encoding != "iso2022_jp_ext" and ISO_2022.search(block)
        )
        try:
            text = "" if mixed else block.decode(self.encoding)
        except UnicodeDecodeError:
            text = ""
        if not text:
            return "".join(self._salvage(line) for line in block.splitlines(keepends=True))
        self._lines += block.count(b"\n")
        return text

    def _salvage(self, line: bytes) -> str:
        """One line in the first encoding that fits it: the file's, its own, then the file's with losses."""
        text = self._line_text(line)
        self._lines += line.count(b"\n")
        return text

    def _line_text(self, line: bytes) -> str:
        if b"\x1b" in line and line.isascii() and ISO_2022.search(line):
            text = decoded(line, "iso2022_jp_ext")
            if text is not None:
                return text
        # a line is hardly UTF-8 by chance, but often CP932 or EUC-JP
        for codec in ("utf-8", self.encoding) if self.encoding in _SAFE_BYTE else (self.encoding, "utf-8"):
            text = decoded(line, codec)
            if text is not None:
                return text
        if self._guesses < GUESSED_LINES:
            self._guesses += 1
            own = encoding_of(line)
            self._other = own.codec if own.sure and not own.codec.startswith("utf-16") else ""
        text = decoded(line, self._other) if self._other else None
        if text is not None:
            return text
        text = line.decode(self.encoding, "replace")
        genuine = line.count(b"\xef\xbf\xbd") if self.encoding == "utf-8" else 0
        self._lose(max(1, text.count(_LOST) - genuine))
        return text

    def _lose(self, count: int) -> None:
        self.lost += count
        self.lost_line = self.lost_line or self._lines


def watched(pieces: Iterable[str], blob: Blob, limits: Limits) -> Iterator[str]:
    """The pieces as they come, until the time for the file is over."""
    for piece in pieces:
        blob.check_time(limits)
        yield piece


def decoded(line: bytes, codec: str) -> str | None:
    """The text of a line in a codec and in the vendors' additions to it, or None where it does not fit."""
    try:
        return line.decode(codec)
    except UnicodeDecodeError:
        pass
    if codec == "cp1252":
        return line.decode("latin-1")  # five bytes mean nothing in Windows-1252, but every byte does in Latin-1
    if codec == "euc_jp":
        return _euc_text(line)
    if codec == "iso2022_jp_ext":
        return _euc_text(_jis_as_euc(line))
    return None


def _euc_text(line: bytes) -> str | None:
    """EUC-JP with the rows 13 and 89 to 92 of CP51932 and those of JIS X 0213; None where a byte fits neither."""
    parts = [_euc_character(token) for token in _EUC_TOKEN.findall(line)]
    return None if None in parts else "".join(part for part in parts if part)


def _euc_character(token: bytes) -> str | None:
    shifted = _as_cp932(token)
    for data, codec in ((token, "euc_jp"), (shifted, "cp932"), (token, "euc_jis_2004")):
        try:
            if data:
                return data.decode(codec)
        except UnicodeDecodeError:
            continue
    return None


def _as_cp932(token: bytes) -> bytes:
    """The two bytes of Shift_JIS for two bytes of EUC (JIS X 0208 row and cell, shifted), empty for other tokens."""
    if len(token) != 2 or token[0] < 0xA1:
        return b""
    row, cell = token[0] - 0xA1, token[1] - 0xA1
    lead = row // 2 + (0x81 if row < 62 else 0xC1)
    trail = cell + 0x9F if row % 2 else cell + 0x40 + (cell >= 63)
    return bytes((lead, trail))


def _jis_as_euc(line: bytes) -> bytes:
    """ISO-2022-JP bytes as EUC-JP bytes: two-byte sets with the high bit, half-width kana behind 8E."""
    parts: list[bytes] = []
    mode = b"\x1b(B"
    for token in _JIS_TOKEN.findall(line):
        if token.startswith(b"\x1b"):
            mode = token
            continue
        shifted = bytes(byte | 0x80 if 0x20 < byte < 0x7F else byte for byte in token)
        if mode == b"\x1b(I":
            parts.append(re.sub(rb"([\xa1-\xdf])", b"\x8e\\1", shifted))
        elif mode == b"\x1b$(D":
            parts.append(re.sub(rb"([\xa1-\xfe]{2})", b"\x8f\\1", shifted))
        else:
            parts.append(shifted if mode.startswith(b"\x1b$") else token)
    return b"".join(parts)


def _line_cut(block: bytes) -> int:
    """The offset behind the last line end of a block, 0 where it has none; CR LF is not torn."""
    cut = block.rfind(b"\n") + 1
    return cut or block.rfind(b"\r", 0, -1) + 1


def _escape_cut(block: bytes) -> int:
    """Where ISO-2022-JP without line ends may be cut: behind the last return to ASCII; 0 to wait for one."""
    cut = block.rfind(b"\x1b(B") + 3
    if cut > 2 or len(block) > 8 * BLOCK_BYTES:
        return cut if cut > 2 else len(block)
    return 0


def _bare_wide(head: bytes) -> str:
    """UTF-16 without BOM and without a NUL in sight (kanji only), told by its score; empty for other text."""
    codec = "" if head.isascii() else encoding_of(head).codec
    return codec if codec.startswith("utf-16") else ""
