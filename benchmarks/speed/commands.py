"""Whole processes and whole files: start-up, two processes, memory, documents against their bare libraries."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import documents
import inputs
from timing import milliseconds, process, seconds, table

from piiscan import Scanner

PIISCAN = [sys.executable, "-m", "piiscan"]


def startup(_size: int) -> None:
    """Wall and CPU time of whole processes, beside that of a bare python."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "a.txt").write_text("call 03-5550-0123 or write to taro@mail.example.jp\n" * 20, encoding="utf-8")
        (folder / "j.txt").write_text("氏名：佐藤 花子　電話番号：03-5550-0123\n" * 20, encoding="utf-8")
        documents.write_workbook(folder / "w.xlsx", 20)
        documents.write_pdf(folder / "p.pdf", 1)
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "piiscan --help": [*PIISCAN, "--help"],
            "piiscan scan, small ASCII file": [*PIISCAN, "scan", str(folder / "a.txt")],
            "piiscan scan, small Japanese file": [*PIISCAN, "scan", str(folder / "j.txt")],
            "piiscan scan, XLSX of 20 rows": [*PIISCAN, "scan", str(folder / "w.xlsx")],
            "piiscan scan, PDF of one page": [*PIISCAN, "scan", str(folder / "p.pdf")],
        }
        lines = [(name, *map(milliseconds, process(command))) for name, command in commands.items()]
    table("Start-up, whole process, median of 9", ("command", "wall ms", "CPU ms"), lines)


def processes(size: int) -> None:
    """Wall time of a folder with one and with two processes."""
    with tempfile.TemporaryDirectory() as folder:
        for n in range(64):
            make = list(inputs.KINDS.values())[n % len(inputs.KINDS)]
            (Path(folder) / f"{n}.txt").write_text(make(size // 4), encoding="utf-8")
        command = [*PIISCAN, "scan", folder, "--fail-on", "never", "--jobs"]
        one, two = (process([*command, jobs], 3)[0] for jobs in ("1", "2"))
    table("Processes", ("1 process s", "2 processes s", "ratio"), [(f"{one:.2f}", f"{two:.2f}", f"{one / two:.2f}")])


def files(_size: int) -> None:
    """Reading and scanning whole files against the bare library reading the same one, in the same process."""
    kinds: dict[str, tuple[Callable[[Path, int], None], Callable[[Path], int], int]] = {
        "XLSX, rows": (documents.write_workbook, documents.read_workbook, 1_000),
        "XLSX, many rows": (documents.write_workbook, documents.read_workbook, 20_000),
        "PDF, pages": (documents.write_pdf, documents.read_pdf, 100),
    }
    lines: list[tuple[object, ...]] = []
    scanner = Scanner()
    with tempfile.TemporaryDirectory() as folder:
        for name, (write, read, count) in kinds.items():
            path = Path(folder) / f"{count}.{name[:4].lower().strip(',')}"
            write(path, count)
            found = len(scanner.scan_file(path).findings)  # the first time pays for the word lists
            bare, extracted, scanned = (
                seconds(work)
                for work in (
                    partial(read, path),
                    lambda p=path: sum(1 for _ in scanner.extract(p)),
                    partial(scanner.scan_file, path),
                )
            )
            figures = (*(f"{t:.2f}" for t in (bare, extracted, scanned)), f"{extracted / bare:.2f}")
            lines.append((name, count, found, *figures, f"{scanned / bare:.2f}"))
    head = ("file", "size", "findings", "library", "extract", "scan", "extract / library", "scan / library")
    table("Files against the bare library (openpyxl read-only, pdfminer.six), seconds", head, lines)


def memory(size: int) -> None:
    """Peak memory of one process over files of growing size: clean ones, and ones full of findings."""
    # Not ru_maxrss, which begins with the size of the process that started this one.
    script = (
        "import sys; from piiscan import scan_file; found = len(scan_file(sys.argv[1]).findings);"
        "peak = next(line.split()[1] for line in open('/proc/self/status') if line.startswith('VmHWM'));"
        "print(int(peak) // 1024, found)"
    )
    makers = (
        ("a.py", inputs.source_code, (1, 8, 64)),
        ("a.txt", inputs.documentation, (1, 8)),
        ("a.csv", inputs.customers, (1, 4)),
    )
    lines: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for name, make, factors in makers:
            path, text = Path(folder) / name, make(size)
            for factor in factors:
                path.write_text(text * factor, encoding="utf-8")
                command = [sys.executable, "-c", script, str(path)]
                done = subprocess.run(command, check=True, capture_output=True, text=True)
                lines.append((name, f"{path.stat().st_size / 1e6:.0f}", *done.stdout.split()))
    table("Peak memory, one process that keeps what it finds", ("file", "MB", "peak MiB", "findings"), lines)
