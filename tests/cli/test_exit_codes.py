"""The exit codes of the design in every mode, from real processes: what a hook or a pipeline decides by."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

LEAK = "電話番号：03-5550-0123\n"
POSIX = pytest.mark.skipif(os.name != "posix", reason="signals, devices and shells")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("codes")
    (place / "leak.txt").write_text(LEAK, encoding="utf-8")
    (place / "clean.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    (place / "empty.txt").write_bytes(b"")
    (place / "unsure.txt").write_text("担当 03-5550-0123\n", encoding="utf-8")
    (place / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    (place / "nothing").mkdir()
    (place / "bad.toml").write_text("[[", encoding="utf-8")
    (place / "never.toml").write_text('fail_on = "never"\n', encoding="utf-8")
    for command in ("init -q", "config user.email a@example.com", "config user.name a"):
        subprocess.run(["git", *command.split()], cwd=place, check=True)
    subprocess.run(["git", "add", "clean.txt"], cwd=place, check=True)
    subprocess.run(["git", "commit", "-qm", "clean"], cwd=place, check=True)
    subprocess.run(["git", "add", "leak.txt"], cwd=place, check=True)
    return place


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("PIISCAN_", "GIT_"))}


def code_of(folder: Path, command: str, given: bytes = b"") -> int:
    done = subprocess.run(
        [sys.executable, "-m", "piiscan", *command.split()],
        cwd=folder,
        input=given,
        capture_output=True,
        check=False,
        env=environment(),
    )
    assert b"Traceback" not in done.stderr
    return done.returncode


CODES = {
    "scan clean.txt": 0,
    "scan empty.txt": 0,
    "scan leak.txt": 1,
    "scan leak.txt clean.txt": 1,
    "scan leak.txt picture.png": 1,
    "scan leak.txt --fail-on never": 0,
    "scan leak.txt --config never.toml": 0,
    "scan leak.txt --config never.toml --fail-on high": 1,
    "scan leak.txt --types IBAN_CODE": 0,
    "scan leak.txt --exit-zero": 0,
    "scan leak.txt --exit-zero --format sarif": 0,
    "scan leak.txt --format json": 1,
    "scan leak.txt --exclude leak.txt": 3,
    "scan clean.txt picture.png": 0,
    "scan clean.txt picture.png --fail-on-incomplete": 3,
    "scan leak.txt picture.png --fail-on-incomplete": 1,
    "scan picture.png": 3,
    "scan picture.png --allow-unread": 0,
    "scan picture.png --allow-unread --fail-on-incomplete": 3,
    "scan picture.png --exit-zero": 3,
    "scan nothing": 3,
    "scan missing.txt": 2,
    "scan": 2,
    "scan leak.txt --bogus": 2,
    "scan leak.txt --format bogus": 2,
    "scan leak.txt --types BOGUS": 2,
    "scan leak.txt --config bad.toml": 2,
    "scan leak.txt --config missing.toml": 2,
    "scan leak.txt --baseline missing.jsonl": 2,
    "scan leak.txt --min-confidence 2": 2,
    "scan leak.txt --output missing/x": 2,
    "scan leak.txt --exit-zero --output missing/x": 2,
    "git --staged": 1,
    "git --staged --exit-zero": 0,
    "git --commit HEAD": 0,
    "git --range HEAD..HEAD": 0,
    "git --range nowhere..HEAD": 2,
    "git missing": 2,
    "types": 0,
    "formats": 0,
    "--version": 0,
    "--help": 0,
    "extract clean.txt": 0,
    "extract picture.png": 3,
    "extract missing.txt": 2,
    "explain PERSON": 0,
    "explain nonsense": 0,
    "config show": 0,
    "config check --config bad.toml": 2,
    "completion fish": 0,
    "baseline show --baseline missing.jsonl": 2,
    "baseline audit": 2,
}


@pytest.mark.parametrize("command", CODES)
def test_codes(folder: Path, command: str) -> None:
    assert code_of(folder, command) == CODES[command]


@pytest.mark.parametrize(
    ("given", "command", "code"),
    [
        (LEAK.encode(), "scan -", 1),
        (LEAK.encode("cp932"), "scan -", 1),
        (LEAK.encode(), "scan - --exit-zero", 0),
        ("本日は晴天なり。\n".encode(), "scan -", 0),
        (b"", "scan -", 0),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "scan -", 3),
        ("本日は晴天なり。\n".encode(), "scan - leak.txt", 1),
    ],
)
def test_standard_input(folder: Path, given: bytes, command: str, code: int) -> None:
    assert code_of(folder, command, given) == code


@POSIX
@pytest.mark.parametrize(
    ("shell", "code"),
    [
        ("{piiscan} scan leak.txt --all | true; exit ${{PIPESTATUS[0]}}", 1),
        ("{piiscan} explain PERSON | true; exit ${{PIPESTATUS[0]}}", 0),
        ("{piiscan} scan leak.txt >/dev/full", 4),
        ("{piiscan} scan leak.txt --output /dev/full", 4),
        ("{piiscan} scan leak.txt --exit-zero >/dev/full", 4),
        ("{piiscan} scan leak.txt >&-", 2),
        ("{piiscan} scan leak.txt 2>&-", 1),
        ("{piiscan} scan - <&-", 2),
    ],
)
def test_streams(folder: Path, shell: str, code: int) -> None:
    program = shell.format(piiscan=f"'{sys.executable}' -m piiscan")
    done = subprocess.run(["bash", "-c", program], cwd=folder, capture_output=True, check=False, env=environment())
    assert b"Traceback" not in done.stderr
    # A reader that goes away early may or may not have taken all: what it did not see is no success.
    assert done.returncode in ({code, 4} if "PIPESTATUS" in shell else {code}), done.stderr


@POSIX
def test_interrupted(folder: Path) -> None:
    """Ctrl-C: what was found is reported, and said to be incomplete."""
    command = [sys.executable, "-m", "piiscan", "scan", "leak.txt", "-"]
    with subprocess.Popen(
        command,
        cwd=folder,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
        start_new_session=True,
    ) as process:
        time.sleep(1.5)
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=30)
    assert process.returncode == 130
    assert b"Traceback" not in err
