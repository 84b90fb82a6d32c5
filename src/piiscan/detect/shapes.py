"""Digit work: the text projected to one byte per character, and the runs of digits in it."""

from __future__ import annotations

import re
from typing import NamedTuple

KANJI_DIGITS = "〇一二三四五六七八九零"
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

_RUN = re.compile(rb"\+?0(?:[-.()/ :]{0,3}0)+")
_KANJI_RUN = re.compile(f"[{KANJI_DIGITS}](?:[-.()/ :ー・の]{{0,2}}[{KANJI_DIGITS}]){{6,}}")
_FROM_KANJI = str.maketrans(KANJI_DIGITS, "01234567890")


class Run(NamedTuple):
    """A run of digits with its separators: where it stands and how it looks (``000-0000-0000``).

    A digit is ``0`` in the shape, a kanji digit ``9``; one run never has both. A ``+`` in front belongs to the run.
    """

    start: int
    end: int
    shape: bytes


def project(text: str) -> bytes:
    """One byte per character of ``text``, see ``_TABLE``; a long vowel mark is a hyphen, as people type it for one."""
    if not text.isascii():
        text = text.replace("ー", "-").replace("・", ".")
    return text.encode("ascii", "replace").translate(_TABLE)


def runs(text: str, projection: bytes) -> list[Run]:
    """Every run of at least two digits, or of seven kanji digits (fewer are words and dates), by start."""
    found = [Run(match.start(), match.end(), match.group()) for match in _RUN.finditer(projection)]
    if text.isascii():
        return found
    kanji = [Run(match.start(), match.end(), _kanji_shape(match.group())) for match in _KANJI_RUN.finditer(text)]
    return sorted(found + kanji) if kanji else found


def _kanji_shape(run: str) -> bytes:
    return project(run.translate(_FROM_KANJI).replace("の", "-")).replace(b"0", b"9")


def plain_digits(text: str) -> str:
    """The digits in ``text``, kanji digits too, as ASCII digits; all else is dropped."""
    return "".join(filter(str.isdecimal, text.translate(_FROM_KANJI)))
