"""Every hostile file, scanned by the command as a user would: never silent, never slow, nothing left, nothing run."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from tests.hostile.cases import archives, office, pdfs, structured, texts
from tests.hostile.cases.build import BOTH, CLEAN, EITHER, FOUND, NAMED, OTHER, VALUE, Case

SECONDS = 40
"""Of processor time: less than the limit of a file, for none of these is excused for its length."""
OFFSETS = re.compile(rb'"(?:start|end|column)": [0-9]+')
"""Numbers that are no values, whatever digits they hold."""
CASES = {
    f"{module.__name__.rpartition('.')[2]}-{case.name}": case
    for module in (archives, office, structured, texts, pdfs)
    for case in module.CASES
}


@pytest.fixture(scope="session")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home of all scans: the first Japanese text makes its word lists, which are kept there."""
    return tmp_path_factory.mktemp("home")


class Scan(NamedTuple):
    """What came of a scan: its exit code, report and remarks, and the seconds of processor time it took."""

    code: int
    out: bytes
    err: bytes
    seconds: float


def scan(target: Path, around: Path, home: Path) -> Scan:
    """A scan by the command, with a place for temporary files of its own."""
    (around / "tmp").mkdir()
    surroundings = {**os.environ, "TMPDIR": str(around / "tmp"), "HOME": str(home), "PIISCAN_LANG": "en"}
    command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", str(target)]
    before = os.times()
    done = subprocess.run(command, capture_output=True, timeout=300, check=False, cwd=around, env=surroundings)
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return Scan(done.returncode, done.stdout, done.stderr, used)


@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_never_silent(case: Case, tmp_path: Path, home: Path) -> None:
    folder = tmp_path / "scanned"
    folder.mkdir()
    case.write(folder / case.name)
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    code, out, err, seconds = scan(folder / case.name, tmp_path, home)
    assert b"Traceback" not in err, err
    assert b"internal error" not in err, err
    assert code in (0, 1, 3), err
    report = json.loads(out)
    found, named = found_and_named(report)
    right = {
        FOUND: found,
        EITHER: found or named,
        NAMED: named,
        BOTH: found and named,
        CLEAN: not report["findings"] and not named,
    }
    assert right[case.right], (found, report["not_examined"])
    assert seconds < SECONDS
    assert VALUE.encode() not in out + err
    assert OTHER[-6:].encode() not in OFFSETS.sub(b"", out) + err
    assert "worker_died" not in {skip["reason"] for skip in report["not_examined"]}, report["not_examined"]
    assert "unforeseen" not in json.dumps(report["not_examined"]), report["not_examined"]
    assert not list((tmp_path / "tmp").iterdir())
    assert {path.name[:8] for path in home.rglob("*") if path.is_file()} <= {"lexicon-"}
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before
    assert not any(path.name == "SIDE_EFFECT" for path in tmp_path.rglob("*"))


def found_and_named(report: dict[str, list[dict[str, str]]]) -> tuple[bool, bool]:
    types = {finding["entity_type"] for finding in report["findings"]}
    return bool(types & {"PHONE_NUMBER", "JP_MY_NUMBER"}), bool(report["not_examined"])


def test_there_are_enough() -> None:
    """The sealed set has 137; ours must not be the smaller one."""
    assert len(CASES) > 200
