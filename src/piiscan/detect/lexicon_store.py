"""Where a built lexicon is kept: in the wheel, or in a folder of the user's own; never in one that others can write."""

from __future__ import annotations

import json
import os
import stat
from array import array
from contextlib import suppress
from hashlib import sha256
from pathlib import Path

from piiscan.data import FOLDER, digest
from piiscan.detect.engine import build_engine, engine_name, load_engine
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import Lexicon, WordKinds, Words, build_lexicon, read_words
from piiscan.errors import DataError

_MAGIC = b"piiscan lexicon 1\n"
SHIPPED = Path(FOLDER, "lexicon.bin")


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
    code = sha256(b"".join(Path(__file__).with_name(name).read_bytes() for name in ("fold.py", "lexicon.py")))
    return f"{engine_name()}:{digest()}:{code.hexdigest()}"


def pack_lexicon(words: Words, key: str) -> bytes | None:
    """The built lexicon as bytes with a checksum, or None where the engine cannot be dumped."""
    dumped = build_engine(words.words).dump()
    if dumped is None:
        return None
    choice = words.choice.tobytes()
    head = json.dumps({"key": key, "combinations": words.combinations, "choice": len(choice)}).encode() + b"\n"
    payload = head + choice + dumped
    return _MAGIC + sha256(payload).hexdigest().encode() + b"\n" + payload


def unpack_lexicon(packed: bytes, key: str, kinds: WordKinds) -> Lexicon:
    """The lexicon in ``packed``; raises DataError when it is damaged or built for another key."""
    checksum, payload = packed[len(_MAGIC) : len(_MAGIC) + 64], packed[len(_MAGIC) + 65 :]
    if not packed.startswith(_MAGIC) or checksum != sha256(payload).hexdigest().encode():
        raise DataError("the built word list is damaged")
    line, _, rest = payload.partition(b"\n")
    head = json.loads(line)
    if head["key"] != key:
        raise DataError("the built word list is of another version")
    choice = array("H")
    choice.frombytes(rest[: head["choice"]])
    return Lexicon(load_engine(rest[head["choice"] :]), kinds, choice, head["combinations"])


def _load(path: Path, key: str, kinds: WordKinds) -> Lexicon | None:
    """The lexicon kept at ``path``, or None when there is none that can be trusted and fits."""
    try:
        if not _only_ours(path):
            return None
        return unpack_lexicon(path.read_bytes(), key, kinds)
    except (OSError, DataError):
        return None


def _only_ours(path: Path) -> bool:
    """Whether nobody but this user and root can have written ``path`` (always true where there are no such rights)."""
    if not hasattr(os, "getuid"):
        return True
    if path == SHIPPED:
        return True  # as trustworthy as the code beside it
    for each in (path, path.parent):
        status = each.lstat()
        if stat.S_ISLNK(status.st_mode) or status.st_uid != os.getuid() or status.st_mode & 0o022:
            return False
    return True


def _own_path(key: str) -> Path | None:
    """Where this user keeps the lexicon of ``key``; None for a user without a home, as some containers have."""
    try:
        home = Path.home()
    except RuntimeError:
        return None
    return home / ".cache" / "piiscan" / f"lexicon-{sha256(key.encode()).hexdigest()[:16]}.bin"


def _keep(path: Path, packed: bytes) -> None:
    """Write ``packed`` to ``path`` in one step; that it cannot be kept only costs the next start time."""
    temporary = path.with_suffix(f".{os.getpid()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(packed)
        temporary.replace(path)
    except OSError:
        with suppress(OSError):
            temporary.unlink()
