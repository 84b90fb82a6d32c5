"""Walks files and folders: every regular file once, in a stable order; what cannot be read is named."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from piiscan.errors import UsageError
from piiscan.model import Skip

ALWAYS_EXCLUDED = (".git/", ".hg/", ".svn/")
"""The stores of version control: their objects are compressed copies of what is scanned."""


class Found(NamedTuple):
    """A regular file: its path as it is shown, and its size in bytes."""

    path: str
    size: int


class Excluded(NamedTuple):
    """A file that a rule left out."""

    path: str
    rule: str


def walk(paths: Iterable[str], exclude: Iterable[str] = ()) -> Iterator[Found | Excluded | Skip]:
    """The files in ``paths`` (files or folders), folders in alphabetical order, each file once (device and inode).

    ``exclude`` are gitignore patterns, matched below each given folder. Links are not followed, except a given path
    itself. Raises UsageError for a path that does not exist.
    """
    rules = _Rules((*ALWAYS_EXCLUDED, *exclude))
    seen: set[tuple[int, int]] = set()
    for path in paths:
        try:
            status = os.stat(path)
        except OSError as error:
            if error.errno in (errno.ENOENT, errno.ENOTDIR):
                raise UsageError(f"no such file or folder: {path}") from error
            yield _skip(path, error)
            continue
        if stat.S_ISDIR(status.st_mode):
            yield from _folder(path, path, rules, seen)
        else:
            yield from _file(path, status, seen)


class _Rules:
    """Gitignore patterns, compiled once."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._patterns = tuple(patterns)
        self._own = self._patterns[len(ALWAYS_EXCLUDED) :]
        self._spec = None
        if self._own:
            from pathspec import GitIgnoreSpec

            self._spec = GitIgnoreSpec.from_lines(self._patterns)

    def match(self, relative: str, name: str, *, folder: bool) -> str:
        """The rule that leaves a path out, or an empty string."""
        if folder and f"{name}/" in ALWAYS_EXCLUDED:
            return f"{name}/"
        if self._spec is None:
            return ""
        result = self._spec.check_file(relative + "/" * folder)
        if not result.include or result.index is None:
            return ""
        return self._patterns[result.index]


def _folder(path: str, root: str, rules: _Rules, seen: set[tuple[int, int]]) -> Iterator[Found | Excluded | Skip]:
    """The files below ``path``; an own stack, so that depth costs no recursion."""
    stack = [iter(_entries(path))]
    while stack:
        entry = next(stack[-1], None)
        if entry is None:
            stack.pop()
        elif isinstance(entry, Skip):
            yield entry
        else:
            is_folder = entry.is_dir(follow_symlinks=False)
            relative = os.path.relpath(entry.path, root).replace(os.sep, "/")
            rule = rules.match(relative, entry.name, folder=is_folder)
            if rule:
                yield Excluded(entry.path, rule)
            elif is_folder:
                stack.append(iter(_entries(entry.path)))
            else:
                yield from _entry(entry, seen)


def _entries(path: str) -> list[os.DirEntry[str] | Skip]:
    """The entries of a folder by name, or the skip that says why there are none."""
    try:
        with os.scandir(path) as entries:
            return [*sorted(entries, key=lambda entry: entry.name)]
    except OSError as error:
        return [_skip(path, error)]


def _entry(entry: os.DirEntry[str], seen: set[tuple[int, int]]) -> Iterator[Found | Skip]:
    if entry.is_symlink():
        yield Skip(entry.path, "not_regular", detail="a link; what it points to is read where it lies")
        return
    try:
        yield from _file(entry.path, entry.stat(follow_symlinks=False), seen)
    except OSError as error:
        yield _skip(entry.path, error)


def _file(path: str, status: os.stat_result, seen: set[tuple[int, int]]) -> Iterator[Found | Skip]:
    """The file when it is a regular one not met before."""
    if not stat.S_ISREG(status.st_mode):
        yield Skip(path, "not_regular", detail=_kind(status.st_mode))
        return
    if status.st_ino:
        if (status.st_dev, status.st_ino) in seen:
            return
        seen.add((status.st_dev, status.st_ino))
    yield Found(path, status.st_size)


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in kinds if test(mode)), "")


def _skip(path: str, error: OSError) -> Skip:
    """The skip that says what the system said."""
    reasons = {errno.ENOENT: "vanished", errno.ENAMETOOLONG: "path_too_long", errno.ELOOP: "not_regular"}
    return Skip(path, reasons.get(error.errno or 0, "permission"), detail=error.strerror or "")
