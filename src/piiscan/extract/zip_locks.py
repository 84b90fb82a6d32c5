"""Locked members of ZIP archives: the old cipher of PKZIP, and AES as WinZip writes it.

Formats: APPNOTE.TXT 6.1 and https://www.winzip.com/en/support/aes-encryption/. Not by the standard library: its reader
trusts the sizes of a directory, and knows no AES. AES itself comes from ``cryptography``, which pdfminer.six needs too.
"""

from __future__ import annotations

import hashlib
import hmac
import zlib
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Final, NamedTuple

from piiscan.errors import ExtractionError

AES_METHOD: Final = 99
AES_FIELD: Final = 0x9901
SALT_BYTES: Final = {1: 8, 2: 12, 3: 16}
MAC_BYTES: Final = 10
ROUNDS: Final = 1000
HEADER_BYTES: Final = 12
TIMED_FLAG: Final = 0x8
"""Sizes follow the data: the header then ends with the time of the file, not with its checksum."""

_TABLE: Final = tuple(zlib.crc32(bytes((number,)), 0xFFFFFFFF) ^ 0xFFFFFFFF for number in range(256))


class Lock(NamedTuple):
    """How a member is locked: the method it is packed by inside, and what proves a password."""

    method: int
    check: int
    """The byte that the old cipher's header must end with."""
    strength: int = 0
    """Of AES: 1, 2, 3 for keys of 128, 192, 256 bits; 0 means the old cipher."""
    checked: bool = True
    """Whether the checksum of the directory holds (AE-2 leaves it out: it would tell of the content)."""


def lock_of(header: tuple[int, int, int, int], extra: bytes) -> Lock:
    """The lock of a member with these flags, method, time and checksum, and this extra field."""
    flags, method, time, crc = header
    if method != AES_METHOD:
        return Lock(method, (time if flags & TIMED_FLAG else crc >> 16) >> 8 & 0xFF)
    while len(extra) >= 4:
        kind, length = int.from_bytes(extra[:2], "little"), int.from_bytes(extra[2:4], "little")
        field, extra = extra[4 : 4 + length], extra[4 + length :]
        if kind == AES_FIELD and length >= 7 and field[4] in SALT_BYTES:
            return Lock(int.from_bytes(field[5:7], "little"), 0, field[4], field[0] == 1)
    raise ExtractionError("corrupt", "a locked member that does not say how")


def opened(lock: Lock, password: bytes, length: int, pieces: Iterable[bytes]) -> Iterator[bytes] | None:
    """The decrypted bytes of a member of ``length`` packed bytes; None where the password surely is another."""
    packed = iter(pieces)
    found = _aes(lock, password, length, packed) if lock.strength else _old(lock, password, packed)
    return None if found is None else filter(None, found)


def _old(lock: Lock, password: bytes, pieces: Iterator[bytes]) -> Iterator[bytes] | None:
    decrypt = _old_cipher(password)
    head, rest = _split(pieces, HEADER_BYTES)
    start = decrypt(head)
    if len(start) < HEADER_BYTES or start[-1] != lock.check:
        return None
    return map(decrypt, rest)


def _old_cipher(password: bytes) -> Callable[[bytes], bytes]:
    """A function that decrypts piece after piece (APPNOTE 6.1.5): three keys that every byte moves on."""
    table = _TABLE
    one, two, three = 0x12345678, 0x23456789, 0x34567890
    for byte in password:
        one = (one >> 8) ^ table[(one ^ byte) & 0xFF]
        two = ((two + (one & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
        three = (three >> 8) ^ table[(three ^ (two >> 24)) & 0xFF]

    def decrypt(piece: bytes) -> bytes:
        nonlocal one, two, three
        a, b, c = one, two, three
        out = bytearray()
        add = out.append
        for byte in piece:
            mixed = c | 2
            plain = byte ^ (mixed * (mixed ^ 1) >> 8) & 0xFF
            add(plain)
            a = (a >> 8) ^ table[(a ^ plain) & 0xFF]
            b = ((b + (a & 0xFF)) * 134775813 + 1) & 0xFFFFFFFF
            c = (c >> 8) ^ table[(c ^ (b >> 24)) & 0xFF]
        one, two, three = a, b, c
        return bytes(out)

    return decrypt


def _aes(lock: Lock, password: bytes, length: int, pieces: Iterator[bytes]) -> Iterator[bytes] | None:
    salt_bytes, key_bytes = SALT_BYTES[lock.strength], 8 + 8 * lock.strength
    if length < salt_bytes + 2 + MAC_BYTES:
        raise ExtractionError("corrupt", "ends early")
    head, rest = _split(pieces, salt_bytes + 2)
    keys = hashlib.pbkdf2_hmac("sha1", password, head[:salt_bytes], ROUNDS, 2 * key_bytes + 2)
    if head[salt_bytes:] != keys[2 * key_bytes :]:
        return None
    return _aes_pieces(keys[:key_bytes], keys[key_bytes : 2 * key_bytes], length - salt_bytes - 2 - MAC_BYTES, rest)


def _aes_pieces(key: bytes, mac_key: bytes, left: int, pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The decrypted bytes; ExtractionError behind the last where they are not what was locked."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # WinZip counts its blocks with the lowest byte first: no mode of any library, but made of the simplest one.
    cipher = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - of a counter, which never repeats
    proof = hmac.new(mac_key, digestmod=hashlib.sha1)
    block, held, told = 1, b"", b""
    for piece in chain(pieces, (b"",)):
        held += piece
        ready = min(left, len(held) if len(held) >= left else len(held) // 16 * 16)
        data, held = held[:ready], held[ready:]
        left -= len(data)
        if data:
            proof.update(data)
            count = -(-len(data) // 16)
            stream = cipher.update(b"".join(n.to_bytes(16, "little") for n in range(block, block + count)))
            block += count
            mixed = int.from_bytes(data, "little") ^ int.from_bytes(stream[: len(data)], "little")
            yield mixed.to_bytes(len(data), "little")
        if not left:
            told = (told + held)[:MAC_BYTES]
            held = b""
            if len(told) == MAC_BYTES:
                break
    if left or told != proof.digest()[:MAC_BYTES]:
        raise ExtractionError("corrupt", "checksum does not match")


def _split(pieces: Iterator[bytes], size: int) -> tuple[bytes, Iterator[bytes]]:
    """The first bytes of a stream, and the rest of it."""
    head = b""
    while len(head) < size and (piece := next(pieces, b"")):
        head += piece
    return head[:size], chain((head[size:],), pieces)
