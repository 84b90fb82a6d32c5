"""Where a built lexicon is kept: in the wheel, or in a folder of the user's own; never in one that others can write."""

from __future__ import annotations

import os
import stat
from array import array
from contextlib import suppress

from piiscan.data import FOLDER, checksum, digest
from piiscan.detect.engine import build_engine, engine_name, load_engine
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import Lexicon, WordKinds, Words, build_lexicon, read_words
from piiscan.errors import DataError

_MAGIC = b"piiscan lexicon 2\n"
_CHECKSUM = 32
"""How long a checksum is, in hexadecimal digits."""
SHIPPED = os.path.join(FOLDER, "lexicon.bin")


def full_lexicon(folder: Folder, kinds: WordKinds) -> Lexicon:
    """The lexicon of every word: loaded where a built one fits this engine and these lists, else built and kept."""
    key = lexicon_key()
    own = _own_path(key)
    for path in filter(None, (SHIPPED, own)):
        lexicon = _load(path, key, kinds)
        if lexicon is not None:
            return lexicon
    words = read_words(folder, ascii_only=False)
    packed = pack_lexicon(words, key)
    if packed is None:
        return build_lexicon(words, kinds)
    if own is not None:
        _keep(own, packed)
    return unpack_lexicon(packed, key, kinds)


def lexicon_key() -> str:
    """What a built lexicon depends on: the engine, its version, the lists, and the code that folds and reads them."""
    here = os.path.dirname(__file__)
    code = b"".join(_content(os.path.join(here, name)) for name in ("fold.py", "lexicon.py"))
    return f"{engine_name()}:{digest()}:{checksum(code)}"


def pack_lexicon(words: Words, key: str) -> bytes | None:
    """The built lexicon as bytes with a checksum, or None where the engine cannot be dumped."""
    dumped = build_engine(words.words).dump()
    if dumped is None:
        return None
    combinations = " ".join(map(",".join, words.combinations))
    payload = f"{key}\n{combinations}\n{len(words.choice)}\n".encode() + words.choice.tobytes() + dumped
    return _MAGIC + checksum(payload).encode() + payload


def unpack_lexicon(packed: bytes, key: str, kinds: WordKinds) -> Lexicon:
    """The lexicon in ``packed``; raises DataError when it is damaged or built for another key."""
    start = len(_MAGIC) + _CHECKSUM
    payload = packed[start:]
    if packed[:start] != _MAGIC + checksum(payload).encode():
        raise DataError("the built word list is damaged")
    made_for, combinations, count, rest = payload.split(b"\n", 3)
    if made_for != key.encode():
        raise DataError("the built word list is of another version")
    choice = array("H")
    size = int(count) * choice.itemsize
    choice.frombytes(rest[:size])
    combined = [combination.split(",") for combination in combinations.decode().split(" ")]
    return Lexicon(load_engine(rest[size:]), kinds, choice, combined)


def _load(path: str, key: str, kinds: WordKinds) -> Lexicon | None:
    """The lexicon kept at ``path``, or None when there is none that can be trusted and fits."""
    try:
        if not _only_ours(path):
            return None
        return unpack_lexicon(_content(path), key, kinds)
    except (OSError, DataError):
        return None


def _only_ours(path: str) -> bool:
    """Whether nobody but this user and root can have written ``path`` (always true where there are no such rights)."""
    if not hasattr(os, "getuid"):
        return True
    if path == SHIPPED:
        return True  # as trustworthy as the code beside it
    for each in (path, os.path.dirname(path)):
        status = os.lstat(each)
        if stat.S_ISLNK(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
            return False
    return True


def _own_path(key: str) -> str | None:
    """Where this user keeps the lexicon of ``key``; None for a user without a home, as some containers have."""
    home = os.path.expanduser("~")
    if home == "~":
        return None
    return os.path.join(home, ".cache", "piiscan", f"lexicon-{checksum(key.encode())[:16]}.bin")


def _content(path: str) -> bytes:
    with open(path, "rb", buffering=0) as file:
        return file.read()


def _keep(path: str, packed: bytes) -> None:
    """Write ``packed`` to ``path`` in one step; that it cannot be kept only costs the next start time."""
    temporary = f"{path}.{os.getpid()}"
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
        os.replace(temporary, path)
    except OSError:
        with suppress(OSError):
            os.unlink(temporary)
