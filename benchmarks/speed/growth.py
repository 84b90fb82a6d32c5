"""How cost grows with size: files of 1, 10 and 100 MB, one long line, hostile texts, and many small files."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import inputs
from texts import STARTER
from timing import growth_of, process, seconds, table

from piiscan import Config, Scanner

FACTORS = (1, 10, 100)
EVERY_FINDING = 10**8
"""More findings than any file of the benchmark has: a scan of a table ends at half a million by default."""


def growth(size: int) -> None:
    """Time of files of a tenth, once and ten times the size, and the power of size that it follows.

    They hold one text again and again, so that nothing but size differs.
    """
    makers: dict[str, Callable[[int], str]] = {
        "customers.csv": inputs.customers,
        "code.py": inputs.source_code,
        "numbers.csv": inputs.numbers,
        "manual.txt": inputs.documentation,
        "one line of code": lambda n: inputs.source_code(n).replace("\n", " "),
        "one line of Japanese": lambda n: inputs.documentation(n).replace("\n", " "),
    }
    lines: list[tuple[object, ...]] = []
    scanner = Scanner(Config(limits={"findings": EVERY_FINDING}))
    with tempfile.TemporaryDirectory() as folder:
        for name, make in makers.items():
            path = Path(folder) / (name if "." in name else "line.txt")
            text = make(size // 10)
            scanner.scan_text(text)
            sizes, times = [], []
            for factor in FACTORS:
                path.write_text(text * factor, encoding="utf-8")
                sizes.append(path.stat().st_size / 1e6)
                times.append(seconds(partial(scanner.scan_file, path), 1))
            speeds = (f"{mb / time:.2f}" for mb, time in zip(sizes, times, strict=True))
            lines.append((name, *(f"{mb:.1f}" for mb in sizes), *speeds, f"{growth_of(sizes, times):.2f}"))
    head = ("file", *("MB",) * 3, *("MB/s",) * 3, "time grows as size to the power")
    table("Growth with the size of a file", head, lines)


def small(size: int) -> None:
    """Time of growing numbers of files of one kilobyte, one process; the cost of a file should stay what it is."""
    lines: list[tuple[object, ...]] = []
    text = inputs.source_code(1_000)
    counts, times = [size // 15_000, size // 1_500, size // 150], []
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            for n in range(count):
                inner = Path(folder) / str(n // 500)
                inner.mkdir(exist_ok=True)
                (inner / f"{n}.py").write_text(text, encoding="utf-8")
            command = [sys.executable, "-m", "piiscan", "scan", folder, "--jobs", "1", "--fail-on", "never"]
            wall, cpu = process(command, 1)
        times.append(cpu)
        lines.append((count, f"{wall:.2f}", f"{cpu:.2f}", f"{1000 * cpu / count:.2f}"))
    power = growth_of(counts[1:], times[1:])  # of the fewest, half is the start of the process
    head = ("files of 1 kB", "wall s", "CPU s", "CPU ms each")
    table(f"Small files: time grows as their number to the power {power:.2f}", head, lines)


def linear(size: int) -> None:
    """Time over growing texts, hostile ones too."""
    makers: dict[str, Callable[[int], str]] = {
        "source code": inputs.source_code,
        "customer table": inputs.customers,
        "one line of sentences": lambda n: inputs.sentences(n).replace("\n", ""),
        "digits": lambda n: "5" * n,
        "hyphens": lambda n: "-" * n,
        "0-0-0-": lambda n: "0-" * (n // 2),
        "a@a@": lambda n: "a@" * (n // 2),
        "kanji digits": lambda n: "三七" * (n // 2),
        "katakana": lambda n: "アカサ" * (n // 3),
        "surnames": lambda n: "佐藤鈴木" * (n // 4),
        "places": lambda n: "東京都千代田区" * (n // 7),
    }
    lines: list[tuple[object, ...]] = []
    scanner = Scanner()
    scanner.scan_text(STARTER)
    for name, make in makers.items():
        sizes = [size * factor // 4 for factor in (1, 2, 4)]
        times = [seconds(partial(scanner.scan_text, make(each)), 1) for each in sizes]
        lines.append((name, *(f"{t:.2f}" for t in times), f"{growth_of(sizes, times):.2f}"))
    head = ("text", "1/4", "1/2", "1", "time grows as size to the power")
    table("Growth with the size of a text: seconds for a quarter, half and all of the size", head, lines)
