"""OpenDocument files with a password: every member is locked by itself, its keys told in the manifest.

Format: OpenDocument 1.2 part 3, 4.8 (AES-256 in blocks, as LibreOffice writes it). Files locked by Blowfish (before
2012) or whole (LibreOffice 24.8 with its newest setting) stay locked.
"""

from __future__ import annotations

import hashlib
import zipfile
import zlib
from binascii import Error, a2b_base64
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.nested import read_inline
from piiscan.extract.package import Package, part_key
from piiscan.extract.passwords import fitting, locked
from piiscan.extract.protocol import Blob, Limits
from piiscan.extract.xmlstream import LocalNames, attribute, feed
from piiscan.model import Segment, Skip

MOST_ROUNDS: Final = 10_000_000
AES: Final = "aes256-cbc"
BLOCK: Final = 16


@dataclass(slots=True)
class Lock:
    """How one member is locked."""

    algorithm: str = ""
    vector: bytes = b""
    salt: bytes = b""
    rounds: int = 0
    key_bytes: int = BLOCK
    start_hash: str = "sha1"
    derivation: str = ""

    def key(self, password: str) -> bytes:
        """The key that a password makes."""
        start = hashlib.new(self.start_hash, password.encode("utf-8", "surrogatepass")).digest()
        return hashlib.pbkdf2_hmac("sha1", start, self.salt, self.rounds, self.key_bytes)

    @property
    def known(self) -> bool:
        """Whether it is a lock of the kind that is opened here."""
        return (
            self.algorithm.endswith(AES)
            and len(self.vector) == BLOCK
            and 0 < self.rounds <= MOST_ROUNDS
            and self.key_bytes == 32
            and self.derivation.lower().endswith("pbkdf2")
        )


class ManifestEvents:
    """Collects the locks of a manifest by the names of their members."""

    def __init__(self) -> None:
        self.locks: dict[str, Lock] = {}
        self._names = LocalNames()
        self._path = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A member, or a part of its lock."""
        name = self._names[name]
        if name == "file-entry":
            self._path = part_key(attribute(attributes, "full-path"))
        elif name == "encryption-data":
            self.locks[self._path] = Lock()
        lock = self.locks.get(self._path)
        if lock is None:
            return
        if name == "algorithm":
            lock.algorithm = attribute(attributes, "algorithm-name")
            lock.vector = _bytes(attribute(attributes, "initialisation-vector"))
        elif name == "key-derivation":
            lock.derivation = attribute(attributes, "key-derivation-name")
            lock.salt = _bytes(attribute(attributes, "salt"))
            lock.rounds = _number(attribute(attributes, "iteration-count"))
            lock.key_bytes = _number(attribute(attributes, "key-size")) or BLOCK
        elif name == "start-key-generation":
            told = attribute(attributes, "start-key-generation-name").lower()
            lock.start_hash = "sha256" if told.endswith("sha256") else "sha1"

    def end(self, name: str) -> None:
        """Nothing ends here."""

    def text(self, data: str) -> None:
        """A manifest has no text."""


def unlocked(package: Package, manifest: bytes, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a locked document by the first password that opens it."""
    blob = package.blob
    what = "an OpenDocument file with a password"
    if blob.depth >= limits.depth:
        raise ExtractionError("depth", f"nested deeper than {limits.depth}")
    events = ManifestEvents()
    for _ in feed([manifest], events):
        """The whole manifest."""
    members = {name: b"".join(package.chunks(one)) for name in events.locks for one in package.named(name)[:1]}
    smallest = min((name for name in members if members[name]), key=lambda name: len(members[name]), default="")
    if not smallest or not all(events.locks[name].known for name in members):
        raise locked(blob, what)
    password = fitting(blob, limits, lambda each: _opens(events.locks[smallest], members[smallest], each, blob, limits))
    if password is None:
        raise locked(blob, what)
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for member in package.members:
            key = part_key(member.name)
            if key in members:
                archive.writestr(member.name, _opened(events.locks[key], members[key], password, blob, limits))
            elif not key.startswith("meta-inf/") and not key.endswith("/"):
                archive.writestr(member.name, b"".join(package.chunks(member)))
    # One deeper: what only claims to be unlocked must come to an end.
    yield from read_inline(replace(blob, depth=blob.depth + 1), blob.name, [out.getvalue()], limits)


def _opens(lock: Lock, data: bytes, password: str, blob: Blob, limits: Limits) -> bool:
    try:
        return bool(_opened(lock, data, password, blob, limits))
    except ExtractionError as error:
        if error.reason != "corrupt":
            raise
        return False


def _opened(lock: Lock, data: bytes, password: str, blob: Blob, limits: Limits) -> bytes:
    """The unpacked bytes of a member; ExtractionError("corrupt") where the key gives noise."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    if len(data) % BLOCK:
        raise ExtractionError("corrupt", "a locked member that is cut off")
    decryptor = Cipher(algorithms.AES(lock.key(password)), modes.CBC(lock.vector)).decryptor()
    unpacker = zlib.decompressobj(-15)
    most = max(limits.ratio * len(data), 2**20)
    try:
        plain = unpacker.decompress(decryptor.update(data) + decryptor.finalize(), most)
    except zlib.error as error:
        raise ExtractionError("corrupt", "damaged packed data") from error
    if not unpacker.eof:
        raise ExtractionError("corrupt", "damaged packed data")
    blob.count_unpacked(len(plain), limits)
    return plain


def _bytes(text: str) -> bytes:
    try:
        return a2b_base64(text)
    except Error:
        return b""


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
