"""Walks files and folders: every regular file once, in a stable order; what cannot be read is named."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from piiscan.errors import UsageError
from piiscan.ignores import PathRules
from piiscan.model import Skip

ALWAYS_EXCLUDED = (".git/", ".hg/", ".svn/")
"""The stores of version control: their objects are compressed copies of what is scanned."""


class Found(NamedTuple):
    """A regular file: its path as it is shown, its size in bytes, and what changes with its contents.

    The stamp holds the times of the last change of contents and of anything (ns), and the inode.
    """

    path: str
    size: int
    stamp: tuple[int, ...] = ()


class Excluded(NamedTuple):
    """A file that a rule left out."""

    path: str
    rule: str


def walk(
    paths: Iterable[str], exclude: Iterable[str] = (), ignore_lines: Sequence[str] = ()
) -> Iterator[Found | Excluded | Skip]:
    """The files in ``paths`` (files or folders), folders in alphabetical order, each file once (device and inode).

    ``exclude`` are gitignore patterns, matched below each given folder, and like ``ignore_lines`` also from the root of
    the repository on: a hook gives single files, and they must be left out too. Links are not followed, except a given
    path itself. Raises UsageError for a path that does not exist.
    """
    rules = _Rules(exclude, ignore_lines)
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
        elif rule := rules.match_given(path):
            yield Excluded(path, rule)
        else:
            yield from _file(path, status, seen)


class _Rules:
    """Gitignore patterns, compiled once."""

    def __init__(self, exclude: Iterable[str], ignore_lines: Sequence[str]) -> None:
        own = tuple(exclude)
        self._below = PathRules((*ALWAYS_EXCLUDED, *own)) if own else None
        self._given = PathRules((*own, *ignore_lines)) if own or ignore_lines else None
        self._ignored = PathRules(ignore_lines) if ignore_lines else None

    def match(self, path: str, root: str, *, folder: bool) -> str:
        """The rule that leaves out a path met below ``root``, or an empty string."""
        name = os.path.basename(path)
        if folder and f"{name}/" in ALWAYS_EXCLUDED:
            return f"{name}/"
        rule = ""
        if self._below is not None:
            relative = os.path.relpath(path, root).replace(os.sep, "/")
            rule = self._below.match_relative(relative, folder=folder)
        if not rule and self._ignored is not None:
            rule = self._ignored.match(path, folder=folder)
        return rule

    def match_given(self, path: str) -> str:
        """The rule that leaves out a file that was given itself, or an empty string."""
        return self._given.match(path) if self._given is not None else ""


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
            rule = rules.match(entry.path, root, folder=is_folder)
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
    yield Found(path, status.st_size, (status.st_mtime_ns, status.st_ctime_ns, status.st_ino))


def _kind(mode: int) -> str:
    kinds = ((stat.S_ISFIFO, "FIFO"), (stat.S_ISSOCK, "socket"), (stat.S_ISCHR, "device"), (stat.S_ISBLK, "device"))
    return next((name for test, name in kinds if test(mode)), "")


def _skip(path: str, error: OSError) -> Skip:
    """The skip that says what the system said."""
    reasons = {errno.ENOENT: "vanished", errno.ENAMETOOLONG: "path_too_long", errno.ELOOP: "not_regular"}
    return Skip(path, reasons.get(error.errno or 0, "permission"), detail=error.strerror or "")
