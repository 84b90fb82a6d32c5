"""Repositories of every kind: linked, SHA-256, huge, broken, half received; git that does not answer."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from time import monotonic

import pytest

from piiscan.sources import plumbing
from test_git import CLEAN, LEAK, OTHER, Sandbox, found, piiscan, sandbox  # noqa: F401 - a fixture


def test_sha256(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, sandbox: Sandbox) -> None:  # noqa: F811
    other = tmp_path / "sha256"
    other.mkdir()
    for command in (
        ["init", "-q", "--object-format=sha256"],
        ["config", "user.email", "a@b.c"],
        ["config", "user.name", "a"],
    ):
        subprocess.run(["git", *command], cwd=other, check=True)
    monkeypatch.chdir(other)
    (other / "a.txt").write_text(LEAK, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=other, check=True)
    assert [path for path, _, _ in found("--staged")] == ["a.txt"]
    subprocess.run(["git", "commit", "-qm", "x"], cwd=other, check=True)
    ((path, line, commit),) = found()
    assert (path, line, len(commit)) == ("a.txt", 1, 64)
    assert piiscan("--range", "0" * 64 + "..HEAD")[0] == 1


def test_linked_work_tree(sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    sandbox.commit(a=CLEAN)
    linked = tmp_path / "linked"
    sandbox.git("worktree", "add", "-q", str(linked))
    monkeypatch.chdir(linked)
    (linked / "b").write_text(LEAK, encoding="utf-8")
    subprocess.run(["git", "add", "."], cwd=linked, check=True)
    assert [path for path, _, _ in found("--staged")] == ["b"]
    monkeypatch.chdir(sandbox.path)
    assert found("--staged") == []
    assert [path for path, _, _ in found("--staged", str(linked))] == ["b"]


def test_octopus_and_unrelated_histories(sandbox: Sandbox) -> None:  # noqa: F811
    sandbox.commit(a=CLEAN)
    for name in ("x", "y"):
        sandbox.git("checkout", "-q", "-b", name, "main")
        sandbox.commit(**{name: LEAK if name == "x" else OTHER})
    sandbox.git("checkout", "-q", "--orphan", "apart")
    sandbox.git("rm", "-rfq", "--cached", ".")
    sandbox.commit(z="電話番号：03-5550-0177\n")
    sandbox.git("checkout", "-q", "-f", "main")
    sandbox.git("merge", "-q", "--allow-unrelated-histories", "-s", "octopus", "-m", "m", "x", "y")
    assert sorted(path for path, _, _ in found()) == ["x", "y", "z"]
    assert [path for path, _, _ in found("--range", "apart..main")] == ["x", "y"]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_names_that_are_not_utf8(sandbox: Sandbox) -> None:  # noqa: F811
    name = "顧客.txt".encode("cp932")
    with open(os.fsencode(sandbox.path) + b"/" + name, "wb") as file:
        file.write(LEAK.encode())
    sandbox.git("add", ".")
    assert [os.fsencode(path) for path, _, _ in found("--staged")] == [name]
    code, out, _ = piiscan("--staged")
    assert code == 1
    out.encode("utf-8")
    for form in ("sarif", "gitlab", "csv", "junit"):
        assert piiscan("--staged", "--format", form)[0] == 1


def test_refs_with_odd_names(sandbox: Sandbox) -> None:  # noqa: F811
    sandbox.commit(a=CLEAN)
    sandbox.commit(a=LEAK)
    for ref in ("refs/heads/-x", "refs/heads/--all", "refs/heads/a@{b", "refs/heads/日本語"):
        subprocess.run(["git", "update-ref", ref, "HEAD"], cwd=sandbox.path, check=False, capture_output=True)
    assert piiscan("--range", "HEAD~1..日本語")[0] == 1
    assert piiscan("--range=-x")[0] == 2
    assert piiscan("--range=HEAD~1..refs/heads/-x")[0] == 1
    (sandbox.path / "HEAD").write_text("a file that is called like a revision\n", encoding="utf-8")
    assert piiscan("--range", "HEAD~1..HEAD")[0] == 1


def test_a_file_that_only_a_tag_holds(sandbox: Sandbox) -> None:  # noqa: F811
    sandbox.commit(a=CLEAN)
    sandbox.write("loose", LEAK)
    blob = sandbox.git("hash-object", "-w", "loose")
    tree = subprocess.run(
        ["git", "mktree"],
        cwd=sandbox.path,
        input=f"100644 blob {blob}\tinner\n".encode(),
        capture_output=True,
        check=True,
    ).stdout.decode()
    sandbox.git("tag", "of-a-file", blob)
    assert found() == [("refs/tags/of-a-file", 1, "")]
    sandbox.git("tag", "-d", "of-a-file")
    sandbox.git("tag", "-a", "-m", "x", "of-a-tree", tree.strip())
    assert found() == [("refs/tags/of-a-tree/inner", 1, "")]


def test_a_commit_without_a_readable_date(sandbox: Sandbox) -> None:  # noqa: F811
    sandbox.commit(a=LEAK)
    raw = subprocess.run(
        ["git", "cat-file", "commit", "HEAD"], cwd=sandbox.path, capture_output=True, check=True
    ).stdout
    broken = b"\n".join(b"author nobody" if line.startswith(b"author ") else line for line in raw.split(b"\n"))
    name = (
        subprocess.run(
            ["git", "hash-object", "-t", "commit", "-w", "--stdin", "--literally"],
            cwd=sandbox.path,
            input=broken,
            capture_output=True,
            check=True,
        )
        .stdout.decode()
        .strip()
    )
    sandbox.git("update-ref", "refs/heads/main", name)
    assert found() == [("a", 1, name)]


@pytest.mark.slow
def test_a_commit_of_many_files(sandbox: Sandbox) -> None:  # noqa: F811
    count = 30_000
    stream = ["blob\nmark :1\ndata 3\nok\n\nblob\nmark :2\n", f"data {len(LEAK.encode())}\n{LEAK}\n"]
    stream.append("commit refs/heads/main\ncommitter a <a@example.com> 1 +0000\ndata 1\nx\n")
    stream += [f"M 100644 :{2 if number == count - 1 else 1} {number % 100}/{number}.txt\n" for number in range(count)]
    subprocess.run(
        ["git", "fast-import", "--quiet"],
        cwd=sandbox.path,
        input="".join(stream).encode(),
        check=True,
        capture_output=True,
    )
    started = monotonic()
    assert [path for path, _, _ in found()] == [f"{(count - 1) % 100}/{count - 1}.txt"]
    assert monotonic() - started < 20  # each blob once: two are read


@pytest.mark.skipif(os.name != "posix", reason="a shell script in the place of git")
class TestSilence:
    @pytest.fixture
    def slow(self, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:  # noqa: F811
        """A git that falls silent at the command its file names, and a short patience."""
        sandbox.commit(a=LEAK)
        folder = tmp_path / "bin"
        folder.mkdir()
        real = shutil.which("git")
        script = folder / "git"
        script.write_text(
            '#!/bin/sh\nfor word in "$@"; do case "$word" in "$SILENT") exec sleep 60;; esac; done\n'
            f'exec {real} "$@"\n',
            encoding="utf-8",
        )
        script.chmod(0o755)
        monkeypatch.setenv("PATH", f"{folder}:{os.environ['PATH']}")
        monkeypatch.setattr(plumbing.Git.__init__, "__defaults__", (0.5,))
        return script

    @pytest.mark.parametrize("command", ["rev-parse", "rev-list", "diff-tree", "cat-file", "for-each-ref"])
    def test_git_that_does_not_answer_ends_the_run(
        self, slow: Path, command: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert slow.exists()
        monkeypatch.setenv("SILENT", command)
        started = monotonic()
        code, _, err = piiscan()
        assert code == 2
        assert err == "piiscan: git gave no answer for 0 seconds\n"
        assert monotonic() - started < 15


@pytest.mark.skipif(os.name != "posix", reason="a shell script as a hook")
def test_a_server_refuses_what_it_has_not_yet_received(sandbox: Sandbox, tmp_path: Path) -> None:  # noqa: F811
    """pre-receive: the objects lie in quarantine, where only git's own variables lead."""
    server = tmp_path / "server.git"
    subprocess.run(["git", "init", "-q", "--bare", server], check=True)
    hook = server / "hooks" / "pre-receive"
    hook.write_text(
        f'#!/bin/sh\nread -r old new ref\n"{sys.executable}" -m piiscan git --range "$old..$new" || exit 1\n',
        encoding="utf-8",
    )
    hook.chmod(0o755)
    sandbox.git("remote", "add", "origin", str(server))
    sandbox.commit(a=CLEAN)
    sandbox.git("push", "-q", "origin", "main")
    sandbox.commit(a=LEAK)
    refused = subprocess.run(
        ["git", "push", "-q", "origin", "main"], cwd=sandbox.path, capture_output=True, check=False
    )
    said = refused.stderr.decode()
    assert refused.returncode == 1, said
    assert "PHONE_NUMBER" in said
    assert "5550" not in said
    assert json.dumps(found("--commit", "HEAD")) != "[]"
