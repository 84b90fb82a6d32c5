"""Runs that read only what has changed: nothing that could hold something is passed over, and findings never vanish."""

from __future__ import annotations

import io
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from piiscan import since
from piiscan.cli.main import main
from piiscan.config import Config
from piiscan.model import FileResult
from piiscan.since import Since, State, read_state
from piiscan.sources.paths import Excluded, Found

LEAK = "電話番号：090-5550-0123\n"
OLD = (10**18, 10**18, 7)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(since, "YOUNG_NS", -(10**12))  # the files of the tests are all young
    (tmp_path / "files").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "files" / f"{name}.txt").write_text(f"本文 {name}\n", encoding="utf-8")
    return tmp_path


def scan(*more: str, code: int = 0) -> tuple[list[str], int, str]:
    """Names of files with findings, how many were passed over, and what was remarked."""
    out, err = io.StringIO(), io.StringIO()
    assert main(["scan", "--format", "json", "--since", "state", *more, "files"], out, err) == code, err.getvalue()
    report = json.loads(out.getvalue())
    return [Path(each["path"]).name for each in report["findings"]], report["summary"]["excluded"], err.getvalue()


def write(name: str, content: str) -> None:
    (Path("files") / name).write_text(content, encoding="utf-8")


def test_clean_files_are_read_once(folder: Path) -> None:
    assert scan() == ([], 0, "")
    assert scan() == ([], 3, "piiscan: 3 files unchanged since they were found clean\n")
    write("b.txt", LEAK)
    assert scan(code=1)[:2] == (["b.txt"], 2)


def test_findings_never_vanish(folder: Path) -> None:
    write("b.txt", LEAK)
    for _ in range(3):
        assert scan(code=1)[0] == ["b.txt"]
    write("b.txt", "-\n")
    assert scan()[0] == []
    assert scan()[1] == 3


def same_size(name: str) -> None:
    kept = Path("files", name).stat()
    Path("files", name).write_bytes(LEAK.encode()[: kept.st_size])
    os.utime(Path("files", name), ns=(kept.st_atime_ns, kept.st_mtime_ns))


def replaced(name: str) -> None:
    kept = Path("files", name).stat()
    write("new", f"本文 {'x' * (kept.st_size - 8)}\n")
    os.utime("files/new", ns=(kept.st_atime_ns, kept.st_mtime_ns))
    Path("files/new").replace(Path("files", name))


def touched(name: str) -> None:
    os.utime(Path("files", name), ns=(1, 1))


@pytest.mark.parametrize("change", [same_size, replaced, touched], ids=lambda change: change.__name__)
def test_what_changed_is_read(change: Callable[[str], None], folder: Path) -> None:
    """Also what tries to look unchanged: same size, same time of change, another file in its place."""
    if os.name != "posix" and change is not touched:
        pytest.skip("the time of any change is not told here")
    scan()
    change("b.txt")
    assert scan()[1] == 2


def test_new_and_deleted_files(folder: Path) -> None:
    scan()
    write("new.txt", LEAK)
    (folder / "files" / "a.txt").unlink()
    assert scan(code=1)[:2] == (["new.txt"], 2)
    state = read_state(folder / "state")
    assert state is not None
    assert len(state.clean) == 2


def test_what_was_not_examined_is_not_clean(folder: Path) -> None:
    (folder / "files" / "x.pdf").write_bytes(b"%PDF-1.7\n")
    assert scan()[1] == 0
    assert scan()[1] == 3
    scan("--fail-on-incomplete", code=3)


@pytest.mark.parametrize(
    "more", [["--min-confidence", "0.4"], ["--types", "PERSON"], ["--exclude", "*.log"], ["--config", "other.toml"]]
)
def test_other_rules_read_everything(more: list[str], folder: Path) -> None:
    (folder / "other.toml").write_text("[limits]\nratio = 7\n", encoding="utf-8")
    scan()
    _, passed, remark = scan(*more)
    assert passed == 0
    assert "have changed: everything is read" in remark
    assert scan(*more)[1] == 3


def test_another_version_reads_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan()
    monkeypatch.setattr(since, "__version__", "99")
    assert scan()[1] == 0


def test_other_word_lists_read_everything(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scan()
    monkeypatch.setattr(since, "_own_files", lambda: ["data/surnames.tsv 5"])
    assert scan()[1] == 0


def test_more_processes_are_no_other_rule(folder: Path) -> None:
    scan()
    assert scan("--jobs", "2", "--fail-on", "low")[1] == 3


class TestClock:
    @staticmethod
    def passed(state: Path, stamp: tuple[int, ...]) -> bool:
        file = Found("a.txt", 5, stamp)
        run = Since(str(state), Config())
        items = list(run.pass_over([file]))
        list(run.watch([FileResult("a.txt", format="text", characters=5)]))
        run.write()
        return isinstance(items[0], Excluded)

    def test_an_old_file_is_kept(self, tmp_path: Path) -> None:
        assert not self.passed(tmp_path / "state", OLD)
        assert self.passed(tmp_path / "state", OLD)

    @pytest.mark.parametrize("which", [0, 1])
    def test_one_changed_a_moment_ago_is_not(self, which: int, tmp_path: Path) -> None:
        import time

        stamp = [*OLD]
        stamp[which] = time.time_ns() - 10**9
        assert not self.passed(tmp_path / "state", tuple(stamp))
        assert not self.passed(tmp_path / "state", tuple(stamp))

    def test_one_from_the_future_is_not(self, tmp_path: Path) -> None:
        future = (4 * 10**18, 10**18, 7)
        assert not self.passed(tmp_path / "state", future)
        assert not self.passed(tmp_path / "state", future)


def test_an_interrupted_run_does_not_advance(tmp_path: Path) -> None:
    files = [Found(name, 5, OLD) for name in "abc"]
    first = Since(str(tmp_path / "state"), Config())
    list(first.pass_over(files[:2]))
    list(first.watch(FileResult(file.path, format="text") for file in files[:2]))
    first.write()
    second = Since(str(tmp_path / "state"), Config())
    items = second.pass_over(files[2:])
    next(items)
    results = second.watch(FileResult(file.path, format="text") for file in files[2:])
    results.close()  # type: ignore[attr-defined]
    second.write()
    third = Since(str(tmp_path / "state"), Config())
    assert [type(item) for item in third.pass_over(files)] == [Excluded, Excluded, Found]


GOOD = State(b"s" * 32, b"t" * 16, frozenset())


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 500,
        b"[]\n",
        b"{}\n",
        b"[" * 100_000,
        b'{"schema": "piiscan-state/1", "salt": "00", "settings": "00", "files": 0}\n',
        b'{"schema": "piiscan-state/2", "salt": "%b", "settings": "00", "files": 0}\n' % (b"00" * 32),
        b'{"schema": "piiscan-state/1", "salt": "%b", "settings": "00", "files": 2}\n00\n' % (b"00" * 32),
        b'{"schema": "piiscan-state/1", "salt": "%b", "settings": "00", "files": 1}\nzz\n' % (b"00" * 32),
        b"cos\nsystem\n(S'touch SIDE_EFFECT'\ntR.",
        "電話番号：090-5550-0123".encode("cp932"),
    ],
)
def test_a_damaged_state_hides_nothing(content: bytes, folder: Path) -> None:
    write("b.txt", LEAK)
    (folder / "state").write_bytes(content)
    files, passed, remark = scan(code=1)
    assert (files, passed) == (["b.txt"], 0)
    assert remark == "piiscan: the state is damaged: everything is read\n"
    assert scan(code=1)[1] == 2


@pytest.mark.skipif(os.name != "posix", reason="POSIX rights")
def test_a_state_that_others_can_write_is_not_believed(folder: Path) -> None:
    scan()
    (folder / "state").chmod(0o666)
    assert scan()[1:] == (0, "piiscan: the state is damaged: everything is read\n")
    assert (folder / "state").stat().st_mode & 0o777 == 0o600


@pytest.mark.skipif(os.name != "posix", reason="POSIX files")
@pytest.mark.parametrize("make", [lambda path: path.symlink_to("files/a.txt"), os.mkfifo, os.mkdir])
def test_a_state_that_is_no_file(make: Callable[[Path], Any], folder: Path) -> None:
    make(folder / "state")
    out, err = io.StringIO(), io.StringIO()
    assert main(["scan", "--since", "state", "files"], out, err) == 2
    assert "state" in err.getvalue()
    assert (folder / "files" / "a.txt").read_text(encoding="utf-8") == "本文 a\n"


def test_a_state_that_cannot_be_written(folder: Path) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main(["scan", "--since", "nowhere/state", "files"], out, err) == 2
    assert "cannot write nowhere/state" in err.getvalue()


def test_a_missing_path_leaves_the_state_alone(folder: Path) -> None:
    scan()
    before = (folder / "state").read_bytes()
    assert main(["scan", "--since", "state", "nowhere"], io.StringIO(), io.StringIO()) == 2
    assert (folder / "state").read_bytes() == before


def test_the_state_holds_nothing_of_files_or_their_names(folder: Path) -> None:
    write("090-5550-0123.txt", "本文\n")
    write("佐藤花子.txt", "x\n")
    scan()
    scan()
    kept = (folder / "state").read_text(encoding="ascii")
    assert "5550" not in kept
    assert "txt" not in kept
    first = set(kept.splitlines()[1:])
    (folder / "state").unlink()
    scan()
    assert not first & set((folder / "state").read_text(encoding="ascii").splitlines())


def test_the_same_run_leaves_the_same_state(folder: Path) -> None:
    scan()
    before = (folder / "state").read_bytes()
    scan()
    assert (folder / "state").read_bytes() == before
