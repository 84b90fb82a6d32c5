"""Strings and names of PDF: from their spelling to bytes, from bytes to text."""

from __future__ import annotations

import re
from contextlib import suppress
from typing import Final

ESCAPE: Final = re.compile(rb"\\([0-7]{1,3}|\r\n|.)", re.DOTALL)
PRIVATE: Final = re.compile("[\x80-\x9f\uf8f0-\uf8f3]")
"""What the codec makes of bytes that CP932 does not use."""
ESCAPED: Final = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f", b"\n": b"", b"\r": b"", b"\r\n": b""}


def string_bytes(token: bytes) -> bytes:
    """The bytes of a literal or hexadecimal string."""
    if token[0] == 60:
        digits = b"".join(token[1:-1].split())
        return bytes.fromhex((digits + b"0" if len(digits) % 2 else digits).decode("ascii"))
    inside = token[1:-1]
    return ESCAPE.sub(_unescape, inside) if b"\\" in inside else inside


def _unescape(found: re.Match[bytes]) -> bytes:
    what = found[1]
    if what[0] in b"01234567":
        return bytes((int(what, 8) & 255,))
    return ESCAPED.get(what, what)


def text_string(raw: bytes) -> str:
    """A text string of the document's own (not a page's): UTF-16 or UTF-8 by mark, CP932 from old Japanese software."""
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "ignore")
    if raw.startswith(b"\xef\xbb\xbf"):
        return raw[3:].decode("utf-8", "ignore")
    if not raw.isascii():
        for encoding in ("utf-8", "cp932"):
            with suppress(UnicodeDecodeError):
                text = raw.decode(encoding)
                if not PRIVATE.search(text):
                    return text
    return raw.decode("latin-1")


def name_of(token: bytes) -> str:
    """A name without its slash, its escapes undone."""
    if b"#" in token:
        token = re.sub(rb"#([0-9A-Fa-f]{2})", lambda found: bytes.fromhex(found[1].decode("ascii")), token)
    return token[1:].decode("utf-8", "replace")
