"""Words of letters and digits that hide a text: base64, base32 and hexadecimal, found and undone."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import NamedTuple

from piiscan.late import late

Span = tuple[int, int]
Unit = tuple[int, int, str]
"""Start and end in the encoded text, and what stands there in truth."""

# Letters, digits, + and / become X, all else a space: then a long word is found as fast as memory can be searched.
_TOKEN_BYTES = bytes(88 if (chr(byte).isalnum() and byte < 128) or byte in b"+/" else 32 for byte in range(256))
_SHORTEST = b"X" * 16
_LONGEST = 400
# Most long words are paths and names; no readable text begins, in base64 or base32, with what these stand for.
_NEVER_FIRST = frozenset(b"+/qrstuvwxyz")
# The others are hashes and numbers, a log has 20,000 of them a megabyte: these letters alone hide a text only in pairs.
_HASH_LETTERS = b"0123456789abcdef"
_PAIRS = late(rb"(?:[2-7][0-9a-f])+")
# MD5 is the shortest hash in use; of 2,000 random ones of its length one has fewer than four letters.
_HASH = late(rb"(?=(?:[0-9]*+[a-f]){4})(?!(?:[2-7][0-9a-f])++\Z)[0-9a-f]{32,}")
# Shorter words are looked at where they begin as the base64 of a number does: M, N or O, then one of eight letters.
# The pattern begins with its rarest letter alone, for the engine jumps from one to the next (1.3 ms/MB, now 0.4).
_NUMBER_BYTES = bytes(
    77 if byte in b"MNO" else 67 if byte in b"CDSTijyz" else into for byte, into in enumerate(_TOKEN_BYTES)
)
_NUMBER = late(rb"M(?<![MCX]M)C[MCX]{8,13}+(?![MCX])")
_THIRD = frozenset(b"AEIMQUYcgk0")
"""What the third letter is then: the lower half of the second digit, or a hyphen."""
_POINT = ord(".")
_PADDING = late(r"(?:=|%3D){0,6}")
_GLUED = frozenset("_-.%#@&\\")
_HEX = late(r"(?:0x)?((?:[2-7][0-9A-Fa-f]){8,})")
_READABLE = late(r"[\x20-\x7e\t\r\n\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{7,}")
_HIDDEN = late(r"[0-9]{2}|[A-Za-z0-9]@[A-Za-z0-9-]{1,63}\.[A-Za-z]")
_WORD = late(r"[A-Za-z0-9+/]{10,}={0,6}")
_HEX_OF_DIGITS = late(r"(?:3[0-9]|2[0deDE]){7,}")
_BASES = (
    (late(r"[A-Z2-7]+|[a-z2-7]+"), lambda text: base64.b32decode(text, casefold=True)),
    (late(r"[0-9A-V]+"), base64.b32hexdecode),
    (late(r"[A-Za-z0-9+/]+"), base64.b64decode),
)
_LAYERS = 2
"""How often a token is undone: encoded text that was encoded again."""


class LongWords(NamedTuple):
    """What there is to know of the long words in a text."""

    hidden: list[Unit]
    """Those that hide a readable text with digits, and that text."""
    hashes: list[Span]
    """Those that are hashes: no number stands in them."""


def long_words(text: str) -> LongWords:
    """What there is to know of the long words in ``text``."""
    hashes: list[Span] = []
    truths = [(start, end, _decode(text[start:end])) for start, end in tokens(text, hashes)]
    return LongWords([(start, end, truth) for start, end, truth in truths if truth is not None], hashes)


def tokens(text: str, hashes: list[Span]) -> Iterator[Span]:
    """Where the words stand that are long enough to hide a number, padding included; finds ``hashes`` on its way."""
    encoded = text.encode("ascii", "replace")
    for match in _NUMBER.finditer(encoded.translate(_NUMBER_BYTES)):
        if encoded[match.start() + 2] in _THIRD:
            yield from _padded(text, match.start(), match.end())
    plain = encoded.translate(_TOKEN_BYTES) + b" "
    find = plain.find
    start = find(_SHORTEST)
    while start >= 0:
        end = find(b" ", start + 16)
        # Decimals stand behind a point.
        if encoded[start] not in _NEVER_FIRST and (encoded[start - 1] != _POINT or not start):
            if _HASH.fullmatch(encoded, start, end):
                hashes.append((start, end))
            elif (word := encoded[start:end]).strip(_HASH_LETTERS) or _PAIRS.fullmatch(word):
                yield from _padded(text, start, end)
        start = find(_SHORTEST, end)


def _padded(text: str, start: int, end: int) -> Iterator[Span]:
    """The word ``[start, end)`` with its padding; nothing where it is part of something longer, or too long."""
    padding = _PADDING.match(text, end)
    padded = padding.end() if padding is not None else end
    glued = text[start - 1 : start] in _GLUED or text[padded : padded + 1] in _GLUED
    if end - start <= _LONGEST and not glued:
        yield start, padded


def _decode(token: str, layers: int = _LAYERS) -> str | None:
    """The readable text with digits that ``token`` hides, undone at most ``layers`` times."""
    if token.isdecimal():
        return bytes.fromhex(token).decode() if _HEX_OF_DIGITS.fullmatch(token) else None
    if token.isalpha():
        return None
    for content in _decodings(token.replace("%3D", "").rstrip("=")):
        text = _text(content)
        if text and layers > 1 and _WORD.fullmatch(text):
            inner = _decode(text, layers - 1)
            if inner is not None:
                return inner
        if text and _HIDDEN.search(text):
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
        text = content.decode("utf-16-le" if len(content) > 3 and not any(content[1::2]) else "utf-8")
    except ValueError:
        return ""
    return text if _READABLE.fullmatch(text) else ""
