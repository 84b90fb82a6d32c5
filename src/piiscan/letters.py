"""The ASCII letters and digits; the module ``string`` compiles a pattern too, and takes 0.6 ms to import."""

from __future__ import annotations

from typing import Final

LOWER: Final = "abcdefghijklmnopqrstuvwxyz"
UPPER: Final = LOWER.upper()
LETTERS: Final = LOWER + UPPER
DIGITS: Final = "0123456789"
