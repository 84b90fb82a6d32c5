"""What a ZIP container says it holds, read without trust: its directory, or its local headers where that is broken.

Format: https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT. The standard library's reader is not used because
it believes the sizes in the directory, loads all of it first, and takes the last of equal names.
"""

from __future__ import annotations

from collections.abc import Iterator
from struct import Struct, error
from typing import BinaryIO, Final, NamedTuple

from piiscan.errors import ExtractionError

CENTRAL: Final = Struct("<4s4xHH4xLLLHHH8xL")
LOCAL: Final = Struct("<4sxxHH4xLLLHH")
END: Final = Struct("<4s4xHHLLH")
END_64: Final = Struct("<4s20xQQQQ")
LOCATOR_64: Final = Struct("<4sLQL")
END_SIGNATURE: Final = b"PK\x05\x06"
CENTRAL_SIGNATURE: Final = b"PK\x01\x02"
LOCAL_SIGNATURE: Final = b"PK\x03\x04"
TAIL_BYTES: Final = 22 + 65_535
"""The end record and the longest comment that may follow it."""
UTF8_FLAG: Final = 0x800
ENCRYPTED_FLAG: Final = 0x1
UNKNOWN_32: Final = 0xFFFFFFFF


class Member(NamedTuple):
    """An entry of the container; sizes are what it claims, -1 where it does not say."""

    name: str
    method: int
    flags: int
    crc: int
    packed: int
    offset: int

    @property
    def encrypted(self) -> bool:
        """Whether its bytes need a password."""
        return bool(self.flags & ENCRYPTED_FLAG)


class Directory(NamedTuple):
    """The members in the order of the container. ``whole`` is False when the directory itself was missing or broken."""

    members: tuple[Member, ...]
    whole: bool
    more: bool
    """More members than the limit."""


def read_directory(stream: BinaryIO, size: int, most: int) -> Directory:
    """The members of a container, at most ``most``; ExtractionError("corrupt") when there are none to be found."""
    members: list[Member] = []
    whole = True
    try:
        for member in _central_members(stream, size):
            members.append(member)
            if len(members) > most:
                break
    except (error, ValueError):
        whole = False
    if not whole or not members:
        recovered = list(_local_members(stream, most + 1))
        if len(recovered) > len(members):
            members = recovered
    if whole:
        members += _unlisted(stream, size, members, most + 1 - len(members))
    if not members and not whole:
        raise ExtractionError("corrupt", "no ZIP directory and no member header")
    return Directory(tuple(members[:most]), whole, len(members) > most)


def _central_members(stream: BinaryIO, size: int) -> Iterator[Member]:
    start, length, shift = _find_directory(stream, size)
    stream.seek(start)
    rest = stream.read(length)
    position = 0
    while rest[position : position + 4] == CENTRAL_SIGNATURE:
        fields = CENTRAL.unpack_from(rest, position)
        _, flags, method, crc, packed, unpacked, name_length, extra_length, comment_length, offset = fields
        position += CENTRAL.size
        name = rest[position : position + name_length]
        extra = rest[position + name_length : position + name_length + extra_length]
        if UNKNOWN_32 in (packed, unpacked, offset):
            packed, offset = _wide_values(extra, packed, unpacked, offset)
        yield Member(member_name(name, flags), method, flags, crc, packed, offset + shift)
        position += name_length + extra_length + comment_length
    if position < length:
        raise ValueError("the directory is shorter than it claims")


def comments(stream: BinaryIO, size: int) -> Iterator[str]:
    """What stands in an archive as comments on it and on its members."""
    try:
        start, length, _ = _find_directory(stream, size)
    except (error, ValueError):
        return
    stream.seek(start)
    directory = stream.read(length)
    position = 0
    while directory[position : position + 4] == CENTRAL_SIGNATURE and position + CENTRAL.size <= length:
        _, flags, *_, name_length, extra_length, comment_length, _ = CENTRAL.unpack_from(directory, position)
        position += CENTRAL.size + name_length + extra_length + comment_length
        if comment_length:
            yield member_name(directory[position - comment_length : position], flags)
    stream.seek(max(start + length, size - TAIL_BYTES))
    tail = stream.read(TAIL_BYTES)
    end = tail.rfind(END_SIGNATURE)
    if 0 <= end < len(tail) - END.size:
        yield member_name(tail[end + END.size :], 0)


def _unlisted(stream: BinaryIO, size: int, listed: list[Member], most: int) -> list[Member]:
    """Members that stand between those of the directory but not in it: other programs still unpack them.

    An archive that was changed in place may hold the files that were deleted from it.
    """
    found: list[Member] = []
    end = 0
    directory = _find_directory(stream, size)[0]
    spans = sorted((member.offset, max(0, member.packed)) for member in listed)
    for offset, packed in [*spans, (directory, 0)]:
        if offset - end >= LOCAL.size:
            found += _local_members(stream, most - len(found), (end, offset))
        end = max(end, _data_start(stream, offset) + packed)
    return found


def _data_start(stream: BinaryIO, offset: int) -> int:
    """Where the bytes of the member at ``offset`` begin."""
    stream.seek(offset)
    header = stream.read(LOCAL.size)
    return offset + LOCAL.size + sum(LOCAL.unpack(header)[-2:]) if len(header) == LOCAL.size else offset


def _find_directory(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """Start and length of the directory, and by how much junk before the container shifts its offsets."""
    stream.seek(max(0, size - TAIL_BYTES))
    tail_start = stream.tell()
    tail = stream.read(TAIL_BYTES)
    at = tail.rfind(END_SIGNATURE)
    if at < 0:
        raise ValueError("no end record")
    _, _, count, length, start, _ = END.unpack_from(tail, at)
    end = tail_start + at
    if UNKNOWN_32 in (length, start) or count == 0xFFFF:
        locator = tail[at - LOCATOR_64.size : at] if at >= LOCATOR_64.size else b""
        if locator.startswith(b"PK\x06\x07"):
            end = LOCATOR_64.unpack(locator)[2]
            stream.seek(end)
            _, _, count, length, start = END_64.unpack(stream.read(END_64.size))
    shift = end - length - start
    if shift < 0 or end > size:
        raise ValueError("the directory lies outside the file")
    return start + shift, length, shift


def _wide_values(extra: bytes, packed: int, unpacked: int, offset: int) -> tuple[int, int]:
    """Packed size and offset with the ZIP64 extra field (id 1) filled in."""
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        if kind == 1:
            field = extra[4 : 4 + length]
            values = [int.from_bytes(field[i : i + 8], "little") for i in range(0, len(field) - 7, 8)]
            if unpacked == UNKNOWN_32 and values:
                values.pop(0)
            if packed == UNKNOWN_32 and values:
                packed = values.pop(0)
            if offset == UNKNOWN_32 and values:
                offset = values.pop(0)
            break
        extra = extra[4 + length :]
    return packed, offset


def _local_members(stream: BinaryIO, most: int, span: tuple[int, int] = (0, -1)) -> Iterator[Member]:
    """Members by their local headers, where no directory tells of them. One pass over the bytes."""
    start, end = span
    stream.seek(start)
    data = stream.read(end - start if end >= 0 else -1)  # bounded by Limits.input_bytes, checked before
    at = data.find(LOCAL_SIGNATURE)
    for _ in range(most):
        if at < 0 or at + LOCAL.size > len(data):
            return
        _, flags, method, crc, packed, _, name_length, extra_length = LOCAL.unpack_from(data, at)
        name = data[at + LOCAL.size : at + LOCAL.size + name_length]
        # Bit 3: sizes follow the data. The next header is then looked for in the bytes themselves.
        known = not flags & 0x8 and packed != UNKNOWN_32
        yield Member(member_name(name, flags), method, flags, crc if known else -1, packed if known else -1, start + at)
        begin = at + LOCAL.size + name_length + extra_length
        at = data.find(LOCAL_SIGNATURE, begin + packed if known else begin)


def member_name(raw: bytes, flags: int) -> str:
    """A member's name: UTF-8 where flagged or valid, else CP932 as Japanese Windows writes it, else code page 437."""
    encodings = ("utf-8", "cp437") if flags & UTF8_FLAG else ("utf-8", "cp932", "cp437")
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return raw.decode("latin-1")
