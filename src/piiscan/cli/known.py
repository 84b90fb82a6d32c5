"""The baseline of a run: read, brought up to renames, and what is to be said of it at the end."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, TextIO

from piiscan.baseline import Entries, Identity, Marking, read_baseline, renamed, today
from piiscan.config import Config
from piiscan.errors import UsageError
from piiscan.ignores import relative_to_root, repository_root
from piiscan.model import FileResult
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.sources.repository import Repository

FILE_NAME: Final = "piiscan-baseline.jsonl"
_SHOWN: Final = 5


class Known:
    """Marks what the baseline knows. ``whole``: the files are seen as they are now, so that entries can be stale."""

    def __init__(self, marking: Marking, *, whole: bool) -> None:
        self._marking = marking
        self._whole = whole

    def watch(self, results: Iterator[FileResult]) -> Iterator[FileResult]:
        """The results with what is known marked."""
        return self._marking.watch(results)

    def say(self, err: TextIO, words: Messages) -> None:
        """Print which entries have expired or become stale."""
        remarks = self._marking.remarks
        if expired := sorted(remarks.expired):
            known = "baseline: {count} expired: what they cover is reported again ({entries})"
            print("piiscan: " + words.say(known, count=len(expired), entries=_listed(expired, words)), file=err)
        if self._whole and (stale := sorted(remarks.stale)):
            known = "baseline: {count} stale: less is there than they say; run: piiscan baseline update ({entries})"
            print("piiscan: " + words.say(known, count=len(stale), entries=_listed(stale, words)), file=err)


def from_paths(config: Config, environment: Mapping[str, str]) -> Known:
    """The baseline for files of the work tree, whose paths are relative to the current folder."""
    root = repository_root()
    entries = current_entries(Path(config.baseline), root, environment)
    marking = Marking(entries, config.secret_key, today(), lambda path: relative_to_root(path, root))
    gone = {identity.spot.path for identity in entries if not (root / identity.spot.path).exists()}
    marking.remarks.stale += [identity for identity in entries if identity.spot.path in gone]
    return Known(marking, whole=True)


def from_repository(config: Config, repository: Repository, *, whole: bool) -> Known:
    """The baseline for blobs, whose paths start at the root already."""
    path = Path(config.baseline)
    entries = renamed(read_baseline(path), repository.renamed_since(str(path.absolute())) if whole else {})
    return Known(Marking(entries, config.secret_key, today()), whole=whole)


def current_entries(path: Path, root: Path, environment: Mapping[str, str]) -> Entries:
    """The entries of a baseline; where files of it are gone, git is asked for their new names."""
    entries = read_baseline(path)
    if all((root / identity.spot.path).exists() for identity in entries) or not (root / ".git").exists():
        return entries
    try:
        return renamed(entries, Repository(None, environment).renamed_since(str(path.absolute())))
    except UsageError:  # no git here, or one that does not trust the folder: names stay as they are
        return entries


def describe(identity: Identity) -> str:
    """An entry in a few words."""
    spot = identity.spot
    return printable(" ".join(part for part in (spot.path, *spot.parts, spot.entity_type, identity.tag[:8]) if part))


def _listed(entries: list[Identity], words: Messages) -> str:
    """The first entries, and how many more there are."""
    shown = "; ".join(describe(identity) for identity in entries[:_SHOWN])
    more = len(entries) - _SHOWN
    return f"{shown} {words.say('… and {count} more', count=more)}" if more > 0 else shown
