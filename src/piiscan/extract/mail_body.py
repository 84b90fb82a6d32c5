"""Bodies of mail parts unpacked line by line: base64, quoted-printable, uuencode; text in UTF-8 for its reader."""

from __future__ import annotations

import codecs
import re
from binascii import Error, a2b_base64, a2b_qp, a2b_uu
from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.charsets import short_text

LOT_BYTES: Final = 65_536

_ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="
_BASE64: Final = _ALPHABET + b" \t\r\n"
_NOT_BASE64: Final = bytes(set(range(256)) - set(_ALPHABET))
_UU_BEGIN: Final = re.compile(rb"begin [0-7]{3,4} (.{1,200})")
_RUN: Final = re.compile(rb"[A-Za-z0-9+/]+")


def unpacked(lines: Iterable[bytes], encoding: str) -> Iterator[bytes]:
    """The bytes that the lines of a body stand for."""
    if encoding == "base64":
        return _from_base64(lines)
    if encoding == "quoted-printable":
        return map(a2b_qp, lines)
    if encoding in {"x-uuencode", "uuencode", "x-uue"}:
        return _from_uu(lines)
    return iter(lines)


def in_utf8(chunks: Iterable[bytes], codec: str) -> Iterator[bytes]:
    """The text in UTF-8, line by line; a line that is not in ``codec`` stays as it is for the reader to judge."""
    if codec in {"", "utf-8", "ascii", "iso2022_jp_ext", "iso2022_jp"}:
        yield from chunks  # told by its bytes, losses counted there
    elif codec.startswith(("utf-16", "utf-32", "utf-7", "utf_7")):
        decoder = codecs.getincrementaldecoder(codec)("replace")
        for chunk in chunks:
            yield decoder.decode(chunk).encode("utf-8", "replace")
        yield decoder.decode(b"", final=True).encode("utf-8", "replace")
    else:
        for line in _whole_lines(chunks):
            try:
                yield line.decode(codec).encode("utf-8")
            except UnicodeDecodeError:
                yield line


def _whole_lines(chunks: Iterable[bytes]) -> Iterator[bytes]:
    carry = b""
    for chunk in chunks:
        lines = (carry + chunk).splitlines(keepends=True)
        carry = lines.pop() if lines else b""
        yield from lines
        if len(carry) > LOT_BYTES:
            yield carry
            carry = b""
    if carry:
        yield carry


def _from_base64(lines: Iterable[bytes]) -> Iterator[bytes]:
    held = b""
    lot: list[bytes] = []
    size = 0
    for line in lines:
        if _is_prose(line):
            yield _base64(held + b"".join(lot).translate(None, _NOT_BASE64))
            held, lot, size = b"", [], 0
            yield line
            continue
        lot.append(line)
        size += len(line)
        if size >= LOT_BYTES:
            held += b"".join(lot).translate(None, _NOT_BASE64)
            lot, size = [], 0
            cut = len(held) // 4 * 4
            yield _base64(held[:cut])
            held = held[cut:]
    yield _base64(held + b"".join(lot).translate(None, _NOT_BASE64))


def _is_prose(line: bytes) -> bool:
    """Whether a line of a packed body is none: mailing lists and mail filters put their words below it as they are."""
    line = line.strip()
    return (b" " in line or not line.isascii()) and bool(line.translate(None, _BASE64))


def _base64(data: bytes) -> bytes:
    """Several runs may follow each other, each with padding of its own; a last character too many is dropped."""
    if b"=" not in data[:-2] and len(data) % 4 == 0:
        try:
            return a2b_base64(data)
        except Error:
            pass
    runs = [run[:-1] if len(run) % 4 == 1 else run for run in _RUN.findall(data)]
    return b"".join(a2b_base64(run + b"=" * (-len(run) % 4)) for run in runs)


def unflowed(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The text with lines put together that only the mail program cut (RFC 3676 with DelSp): a space ends those."""
    for line in _whole_lines(chunks):
        bare = line.rstrip(b"\r\n")
        yield bare[:-1] if bare.endswith(b" ") and bare != b"-- " and len(bare) < len(line) else line


class UuFiles:
    """A letter without the files that stand in it between ``begin`` and ``end``; they are in ``files`` afterwards."""

    def __init__(self, chunks: Iterable[bytes]) -> None:
        self._chunks = chunks
        self.files: list[tuple[str, bytes]] = []

    def __iter__(self) -> Iterator[bytes]:
        name, held, raw = "", list[bytes](), list[bytes]()
        for line in _whole_lines(self._chunks):
            if name and line.strip() in {b"end", b"`"}:
                if line.strip() == b"end":
                    self.files.append((name, b"".join(held)))
                    name, raw = "", []
                continue
            packed = _uu_line(line) if name else None
            if packed is not None:
                held.append(packed)
                raw.append(line)
                continue
            yield from raw  # it only looked like a file
            begun = _UU_BEGIN.match(line)
            name, held, raw = (short_text(begun[1].strip()) if begun else ""), [], [line] if begun else []
            if not begun:
                yield line
        if held:
            self.files.append((name, b"".join(held)))
        else:
            yield from raw


def _uu_line(line: bytes) -> bytes | None:
    """The bytes of a line of uuencode; None for one that is none."""
    bare = line.rstrip(b"\r\n")
    if not bare or not 33 <= bare[0] <= 77 or len(bare) > 90 or len(bare) * 3 // 4 + 2 < bare[0] - 32:
        return None
    try:
        return a2b_uu(bare)
    except Error:
        return None


def _from_uu(lines: Iterable[bytes]) -> Iterator[bytes]:
    begun = False
    for line in lines:
        if not begun:
            begun = line.startswith(b"begin ")
        elif line.strip() != b"end":
            try:
                yield a2b_uu(line)
            except Error:
                yield line
