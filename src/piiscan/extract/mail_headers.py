"""Headers of mail messages: read from their lines, and decoded from MIME words, RFC 2231 parameters or raw bytes."""

from __future__ import annotations

import re
from binascii import Error, a2b_base64, a2b_qp
from collections.abc import Sequence
from typing import Final, NamedTuple
from urllib.parse import unquote_to_bytes

from piiscan.extract.charsets import codec_named, short_text

MOST_BYTES: Final = 2**20
"""Longest block of headers; what follows is body."""

_HEADER: Final = re.compile(rb"([!-9;-~]{1,80})[ \t]*:[ \t]?(.*)", re.DOTALL)
_WORD: Final = re.compile(r"=\?([A-Za-z0-9_.:-]+)(?:\*[A-Za-z-]*)?\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_BETWEEN_WORDS: Final = re.compile(r"(\?=)[ \t\r\n]+(?==\?)")
_PARAMETER: Final = re.compile(r""";[ \t\r\n]*([^=;\s"]{1,80})[ \t\r\n]*=[ \t\r\n]*("(?:[^"\\]|\\.)*"?|[^;]*)""")
_QUOTED: Final = re.compile(r"\\(.)")


class Header(NamedTuple):
    """One header: its name as written, its decoded value in one line, and the line it begins in."""

    name: str
    value: str
    line: int


class Headers:
    """The headers of a message or of one of its parts."""

    def __init__(self, found: Sequence[Header]) -> None:
        self.all = tuple(found)
        self._by_name = {header.name.lower(): header.value for header in reversed(found)}
        self.type = self.value("content-type").partition(";")[0].strip().lower() or "text/plain"

    def value(self, name: str) -> str:
        """The value of the first header of that name, or nothing."""
        return self._by_name.get(name, "")

    @property
    def encoding(self) -> str:
        """How the body is packed: ``base64``, ``quoted-printable`` and so on."""
        return self.value("content-transfer-encoding").partition(";")[0].strip().lower()

    @property
    def boundary(self) -> bytes:
        """The line that separates the parts, empty where there are none."""
        if not self.type.startswith("multipart/"):
            return b""
        return parameters(self.value("content-type")).get("boundary", "").encode("utf-8", "replace").rstrip()

    @property
    def charset(self) -> str:
        """The Python codec that the content type names, or nothing."""
        return codec_named(parameters(self.value("content-type")).get("charset", ""))

    @property
    def file_name(self) -> str:
        """What an attachment is called, without folders."""
        disposition = parameters(self.value("content-disposition"))
        return _base_name(disposition.get("filename") or parameters(self.value("content-type")).get("name", ""))

    @property
    def other_name(self) -> str:
        """What it is called elsewhere, if that is something else: one of the two is often cut or changed."""
        other = _base_name(parameters(self.value("content-type")).get("name", ""))
        return other if other != self.file_name else ""

    @property
    def joins_lines(self) -> bool:
        """Whether lines were cut in the midst of words, as Japanese has no spaces to cut at."""
        told = parameters(self.value("content-type"))
        return told.get("format", "").lower() == "flowed" and told.get("delsp", "").lower() == "yes"


def _base_name(path: str) -> str:
    return re.split(r"[\\/]", path)[-1].strip()


def header_of(line: bytes) -> tuple[str, bytes] | None:
    """Name and raw value of the line that begins a header; None for any other line."""
    found = _HEADER.match(line)
    return (found[1].decode("ascii"), found[2]) if found else None


def header_text(raw: bytes) -> str:
    """The value of a header as people see it: unfolded, words decoded, raw Japanese in whatever encoding."""
    return " ".join(decode_words(short_text(raw)).split())


def decode_words(text: str) -> str:
    """The text with its MIME words (``=?iso-2022-jp?B?...?=``) decoded; neighbours may share a character."""
    if "=?" not in text:
        return text
    text = _BETWEEN_WORDS.sub(r"\1", text)
    pieces: list[str] = []
    codec, held, end = "", b"", 0
    for word in _WORD.finditer(text):
        if held and (word.start() != end or word[1].lower() != codec):
            pieces.append(short_text(held, codec_named(codec)))
            held = b""
        pieces.append(text[end : word.start()])
        codec, end = word[1].lower(), word.end()
        held += _word_bytes(word[2], word[3])
    pieces.append(short_text(held, codec_named(codec)) if held else "")
    pieces.append(text[end:])
    return "".join(pieces)


def parameters(value: str) -> dict[str, str]:
    """The parameters behind a header's value, continued and percent-encoded ones (RFC 2231) put together."""
    plain: dict[str, str] = {}
    parts: dict[str, dict[int, tuple[str, bool]]] = {}
    for name, raw in _PARAMETER.findall(value):
        text = _QUOTED.sub(r"\1", raw[1:].removesuffix('"')) if raw.startswith('"') else raw.strip()
        base, star, number = name.lower().partition("*")
        if not star:
            plain.setdefault(base, decode_words(text))
        else:
            index = number.rstrip("*")
            order = int(index) if index.isascii() and index.isdigit() and len(index) < 4 else 0
            parts.setdefault(base, {})[order] = (text, number.endswith("*") or not number)
    for base, pieces in parts.items():
        plain[base] = _joined([pieces[order] for order in sorted(pieces)])
    return plain


def _joined(pieces: list[tuple[str, bool]]) -> str:
    charset = ""
    first, percent = pieces[0]
    if percent and first.count("'") >= 2:
        charset, _, first = first.split("'", 2)
        pieces[0] = (first, percent)
    raw = b"".join(unquote_to_bytes(text) if percent else text.encode("utf-8") for text, percent in pieces)
    return short_text(raw, codec_named(charset))


def _word_bytes(way: str, text: str) -> bytes:
    if way in "qQ":
        return a2b_qp(text.replace("_", " ").encode("utf-8"), header=False)
    try:
        return a2b_base64(text.encode("utf-8") + b"=" * (-len(text) % 4))
    except Error:
        return text.encode("utf-8")
