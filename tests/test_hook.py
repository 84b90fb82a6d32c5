"""The hook in the real pre-commit program: a leak is stopped, a clean commit passes, no value is shown."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest

ROOT = Path(__file__).parent.parent
PHONE = "03-5550-0123"

pytestmark = pytest.mark.slow


def run(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, encoding="utf-8")


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    hooks = tmp_path_factory.mktemp("hooks")
    assert run(hooks, "git", "clone", "--quiet", str(ROOT), "piiscan").returncode == 0
    revision = run(hooks / "piiscan", "git", "rev-parse", "HEAD").stdout.strip()
    folder = tmp_path_factory.mktemp("repository")
    for command in (["init", "--quiet"], ["config", "user.email", "test@example.com"], ["config", "user.name", "test"]):
        run(folder, "git", *command)
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n- repo: {hooks / 'piiscan'}\n  rev: {revision}\n  hooks:\n  - id: piiscan\n", encoding="utf-8"
    )
    run(folder, "git", "add", ".")
    assert run(folder, "pre-commit", "install").returncode == 0
    return folder


def commit(folder: Path) -> subprocess.CompletedProcess[str]:
    run(folder, "git", "add", ".")
    return run(folder, "git", "commit", "--message", "test")


def test_leaks_are_stopped_and_clean_commits_pass(repository: Path) -> None:
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
    (repository / "customers.csv").unlink()
    (repository / "members.xlsx").unlink()
    (repository / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    assert commit(repository).returncode == 0
