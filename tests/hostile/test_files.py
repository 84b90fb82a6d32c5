"""Hostile files, names and folders: nothing hangs, nothing is silent, no name gets out of its report."""

from __future__ import annotations

import csv
import errno
import io
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from tests.hostile.cases.build import TEL, VALUE

from piiscan.report.reporters import REPORTERS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="POSIX files and names")
COMMAND = [sys.executable, "-m", "piiscan", "scan"]


def run(*arguments: str | bytes | Path, cwd: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    done = subprocess.run(
        [*COMMAND, *(each if isinstance(each, bytes) else str(each) for each in arguments)],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=cwd,
    )
    assert b"Traceback" not in done.stderr, done.stderr
    assert b"internal error" not in done.stderr, done.stderr
    return done


def scan(*arguments: str | bytes | Path, cwd: Path | None = None) -> dict[str, list[dict[str, str]]]:
    done = run("--format", "json", *arguments, cwd=cwd)
    assert done.returncode in (0, 1, 3), done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def reasons(report: dict[str, list[dict[str, str]]]) -> set[str]:
    return {skip["reason"] for skip in report["not_examined"]}


@pytest.fixture
def beside(tmp_path: Path) -> Iterator[Path]:
    """A folder with a leak in it: whatever stands beside must not cost its finding."""
    (tmp_path / "zz_leak.txt").write_text(TEL, encoding="utf-8")
    yield tmp_path
    for folder, _, _ in os.walk(tmp_path):
        os.chmod(folder, 0o700)


def fifo(folder: Path) -> None:
    os.mkfifo(folder / "pipe")


def unix_socket(folder: Path) -> None:
    here = Path.cwd()
    os.chdir(folder)  # the path of a socket may have 108 bytes at most
    with socket.socket(socket.AF_UNIX) as server:
        server.bind("socket")
    os.chdir(here)


def link_to(target: str) -> Callable[[Path], None]:
    return lambda folder: (folder / "link").symlink_to(target)


def ring_of_links(folder: Path) -> None:
    (folder / "a").symlink_to("b")
    (folder / "b").symlink_to("a")


def ring_of_folders(folder: Path) -> None:
    (folder / "in").mkdir()
    (folder / "in" / "again").symlink_to("..")


def deep_folders(folder: Path) -> None:
    here = os.open(folder, os.O_RDONLY)
    for _ in range(120):
        os.mkdir("d" * 60, dir_fd=here)
        there = os.open("d" * 60, os.O_RDONLY, dir_fd=here)
        os.close(here)
        here = there
    handle = os.open("leak.txt", os.O_WRONLY | os.O_CREAT, dir_fd=here)
    os.write(handle, TEL.encode())
    os.close(handle)
    os.close(here)


SPECIAL: dict[str, tuple[Callable[[Path], None], str]] = {
    "fifo": (fifo, "not_regular"),
    "socket": (unix_socket, "not_regular"),
    "dangling_link": (link_to("nowhere"), "not_regular"),
    "link_to_itself": (link_to("link"), "not_regular"),
    "link_out": (link_to("/etc/passwd"), "not_regular"),
    "link_to_device": (link_to("/dev/zero"), "not_regular"),
    "link_to_root": (link_to("/"), "not_regular"),
    "ring_of_links": (ring_of_links, "not_regular"),
    "ring_of_folders": (ring_of_folders, "not_regular"),
    "path_too_long": (deep_folders, "path_too_long"),
}


@pytest.mark.parametrize("name", SPECIAL)
def test_special_files_are_named(name: str, beside: Path) -> None:
    make, reason = SPECIAL[name]
    make(beside)
    report = scan(beside)
    assert reasons(report) == {reason}
    assert [Path(finding["path"]).name for finding in report["findings"]] == ["zz_leak.txt"]


@pytest.mark.parametrize("device", ["/dev/zero", "/dev/urandom", "/dev/null", "/dev/full"])
def test_devices_given_by_name(device: str) -> None:
    done = run("--format", "json", device)
    assert done.returncode == 3
    assert reasons(json.loads(done.stdout)) == {"not_regular"}


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root reads everything")
@pytest.mark.parametrize("folder", [False, True])
def test_unreadable(folder: bool, beside: Path) -> None:
    locked = beside / "locked"
    if folder:
        locked.mkdir()
    else:
        locked.write_text(TEL)
    locked.chmod(0)
    report = scan(beside)
    assert reasons(report) == {"permission"}
    assert len(report["findings"]) == 1


def test_the_system_says_no(beside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an unreadable file gives, also for those who may read everything."""
    import piiscan

    def refuse(*_: object, **__: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr("piiscan.scan.os.open", refuse)
    result = piiscan.scan_file(beside / "zz_leak.txt")
    assert [skip.reason for skip in result.not_examined] == ["permission"]


def test_vanishing(beside: Path) -> None:
    from piiscan.config import Config
    from piiscan.scan import Scanner
    from piiscan.sources.paths import Found
    from piiscan.workers import scan_items

    gone = Found(str(beside / "gone.txt"), 5)
    results = list(
        scan_items([gone, *(Found(str(beside / "zz_leak.txt"), 30) for _ in range(20))], Scanner(Config()), 2)
    )
    assert [skip.reason for skip in results[0].not_examined] == ["vanished"]
    assert all(len(result.findings) == 1 for result in results[1:])


def test_growing(beside: Path) -> None:
    """A log that something goes on writing to: the scan ends, and finds what was there at its start."""
    log = beside / "growing.log"
    log.write_text(TEL + "\n" + "本文です。\n" * 50_000, encoding="utf-8")
    program = "import sys, time\nf = open(sys.argv[1], 'a')\nwhile f.write('x' * 64): f.flush(); time.sleep(0.005)"
    writer = subprocess.Popen([sys.executable, "-c", program, str(log)])
    try:
        report = scan(beside)
    finally:
        writer.kill()
        writer.wait()
    assert {Path(finding["path"]).name for finding in report["findings"]} == {"growing.log", "zz_leak.txt"}
    assert reasons(report) == {"changed"}


def test_a_file_that_never_ends_growing_ends() -> None:
    """However fast it grows: no more is read than was there at the start and some."""
    from piiscan.scan import Scanner

    class Endless(io.RawIOBase):
        def __init__(self) -> None:
            self.read_bytes = self.at = 0

        def readable(self) -> bool:
            return True

        def seekable(self) -> bool:
            return True

        def tell(self) -> int:
            return self.at

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = 1_000_000 if whence == io.SEEK_END else offset
            return self.at

        def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
            buffer[:] = b"x" * len(buffer)
            self.read_bytes += len(buffer)
            self.at += len(buffer)
            return len(buffer)

    endless = Endless()
    result = Scanner().scan_stream("growing.log", io.BufferedReader(endless))  # type: ignore[arg-type]
    assert [skip.reason for skip in result.not_examined] == ["changed"]
    assert endless.read_bytes < 30_000_000


def test_shrinking(beside: Path) -> None:
    from piiscan.scan import Scanner

    class Shrunk(io.BytesIO):
        def seek(self, offset: int, whence: int = 0) -> int:
            return 10**9 if whence == io.SEEK_END else super().seek(offset, whence)

    result = Scanner().scan_stream("a.txt", Shrunk(TEL.encode()))
    assert len(result.findings) == 1


NAMES = {
    "leading_dash": "-rf.txt",
    "option": "--show-values",
    "line_feed": "a\n::error::b.txt",
    "carriage_return": "a\r::warning::b.txt",
    "escape": "\x1b[2J\x1b]0;x\x07.txt",
    "c1": "\x9b31m.txt",
    "not_utf8": b"\xff\xfe\x80.txt".decode("utf-8", "surrogateescape"),
    "bidi": "\u202etxt.exe",
    "zero_width": "a\u200b\u2028b.txt",
    "formula": "=cmd|'calc'!A0.csv",
    "formula_at": "@SUM(1).txt",
    "formula_plus": "+1.txt",
    "html": "<img src=x onerror=alert(1)>.txt",
    "markdown": "[x](javascript:alert(1)) | `b`.txt",
    "xml": "a]]>&amp;<b.txt",
    "percent": "a%0A::error::b%25.txt",
    "semicolon": "a,b;c:d::e.txt",
    "quotes": "a\"b'c`d.txt",
    "backslash": "a\\nb.txt",
    "shell": "$(touch SIDE_EFFECT).txt",
    "long": "x" * 250 + ".txt",
    "value": f"{VALUE}.txt",
    "spaces": "  .txt",
    "emoji": "👨‍👩‍👧.txt",
}


@pytest.fixture(scope="module")
def named(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("named")
    for name in NAMES.values():
        (folder / name).write_text(f"{TEL} <script>alert(1)</script> \x1b[31m =cmd ::error:: %0A ]]>", encoding="utf-8")
    return folder


def plain(path: str) -> bytes:
    return os.fsencode(path)


class Tags(HTMLParser):
    """Collects the tags of what a code host would show of a Markdown report."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)


@pytest.mark.parametrize("row", [row.name for row in REPORTERS])
def test_names_stay_inside_their_report(row: str, named: Path) -> None:
    done = run("--types", "PHONE_NUMBER", "--format", row, "--all", "--", ".", cwd=named)
    assert done.returncode == 1
    out = done.stdout
    assert VALUE.encode() not in out.replace(f"{VALUE}.txt".encode(), b"")
    assert not any(byte in out for byte in b"\x1b\x07\x9b\r\x00" if byte != 0x9B)
    text = out.decode("utf-8")
    assert not set("\u202e\u2028\u200b\x9b") & set(text)
    lines = text.split("\n")
    if row == "github":
        assert all(
            line.startswith(("::error ", "::warning ", "::notice ", "::group", "::end")) or not line.startswith("::")
            for line in lines
        )
        assert not any(line.startswith(("::error::", "::warning::b")) for line in lines)
    else:
        assert not any(line.lstrip().startswith("::") for line in lines)
    if row in {"json", "sarif", "gitlab", "gitlab-secrets", "rdjson"}:
        json.loads(text)
    elif row == "jsonl":
        assert len([json.loads(line) for line in lines if line]) == len(NAMES) + 1
    elif row == "junit":
        assert len(ET.fromstring(text).findall(".//testcase")) == len(NAMES)  # noqa: S314 - our own report
    elif row == "csv":
        rows = list(csv.reader(io.StringIO(text)))
        assert len(rows) == len(NAMES) + 1
        assert not any(
            cell[:1] in ("=", "+", "-", "@", "\t") and len(cell) > 1
            for each in rows
            for cell in each
            if not cell.replace(".", "").lstrip("+-").isdigit()
        )
    elif row == "markdown":
        tags = Tags()
        tags.feed(prose := re.sub(r"(`+)[^`].*?\1", "", text))
        assert not tags.tags & {"img", "script", "b"}
        assert "](javascript:" not in prose
    assert not (named / "SIDE_EFFECT").exists()


def test_an_option_among_the_names_is_refused(named: Path) -> None:
    done = run("--show-values", "leak.txt", cwd=named)
    assert done.returncode == 2
    assert VALUE.encode() not in done.stdout + done.stderr


@pytest.mark.parametrize("name", NAMES)
def test_every_name_can_be_scanned_alone(name: str, named: Path) -> None:
    report = scan("--types", "PHONE_NUMBER", "--", os.fsencode(NAMES[name]), cwd=named)
    assert len(report["findings"]) == 1


CONFIGURATIONS = {
    "piiscan.toml": 'exclude = ["*"]\nfail_on = "never"\nallow_regexes = [".*"]\n',
    "pyproject.toml": '[tool.piiscan]\nexclude = ["*"]\n',
    ".piiscanignore": "*\n",
    ".gitignore": "*\n",
    "piiscan-baseline.jsonl": "{}\n",
    ".pre-commit-config.yaml": "exclude: .*\n",
    "sitecustomize.py": "open('SIDE_EFFECT', 'w')\n",
    "piiscan.py": "open('SIDE_EFFECT', 'w')\n",
    "regex.py": "open('SIDE_EFFECT', 'w')\n",
    "json.py": "open('SIDE_EFFECT', 'w')\n",
    ".gitattributes": "* filter=x diff=x\n",
    "conftest.py": "open('SIDE_EFFECT', 'w')\n",
}


@pytest.mark.parametrize("name", CONFIGURATIONS)
def test_a_scanned_folder_configures_and_runs_nothing(name: str, tmp_path: Path) -> None:
    target, elsewhere = tmp_path / "target", tmp_path / "elsewhere"
    target.mkdir()
    elsewhere.mkdir()
    (target / name).write_text(CONFIGURATIONS[name], encoding="utf-8")
    (target / "leak.txt").write_text(TEL, encoding="utf-8")
    assert len(scan(target, cwd=elsewhere)["findings"]) == 1
    assert not list(tmp_path.rglob("SIDE_EFFECT"))


@pytest.mark.parametrize("name", [name for name in CONFIGURATIONS if name.endswith(".py")])
def test_the_current_folder_is_no_place_for_modules(name: str, tmp_path: Path) -> None:
    """The command as it is installed: Python puts the current folder on its path only for ``-m``."""
    command = Path(sys.executable).with_name("piiscan")
    if not command.exists():
        pytest.skip("the command is not installed")
    (tmp_path / name).write_text(CONFIGURATIONS[name], encoding="utf-8")
    (tmp_path / "leak.txt").write_text(TEL, encoding="utf-8")
    done = subprocess.run([command, "scan", "."], cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert done.returncode == 1, done.stderr
    assert not (tmp_path / "SIDE_EFFECT").exists()


def repository(folder: Path) -> None:
    for command in (["init", "-q"], ["add", "."]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)
    effect = folder / "SIDE_EFFECT"
    script = folder / ".git" / "run.sh"
    script.write_text(f"#!/bin/sh\ntouch '{effect}'\ncat\n")
    script.chmod(0o700)
    with (folder / ".git" / "config").open("a") as config:
        config.write(
            f"[core]\n fsmonitor = {script}\n hooksPath = {folder / '.git'}\n pager = {script}\n sshCommand = {script}\n editor = {script}\n"
        )
        config.write(
            f'[diff]\n external = {script}\n[diff "x"]\n textconv = {script}\n[filter "x"]\n clean = {script}\n smudge = {script}\n process = {script}\n'
        )
    (folder / ".git" / "info" / "attributes").parent.mkdir(exist_ok=True)
    (folder / ".git" / "info" / "attributes").write_text("* filter=x diff=x\n")
    for hook in ("pre-commit", "post-index-change", "post-checkout"):
        path = folder / ".git" / "hooks" / hook
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"#!/bin/sh\ntouch '{effect}'\n")
        path.chmod(0o700)


@pytest.mark.parametrize(
    "arguments", [["scan", "."], ["git", "--staged"], ["git", "--staged", "."], ["git", "--history"]]
)
def test_a_hostile_repository_runs_nothing(arguments: list[str], tmp_path: Path) -> None:
    (tmp_path / "leak.txt").write_text(TEL, encoding="utf-8")
    repository(tmp_path)
    command = [sys.executable, "-m", "piiscan", *arguments]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=120)
    assert b"Traceback" not in done.stderr
    assert done.returncode in (0, 1, 3), done.stderr
    assert not (tmp_path / "SIDE_EFFECT").exists()


@pytest.mark.parametrize("poison", [b"", b"cos\nsystem\n(S'touch SIDE_EFFECT'\ntR.", b"\x80\x04", bytes(5000)])
def test_a_poisoned_cache_is_not_believed(poison: bytes, tmp_path: Path) -> None:
    (tmp_path / "leak.txt").write_text(f"{TEL}\n氏名：佐藤花子\n", encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    surroundings = {**os.environ, "HOME": str(home)}

    def found() -> int:
        command = [*COMMAND, "--format", "json", "leak.txt"]
        done = subprocess.run(command, capture_output=True, check=False, cwd=tmp_path, env=surroundings, timeout=120)
        assert b"Traceback" not in done.stderr
        return len(json.loads(done.stdout)["findings"])

    before = found()
    for path in home.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            path.write_bytes(poison + kept[len(poison) :] if len(poison) > 100 else poison)
    assert found() == before == 2
    assert not (tmp_path / "SIDE_EFFECT").exists()


def test_a_sparse_file_of_ten_gigabytes(beside: Path) -> None:
    with (beside / "sparse.bin").open("wb") as file:
        file.write(f"{TEL}\n".encode())
        file.truncate(10 * 2**30)
        file.seek(0, os.SEEK_END)
        file.write(f"\n{TEL}\n".encode())
    started = time.monotonic()
    report = scan(beside)
    assert time.monotonic() - started < 60
    paths = [Path(finding["path"]).name for finding in report["findings"]]
    assert "sparse.bin" in paths or reasons(report)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


ESCAPES = "電話\u3000\x1b[31m赤\x1b]0;x\x07\u202e\t終\n次\n"


def test_extracted_text_commands_no_terminal(tmp_path: Path) -> None:
    from piiscan.cli.main import main

    (tmp_path / "a.txt").write_text(ESCAPES, encoding="utf-8")
    terminal, pipe = Terminal(), io.StringIO()
    assert main(["extract", str(tmp_path / "a.txt")], terminal) == 0
    assert terminal.getvalue() == "電話\u3000\\x1b[31m赤\\x1b]0;x\\x07\\u202e\t終\n次\n"
    assert main(["extract", str(tmp_path / "a.txt")], pipe) == 0
    assert pipe.getvalue() == ESCAPES


def test_errors_command_no_terminal_and_no_log() -> None:
    done = run(b"nowhere\x1b[31m\n::error::x")
    assert done.returncode == 2
    assert done.stderr == b"piiscan: no such file or folder: nowhere\\x1b[31m\\n::error::x\n"
