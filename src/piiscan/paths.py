"""The scan of many files as the library offers it: in worker processes, marked by the baseline."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from piiscan.baseline import Marking, read_baseline, today
from piiscan.config import Config
from piiscan.ignores import relative_to_root, repository_root
from piiscan.model import FileResult
from piiscan.scan import Scanner
from piiscan.workers import found_in, scan_items


def scan_paths(
    paths: Iterable[str | os.PathLike[str]] | str | os.PathLike[str],
    config: Config | None = None,
    jobs: int | None = None,
) -> Iterator[FileResult]:
    """The result of every file in ``paths`` (files or folders, or a single one), in the order of the walk.

    ``jobs`` worker processes (None: as the configuration says; 0: one per core). Files that a rule left out come as
    results with ``excluded`` set. Findings that the baseline of the configuration knows have the status ``known``.
    Raises UsageError for a path that does not exist, ConfigError for a baseline that cannot be read.
    """
    settings = config if config is not None else Config()
    several = (paths,) if isinstance(paths, str | os.PathLike) else paths
    results = scan_items(found_in((os.fspath(path) for path in several), settings), Scanner(settings), jobs)
    if not settings.baseline:
        return results
    root = repository_root()
    entries = read_baseline(Path(settings.baseline))
    marking = Marking(entries, settings.secret_key, today(), lambda path: relative_to_root(path, root))
    return marking.watch(results)
