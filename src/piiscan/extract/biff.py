"""Records and strings of the workbook stream of old Excel files ([MS-XLS] 2.1.4, 2.5.293)."""

from __future__ import annotations

from collections.abc import Iterator
from struct import unpack_from
from typing import Final, NamedTuple

CONTINUE: Final = 0x003C
WIDE, EXTENDED, RICH = 1, 4, 8


class Record(NamedTuple):
    """A record with the bodies that continue it."""

    kind: int
    at: int
    """Offset of its header in the stream."""
    bodies: list[bytes]

    @property
    def body(self) -> bytes:
        """The first body."""
        return self.bodies[0]


def records(data: bytes) -> Iterator[Record]:
    """The records of a stream, each with what continues it; ends where the stream does, also in the middle of one."""
    at, open_record = 0, None
    while at + 4 <= len(data):
        kind, size = unpack_from("<HH", data, at)
        body = data[at + 4 : at + 4 + size]
        if kind == CONTINUE and open_record is not None:
            open_record.bodies.append(body)
        elif kind or size:
            if open_record is not None:
                yield open_record
            open_record = Record(kind, at, [body])
        else:
            break  # zeros that fill the last sector
        at += 4 + size
    if open_record is not None:
        yield open_record


class Strings:
    """Reads strings one after the other out of the bodies of a record; they may go on from one into the next."""

    def __init__(self, bodies: list[bytes], at: int = 0) -> None:
        self._bodies = bodies
        self._number = 0
        self._at = at

    @property
    def ended(self) -> bool:
        """Whether nothing is left."""
        self._turn()
        return self._number >= len(self._bodies)

    def next(self, length_bytes: int = 2) -> tuple[str, str]:
        """The next string and its reading (furigana), both empty where there is none."""
        length = int.from_bytes(self._take(length_bytes), "little")
        flags = int.from_bytes(self._take(1), "little")
        runs = int.from_bytes(self._take(2), "little") if flags & RICH else 0
        extra = int.from_bytes(self._take(4), "little") if flags & EXTENDED else 0
        text = self.characters(length, flags)
        self._skip(4 * runs)
        return text, _reading(self._take(extra)) if extra else ""

    def characters(self, length: int, flags: int) -> str:
        """So many characters; each body that continues them begins with flags of its own."""
        pieces = []
        while length > 0:
            if self._number < len(self._bodies) and self._at >= len(self._bodies[self._number]):
                self._turn()
                flags = int.from_bytes(self._take(1), "little")
            if self._number >= len(self._bodies):
                break
            width = 2 if flags & WIDE else 1
            body = self._bodies[self._number]
            raw = body[self._at : self._at + length * width]
            self._at += max(len(raw), width)
            pieces.append(raw.decode("utf-16-le" if width == 2 else "latin-1", "replace"))
            length -= max(1, len(raw) // width)
        return "".join(pieces)

    def _turn(self) -> None:
        while self._number < len(self._bodies) and self._at >= len(self._bodies[self._number]):
            self._number, self._at = self._number + 1, 0

    def _take(self, size: int) -> bytes:
        taken = b""
        while len(taken) < size:
            self._turn()
            if self._number >= len(self._bodies):
                break
            piece = self._bodies[self._number][self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def _skip(self, size: int) -> None:
        while size > 0:
            self._turn()
            if self._number >= len(self._bodies):
                return
            step = min(size, len(self._bodies[self._number]) - self._at)
            self._at += step
            size -= step


def _reading(extra: bytes) -> str:
    """The reading in the extra bytes of a string (ExtRst, [MS-XLS] 2.5.87)."""
    if extra[:2] != b"\x01\x00" or len(extra) < 14:
        return ""
    length = int.from_bytes(extra[10:12], "little")
    return extra[14 : 14 + 2 * length].decode("utf-16-le", "replace")


def rk_number(raw: int) -> str:
    """The stored text of a packed number: 30 bits, an integer or the top of a float, perhaps times 100."""
    if raw & 2:
        number = (raw >> 2) - (1 << 30 if raw & 0x80000000 else 0)
        if not raw & 1:
            return str(number)
        return str(number // 100) if number % 100 == 0 else repr(number / 100)
    value: float = unpack_from("<d", bytes(4) + (raw & 0xFFFFFFFC).to_bytes(4, "little"))[0]
    return float_text(value / 100 if raw & 1 else value)


def float_text(value: float) -> str:
    """A float as it would be typed: no exponent for whole numbers."""
    return str(int(value)) if abs(value) < 1e21 and value == int(value) else repr(value)
