"""Packs LZH archives for the tests: -lh5- blocks with plain codes, headers of all levels."""

from __future__ import annotations

import itertools
from struct import pack


class Writer:
    """Bits, the highest first."""

    def __init__(self) -> None:
        self.bits: list[str] = []

    def put(self, value: int, width: int) -> None:
        self.bits.append(format(value, f"0{width}b") if width else "")

    def data(self) -> bytes:
        text = "".join(self.bits)
        text += "0" * (-len(text) % 8)
        return bytes(int(text[at : at + 8], 2) for at in range(0, len(text), 8))


def pack_lh5(data: bytes, block: int = 5000, position_bits: int = 4) -> bytes:
    """Symbols of 9 bits each, copies where the same four bytes stood not long before."""
    writer, items = Writer(), list(items_of(data))
    for start in range(0, len(items), block):
        lot = items[start : start + block]
        writer.put(len(lot), 16)
        # lengths of all 510 symbols are 9: in the code of lengths only "11" (9 + 2) occurs
        writer.put(0, 5)
        writer.put(11, 5)
        writer.put(510, 9)
        # distances: 14 codes of 4 bits
        writer.put(14, position_bits)
        for _ in range(14):
            writer.put(4, 3)
        for code, distance in lot:
            writer.put(code, 9)
            if code > 255:
                width = (distance - 1).bit_length()
                writer.put(width, 4)
                writer.put(distance - 1 - (1 << width - 1) if width else 0, max(0, width - 1))
    return writer.data()


def items_of(data: bytes):
    """(literal, 0) or (code of a length, distance)."""
    seen: dict[bytes, int] = {}
    at = 0
    while at < len(data):
        before = seen.get(data[at : at + 4], -1)
        seen[data[at : at + 4]] = at
        length = 0
        if before >= 0 and at - before <= 8000:
            while length < 256 and at + length < len(data) and data[before + length] == data[at + length]:
                length += 1
        if length >= 3:
            yield length - 3 + 256, at - before
            at += length
        else:
            yield data[at], 0
            at += 1


def crc16(data: bytes) -> int:
    crc = 0
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xA001 if crc & 1 else 0)
    return crc


def member(
    name: str, data: bytes, *, level: int = 0, method: bytes = b"-lh5-", folder: str = "", wide: bool = False
) -> bytes:
    raw = name.encode("cp932")
    packed = {b"-lh0-": data, b"-lhd-": b""}.get(method)
    if packed is None:
        packed = pack_lh5(data, position_bits=4 if method == b"-lh5-" else 5)
    extras = []
    if folder:
        extras.append((2, folder.encode("cp932").replace(b"/", b"\xff") + b"\xff"))
    if wide:
        extras.append((0x44, name.encode("utf-16-le")))
    if level == 2:
        extras.insert(0, (1, raw))
    chain = b"".join(pack("<B", kind) + body + b"\x00\x00" for kind, body in extras)
    sizes = [len(body) + 3 for _, body in extras] + [0]
    out, at = bytearray(chain), 0
    for size, following in itertools.pairwise(sizes):
        at += size
        out[at - 2 : at] = pack("<H", following)
    head = method + pack("<LLL", len(packed) + (len(out) if level == 1 else 0), len(data), 0) + b"\x20" + bytes([level])
    if level == 2:
        rest = head + pack("<HcH", crc16(data), b"M", sizes[0]) + out
        return pack("<H", len(rest) + 2) + rest + packed
    rest = head + bytes([len(raw)]) + raw + pack("<H", crc16(data))
    if level == 1:
        rest += b"M" + pack("<H", sizes[0])
    header = bytes([len(rest), sum(rest) & 0xFF]) + rest
    return header + (bytes(out) if level == 1 else b"") + packed


def lzh(*members: bytes) -> bytes:
    return b"".join(members) + b"\x00"
