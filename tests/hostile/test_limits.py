"""Every limit can be set, bites where it says, is announced, and leaves what was found before it."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from tests.hostile.cases.build import TEL, VALUE, docx, paragraph, zipped

import piiscan
from piiscan.errors import ConfigError
from piiscan.limits import ELSEWHERE, Limits
from piiscan.scan import Scanner

ROOT = Path(__file__).parents[2]
LEAK = ("a.txt", TEL)


def reasons(result: piiscan.FileResult) -> set[str]:
    return {skip.reason for skip in result.not_examined}


def scanned(path: Path, content: bytes, **settings: Any) -> piiscan.FileResult:
    path.write_bytes(content)
    return piiscan.scan_file(path, piiscan.Config(**settings))


@pytest.mark.parametrize(
    ("limits", "name", "content", "reason", "found"),
    [
        ({"unpacked_bytes": 50}, "a.zip", zipped([LEAK, ("b.txt", "x" * 60)]), "too_big", 1),
        ({"ratio": 2}, "a.zip", zipped([LEAK, ("b.txt", "".join(map(str, range(400_000))))]), "ratio", 1),
        ({"members": 1}, "a.zip", zipped([LEAK, ("b.txt", "x")]), "members", 1),
        ({"depth": 1}, "a.zip", zipped([LEAK, ("b.zip", zipped([("c.zip", zipped([LEAK]))]))]), "depth", 1),
        ({"xml_depth": 9}, "a.docx", docx(paragraph() + "<w:tbl><w:tr><w:tc>" * 5), "depth", 1),
        ({"findings": 2}, "a.txt", f"{TEL}\n".encode() * 5, "too_big", 2),
    ],
)
def test_a_limit_bites_and_says_so(
    limits: dict[str, int], name: str, content: bytes, reason: str, found: int, tmp_path: Path
) -> None:
    result = scanned(tmp_path / name, content, limits=limits)
    assert reason in reasons(result)
    assert len(result.findings) == found
    assert reason not in reasons(scanned(tmp_path / name, content)) or name == "a.docx"


def test_the_largest_document(tmp_path: Path) -> None:
    result = scanned(tmp_path / "a.zip", zipped([LEAK]), max_file_bytes=50)
    assert reasons(result) == {"too_big"}


def test_more_text_than_the_file_can_hold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few shared bytes can stand for gigabytes of text: cells of one string, spaces that are counted."""
    from tests.hostile.cases.build import inline, sheet, xlsx

    monkeypatch.setattr("piiscan.scan.TEXT_GRACE", 2**16)
    cells = "".join(f'<row r="{n}"><c t="s"><v>0</v></c></row>' for n in range(2, 400))
    book = xlsx(
        sheet(f'<row r="1">{inline("A1")}</row>{cells}'),
        [("xl/sharedStrings.xml", f"<sst MAIN><si><t>{'漢字' * 15_000}</t></si></sst>")],
    )
    result = scanned(tmp_path / "a.xlsx", book)
    assert "ratio" in reasons(result)
    assert len(result.findings) == 1
    assert result.characters < 150 * len(book)


def test_time_is_kept_without_losing_findings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("piiscan.scan.JUDGED_PER_SECOND", 10**9)
    content = (f"{TEL}\n" + "東京都千代田区で会議です。\n" * 400_000).encode()
    result = scanned(tmp_path / "a.txt", content, timeout=0.05)
    assert reasons(result) == {"time"}
    assert len(result.findings) == 1
    assert 0 < result.characters < len(content) // 3


def test_unknown_and_wrong_limits() -> None:
    for limits, message in (
        ({"ration": 5}, "did you mean 'ratio'"),
        ({"seconds": 5}, "a key of its own: timeout"),
        ({"ratio": 0}, "a whole number above 0"),
        ({"ratio": True}, "a whole number above 0"),
        ({"ratio": 1.5}, "a whole number above 0"),
        ([5], "must be a table"),
    ):
        with pytest.raises(ConfigError, match=message):
            piiscan.Config.from_mapping({"limits": limits})


def test_limits_come_from_the_file(tmp_path: Path) -> None:
    (tmp_path / "piiscan.toml").write_text("timeout = 5\n[limits]\nratio = 7\nmemory = 123\n", encoding="utf-8")
    limits = Scanner(piiscan.Config.load(tmp_path / "piiscan.toml")).limits
    assert (limits.seconds, limits.ratio, limits.memory, limits.members) == (5, 7, 123, 10_000)


def test_every_limit_is_documented_with_its_default() -> None:
    text = (ROOT / "docs" / "scanning.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `([a-z_.]+)` \| ([0-9,]+(?: MiB| GiB| s)?) \|", text, re.MULTILINE))
    units = {"MiB": 2**20, "GiB": 2**30, "s": 1}
    for field in fields(Limits):
        number, _, unit = told.pop(ELSEWHERE.get(field.name, f"limits.{field.name}")).partition(" ")
        assert int(number.replace(",", "")) * units.get(unit, 1) == getattr(Limits(), field.name), field.name
    assert not told


WORKER = """
import resource, sys
from piiscan import Config, Scanner
from piiscan import workers
workers._begin(Scanner(Config(limits={"memory": 300 * 2**20, "open_files": 40, "written_bytes": 1000})))
def attempt():
    yield "core", resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)
    try:
        bytearray(400 * 2**20)
    except MemoryError:
        yield "memory", True
    try:
        kept = [open("/dev/null") for _ in range(60)]
    except OSError:
        yield "open_files", True
    try:
        with open(sys.argv[1], "wb") as file:
            file.write(bytes(5000))
    except OSError:
        yield "written_bytes", True
print(*[name for name, held in attempt() if held])
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of a process as Linux has them")
def test_a_worker_is_limited(tmp_path: Path) -> None:
    command = [sys.executable, "-c", WORKER, str(tmp_path / "file")]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.split() == ["core", "memory", "open_files", "written_bytes"], done.stderr


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the workers in /proc")
class TestWorkers:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        for n in range(40):
            (tmp_path / f"{n:02}.txt").write_text(
                "東京都千代田区で会議です。\n" * 20_000 + f"{TEL}\n", encoding="utf-8"
            )
        return tmp_path

    @staticmethod
    def start(folder: Path, *more: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", "--jobs", "2", *more, str(folder)]
        return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=folder.parent)

    @staticmethod
    def workers(process: subprocess.Popen[bytes], least: int = 1) -> list[int]:
        children: list[int] = []
        for _ in range(400):
            listed = Path(f"/proc/{process.pid}/task/{process.pid}/children")
            children = [int(word) for word in listed.read_text().split()] if listed.exists() else []
            if len(children) >= least:
                break
            time.sleep(0.02)
        return children

    def test_a_killed_worker_costs_nothing(self, folder: Path) -> None:
        process = self.start(folder)
        victim = self.workers(process, 2)[0]
        time.sleep(0.3)
        os.kill(victim, signal.SIGKILL)
        out, err = process.communicate(timeout=200)
        report = json.loads(out)
        assert b"Traceback" not in err
        assert len(report["findings"]) == 40
        assert not report["not_examined"]

    @pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
    def test_a_signal_ends_it_with_what_was_found(self, number: signal.Signals, folder: Path) -> None:
        process = self.start(folder)
        workers = self.workers(process, 2)
        time.sleep(0.3)
        process.send_signal(number)
        out, err = process.communicate(timeout=100)
        assert b"Traceback" not in err
        report = json.loads(out)
        assert report["complete"] is False
        assert process.returncode == 130
        time.sleep(0.2)
        assert not [pid for pid in workers if Path(f"/proc/{pid}/exe").exists() and not _zombie(pid)]

    def test_a_report_that_nobody_reads(self, folder: Path) -> None:
        process = self.start(folder)
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        with process.stderr:
            assert b"Traceback" not in process.stderr.read()
        assert process.wait(timeout=200) == 4

    def test_a_run_that_was_ended_leaves_no_half_report(self, folder: Path) -> None:
        target = folder.parent / "out"
        target.mkdir()
        process = self.start(folder, "--output", str(target / "report.json"))
        self.workers(process, 2)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=100)
        assert json.loads((target / "report.json").read_bytes())["complete"] is False
        assert len(list(target.iterdir())) == 1


def _zombie(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z"
    except OSError:
        return True


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEL, encoding="utf-8")
    command = [sys.executable, "-m", "piiscan", "scan", "--output", "/dev/full", "a.txt"]
    done = subprocess.run(command, capture_output=True, cwd=tmp_path, check=False, timeout=60)
    assert done.returncode == 4
    assert done.stderr == b"piiscan: the system says: No space left on device\n"
    limited = 'ulimit -f 1; exec "$0" -m piiscan scan --format json --output report.json .'
    (tmp_path / "b.txt").write_text(f"{TEL}\n" * 3000, encoding="utf-8")
    done = subprocess.run(["/bin/sh", "-c", limited, sys.executable], capture_output=True, cwd=tmp_path, check=False)
    assert done.returncode == 4, done.stderr
    assert VALUE.encode() not in done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.txt", "b.txt"]
