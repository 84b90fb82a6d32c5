"""What need not be read again: files that a complete scan by the same rules found clean, and that have not changed.

The state file holds a random salt and, per clean file, a keyed hash of its path, size, times and inode. Nothing in it
comes from what the files hold, not even a hash: who has the state can tell whether a file he knows was found clean.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import fields
from hashlib import blake2b
from json import JSONDecodeError, dumps, loads
from pathlib import Path
from secrets import token_bytes
from time import time_ns
from typing import Any, Final, NamedTuple

from piiscan import __version__
from piiscan.config import Config
from piiscan.errors import UsageError
from piiscan.model import FileResult
from piiscan.sources.items import Item
from piiscan.sources.paths import Excluded, Found

SCHEMA: Final = "piiscan-state/1"
TAG_BYTES: Final = 16
UNCHANGED: Final = "unchanged since it was found clean"
"""What stands in the place of a rule for a file that is passed over."""
YOUNG_NS: Final = 2_500_000_000
"""A file that changed so shortly before it was read may change again within the same tick of its clock (FAT: 2 s)."""
READERS: Final = ("pdfminer.six", "py7zr", "pyarrow", "zstandard", "pypdfium2", "python-calamine", "pytesseract")
"""Libraries that decide what text comes out of a file."""
WITHOUT_EFFECT: Final = frozenset({"jobs", "fail_on", "fail_on_incomplete", "baseline"})
"""Keys of the configuration that change nothing about whether a file is clean."""


class State(NamedTuple):
    """A state file: the salt of its tags, the tag of the settings it holds for, and the tags of clean files."""

    salt: bytes
    settings: bytes
    clean: frozenset[bytes]


class Since:
    """One run that starts from the state in a file, and leaves a new one there."""

    def __init__(self, path: str, config: Config) -> None:
        self._path = Path(path)
        self.remark = ""
        """Why everything is read, if it is not because there is no state yet."""
        state = self._usable(config)
        self._salt = state.salt if state is not None else token_bytes(32)
        self._before = state.clean if state is not None else frozenset()
        self._settings = settings_tag(self._salt, config)
        self._now: set[bytes] = set()
        self._waiting: dict[str, bytes] = {}
        self._whole = False
        self.passed = 0
        """How many files were passed over."""

    def pass_over(self, items: Iterable[Item]) -> Iterator[Item]:
        """The items; files that were found clean and have not changed since come as excluded ones."""
        for item in items:
            if not isinstance(item, Found) or not item.stamp:
                yield item
                continue
            tag = self._tag(item)
            if tag in self._before:
                self._now.add(tag)
                self.passed += 1
                yield Excluded(item.path, UNCHANGED)
                continue
            if max(item.stamp[:2]) + YOUNG_NS < time_ns():
                self._waiting[item.path] = tag
            yield item

    def watch(self, results: Iterable[FileResult]) -> Iterator[FileResult]:
        """The results as they are; which files were read in full and hold nothing is kept."""
        for result in results:
            tag = self._waiting.pop(result.path, None)
            if tag is not None and result.complete and not result.findings and not result.excluded:
                self._now.add(tag)
            yield result
        self._whole = True

    def write(self) -> None:
        """Leave the state of this run. Of one that was ended early what the state before knew still holds."""
        clean = self._now if self._whole else self._now | self._before
        head = {"schema": SCHEMA, "salt": self._salt.hex(), "settings": self._settings.hex(), "files": len(clean)}
        temporary = self._path.with_name(f".{self._path.name}.{os.getpid()}")
        try:
            handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii", newline="\n") as file:
                file.write(dumps(head) + "\n")
                file.writelines(f"{tag.hex()}\n" for tag in sorted(clean))
            temporary.replace(self._path)
        except OSError as error:
            with suppress(OSError):
                temporary.unlink()
            raise UsageError(f"cannot write {self._path} ({error.strerror})") from error

    def _tag(self, file: Found) -> bytes:
        said = f"{os.path.abspath(file.path)}\0{file.size}\0{file.stamp}"
        return blake2b(said.encode("utf-8", "surrogatepass"), key=self._salt, digest_size=TAG_BYTES).digest()

    def _usable(self, config: Config) -> State | None:
        """The state, where there is one that can be trusted and holds for the same settings."""
        try:
            state = read_state(self._path)
        except ValueError:
            self.remark = "the state is damaged: everything is read"
            return None
        if state is not None and state.settings != settings_tag(state.salt, config):
            self.remark = "rules, configuration or version have changed: everything is read"
            return None
        return state


def read_state(path: Path) -> State | None:
    """The state in a file; None where there is no file. Raises ValueError for a damaged one, UsageError for no file.

    A state that somebody else may have written is damaged too: it could hide files.
    """
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise UsageError(f"cannot read {path} ({error.strerror})") from error
    status = os.fstat(handle)
    if not stat.S_ISREG(status.st_mode):
        os.close(handle)
        raise UsageError(f"{path} is no regular file")
    with os.fdopen(handle, "rb") as file:
        if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
            raise ValueError("others can write to it")
        head, *tags = file.read().split(b"\n")
    return _parsed(head, tags)


def _parsed(head: bytes, tags: list[bytes]) -> State:
    """The state that the lines of a file say; raises ValueError for what is none."""
    try:
        known: Any = loads(head)
        salt, settings, count = bytes.fromhex(known["salt"]), bytes.fromhex(known["settings"]), known["files"]
    except (JSONDecodeError, UnicodeDecodeError, KeyError, TypeError, RecursionError) as error:
        raise ValueError("no state") from error
    clean = frozenset(bytes.fromhex(tag.decode("ascii")) for tag in tags if tag)
    if known.get("schema") != SCHEMA or len(salt) != 32 or len(clean) != count:
        raise ValueError("no state, or not all of it")
    return State(salt, settings, clean)


def settings_tag(salt: bytes, config: Config) -> bytes:
    """A keyed hash of all that decides what is found: configuration, this program, and the libraries it reads with.

    Of the key and the passwords only how many: a locked file that could not be read is never kept as clean.
    """
    from importlib.metadata import PackageNotFoundError, version

    said = [__version__, *_own_files()]
    for name in (*READERS, *config.plugins):
        try:
            said.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            said.append(f"{name} -")
    hidden = {"secret_key", "passwords"}
    shown = [each.name for each in fields(config) if each.name not in WITHOUT_EFFECT | hidden]
    said += [f"{name}={getattr(config, name)!r}" for name in shown]
    said.append(f"{bool(config.secret_key)} {len(config.passwords)}")
    return blake2b("\n".join(said).encode("utf-8", "surrogatepass"), key=salt, digest_size=TAG_BYTES).digest()


def _own_files() -> list[str]:
    """The names and sizes of our rules and lists: they change between releases, and while somebody works on them."""
    root = Path(__file__).parent
    kept = (path for path in root.rglob("*") if path.suffix in {".py", ".tsv", ".txt", ".json"})
    return sorted(f"{path.relative_to(root)} {path.stat().st_size}" for path in kept)
