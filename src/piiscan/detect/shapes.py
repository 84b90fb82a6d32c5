"""Digit work: the text projected to one byte per character, and the runs of digits in it."""

from __future__ import annotations

import re
from typing import NamedTuple

_DIGITS = b"0123456789"
_KEPT = b"-.()/+: \n@_%#"
_TABLE = bytes(
    ord("0")
    if byte in _DIGITS
    else ord("A")
    if chr(byte).isascii() and chr(byte).isupper()
    else ord("a")
    if chr(byte).isascii() and chr(byte).islower()
    else byte
    if byte in _KEPT
    else ord("!")
    for byte in range(256)
)
"""Digits become 0, letters a or A, separators stay, all else (every non-ASCII character too) is ``!``."""

_RUN = re.compile(rb"[+(]{0,2}0(?:[-.()/ :]{0,3}0)+")


class Run(NamedTuple):
    """A run of digits with its separators: where it stands and how it looks (``000-0000-0000``)."""

    start: int
    end: int
    shape: bytes


def project(text: str) -> bytes:
    """One byte per character of ``text``, see ``_TABLE``; a long vowel mark is a hyphen, as people type it for one."""
    if not text.isascii():
        text = text.replace("ー", "-")
    return text.encode("ascii", "replace").translate(_TABLE)


def runs(projection: bytes) -> list[Run]:
    """Every run of at least two digits, separators between them included."""
    return [Run(match.start(), match.end(), match.group()) for match in _RUN.finditer(projection)]
