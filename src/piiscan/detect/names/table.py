"""A compact set of words: fingerprints of 15 bits in buckets, asked with one checksum and one search."""

from __future__ import annotations

from array import array
from base64 import b64encode
from binascii import a2b_base64
from collections.abc import Iterable
from itertools import accumulate
from sys import byteorder
from zlib import crc32

BUCKET_BITS = 15
_BUCKETS = 1 << BUCKET_BITS
_SHIFT = 32 - BUCKET_BITS
_MASK = 0x7FFF
_FIRST = 0x100
"""Fingerprints are kept as characters from this one on: two bytes each, none of them a surrogate."""


class WordTable:
    """Words as fingerprints (half a microsecond a question; of 250,000 words, 1 in 4,000 others counts as known)."""

    def __init__(self, row: str = "") -> None:
        """``row`` is what :func:`write_table` gave: where each bucket begins, and the fingerprints of all."""
        borders, _, prints = row.partition("\t")
        self._prints = a2b_base64(prints).decode("utf-16-le")
        self._borders = array("I", a2b_base64(borders) or bytes(4 * _BUCKETS + 4))
        if byteorder == "big":
            self._borders.byteswap()

    def known_of(self, words: Iterable[str]) -> list[bool]:
        """Whether each of ``words`` is known: without a call for each, in half of the time."""
        borders, find = self._borders, self._prints.find
        codes = [crc32(word.encode("utf-8", "surrogatepass")) for word in words]
        return [
            find(chr(_FIRST + (code & _MASK)), borders[code >> _SHIFT], borders[(code >> _SHIFT) + 1]) >= 0
            for code in codes
        ]

    def __contains__(self, word: str) -> bool:
        code = crc32(word.encode("utf-8", "surrogatepass"))
        bucket = code >> _SHIFT
        borders = self._borders
        return self._prints.find(chr(_FIRST + (code & _MASK)), borders[bucket], borders[bucket + 1]) >= 0


def write_table(words: Iterable[str]) -> str:
    """The row of a data file that a :class:`WordTable` of ``words`` is read from."""
    buckets: list[set[int]] = [set() for _ in range(_BUCKETS)]
    for word in words:
        code = crc32(word.encode("utf-8", "surrogatepass"))
        buckets[code >> _SHIFT].add(_FIRST + (code & _MASK))
    prints = "".join(chr(each) for bucket in buckets for each in sorted(bucket)).encode("utf-16-le")
    borders = array("I", accumulate(map(len, buckets), initial=0))
    if byteorder == "big":
        borders.byteswap()
    return f"{b64encode(borders).decode()}\t{b64encode(prints).decode()}"
