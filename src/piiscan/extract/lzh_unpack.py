"""The packing of LZH archives (-lh4- to -lh7-): a sliding window and Huffman codes sent block by block.

Format: https://github.com/jca02266/lha (header.doc.md, source); Okumura's ar002.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from piiscan.errors import ExtractionError

CHUNK: Final = 65_536
LITERALS, LENGTHS, KINDS = 256, 510, 19
SHORTEST: Final = 3
"""Shortest stretch that is copied out of the window."""
WINDOW_BITS: Final = {"-lh4-": 12, "-lh5-": 13, "-lh6-": 15, "-lh7-": 16}

_Table = tuple[list[int], list[int], int]
"""Symbol and length by the next bits, and how many bits that are."""


class _Bits:
    """Bits out of pieces of bytes, the highest first; zeros behind the end."""

    def __init__(self, read: Callable[[int], bytes]) -> None:
        self._read = read
        self._held = 0
        self._count = 0
        self._missing = 0

    def peek(self, width: int) -> int:
        """The next bits, which stay."""
        while self._count < width:
            piece = self._read(512)
            if not piece:
                self._missing += 1
                if self._missing > 4:
                    raise ExtractionError("corrupt", "ends early")
                piece = bytes(8)
            self._held = (self._held & (1 << self._count) - 1) << 8 * len(piece) | int.from_bytes(piece, "big")
            self._count += 8 * len(piece)
        return self._held >> self._count - width & (1 << width) - 1

    def skip(self, width: int) -> None:
        """Pass over bits that were looked at."""
        self._count -= width

    def take(self, width: int) -> int:
        """The next bits."""
        if not width:
            return 0
        found = self.peek(width)
        self._count -= width
        return found

    def symbol(self, table: _Table) -> int:
        """The next symbol of a code."""
        symbols, lengths, width = table
        if not width:
            return symbols[0]
        index = self.peek(width)
        self._count -= lengths[index]
        return symbols[index]


def unpack(read: Callable[[int], bytes], method: str, size: int) -> Iterator[bytes]:
    """The unpacked bytes in pieces, ``size`` in all; ``read`` gives the packed ones."""
    bits = _Bits(read)
    window = 1 << WINDOW_BITS[method]
    positions, position_bits = (14, 4) if WINDOW_BITS[method] < 15 else (WINDOW_BITS[method] + 1, 5)
    out = bytearray(b" " * window)  # before the first byte the window holds spaces
    given = left = 0
    codes = places = _constant(0)
    while given + len(out) - window < size:
        if not left:
            left = bits.take(16) or 65_536
            codes, places = _codes(bits, positions, position_bits)
        left -= 1
        code = bits.symbol(codes)
        if code < LITERALS:
            out.append(code)
        else:
            _copy(out, code - LITERALS + SHORTEST, _distance(bits, places), window)
        if len(out) >= window + CHUNK:
            yield bytes(out[window:])
            given += len(out) - window
            del out[:-window]
    yield bytes(out[window : window + size - given])


def _distance(bits: _Bits, places: _Table) -> int:
    width = bits.symbol(places)
    return (1 << width - 1) + bits.take(width - 1) + 1 if width else 1


def _copy(out: bytearray, length: int, distance: int, window: int) -> None:
    start = len(out) - distance
    if distance > window or start < 0:
        raise ExtractionError("corrupt", "damaged packed data")
    piece = bytes(out[start : start + length])
    if len(piece) < length:
        piece = (piece * (length // len(piece) + 1))[:length]
    out += piece


def _codes(bits: _Bits, positions: int, position_bits: int) -> tuple[_Table, _Table]:
    """The two codes of a block: of bytes and lengths, and of distances."""
    kinds = _short_code(bits, KINDS, 5, 3)
    count = bits.take(9)
    if not count:
        return _constant(bits.take(9)), _short_code(bits, positions, position_bits, -1)
    lengths: list[int] = []
    while len(lengths) < min(count, LENGTHS):
        kind = bits.symbol(kinds)
        if kind > 2:
            lengths.append(kind - 2)
        else:
            lengths += [0] * (1, bits.take(4) + 3 if kind == 1 else 0, bits.take(9) + 20 if kind == 2 else 0)[kind]
    return _table(lengths), _short_code(bits, positions, position_bits, -1)


def _short_code(bits: _Bits, most: int, width: int, gap_at: int) -> _Table:
    count = bits.take(width)
    if not count:
        return _constant(bits.take(width))
    lengths: list[int] = []
    while len(lengths) < min(count, most):
        length = bits.take(3)
        while length >= 7 and bits.take(1):
            length += 1
        if length > 16:
            raise ExtractionError("corrupt", "damaged packed data")
        lengths.append(length)
        if len(lengths) == gap_at:
            lengths += [0] * bits.take(2)
    return _table(lengths)


def _constant(symbol: int) -> _Table:
    return [symbol], [0], 0


def _table(lengths: list[int]) -> _Table:
    """A table that gives symbol and length for any next bits."""
    width = max(lengths, default=0)
    if not 0 < width <= 16 or sum(1 << width - length for length in lengths if length) > 1 << width:
        raise ExtractionError("corrupt", "damaged packed data")
    symbols: list[int] = []
    widths: list[int] = []
    for length in range(1, width + 1):
        share = 1 << width - length
        for symbol, own in enumerate(lengths):
            if own == length:
                symbols += [symbol] * share
                widths += [length] * share
    rest = (1 << width) - len(symbols)
    return symbols + [0] * rest, widths + [width] * rest, width
