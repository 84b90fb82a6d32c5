"""``piiscan git``: scans what the index or the history of a repository adds."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator, Mapping
from typing import TextIO

from piiscan.cli.scan import Earlier, Streams, report
from piiscan.cli.settings import settings
from piiscan.config import Config
from piiscan.git import scan_commit, scan_history, scan_staged
from piiscan.model import FileResult
from piiscan.sources.repository import Repository


def run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """The exit code; an index or a range without changes is clean."""
    config = settings(arguments)
    repository = Repository(arguments.repository, arguments.environment)
    known = None
    if config.baseline:
        from piiscan.cli.known import from_repository

        known = from_repository(config, repository, whole=arguments.staged)
    return report(_results(repository, arguments, config), arguments, config, Streams(out, err), Earlier(known))


def _results(repository: Repository, arguments: Namespace, config: Config) -> Iterator[FileResult]:
    if arguments.staged:
        return scan_staged(repository, config)
    if arguments.commit:
        return scan_commit(repository, config, arguments.commit)
    if arguments.push:
        return scan_history(repository, config, [_pushed(arguments.environment)])
    return scan_history(repository, config, [arguments.range] if arguments.range else [])


def _pushed(environment: Mapping[str, str]) -> str:
    """The revisions that pre-commit names to its pre-push hooks; for a branch all of which is new it names no start."""
    start, end = environment.get("PRE_COMMIT_FROM_REF"), environment.get("PRE_COMMIT_TO_REF")
    return f"{start}..{end}" if start and end else environment.get("PRE_COMMIT_LOCAL_BRANCH") or "HEAD"
