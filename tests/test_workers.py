"""Many files in processes: the order of the walk, bounded work ahead, nothing lost beside what kills its worker."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from piiscan import workers
from piiscan.config import Config
from piiscan.model import FileResult, Skip
from piiscan.scan import Scanner
from piiscan.sources.contents import Loaded
from piiscan.sources.items import Item
from piiscan.sources.paths import Excluded, Found

LEAK = "電話番号：090-5550-0123\n".encode()
posix = pytest.mark.skipif(os.name != "posix", reason="workers are forked, and inherit what a test has replaced")


def loaded(count: int, size: int = 40) -> list[Loaded]:
    return [Loaded(f"{n:05}.txt", LEAK.ljust(size)) for n in range(count)]


def test_the_order_is_that_of_the_items() -> None:
    items: list[Item] = []
    for n, file in enumerate(loaded(300)):
        items += [
            file,
            *([Excluded(f"{n:05}.x", "rule")] if n % 7 == 0 else []),
            *([Skip("s", "permission")] * (n == 9)),
        ]
    results = list(workers.scan_items(items, Scanner(Config()), 2))
    assert [result.path for result in results] == [item.path for item in items]
    assert sum(len(result.findings) for result in results) == 300


def test_work_ahead_is_bounded() -> None:
    """However many files there are, only some are taken from the walk before the first result is given."""
    taken = 0

    def items() -> Iterator[Item]:
        nonlocal taken
        for file in loaded(5000):
            taken += 1
            yield file

    results = workers.scan_items(items(), Scanner(Config()), 2)
    next(results)
    assert taken <= workers.FEW_FILES + 10 * workers.BATCH_FILES
    results.close()  # type: ignore[attr-defined]


def test_large_files_are_not_read_far_ahead() -> None:
    """Each may be a table of findings, which take 70 times its size here."""
    ahead = workers._Ahead(2)
    for count in range(1, 5):
        ahead.add(workers.Batch((Found("a.csv", 30 * 2**20),)))
        assert ahead.is_far is (count > 3)
    entry = (workers.Batch((Found("a.csv", 30 * 2**20),)), None)
    assert ahead.less(entry) is entry
    assert not ahead.is_far


def test_small_files_are_read_ahead() -> None:
    ahead = workers._Ahead(2)
    for count in range(1, 10):
        ahead.add(workers.Batch(tuple(loaded(64))))
        assert ahead.is_far is (count > 8)


def test_passed_over_files_do_not_stop_the_workers() -> None:
    """One changed file among thousands unchanged ones: the walk goes on while it is read."""
    files: list[Item] = [*loaded(20)]
    many: list[Item] = [Excluded(f"u{n}", "unchanged") for n in range(3000)]
    taken = 0

    def items() -> Iterator[Item]:
        nonlocal taken
        for item in [*files, *many, *files]:
            taken += 1
            yield item

    results = workers.scan_items(items(), Scanner(Config()), 2)
    next(results)
    assert taken > 3000
    assert len(list(results)) == 3039


class Dangerous(Scanner):
    """Does what hostile files do to their readers."""

    def scan_stream(self, name: str, stream: object) -> FileResult:  # type: ignore[override]
        if name.startswith("die"):
            os.kill(os.getpid(), signal.SIGKILL)
        if name.startswith("hang"):
            while True:
                pass
        if name.startswith("eat"):
            raise MemoryError
        return super().scan_stream(name, stream)  # type: ignore[arg-type]


@posix
@pytest.mark.parametrize(("name", "reason"), [("die.txt", "worker_died"), ("hang.txt", "time"), ("eat.txt", "memory")])
def test_a_dangerous_file_costs_only_itself(name: str, reason: str) -> None:
    files = loaded(100)
    files.insert(50, Loaded(name, b"x"))
    results = list(workers.scan_items(files, Dangerous(Config(timeout=0.5)), 2))
    assert [result.path for result in results] == [file.path for file in files]
    assert sum(len(result.findings) for result in results) == 100
    assert [
        (result.path, [skip.reason for skip in result.not_examined]) for result in results if result.not_examined
    ] == [(name, [reason])]


@posix
@pytest.mark.skipif(not os.path.exists("/proc/self/task"), reason="finds the workers in /proc")
def test_no_process_is_left() -> None:
    def children() -> set[str]:
        tasks = Path("/proc/self/task").iterdir()
        return {pid for task in tasks for pid in (task / "children").read_text().split()}

    before = children()
    results = workers.scan_items([*loaded(100), Loaded("hang.txt", b"x")], Dangerous(Config()), 2)
    next(results)
    assert len(children() - before) >= 2
    results.close()  # type: ignore[attr-defined]
    assert not children() - before


@pytest.mark.parametrize(("count", "size"), [(workers.FEW_FILES - 1, 40), (2, workers.FEW_BYTES // 4)])
def test_a_few_small_texts_start_no_process(count: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_start", None)
    results = list(workers.scan_items(loaded(count, size), Scanner(Config())))
    assert sum(len(result.findings) for result in results) == count


@pytest.mark.parametrize(("count", "size"), [(workers.FEW_FILES, 40), (5, workers.FEW_BYTES // 4)])
def test_many_or_large_ones_do(count: int, size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr(workers, "_start", lambda _, jobs: started.append(jobs))
    with pytest.raises(AttributeError):  # there is no pool
        list(workers.scan_items(loaded(count, size), Scanner(Config()), 3))
    assert started == [3]
