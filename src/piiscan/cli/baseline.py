"""``piiscan baseline``: writes, brings up to date and shows what is known. Its review is :mod:`piiscan.cli.audit`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from piiscan.baseline import Entries, baseline_text, entries_of, read_baseline, updated
from piiscan.cli.known import FILE_NAME, current_entries, describe, today
from piiscan.cli.main import EXIT_CLEAN, EXIT_NOTHING
from piiscan.cli.settings import settings
from piiscan.config import Config
from piiscan.errors import UsageError
from piiscan.ignores import relative_to_root, repository_root
from piiscan.model import FileResult
from piiscan.report.redact import printable
from piiscan.workers import scan_paths


class Scanned(NamedTuple):
    """All results of a scan, and the paths (from the root on) they are of."""

    results: list[FileResult]
    paths: set[str]


def create(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Write a baseline of all that is found; an existing one is not overwritten."""
    config = settings(arguments)
    path = baseline_path(config)
    if path.exists():
        raise UsageError(f"{path} exists; bring it up to date with: piiscan baseline update")
    scanned = scan(arguments.paths, config, err)
    entries = entries_of(scanned.results, config.secret_key, from_root())
    write(path, entries)
    print(f"{_summary(entries)} written to {path}; review them with: piiscan baseline audit", file=out)
    return _code(scanned)


def update(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Bring the baseline to what is found now: words of reviewers stay, what is gone goes, renames are followed."""
    config = settings(arguments)
    path, root = baseline_path(config), repository_root()
    old = current_entries(path, root, arguments.environment)
    scanned = scan(arguments.paths, config, err)
    gone = {identity.spot.path for identity in old if not (root / identity.spot.path).exists()}
    new = entries_of(scanned.results, config.secret_key, from_root())
    entries = updated(old, new, scanned.paths | gone)
    write(path, entries)
    added, removed = len(entries.keys() - old.keys()), len(old.keys() - entries.keys())
    print(f"{_summary(entries)} in {path}: {added} added, {removed} removed", file=out)
    return _code(scanned)


def show(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the entries with what reviewers said."""
    config = settings(arguments)
    entries, root = read_baseline(baseline_path(config)), repository_root()
    for identity, entry in sorted(entries.items()):
        remarks = [f"until {entry.expires}" if entry.expires else "", f"by {entry.reviewer}" if entry.reviewer else ""]
        remarks.append("EXPIRED" if entry.is_expired(today()) else "")
        remarks.append("" if (root / identity.spot.path).exists() else "GONE")
        words = "; ".join(filter(None, [entry.reason, *remarks]))
        print(f"{entry.count:6}  {describe(identity)}{f'  — {printable(words)}' if words else ''}", file=out)
    print(_summary(entries), file=out)
    return EXIT_CLEAN


def baseline_path(config: Config) -> Path:
    """The file that the flag or the configuration names, else the usual one in the root of the repository."""
    return Path(config.baseline) if config.baseline else repository_root() / FILE_NAME


def scan(paths: list[str], config: Config, err: TextIO) -> Scanned:
    """Everything that is found in ``paths``; what was not examined is said, since a baseline cannot cover it."""
    results = list(scan_paths(paths or ["."], config))
    unread = sum(len(result.not_examined) for result in results)
    if unread:
        print(f"piiscan: {unread} not examined; piiscan scan names them", file=err)
    relative = from_root()
    return Scanned(results, {relative(result.path) for result in results if result.complete})


def from_root() -> Callable[[str], str]:
    """A function that turns paths into ones from the root of the repository on."""
    root = repository_root()
    return lambda path: relative_to_root(path, root)


def write(path: Path, entries: Entries) -> None:
    """Write the file so that it is there whole or not at all."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with temporary.open("w", encoding="utf-8", newline="\n") as file:
            file.write(baseline_text(entries))
        temporary.replace(path)
    except OSError as error:
        temporary.unlink(missing_ok=True)
        raise UsageError(f"cannot write {path} ({error.strerror})") from error


def _summary(entries: Entries) -> str:
    count = sum(entry.count for entry in entries.values())
    return f"{len(entries):,} entr{'y' if len(entries) == 1 else 'ies'} for {count:,} finding{'s' * (count != 1)}"


def _code(scanned: Scanned) -> int:
    return EXIT_CLEAN if any(result.format for result in scanned.results) else EXIT_NOTHING
