"""Scans many files in worker processes: a document that hangs, eats memory or kills its reader costs only itself."""

from __future__ import annotations

import gc
import io
import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, nullcontext
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from piiscan.config import Config
from piiscan.model import FileResult, Skip
from piiscan.scan import Scanner, named, patience
from piiscan.sources.contents import Loaded
from piiscan.sources.items import Item, Readable
from piiscan.sources.paths import Excluded, Found, walk
from piiscan.sources.remote import Remote, is_url, local_path, open_url, shown, walk_url

if TYPE_CHECKING:
    from pebble import ProcessPool

BATCH_FILES: Final = 64
BATCH_BYTES: Final = 512 * 2**10
"""Small files travel to a worker together: a task costs 0.3-0.5 ms (measured), as much as scanning one of them."""
FEW_FILES: Final = 64
FEW_BYTES: Final = 2**20
"""Less than so many files of so many bytes together are done before a pool has started (0.1 s)."""
FILES_A_WORKER: Final = 16
"""For so many of these few files a process is started, should they be documents."""
HARMLESS: Final = frozenset({"text", "csv", "json", "jsonl", "markdown"})
"""Formats read by our own linear code: a few small files of them are scanned in this process, without a pool."""
LOOKS: Final = 0.02
"""Seconds between two looks of the pool at its state: with its own 0.1, a hook that reads a workbook waits for one."""
AHEAD_BYTES: Final = 16 * 2**20
"""How many bytes of files the workers may read ahead of the report, if they have enough to do."""
MOST_PENDING: Final = 10_000
"""How many results of files that were passed over may wait behind a file that is being read."""
ENDING: Final = frozenset({signal.SIGINT, signal.SIGTERM})
HELD_BYTES: Final = 128 * 2**20
"""How many bytes of contents in memory may wait for workers."""


class Batch(NamedTuple):
    """Files that travel together."""

    files: tuple[Readable, ...]

    @property
    def size(self) -> int:
        """How many bytes are to be read."""
        return sum(file.size for file in self.files)

    @property
    def held(self) -> int:
        """How many bytes of memory it keeps."""
        return sum(file.size for file in self.files if isinstance(file, Loaded))


def found_in(paths: Iterable[str], settings: Config) -> Iterator[Item]:
    """The files in ``paths`` as the configuration wants them walked; a path may be a URL."""
    here: list[str] = []
    for path in paths:
        local = local_path(path) if is_url(path) else path
        if local is not None:
            here.append(local)
            continue
        yield from walk(here, settings.exclude, settings.ignore_lines)
        here.clear()
        yield from named(shown(path), walk_url(path, settings.exclude))
    yield from walk(here, settings.exclude, settings.ignore_lines)


def scan_items(source: Iterable[Item], scanner: Scanner, jobs: int | None = None) -> Iterator[FileResult]:
    """The result of every item, in their order; the first few are read ahead.

    Workers that are forked find ready what ``scanner`` has loaded before.
    """
    items = iter(source)
    first = list(islice(items, FEW_FILES))
    count = (jobs if jobs is not None else scanner.config.jobs) or os.cpu_count() or 1
    if len(first) < FEW_FILES and sum(map(_size, first)) <= FEW_BYTES:
        yield from _pooled(_few(first, scanner), scanner, min(count, 1 + len(first) // FILES_A_WORKER))
    else:
        yield from _pooled(_batches(chain(first, items)), scanner, count)


def _few(items: list[Item], scanner: Scanner) -> Iterator[FileResult | Batch]:
    """Results of the harmless files, scanned here, and batches of one for the others."""
    for item in items:
        if isinstance(item, Excluded | Skip):
            yield _unread(item)
        elif not isinstance(item, Remote) and _format(item, scanner) in HARMLESS:
            yield _scanned(item, scanner)
        else:
            yield Batch((item,))


def _size(item: Item) -> int:
    return 0 if isinstance(item, Excluded | Skip) else item.size


def _format(item: Found | Loaded, scanner: Scanner) -> str:
    if isinstance(item, Loaded):
        return scanner.format_of_stream(item.path, io.BytesIO(item.content))
    return scanner.format_of(item.path)


def _scanned(item: Readable, scanner: Scanner) -> FileResult:
    if isinstance(item, Loaded):
        return scanner.scan_stream(item.path, io.BytesIO(item.content))
    if isinstance(item, Remote):
        return scanner.scan_opened(item.path, partial(open_url, item.url))
    return scanner.scan_file(item.path)


def _batches(items: Iterable[Item]) -> Iterator[FileResult | Batch]:
    """The items with small files gathered into batches; order is kept."""
    files: list[Readable] = []
    for item in items:
        full = len(files) >= BATCH_FILES or sum(file.size for file in files) >= BATCH_BYTES
        if files and (full or isinstance(item, Excluded | Skip)):
            yield Batch(tuple(files))
            files = []
        if isinstance(item, Excluded | Skip):
            yield _unread(item)
        else:
            files.append(item)
    if files:
        yield Batch(tuple(files))


def _unread(item: Excluded | Skip) -> FileResult:
    if isinstance(item, Excluded):
        return FileResult(item.path, excluded=item.rule)
    return FileResult(item.path, not_examined=(item,))


def _pooled(work: Iterable[FileResult | Batch], scanner: Scanner, jobs: int) -> Iterator[FileResult]:
    """The results in the order of ``work``; the pool starts with the first batch, and looks ahead a bounded way."""
    pool: Any = None
    config = scanner.config
    pending: deque[FileResult | tuple[Batch, Any]] = deque()
    ahead = _Ahead(jobs)
    try:
        for item in work:
            if isinstance(item, Batch):
                with _undisturbed() if pool is None else nullcontext():
                    pool = pool or _start(scanner, jobs)
                    pending.append((item, _schedule(pool, item, config)))
                ahead.add(item)
            elif pool is None:
                yield item
            else:
                pending.append(item)
            while ahead.is_far or len(pending) > MOST_PENDING:
                yield from _collect(ahead.less(pending.popleft()), pool, config)
        while pending:
            yield from _collect(pending.popleft(), pool, config)
    finally:
        if pool is not None:
            pool.stop()
            pool.join()


@contextmanager
def _undisturbed() -> Iterator[None]:
    """No signal while processes are forked: what Python calls then swallows the KeyboardInterrupt and goes on."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Ahead:
    """How far the workers are ahead of the reader of the results, in tasks and bytes."""

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._tasks = self._size = self._held = 0

    def add(self, batch: Batch) -> None:
        """Count a batch that was given to the workers."""
        self._count(batch, 1)

    def less(self, entry: FileResult | tuple[Batch, Any]) -> FileResult | tuple[Batch, Any]:
        """An entry that leaves the queue, not counted any more."""
        if not isinstance(entry, FileResult):
            self._count(entry[0], -1)
        return entry

    @property
    def is_far(self) -> bool:
        """Whether they must get no more: results wait here, and the findings of a table take 70 times its size."""
        tasks = self._tasks - self._jobs
        return tasks > 3 * self._jobs or self._held > HELD_BYTES or (tasks > 1 and self._size > AHEAD_BYTES)

    def _count(self, batch: Batch, sign: int) -> None:
        self._tasks += sign
        self._size += sign * batch.size
        self._held += sign * batch.held


def _start(scanner: Scanner, jobs: int) -> ProcessPool:
    from pebble import CONSTS, ProcessPool

    CONSTS.sleep_unit = min(LOOKS, CONSTS.sleep_unit)  # its only way: for all pools of this process
    return ProcessPool(max_workers=jobs, initializer=_begin, initargs=(scanner,))


def _schedule(pool: ProcessPool, batch: Batch, config: Config) -> Any:
    # The reader ends by itself at its limit; the pool kills what does not even notice.
    allowed = patience(config.timeout, batch.size) + config.timeout / 2 + 1
    return pool.schedule(_scan_batch, args=(batch.files,), timeout=allowed)


def _collect(item: FileResult | tuple[Batch, Any], pool: Any, config: Config) -> Iterator[FileResult]:
    """The results of one entry of the queue; what a worker died of is tried once more, each file alone."""
    if isinstance(item, FileResult):
        yield item
        return
    batch, future = item
    reason = _failure(future)
    if not reason:
        yield from future.result()
    elif len(batch.files) == 1 and reason == "time":
        yield _lost(batch.files[0], reason)
    else:
        for file in batch.files:
            again = _schedule(pool, Batch((file,)), config)
            reason = _failure(again)
            yield from [_lost(file, reason)] if reason else again.result()


def _lost(file: Readable, reason: str) -> FileResult:
    """The result of a file that took its worker with it."""
    hint = "raise the time limit (timeout)" if reason == "time" else ""
    return FileResult(file.path, not_examined=(Skip(file.path, reason, hint=hint),))


def _failure(future: Any) -> str:
    """Why a task gave no result, as a skip reason; empty when it gave one."""
    from concurrent.futures import TimeoutError as OutOfTime

    from pebble import ProcessExpired

    try:
        future.result()
    except OutOfTime:
        return "time"
    except ProcessExpired:
        return "worker_died"
    except MemoryError:
        return "memory"
    return ""


# The only state of a worker process: set once, before its first task.
_scanner: Scanner | None = None


def _begin(scanner: Scanner) -> None:
    """Prepare a worker: its scanner and its limits."""
    global _scanner  # noqa: PLW0603 - see above
    _scanner = scanner
    gc.set_threshold(100_000, 20, 20)  # many small tuples, no cycles: measured a third faster on tables
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent ends the run and keeps what was found
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # which is how the pool ends a worker
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)  # inherited, see _undisturbed
    try:
        import resource
    except ImportError:  # Windows has no such limits; time still ends a task there
        return
    limits = _scanner.limits
    for kind, most in (
        (resource.RLIMIT_AS, _address_space() + limits.memory),
        (resource.RLIMIT_NOFILE, limits.open_files),
        (resource.RLIMIT_FSIZE, limits.written_bytes),
        (resource.RLIMIT_CORE, 0),  # a dump would hold the values of what was being read
    ):
        _, top = resource.getrlimit(kind)  # whoever started us may have set less
        resource.setrlimit(kind, (most if top == resource.RLIM_INFINITY else min(most, top),) * 2)


def _address_space() -> int:
    """The address space this process has now, in bytes; 1 GiB where the system does not tell."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:
            return int(file.read().split()[0]) * os.sysconf("SC_PAGESIZE")
    except (OSError, ValueError):
        return 2**30


def _scan_batch(files: tuple[Readable, ...]) -> list[FileResult]:
    """The results of some files, in a worker."""
    if _scanner is None:
        raise RuntimeError("the worker was not prepared")
    return [_scanned(file, _scanner) for file in files]
