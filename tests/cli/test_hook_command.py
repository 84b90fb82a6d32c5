"""``piiscan hook``: git itself stops the commit or the push; other people's hooks are left alone."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest
from tests.command import piiscan

from piiscan.cli.language import VARIABLES

LEAK = "電話番号：03-5550-0123\n"

pytestmark = pytest.mark.skipif(os.name != "posix", reason="hooks are shell scripts")


def git(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["git", *arguments], capture_output=True, text=True, check=False)


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in [name for name in os.environ if name.startswith(("GIT_", "PIISCAN_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME", str(tmp_path))
    folder = tmp_path / "repository"
    folder.mkdir()
    monkeypatch.chdir(folder)
    for command in ("init -q -b main", "config user.email a@example.com", "config user.name a"):
        assert git(*command.split()).returncode == 0
    return folder


def test_commits_are_stopped_and_let_through(repository: Path) -> None:
    code, out, err = piiscan("hook")
    assert (code, err) == (0, "")
    assert out.endswith("pre-commit written: git commit is stopped by personal data in what it adds\n")
    (repository / "a.txt").write_text(LEAK, encoding="utf-8")
    git("add", ".")
    stopped = git("commit", "-m", "x")
    assert stopped.returncode == 1
    assert "PHONE_NUMBER" in stopped.stdout + stopped.stderr
    assert "5550" not in stopped.stdout + stopped.stderr
    (repository / "a.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    git("add", ".")
    assert git("commit", "-m", "x").returncode == 0


def test_pushes_are_stopped(repository: Path) -> None:
    server = repository.parent / "server.git"
    git("init", "-q", "--bare", str(server))
    git("remote", "add", "origin", str(server))
    (repository / "a.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    git("add", ".")
    git("commit", "-m", "clean")
    assert piiscan("hook", "--push")[0] == 0
    assert git("push", "origin", "main").returncode == 0
    for text in (LEAK, "taken back\n"):
        (repository / "a.txt").write_text(text, encoding="utf-8")
        git("commit", "-am", "x")
    for branch in ("main", "main:new"):
        stopped = git("push", "origin", branch)
        assert stopped.returncode == 1, branch
        assert "PHONE_NUMBER" in stopped.stdout + stopped.stderr
    assert git("push", "origin", ":main").returncode == 0  # taking a branch away sends nothing


SAID = [
    ({"LANG": "en_US.UTF-8"}, "piiscan: nothing was committed", "piiscan: nothing was pushed"),
    ({"LANG": "ja_JP.UTF-8"}, "piiscan: コミットを中止しました", "piiscan: プッシュを中止しました"),
    ({"PIISCAN_LANG": "JA", "LANG": "C"}, "piiscan: コミットを中止しました", "piiscan: プッシュを中止しました"),
    ({"LC_ALL": "C", "LANG": "ja_JP.UTF-8"}, "piiscan: nothing was committed", "piiscan: nothing was pushed"),
    (
        {"LC_ALL": "", "LC_MESSAGES": "ja", "LANG": "C"},
        "piiscan: コミットを中止しました",
        "piiscan: プッシュを中止しました",
    ),
]


@pytest.mark.parametrize(("environment", "committed", "pushed"), SAID)
def test_what_did_not_happen_is_said_in_the_language_of_the_report(
    repository: Path, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], committed: str, pushed: str
) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    git("init", "-q", "--bare", str(repository.parent / "server.git"))
    (repository / "a.txt").write_text(LEAK, encoding="utf-8")
    git("add", ".")
    assert piiscan("hook")[0] == piiscan("hook", "--push")[0] == 0
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert git("commit", "-m", "x").stderr.splitlines()[-1] == committed
    assert git("commit", "--no-verify", "-m", "x").returncode == 0
    stopped = git("push", str(repository.parent / "server.git"), "main")
    assert pushed in stopped.stderr.splitlines()
    report = stopped.stdout + stopped.stderr
    assert ("電話番号 PHONE_NUMBER" in report) == ("プッシュ" in pushed)


def test_twice_is_once_and_remove_takes_it_away(repository: Path) -> None:
    assert piiscan("hook")[0] == piiscan("hook")[0] == 0
    assert piiscan("hook", "--remove")[0] == 0
    assert not (repository / ".git" / "hooks" / "pre-commit").exists()
    code, _, err = piiscan("hook", "--remove")
    assert code == 2
    assert "no hook of piiscan" in err


def test_other_hooks_are_left_alone(repository: Path) -> None:
    theirs = repository / ".git" / "hooks" / "pre-commit"
    theirs.parent.mkdir(exist_ok=True)
    theirs.write_text("#!/bin/sh\nexit 0\n", encoding="utf-8")
    for command in (["hook"], ["hook", "--remove"]):
        assert piiscan(*command)[0] == 2
    assert "git --staged" in piiscan("hook")[2]
    assert theirs.read_text(encoding="utf-8") == "#!/bin/sh\nexit 0\n"


@pytest.mark.parametrize("scope", ["--local", "--global"])
def test_the_folder_of_the_users_settings(repository: Path, scope: str) -> None:
    git("config", scope, "core.hooksPath", str(repository / "their hooks"))
    assert piiscan("hook")[0] == 0
    (repository / "a.txt").write_text(LEAK, encoding="utf-8")
    git("add", "a.txt")
    assert (repository / "their hooks" / "pre-commit").exists()
    assert git("commit", "-m", "x").returncode == 1


def test_no_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert piiscan("hook")[0] == 2
