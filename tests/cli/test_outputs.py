"""Several reports from one scan: where each goes, whole or not at all, whatever happens to the others."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from tests.command import piiscan

from piiscan.cli.outputs import Output, fan_out, outputs
from piiscan.errors import UsageError
from piiscan.model import FileResult
from piiscan.report.reporters import REPORTERS

LEAK = "氏名：佐藤 花子\n電話番号：03-5550-0123\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for number in range(40):
        (tmp_path / f"{number:02}.txt").write_text(LEAK, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("format_name", "given", "expected"),
    [
        (None, [], [("text", "-")]),
        ("json", [], [("json", "-")]),
        (None, ["a.txt"], [("text", "a.txt")]),
        ("json", ["a.json"], [("json", "a.json")]),
        ("json", ["-"], [("json", "-")]),
        (None, ["sarif=a.sarif"], [("sarif", "a.sarif")]),
        (None, ["sarif=a.sarif", "text=-"], [("sarif", "a.sarif"), ("text", "-")]),
        ("github", ["sarif=a.sarif"], [("github", "-"), ("sarif", "a.sarif")]),
        ("github", ["sarif=a.sarif", "b"], [("sarif", "a.sarif"), ("github", "b")]),
        (None, ["odd=name"], [("text", "odd=name")]),
        (None, ["./sarif=x"], [("text", "./sarif=x")]),
    ],
)
def test_what_is_asked_for(format_name: str | None, given: list[str], expected: list[tuple[str, str]]) -> None:
    assert outputs(format_name, given, REPORTERS) == [Output(*pair) for pair in expected]


@pytest.mark.parametrize("given", [["json=a", "csv=a"], ["a", "b", "a"], ["json=-", "csv=-"], ["json="]])
def test_what_makes_no_sense(given: list[str]) -> None:
    with pytest.raises(UsageError):
        outputs(None, given, REPORTERS)


def test_reports_of_one_scan_are_those_of_several_scans(folder: Path) -> None:
    names = ("jsonl", "sarif", "gitlab", "rdjson", "csv")  # those without times
    code, out, err = piiscan("scan", ".", *(f"--output={name}=../{name}" for name in names), "--output", "text=-")
    assert (code, err) == (1, "")
    assert "80 findings" in out
    for name in names:
        assert (folder.parent / name).read_text(encoding="utf-8") == piiscan("scan", ".", "--format", name)[1]


def test_format_goes_to_standard_output_beside_files(folder: Path) -> None:
    code, out, _ = piiscan("scan", "01.txt", "--format", "jsonl", "--output", "sarif=a.sarif")
    assert code == 1
    assert len(out.splitlines()) == 3
    assert len(json.loads((folder / "a.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]) == 2


def test_a_file_that_cannot_be_written_is_said_before_anything_is_scanned(folder: Path) -> None:
    code, out, err = piiscan("scan", ".", "--output", "json=a.json", "--output", "csv=missing/a.csv")
    assert (code, out) == (2, "")
    assert "cannot write missing/a.csv" in err
    assert sorted(path.suffix for path in folder.iterdir()) == [".txt"] * 40


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_a_full_disk_ends_with_an_error_and_leaves_no_half_report(folder: Path) -> None:
    code, _, err = piiscan("scan", ".", "--output", "json=a.json", "--output", "csv=/dev/full")
    assert code == 4
    assert "No space left on device" in err
    assert not (folder / "a.json").exists()


def results(count: int) -> Iterator[FileResult]:
    for number in range(count):
        yield FileResult(str(number))


class TestFanOut:
    @pytest.mark.parametrize("count", [0, 1, 100])
    def test_every_reader_reads_all(self, count: int) -> None:
        read: dict[int, list[str]] = {}

        def reader(number: int) -> None:
            read[number] = []

        readers = [
            (lambda items, number=number: read.setdefault(number, [item.path for item in items])) for number in range(3)
        ]
        fan_out(results(count), readers)
        assert read == {number: [str(each) for each in range(count)] for number in range(3)}

    def test_a_reader_that_fails_stops_no_other(self) -> None:
        read: list[str] = []

        def fails(items: Iterable[FileResult]) -> None:
            next(iter(items))
            raise UsageError("no")

        with pytest.raises(UsageError):
            fan_out(results(100), [fails, lambda items: read.extend(item.path for item in items)])
        assert len(read) == 100

    def test_a_scan_that_fails_is_no_whole_report(self) -> None:
        finished: list[int] = []

        def broken() -> Iterator[FileResult]:
            yield from results(20)
            raise UsageError("no")

        def reader(items: Iterable[FileResult]) -> None:
            finished.append(len(list(items)))

        with pytest.raises(UsageError):
            fan_out(broken(), [reader, reader])
        assert finished == []


def test_a_closed_pipe_is_no_success(folder: Path) -> None:
    command = f"{sys.executable} -m piiscan scan . --all --output text=- --output json=a.json | true; exit $PIPESTATUS"
    assert subprocess.run(["bash", "-c", command], cwd=folder, check=False, capture_output=True).returncode == 4
