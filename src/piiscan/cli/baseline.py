"""``piiscan baseline``: writes, brings up to date and shows what is known. Its review is :mod:`piiscan.cli.audit`."""

from __future__ import annotations

import os
from argparse import Namespace
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TextIO

from piiscan.baseline import Entries, baseline_text, entries_of, read_baseline, today, updated
from piiscan.cli.known import FILE_NAME, current_entries, describe
from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN, EXIT_NOTHING
from piiscan.cli.settings import settings
from piiscan.config import Config
from piiscan.errors import UsageError
from piiscan.ignores import relative_to_root, repository_root
from piiscan.model import FileResult
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.scan import Scanner
from piiscan.workers import found_in, scan_items


class Scanned(NamedTuple):
    """All results of a scan, and the paths (from the root on) they are of."""

    results: list[FileResult]
    paths: set[str]


def create(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Write a baseline of all that is found; an existing one is not overwritten."""
    config, words = settings(arguments), words_of(arguments)
    path = baseline_path(config)
    if path.exists():
        raise UsageError(f"{path} exists; bring it up to date with: piiscan baseline update")
    scanned = scan(arguments.paths, config, err, words)
    entries = entries_of(scanned.results, config.secret_key, from_root())
    write(path, entries)
    known = "{entries} written to {path}; review them with: piiscan baseline audit"
    print(words.say(known, entries=_summary(entries, words), path=path), file=out)
    return _code(scanned)


def update(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """Bring the baseline to what is found now: words of reviewers stay, what is gone goes, renames are followed."""
    config, words = settings(arguments), words_of(arguments)
    path, root = baseline_path(config), repository_root()
    old = current_entries(path, root, arguments.environment)
    scanned = scan(arguments.paths, config, err, words)
    gone = {identity.spot.path for identity in old if not (root / identity.spot.path).exists()}
    new = entries_of(scanned.results, config.secret_key, from_root())
    entries = updated(old, new, scanned.paths | gone)
    write(path, entries)
    added, removed = len(entries.keys() - old.keys()), len(old.keys() - entries.keys())
    known = "{entries} in {path}: {added} added, {removed} removed"
    print(words.say(known, entries=_summary(entries, words), path=path, added=added, removed=removed), file=out)
    return _code(scanned)


def show(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the entries with what reviewers said."""
    config, words = settings(arguments), words_of(arguments)
    entries, root = read_baseline(baseline_path(config)), repository_root()
    for identity, entry in sorted(entries.items()):
        remarks = [entry.reason]
        remarks.append(words.say("until {day}", day=entry.expires) if entry.expires else "")
        remarks.append(words.say("by {name}", name=entry.reviewer) if entry.reviewer else "")
        remarks.append(words.say("EXPIRED") if entry.is_expired(today()) else "")
        remarks.append("" if (root / identity.spot.path).exists() else words.say("GONE"))
        said = "; ".join(filter(None, remarks))
        print(f"{entry.count:6}  {describe(identity)}{f'  — {printable(said)}' if said else ''}", file=out)
    print(_summary(entries, words), file=out)
    return EXIT_CLEAN


def baseline_path(config: Config) -> Path:
    """The file that the flag or the configuration names, else the usual one in the root of the repository."""
    return Path(config.baseline) if config.baseline else repository_root() / FILE_NAME


def scan(paths: list[str], config: Config, err: TextIO, words: Messages) -> Scanned:
    """Everything that is found in ``paths``; what was not examined is said, since a baseline cannot cover it."""
    results = list(scan_items(found_in(paths or ["."], config), Scanner(config)))
    unread = sum(len(result.not_examined) for result in results)
    if unread:
        print("piiscan: " + words.say("{count} not examined; piiscan scan names them", count=unread), file=err)
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


def _summary(entries: Entries, words: Messages) -> str:
    count = sum(entry.count for entry in entries.values())
    lines = words.say("{count} entry" if len(entries) == 1 else "{count} entries", count=f"{len(entries):,}")
    found = words.say("{count} finding" if count == 1 else "{count} findings", count=f"{count:,}")
    return words.say("{entries} for {findings}", entries=lines, findings=found)


def _code(scanned: Scanned) -> int:
    return EXIT_CLEAN if any(result.format for result in scanned.results) else EXIT_NOTHING
