"""Odd surroundings: closed streams, full disks, devices as reports, texts that are none, too many findings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

import piiscan
from piiscan.errors import ConfigError
from piiscan.scan import Scanner

LEAK = "電話番号：090-5550-0123\n"


def run(command: str, folder: Path) -> subprocess.CompletedProcess[bytes]:
    line = command.replace("PIISCAN", f"'{sys.executable}' -m piiscan")
    done = subprocess.run(["/bin/sh", "-c", line], cwd=folder, capture_output=True, timeout=60, check=False)
    assert b"Traceback" not in done.stderr
    assert b"internal error" not in done.stdout + done.stderr
    return done


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "leak.txt").write_text(LEAK, encoding="utf-8")
    return tmp_path


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
class TestStreams:
    def test_closed_output(self, folder: Path) -> None:
        done = run("PIISCAN scan leak.txt >&-", folder)
        assert (done.returncode, done.stderr) == (2, b"piiscan: standard output is closed\n")

    def test_a_report_in_a_file_needs_no_output(self, folder: Path) -> None:
        assert run("PIISCAN scan leak.txt --output report.txt >&-", folder).returncode == 1
        assert "PHONE_NUMBER" in (folder / "report.txt").read_text(encoding="utf-8")

    def test_closed_errors(self, folder: Path) -> None:
        done = run("PIISCAN scan leak.txt 2>&-", folder)
        assert done.returncode == 1
        assert b"PHONE_NUMBER" in done.stdout

    @pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
    @pytest.mark.parametrize("command", ["scan leak.txt", "types"])
    def test_full_disk(self, command: str, folder: Path) -> None:
        done = run(f"PIISCAN {command} >/dev/full", folder)
        assert (done.returncode, done.stderr) == (4, b"piiscan: the system says: No space left on device\n")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs named pipes")
def test_a_report_goes_into_a_pipe_and_does_not_replace_it(folder: Path) -> None:
    """As root, ``--output /dev/null`` once made a plain file of the machine's /dev/null."""
    os.mkfifo(folder / "pipe")
    done = run("cat pipe > copy & PIISCAN scan leak.txt --output pipe; code=$?; wait; exit $code", folder)
    assert done.returncode == 1
    assert (folder / "pipe").is_fifo()
    assert "PHONE_NUMBER" in (folder / "copy").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", ["''", ".", "no/such/folder"])
def test_a_report_that_cannot_be_written(path: str, folder: Path) -> None:
    done = run(f"PIISCAN scan leak.txt --output {path}", folder)
    assert done.returncode == 2
    assert (b"cannot write" if path != "''" else b"needs the name of a file") in done.stderr


def test_an_empty_folder_is_not_called_clean(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done = run("PIISCAN scan empty", tmp_path)
    assert done.returncode == 3
    assert done.stdout.startswith(b"nothing examined in 0 files")


def test_lone_surrogates_keep_offsets() -> None:
    text = "\ud800電話番号：\udc80090-5550-0123"
    (found,) = piiscan.scan_text(text)
    assert text[found.start : found.end] == "090-5550-0123"


@pytest.mark.parametrize("text", [None, b"090-5550-0123", 5])
def test_what_is_no_text(text: object) -> None:
    with pytest.raises(TypeError, match="must be a str"):
        piiscan.scan_text(text)  # type: ignore[arg-type]


def test_a_wanted_type_that_does_not_exist() -> None:
    with pytest.raises(ConfigError, match="did you mean 'PERSON'"):
        Scanner(piiscan.Config(types=("PERSOM",)))


def test_one_path_instead_of_a_list(folder: Path) -> None:
    for path in (str(folder), folder / "leak.txt"):
        (result,) = piiscan.scan_paths(path)
        assert [finding.entity_type for finding in result.findings] == ["PHONE_NUMBER"]


def test_a_file_that_is_all_findings_keeps_the_first_and_names_the_rest(folder: Path) -> None:
    few = piiscan.Config(limits={"findings": 3})
    (folder / "leak.txt").write_text(LEAK * 4, encoding="utf-8")
    result = piiscan.scan_file(folder / "leak.txt", few)
    assert len(result.findings) == 3
    assert [skip.reason for skip in result.not_examined] == ["too_big"]
    (folder / "leak.txt").write_text(LEAK * 3, encoding="utf-8")
    assert piiscan.scan_file(folder / "leak.txt", few).complete


@pytest.mark.parametrize(
    ("values", "message"),
    [
        ({"types": []}, "types names none"),
        ({"types": [1]}, "types must be a list of strings"),
        ({"exclude": [1]}, "exclude must be a list of strings"),
        ({"fail_on_incomplete": "false"}, "must be true or false"),
        ({"jobs": 1.5}, "whole number"),
    ],
)
def test_wrong_values_in_a_configuration(values: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        piiscan.Config.from_mapping(values)


def test_a_run_of_kana_costs_no_square() -> None:
    """Every cut of the run was tried and kept: 40,000 kana took 320 MiB."""
    import tracemalloc

    scanner = Scanner()
    scanner.scan_text("担当 サトウ")
    tracemalloc.start()
    scanner.scan_text("ア" * 20_000)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 50 * 2**20
