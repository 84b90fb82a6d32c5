"""Compressed Rich Text Format as Outlook keeps it ([MS-OXRTFCP])."""

from __future__ import annotations

from typing import Final

from piiscan.errors import ExtractionError

PACKED, PLAIN = 0x75465A4C, 0x414C454D
RING: Final = 4096
KNOWN: Final = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor "
    b"MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"
)
"""What the dictionary holds before the first byte."""


def unpack_rtf(data: bytes, most: int) -> bytes:
    """The RTF document inside; ExtractionError("too_big") beyond ``most`` bytes."""
    kind = int.from_bytes(data[8:12], "little")
    if kind == PLAIN:
        return data[16:]
    if kind != PACKED:
        raise ExtractionError("corrupt", "compressed RTF of an unknown kind")
    ring = bytearray(KNOWN.ljust(RING, b"\x00"))
    write = len(KNOWN)
    out = bytearray()
    at = 16
    while at < len(data) and len(out) <= most:
        control, at = data[at], at + 1
        for bit in range(8):
            if at >= len(data):
                break
            if not control >> bit & 1:
                ring[write], write = data[at], (write + 1) % RING
                out.append(data[at])
                at += 1
                continue
            token, at = int.from_bytes(data[at : at + 2], "big"), at + 2
            offset, length = token >> 4, (token & 15) + 2
            if offset == write:
                return bytes(out)
            for step in range(length):
                byte = ring[(offset + step) % RING]
                ring[write], write = byte, (write + 1) % RING
                out.append(byte)
    if len(out) > most:
        raise ExtractionError("too_big", f"unpacks to more than {most:,} bytes")
    return bytes(out)
