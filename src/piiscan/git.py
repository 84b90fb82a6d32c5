"""Scans what a repository's index or history adds: each blob once, and of it only what was not there before."""

from __future__ import annotations

import io
import os
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from piiscan.config import Config
from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob
from piiscan.extract.reader import format_of
from piiscan.extract.sniff import TEXTUAL
from piiscan.ignores import PathRules, repository_root
from piiscan.lines import added_lines, excerpt
from piiscan.model import UNCHANGED, FileResult, Finding, Skip
from piiscan.scan import Scanner
from piiscan.sources.contents import Loaded
from piiscan.sources.paths import Excluded
from piiscan.sources.plumbing import Blobs
from piiscan.sources.repository import GITLINK, Change, Repository
from piiscan.workers import scan_items

Facts = Counter[int]
"""What a blob holds, as hashes of type and value with how often: only to compare blobs within this process."""

EXCERPT_BYTES: Final = 65_536
"""From this size on a changed text is read around its added lines only: a table of 1 MB that grows by a row in each of
1,000 commits would cost half an hour otherwise."""
_LINE_BY_LINE: Final = frozenset({"text", "csv", "markdown"})
_LFS: Final = b"version https://git-lfs.github.com/spec/"
_WAITING: Final = 200
"""How many results may wait for the blobs they are compared with, so that these are scanned together."""


def scan_staged(repository: Repository, config: Config) -> Iterator[FileResult]:
    """The results of the blobs in the index that differ from the last commit's: what ``git commit`` would record.

    Findings that were there before have the status ``unchanged``.
    """
    return _Walk(repository, config).results(repository.staged())


def scan_commit(repository: Repository, config: Config, revision: str) -> Iterator[FileResult]:
    """The results of what one commit adds, see :func:`scan_staged`."""
    return _Walk(repository, config).results(repository.commit(revision))


def scan_history(repository: Repository, config: Config, revisions: Sequence[str] = ()) -> Iterator[FileResult]:
    """The results of what the commits in the revisions add, oldest first; without revisions the whole history.

    That a shallow clone does not hold it all is a skip.
    """
    yield from _Walk(repository, config).results(repository.history(*revisions))
    if not revisions and repository.is_shallow:
        hint = "fetch the whole history (git fetch --unshallow)"
        yield FileResult("", not_examined=(Skip("", "not_here", detail="a shallow clone", hint=hint),))


class _Compared(NamedTuple):
    """A result that waits to be compared with the blobs its own replaced."""

    change: Change
    result: FileResult


class _Walk:
    """One way through the changes: which blobs were met, and what those with findings hold."""

    def __init__(self, repository: Repository, config: Config) -> None:
        self._repository = repository
        self._config = config
        self._scanner = Scanner(config)
        """One for all, so that lists of words are read once."""
        rules = (*config.exclude, *config.ignore_lines)
        self._rules = PathRules(rules) if rules else None
        self._root = os.fspath(repository_root())
        self._facts: dict[str, Facts | None] = {}
        self._excerpts: set[str] = set()

    def results(self, changes: Iterable[Change]) -> Iterator[FileResult]:
        """The results of the changes, in their order."""
        under_way: deque[Change] = deque()
        waiting: list[_Compared] = []
        missing: set[str] = set()
        with self._repository.blobs() as blobs:
            for result in scan_items(self._items(changes, blobs, under_way), self._scanner):
                change = under_way.popleft()
                waiting.append(_Compared(change, result))
                if change.blob in self._excerpts:
                    continue
                self._facts[change.blob] = _facts(result.findings)
                if result.findings:
                    missing.update(name for name in change.before if name not in self._facts)
                if not missing or len(waiting) >= _WAITING:
                    yield from self._compared(waiting, missing, blobs)
            yield from self._compared(waiting, missing, blobs)

    def _items(
        self, changes: Iterable[Change], blobs: Blobs, under_way: deque[Change]
    ) -> Iterator[Loaded | Excluded | Skip]:
        """What is to be scanned: each blob at its first appearance; ``under_way`` is told of each."""
        met: set[str] = set()
        for change in changes:
            if change.blob in met:
                continue
            rule = self._rules.match_relative(change.path) if self._rules is not None else ""
            if not rule:
                met.add(change.blob)
            under_way.append(change)
            yield Excluded(change.path, rule) if rule else self._loaded(change, blobs)

    def _loaded(self, change: Change, blobs: Blobs) -> Loaded | Skip:
        """The content of a blob, under the path that allow-lists are matched with; or why there is none."""
        if change.mode == GITLINK:
            return Skip(change.path, "not_here", detail="a submodule", hint="scan it in its own repository")
        content = blobs.read(change.blob, self._config.max_file_bytes)
        if content is None:
            return Skip(change.path, "not_here", detail="its blob is missing or damaged", hint="fetch it (git fetch)")
        if isinstance(content, int):
            return Skip(change.path, "too_big", detail=f"{content:,} bytes", hint="raise max_file_bytes")
        if content.startswith(_LFS) and len(content) < 1024:
            return Skip(change.path, "not_here", detail="kept by Git LFS", hint="scan the checked-out file")
        name = os.path.join(self._root, change.path)
        if len(content) >= EXCERPT_BYTES and change.before and not self._config.baseline:
            content = self._excerpt(change, content, blobs) or content
        return Loaded(name, content)

    def _excerpt(self, change: Change, content: bytes, blobs: Blobs) -> bytes | None:
        """A long text around its added lines; not with a baseline, which counts what is unchanged too."""
        try:
            read_as = format_of(Blob(change.path, io.BytesIO(content), len(content))).name
        except ExtractionError:
            return None
        if read_as not in _LINE_BY_LINE:
            return None
        part = excerpt(content, added_lines(content, *(self._text(name, blobs) for name in change.before)))
        if part is not None:
            self._excerpts.add(change.blob)
        return part

    def _compared(self, waiting: list[_Compared], missing: set[str], blobs: Blobs) -> Iterator[FileResult]:
        """The waiting results, after what they are compared with was scanned; empties both collections."""
        if missing:
            self._learn(sorted(missing), blobs, {n: each.change.path for each in waiting for n in each.change.before})
        for change, result in waiting:
            findings = self._judged(change, result, blobs) if result.findings else ()
            skips = tuple(skip._replace(path=change.path) for skip in result.not_examined)
            yield replace(result, path=change.path, findings=findings, not_examined=skips)
        waiting.clear()
        missing.clear()

    def _learn(self, names: Sequence[str], blobs: Blobs, paths: dict[str, str]) -> None:
        """Scan blobs only to know what they hold; one that cannot be read holds nothing, so that more is reported."""
        before = [Change(paths[name], name, "") for name in names]
        for change, result in zip(
            before, scan_items((self._loaded(each, blobs) for each in before), self._scanner), strict=True
        ):
            self._facts[change.blob] = _facts(result.findings)

    def _judged(self, change: Change, result: FileResult, blobs: Blobs) -> tuple[Finding, ...]:
        """The findings with commit and date, those that were there before marked as unchanged."""
        added = added_lines(*(self._text(name, blobs) for name in (change.blob, *change.before)))
        known: Facts = Counter()
        for name in change.before:
            known |= self._facts.get(name) or Counter()
        by_line = change.blob in self._excerpts
        lined = result.format in TEXTUAL
        findings = []
        for finding in result.findings:
            place = finding.place._replace(commit=change.commit, date=change.date)
            fact = _fact(finding)
            on_line = lined and not place.member and place.line and added.touch(place.line, finding.value)
            # Both must say so: lines do not tell of values further down in a record or a paragraph.
            old = (by_line or known[fact] > 0) and not on_line
            known[fact] -= old
            findings.append(replace(finding, place=place, status=UNCHANGED if old else finding.status))
        return tuple(findings)

    def _text(self, name: str, blobs: Blobs) -> bytes:
        content = blobs.read(name, self._config.max_file_bytes)
        return content if isinstance(content, bytes) else b""


def _facts(findings: Sequence[Finding]) -> Facts | None:
    return Counter(map(_fact, findings)) if findings else None


def _fact(finding: Finding) -> int:
    return hash((finding.entity_type, finding.value))
