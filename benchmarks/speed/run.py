"""Times piiscan as a user gets it: by kind of text and stage, at start-up, with two processes, in memory, over sizes.

    python benchmarks/speed/run.py [--size 4] [--only kinds,files,stages,startup,processes,small,memory,linear,growth]

Absolute figures drift on shared machines: beside them stands a ruler, a plain ``re`` digit search and a UTF-8 decode of
the same bytes in the same run.
"""

from __future__ import annotations

import argparse
import re
import resource
import subprocess
import sys
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter, process_time

sys.path.insert(0, str(Path(__file__).parent))
import documents
import inputs

from piiscan import Scanner
from piiscan.detect.decode import unwrap
from piiscan.detect.matcher import look
from piiscan.detect.pipeline import detect
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

DIGITS = re.compile(r"[0-9]{2,4}-[0-9]{2,4}-[0-9]{4}")
ROUNDS = 3


def seconds(work: Callable[[], object], rounds: int = ROUNDS) -> float:
    """The median CPU time of ``work``."""
    times = []
    for _ in range(rounds):
        begin = process_time()
        work()
        times.append(process_time() - begin)
    return median(times)


def table(title: str, head: tuple[str, ...], lines: list[tuple[object, ...]]) -> None:
    """Print a Markdown table."""
    print(f"\n## {title}\n")
    for line in (head, ("---",) * len(head), *lines):
        print("| " + " | ".join(map(str, line)) + " |", flush=True)


def kinds(size: int) -> None:
    """MB/s of ``scan_text`` by kind of text; first: with empty memories, then warm."""
    lines: list[tuple[object, ...]] = []
    for name, make in inputs.KINDS.items():
        text = make(size)
        data = text.encode()
        mb = len(data) / 1e6
        scanner = Scanner()
        scanner.scan_text("あ1 a@")
        first = seconds(lambda s=scanner, t=text: s.scan_text(t), 1)
        warm = seconds(lambda s=scanner, t=text: s.scan_text(t))
        found = len(scanner.scan_text(text))
        ruler = seconds(lambda t=text: DIGITS.findall(t))
        decode = seconds(data.decode)
        lines.append(
            (
                name,
                f"{mb:.1f}",
                f"{mb / first:.1f}",
                f"{mb / warm:.1f}",
                f"{found / mb:.0f}",
                f"{mb / ruler:.0f}",
                f"{mb / max(decode, 1e-6):.0f}",
            )
        )
    table(
        "By kind of text, one thread",
        ("text", "MB", "first MB/s", "warm MB/s", "findings/MB", "ruler: re", "ruler: decode"),
        lines,
    )


def stages(size: int) -> None:
    """Milliseconds per MB of each stage, the least of some rounds; every round begins with views that know nothing."""
    lines: list[tuple[object, ...]] = []
    toolbox = Toolbox()
    for name, make in inputs.KINDS.items():
        text = make(size)
        mb = len(text.encode()) / 1e6
        rounds = [_stage_times(text, toolbox) for _ in range(ROUNDS)]
        least = {stage: 1000 * min(times[stage] for times in rounds) / mb for stage in rounds[0]}
        lines += [(name, stage, f"{value:.1f}") for stage, value in least.items() if value >= 0.1]
    table("Stages", ("text", "stage", "ms per MB"), lines)


def _stage_times(text: str, toolbox: Toolbox) -> dict[str, float]:
    """Seconds of CPU by stage. What detectors share (runs, words of labels) is paid by the first that asks."""
    cut = list(windows([Segment(text, Place(line=1, column=1))]))
    views = [look(w, toolbox.folder, toolbox.lexicon_for(w.letters)) for w in cut]
    detectors = {id(d): d for w in cut for d in toolbox.detectors_for(w.letters)}.values()
    stages: dict[str, Callable[[], object]] = {
        "fold": lambda: [toolbox.folder.fold(w.text) for w in cut],
        "encodings and fold": lambda: [unwrap(w.text, toolbox.folder) for w in cut],
        "words": lambda: [view.present for view in views],
        "digits": lambda: [view.hits.runs.shapes for view in views],
    }
    for each in detectors:
        shown = [v for v in views if each in toolbox.detectors_for(v.window.letters)]
        stages[type(each).__name__] = lambda d=each, vs=shown: [list(d.candidates(view)) for view in vs]  # type: ignore[misc]
    stages["all, findings made"] = lambda: list(detect([Segment(text, Place(line=1, column=1))], toolbox))
    return {stage: seconds(work, 1) for stage, work in stages.items()}


def startup(_size: int) -> None:
    """Wall and CPU time of whole processes."""
    with tempfile.TemporaryDirectory() as folder:
        plain, japanese = Path(folder) / "a.txt", Path(folder) / "j.txt"
        plain.write_text("call 03-5550-0123 or write to taro@mail.example.jp\n" * 20, encoding="utf-8")
        japanese.write_text("氏名：佐藤 花子　電話番号：03-5550-0123\n" * 20, encoding="utf-8")
        piiscan = [sys.executable, "-m", "piiscan"]
        commands = {
            "python -c pass": [sys.executable, "-c", "pass"],
            "piiscan --help": [*piiscan, "--help"],
            "piiscan scan, small ASCII file": [*piiscan, "scan", str(plain)],
            "piiscan scan, small Japanese file": [*piiscan, "scan", str(japanese)],
        }
        lines = [(name, *map(_milliseconds, _process(command))) for name, command in commands.items()]
    table("Start-up, whole process, median of 9", ("command", "wall ms", "CPU ms"), lines)


def _milliseconds(value: float) -> str:
    return f"{1000 * value:.0f}"


def _process(command: list[str], rounds: int = 9) -> tuple[float, float]:
    """Median wall and CPU time of a command."""
    walls, cpus = [], []
    for _ in range(rounds):
        begin, before = perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run(command, check=False, capture_output=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        walls.append(perf_counter() - begin)
        cpus.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
    return median(walls), median(cpus)


def processes(size: int) -> None:
    """Wall time of a folder with one and with two processes."""
    with tempfile.TemporaryDirectory() as folder:
        for n in range(64):
            make = list(inputs.KINDS.values())[n % len(inputs.KINDS)]
            (Path(folder) / f"{n}.txt").write_text(make(size // 4), encoding="utf-8")
        command = [sys.executable, "-m", "piiscan", "scan", folder, "--fail-on", "never", "--jobs"]
        one, two = (_process([*command, jobs], 3)[0] for jobs in ("1", "2"))
    table("Processes", ("1 process s", "2 processes s", "ratio"), [(f"{one:.2f}", f"{two:.2f}", f"{one / two:.2f}")])


def small(size: int) -> None:
    """Time of growing numbers of files of one kilobyte, one process; the cost of a file should stay what it is."""
    lines: list[tuple[object, ...]] = []
    text = inputs.source_code(1_000)
    for count in (size // 15_000, size // 1_500, size // 150):
        with tempfile.TemporaryDirectory() as folder:
            for n in range(count):
                inner = Path(folder) / str(n // 500)
                inner.mkdir(exist_ok=True)
                (inner / f"{n}.py").write_text(text, encoding="utf-8")
            command = [sys.executable, "-m", "piiscan", "scan", folder, "--jobs", "1", "--fail-on", "never"]
            wall, cpu = _process(command, 1)
        lines.append((count, f"{wall:.2f}", f"{cpu:.2f}", f"{1000 * cpu / count:.2f}"))
    table("Small files", ("files of 1 kB", "wall s", "CPU s", "CPU ms each"), lines)


def files(size: int) -> None:
    """Reading and scanning whole files against the bare library reading the same one, in the same process."""
    del size  # what the bars are for has a size of its own
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
    table(
        "Files against the bare library (openpyxl read-only, pdfminer.six), seconds",
        ("file", "size", "findings", "library", "extract", "scan", "extract / library", "scan / library"),
        lines,
    )


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
        ("a.txt", inputs.prose, (1, 8)),
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


def growth(size: int) -> None:
    """Time of files of a tenth, once and ten times the size; MB/s should stay what they are."""
    makers: dict[str, Callable[[int], str]] = {
        "customers.csv": inputs.customers,
        "code.py": inputs.source_code,
        "numbers.csv": inputs.numbers,
        "line.txt": lambda n: inputs.business(n).replace("\n", " "),
    }
    lines: list[tuple[object, ...]] = []
    scanner = Scanner()
    scanner.scan_text("あ1 a@")
    with tempfile.TemporaryDirectory() as folder:
        for name, make in makers.items():
            path, speeds = Path(folder) / name, []
            for factor in (0.1, 1, 10):
                path.write_text(make(int(size * factor)), encoding="utf-8")
                mb = path.stat().st_size / 1e6
                speeds.append(f"{mb / seconds(partial(scanner.scan_file, path), 1):.2f}")
            lines.append((name, *speeds))
    table(
        f"Growth: MB/s of files of {size / 1e7:g}, {size / 1e6:g} and {size / 1e5:g} million characters",
        ("file", "1/10", "1", "10"),
        lines,
    )


def linear(size: int) -> None:
    """Time over growing inputs, hostile ones too."""
    makers: dict[str, Callable[[int], str]] = {
        "source code": inputs.source_code,
        "customer table": inputs.customers,
        "one line of prose": lambda n: inputs.prose(n).replace("\n", ""),
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
    scanner.scan_text("あ1 a@")
    for name, make in makers.items():
        times = [seconds(partial(scanner.scan_text, make(size * f // 4)), 1) for f in (1, 2, 4)]
        lines.append((name, *(f"{t:.2f}" for t in times), f"{times[2] / times[1]:.2f}"))
    table(
        "Linearity: seconds for a quarter, half and all of the size", ("text", "1/4", "1/2", "1", "1 over 1/2"), lines
    )


PARTS = {
    "kinds": kinds,
    "files": files,
    "stages": stages,
    "startup": startup,
    "processes": processes,
    "small": small,
    "memory": memory,
    "linear": linear,
    "growth": growth,
}


def main() -> None:
    """Run the wanted parts."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=float, default=1.5, help="million characters per kind of text")
    parser.add_argument("--only", default=",".join(PARTS))
    arguments = parser.parse_args()
    for name in arguments.only.split(","):
        PARTS[name](int(arguments.size * 1e6))


if __name__ == "__main__":
    main()
