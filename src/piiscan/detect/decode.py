"""Undoes encodings that hide a value (entities, percent signs, escapes, comments, base64, hex), with a map back."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from piiscan.detect.fold import Folded, Folder


class _Pattern(NamedTuple):
    """How an encoded unit looks.

    ``sign`` is the one character that a text is searched for first; the pattern begins with it alone, so that the
    engine jumps from one to the next. ``lead`` characters in front belong to the unit.
    """

    kind: str
    sign: str
    pattern: re.Pattern[str]
    lead: int = 0


_PATTERNS = (
    _Pattern("entity", "&", re.compile(r"&(?=\#)\#(?:[0-9]{1,7}|[xX][0-9A-Fa-f]{1,6});")),
    _Pattern(
        "bytes",
        "%",
        re.compile(r"%(?:25)*(?:[2-7][0-9A-Fa-f]|[C-Fc-f][0-9A-Fa-f](?:%(?:25)*[89ABab][0-9A-Fa-f]){1,3})"),
    ),
    _Pattern("bytes", "=", re.compile(r"=(?:E[3-9](?:=[89AB][0-9A-F]){2}|(?:3[0-9]|2[0BDE])(?:(?==)|(?<==..=..)))")),
    _Pattern("escape", "\\", re.compile(r"\\(?:x[2-7][0-9A-Fa-f]|u(?!d[89a-f])[0-9a-f]{4})")),
    # What stands for nothing between two digits: a comment, a string cut in two, a soft line break (RFC 2045).
    _Pattern("filler", "!", re.compile(r"!(?<=[0-9-]<!)--[^<>]{0,20}-->(?=[0-9-])"), 1),
    _Pattern("filler", "*", re.compile(r"\*(?<=[0-9-]/\*)[^*/]{0,20}\*/(?=[0-9-])"), 1),
    _Pattern("filler", "+", re.compile(r'\+(?<=[0-9-]" \+) "(?=[0-9-])'), 2),
    _Pattern("filler", "=", re.compile(r"=(?<=[0-9-]=)\r?\n(?=[0-9-])")),
)
# Letters, digits, + and / become X, all else a space: then a long word is found as fast as memory can be searched.
_TOKEN_BYTES = bytes(88 if (chr(byte).isalnum() and byte < 128) or byte in b"+/" else 32 for byte in range(256))
_SHORTEST_TOKEN = b"X" * 16
# The same with h for what hashes and numbers consist of: a log has 20,000 of them a megabyte, and none hides a text.
_HASH_BYTES = bytes(104 if byte in b"0123456789abcdef" else into for byte, into in enumerate(_TOKEN_BYTES))
_LONGEST_TOKEN = 400
_PADDING = re.compile(r"(?:=|%3D){0,6}")
_GLUED = frozenset("_-.%#@&\\")
_HEX = re.compile(r"(?:0x)?((?:[2-7][0-9A-Fa-f]){8,})")
_READABLE = re.compile(r"[\x20-\x7e\t\r\n\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{8,}")
_DIGITS = re.compile(r"[0-9]{2}")
_WORD = re.compile(r"[A-Za-z0-9+/]{12,}={0,6}")
_BASES = (
    (re.compile(r"[A-Z2-7]+|[a-z2-7]+"), lambda text: base64.b32decode(text, casefold=True)),
    (re.compile(r"[0-9A-V]+"), base64.b32hexdecode),
    (re.compile(r"[A-Za-z0-9+/]+"), base64.b64decode),
)
_LAYERS = 2
"""How often a token is undone: encoded text that was encoded again."""

Unit = tuple[int, int, str]
"""Start and end in the encoded text, and what stands there in truth."""


@dataclass(frozen=True, slots=True)
class Unwrapped(Folded):
    """A text that was decoded first and folded then; offsets go all the way back."""

    decoded: Folded = Folded("")

    def start(self, offset: int) -> int:
        """See :meth:`Folded.start`."""
        return self.decoded.start(Folded.start(self, offset))

    def end(self, offset: int) -> int:
        """See :meth:`Folded.end`."""
        return self.decoded.end(Folded.end(self, offset))

    def inverse(self, offset: int) -> int:
        """See :meth:`Folded.inverse`."""
        return Folded.inverse(self, self.decoded.inverse(offset))


def unwrap(text: str, folder: Folder) -> Folded:
    """The folded form of ``text`` with encoded stretches read as what they say."""
    units = _apart(sorted(_units(text)))
    if not units:
        return folder.fold(text)
    decoded = _replace(text, units)
    folded = folder.fold(decoded.text)
    borders = (folded.folded_starts, folded.folded_ends, folded.original_starts, folded.original_ends)
    return Unwrapped(folded.text, *borders, decoded)


def _units(text: str) -> Iterator[Unit]:
    """The encoded stretches of ``text``."""
    for kind, sign, pattern, lead in _PATTERNS:
        if sign in text:
            for match in pattern.finditer(text):
                truth = _decode_unit(kind, match.group())
                if truth is not None:
                    yield match.start() - lead, match.end(), truth
    for start, end in _tokens(text):
        truth = _decode_token(text[start:end])
        if truth is not None:
            yield start, end, truth


def _apart(units: list[Unit]) -> list[Unit]:
    """The units without those that begin inside another."""
    reach = 0
    kept = []
    for unit in units:
        if unit[0] >= reach:
            kept.append(unit)
            reach = unit[1]
    return kept


def _decode_unit(kind: str, unit: str) -> str | None:
    """The character that the unit stands for; None when it stands for itself."""
    if kind == "filler":
        return ""
    if kind == "entity":
        return unescape(unit)
    if kind == "escape":
        return chr(int(unit[2:], 16))  # noqa: FURB166 (the prefix is no Python one)
    digits = re.sub(r"%(?:25)*(?=[0-9A-Fa-f]{2})|=", "", unit)
    try:
        return bytes.fromhex(digits).decode()
    except ValueError:
        return None


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Words of letters and digits that are long enough to hide a number, padding included."""
    encoded = text.encode("ascii", "replace")
    plain = encoded.translate(_TOKEN_BYTES)
    start = plain.find(_SHORTEST_TOKEN)
    if start < 0:
        return
    hashes = encoded.translate(_HASH_BYTES)
    find, find_other = plain.find, hashes.find
    while start >= 0:
        end = find(b" ", start + 16)
        if end < 0:
            end = len(plain)
        # No text in UTF-8 begins with what + and / stand for in base64: these are paths.
        if (text[start] not in "+/") if find_other(b"X", start, end) >= 0 else _HEX.fullmatch(text, start, end):
            padding = _PADDING.match(text, end)
            padded = padding.end() if padding is not None else end
            glued = text[start - 1 : start] in _GLUED or text[padded : padded + 1] in _GLUED
            if end - start <= _LONGEST_TOKEN and not glued:
                yield start, padded
        start = find(_SHORTEST_TOKEN, end)


def _decode_token(token: str, layers: int = _LAYERS) -> str | None:
    """The readable text with digits that ``token`` hides, undone at most ``layers`` times."""
    if token.isalpha() or token.isdecimal():
        return None
    for content in _decodings(token.replace("%3D", "").rstrip("=")):
        text = _text(content)
        if text and layers > 1 and _WORD.fullmatch(text):
            inner = _decode_token(text, layers - 1)
            if inner is not None:
                return inner
        if text and _DIGITS.search(text):
            return text
    return None


def _decodings(token: str) -> Iterator[bytes]:
    """What the token says as hexadecimal digits, in base64 and in the two alphabets of base32 (RFC 4648)."""
    as_hex = _HEX.fullmatch(token)
    if as_hex is not None:
        yield bytes.fromhex(as_hex.group(1))
        return
    padded = token + "=" * (-len(token) % 8)
    for pattern, decode in _BASES:
        if pattern.fullmatch(token):
            try:
                yield decode(padded if decode is not base64.b64decode else token + "=" * (-len(token) % 4))
            except (binascii.Error, ValueError):
                continue


def _text(content: bytes) -> str:
    """``content`` as text where it is nothing but readable text, else nothing."""
    try:
        text = content.decode()
    except ValueError:
        return ""
    return text if _READABLE.fullmatch(text) else ""


def _replace(text: str, units: list[Unit]) -> Folded:
    """``text`` with the units replaced, and where they stood and stand."""
    pieces: list[str] = []
    borders: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    position = length = 0
    for start, end, truth in units:
        pieces += (text[position:start], truth)
        length += start - position
        for column, value in zip(borders, (length, length + len(truth), start, end), strict=True):
            column.append(value)
        length += len(truth)
        position = end
    pieces.append(text[position:])
    return Folded("".join(pieces), *map(tuple, borders))
