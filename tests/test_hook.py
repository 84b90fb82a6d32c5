"""The hook in the real pre-commit program: a leak is stopped, a clean commit passes, no value is shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import openpyxl
import pytest

ROOT = Path(__file__).parent.parent
PHONE = "03-5550-0123"

pytestmark = pytest.mark.slow


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    # pre-commit lies beside the Python that runs the tests, which need not be on the PATH.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "PATH": path}
    return subprocess.run(command, cwd=folder, capture_output=True, check=False, encoding="utf-8", env=environment)


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hooks")
    assert run(folder, "git", "clone", "--quiet", str(ROOT), "piiscan").returncode == 0
    return folder / "piiscan"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    for command in (["init", "--quiet"], ["config", "user.email", "test@example.com"], ["config", "user.name", "test"]):
        run(tmp_path, "git", *command)
    return tmp_path


def install(folder: Path, hooks: Path, hook: str) -> None:
    configured(folder, hooks, hook)
    run(folder, "git", "add", ".")
    assert run(folder, "pre-commit", "install").returncode == 0


def configured(folder: Path, repository: Path, hook: str) -> None:
    revision = run(repository, "git", "rev-parse", "HEAD").stdout.strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {repository}\n  rev: {revision}\n  hooks:\n  - id: {hook}\n", encoding="utf-8"
    )


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    run(folder, "git", "add", ".")
    return run(folder, "git", "commit", "--message", "test")


@pytest.mark.parametrize("hook", ["piiscan", "piiscan-staged"])
def test_leaks_are_stopped_and_clean_commits_pass(repository: Path, hooks: Path, hook: str) -> None:
    install(repository, hooks, hook)
    (repository / "notes.txt").write_text("来週の会議は大会議室で行います。\n", encoding="utf-8")
    clean = commit(repository)
    assert clean.returncode == 0, clean.stdout + clean.stderr

    (repository / "customers.csv").write_bytes(f"氏名,電話番号\n佐藤 花子,{PHONE}\n".encode("cp932"))
    book = openpyxl.Workbook()
    book.active.append(["氏名", "電話番号"])
    book.active.append(["佐藤 花子", PHONE])
    book.save(repository / "members.xlsx")
    leak = commit(repository)
    shown = leak.stdout + leak.stderr
    assert leak.returncode == 1
    assert "customers.csv" in shown
    assert "members.xlsx" in shown
    assert "PHONE_NUMBER" in shown
    assert PHONE not in shown

    assert run(repository, "pre-commit", "run", "--all-files").returncode == 1
    assert run(repository, "pre-commit", "run", "--files", "members.xlsx").returncode == 1
    (repository / "customers.csv").unlink()
    (repository / "members.xlsx").unlink()
    (repository / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert commit(repository).returncode == 0


@pytest.mark.parametrize("hook", ["piiscan", "piiscan-staged"])
def test_what_is_staged_decides(repository: Path, hooks: Path, hook: str) -> None:
    install(repository, hooks, hook)
    (repository / "a.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    assert commit(repository).returncode == 0
    (repository / "a.txt").write_text(f"電話番号：{PHONE}\n", encoding="utf-8")
    run(repository, "git", "add", "a.txt")
    (repository / "a.txt").write_text("本日は雨天なり。\n", encoding="utf-8")
    stopped = run(repository, "git", "commit", "--message", "staged leak, clean file")
    assert stopped.returncode == 1
    assert "PHONE_NUMBER" in stopped.stdout + stopped.stderr
    run(repository, "git", "add", "a.txt")
    (repository / "a.txt").write_text(f"電話番号：{PHONE}\n", encoding="utf-8")
    assert run(repository, "git", "commit", "--message", "clean index, leak in the file").returncode == 0


def test_push_stops_what_a_later_commit_took_back(
    repository: Path, hooks: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    remote = tmp_path_factory.mktemp("remote")
    run(remote, "git", "init", "--quiet", "--bare")
    run(repository, "git", "remote", "add", "origin", str(remote))
    configured(repository, hooks, "piiscan-push")
    (repository / "a.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    assert commit(repository).returncode == 0
    assert run(repository, "pre-commit", "install", "--hook-type", "pre-push").returncode == 0
    clean = run(repository, "git", "push", "--quiet", "origin", "HEAD:main")
    assert clean.returncode == 0, clean.stdout + clean.stderr
    for text in (f"電話番号：{PHONE}\n", "本日は雨天なり。\n"):
        (repository / "a.txt").write_text(text, encoding="utf-8")
        commit(repository)
    stopped = run(repository, "git", "push", "--quiet", "origin", "HEAD:main")
    assert stopped.returncode == 1
    assert "PHONE_NUMBER" in stopped.stdout + stopped.stderr
    assert PHONE not in stopped.stdout + stopped.stderr


def test_file_named_like_an_option_stops_the_hook(repository: Path, hooks: Path) -> None:
    install(repository, hooks, "piiscan")
    (repository / "--show-values").write_text("", encoding="utf-8")
    (repository / "a.txt").write_text(f"電話番号：{PHONE}\n", encoding="utf-8")
    stopped = commit(repository)
    assert stopped.returncode == 1
    assert PHONE not in stopped.stdout + stopped.stderr


def test_the_hook_is_quick(repository: Path) -> None:
    """One small changed file, as the hook scans it; 0.18 s measured, the bound leaves room for a busy machine."""
    (repository / "a.txt").write_text(f"電話番号：{PHONE}\n", encoding="utf-8")
    run(repository, "git", "add", "a.txt")
    started = perf_counter()
    assert run(repository, sys.executable, "-m", "piiscan", "git", "--staged").returncode == 1
    assert perf_counter() - started < 2
