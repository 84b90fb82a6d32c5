"""What a hyperlink of an old Office file shows and where it leads ([MS-OSHARED] 2.3.7.1)."""

from __future__ import annotations

from typing import Final

URL: Final = bytes.fromhex("e0c9ea79f9bace118c8200aa004ba90b")
FILE: Final = bytes.fromhex("0303000000000000c000000000000046")
SHOWN, FRAME, TARGET, TARGET_TEXT, LOCATION = 0x10, 0x80, 0x01, 0x100, 0x08


def link_texts(data: bytes) -> list[str]:
    """The texts of a hyperlink object: caption, target, place inside the target."""
    flags, at = _u32(data, 4), 8
    found: list[str] = []
    for present in (flags & SHOWN, flags & FRAME, flags & TARGET and flags & TARGET_TEXT):
        if present:
            text, at = _text(data, at)
            found.append(text)
    if flags & TARGET and not flags & TARGET_TEXT:
        text, at = _moniker(data, at)
        found.append(text)
    if flags & LOCATION and at:
        found.append(_text(data, at)[0])
    return [text for text in found if text]


def _text(data: bytes, at: int) -> tuple[str, int]:
    end = at + 4 + 2 * _u32(data, at)
    return _wide(data[at + 4 : end]), end


def _moniker(data: bytes, at: int) -> tuple[str, int]:
    """The target by the class it is kept in, and where it ends (0: not known)."""
    kind, at = data[at : at + 16], at + 16
    if kind == URL:
        end = at + 4 + _u32(data, at)
        return _wide(data[at + 4 : end]), end
    if kind == FILE:
        length = _u32(data, at + 2)
        short = data[at + 6 : at + 6 + length].split(b"\x00", 1)[0].decode("cp932", "replace")
        at += 6 + length + 24
        size = _u32(data, at)
        long = _wide(data[at + 10 : at + 4 + size]) if size else ""
        return long or short, at + 4 + size
    return "", 0


def _wide(raw: bytes) -> str:
    return raw.decode("utf-16-le", "replace").split("\x00", 1)[0]


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
