"""What a repository's index and history add is found once, where it came in; a hostile repository runs nothing."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.cli.main import main
from piiscan.lines import added_lines, excerpt

LEAK = "電話番号：03-5550-0123\n"
OTHER = "電話番号：03-5550-0188\n"
CLEAN = "本日は晴天なり。\n"


def piiscan(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(("git", *arguments, "--types", "PHONE_NUMBER"), out, err)
    return code, out.getvalue(), err.getvalue()


def found(*arguments: str) -> list[tuple[str, int, str]]:
    """Path, line and commit of each finding."""
    document = json.loads(piiscan(*arguments, "--format", "json")[1])
    assert "5550" not in json.dumps(document)
    return [(f["path"], f["place"].get("line", 0), f["place"].get("commit", "")) for f in document["findings"]]


class Sandbox:
    """A repository to play with."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main")
        self.git("config", "user.email", "test@example.com")
        self.git("config", "user.name", "test")

    def git(self, *arguments: str) -> str:
        done = subprocess.run(["git", *arguments], cwd=self.path, capture_output=True, check=True)
        return done.stdout.decode("utf-8", "replace").strip()

    def write(self, name: str, content: str | bytes) -> None:
        (self.path / name).parent.mkdir(parents=True, exist_ok=True)
        (self.path / name).write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, **files: str | bytes) -> str:
        for name, content in files.items():
            self.write(name, content)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "x", "--date", "2024-05-06T07:08:09+09:00")
        return self.git("rev-parse", "HEAD")


@pytest.fixture
def sandbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Sandbox:
    for name in [name for name in os.environ if name.startswith(("GIT_", "PIISCAN_"))]:
        monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    box = Sandbox(tmp_path / "repository")
    monkeypatch.chdir(box.path)
    return box


def workbook(*numbers: str) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["氏名", "電話番号"])
    for number in numbers:
        book.active.append(["佐藤 花子", number])
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


class TestStaged:
    def test_what_is_staged_is_judged_not_the_file(self, sandbox: Sandbox) -> None:
        sandbox.commit(a=CLEAN)
        sandbox.write("a", CLEAN + LEAK)
        sandbox.git("add", "a")
        sandbox.write("a", CLEAN)
        assert found("--staged") == [("a", 2, "")]
        sandbox.git("add", "a")
        sandbox.write("a", LEAK)
        assert piiscan("--staged")[0] == 0

    def test_first_commit_and_empty_index(self, sandbox: Sandbox) -> None:
        assert piiscan("--staged")[0] == 0
        sandbox.write("deep/日本 語.txt", LEAK)
        sandbox.git("add", "--all")
        assert found("--staged") == [("deep/日本 語.txt", 1, "")]

    def test_only_added_lines_count(self, sandbox: Sandbox) -> None:
        sandbox.commit(a=CLEAN + LEAK, c="電話番号,x\n03-5550-0123,1\n")
        sandbox.write("a", CLEAN * 3 + LEAK)
        sandbox.write("c", "電話番号,x\n03-5550-0123,1\n03-5550-0188,2\n")
        sandbox.git("add", "--all")
        assert found("--staged") == [("c", 3, "")]

    def test_documents_count_what_they_did_not_hold(self, sandbox: Sandbox) -> None:
        sandbox.commit(**{"a.xlsx": workbook("03-5550-0123")})
        sandbox.write("a.xlsx", workbook("03-5550-0123", "03-5550-0188"))
        sandbox.git("add", "--all")
        assert piiscan("--staged", "--format", "jsonl")[1].count('"cell": "B3"') == 1
        assert len(found("--staged")) == 1

    def test_from_a_folder_below(self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        sandbox.write("deep/a", LEAK)
        sandbox.git("add", "--all")
        monkeypatch.chdir(sandbox.path / "deep")
        assert found("--staged") == [("deep/a", 1, "")]
        sandbox.write(".piiscanignore", "/deep/\n")
        assert "1 excluded" in piiscan("--staged")[1]
        sandbox.write(".piiscanignore", "")
        sandbox.write("piiscan.toml", 'allow_paths = ["/deep/"]\n')
        assert "1 ignored" in piiscan("--staged")[1]

    def test_index_of_a_running_commit(self, sandbox: Sandbox) -> None:
        """``git commit -a`` and ``git commit FILE`` build an index of their own and name it in the environment."""
        sandbox.commit(a=CLEAN)
        hook = sandbox.path / ".git" / "hooks" / "pre-commit"
        hook.write_text(
            f"#!/bin/sh\nexec {sys.executable} -m piiscan git --staged --types PHONE_NUMBER\n", encoding="utf-8"
        )
        hook.chmod(0o755)
        sandbox.write("a", LEAK)
        done = subprocess.run(["git", "commit", "-qam", "x"], cwd=sandbox.path, capture_output=True, check=False)
        assert done.returncode == 1
        assert b"PHONE_NUMBER" in done.stdout + done.stderr


class TestHistory:
    def test_a_leak_that_is_gone_is_found_where_it_came_in(self, sandbox: Sandbox) -> None:
        sandbox.commit(a=CLEAN)
        leaky = sandbox.commit(a=CLEAN + LEAK)
        sandbox.commit(a=CLEAN)
        assert found() == [("a", 2, leaky)]
        out = piiscan("--history")[1]
        assert f"in {leaky[:10]} 2024-05-06" in out
        record = json.loads(piiscan("--format", "json")[1])["findings"][0]
        assert record["place"]["date"] == "2024-05-06T07:08:09+09:00"

    def test_each_blob_once_and_renames_add_nothing(self, sandbox: Sandbox) -> None:
        first = sandbox.commit(a=LEAK + CLEAN * 20)
        sandbox.git("mv", "a", "b")
        moved = sandbox.commit()
        sandbox.commit(c=LEAK + CLEAN * 20)
        assert found() == [("a", 1, first)]
        assert found("--range", f"{first}..{moved}") == []
        sandbox.git("mv", "b", "d")
        edited = sandbox.commit(d=LEAK + CLEAN * 20 + OTHER)
        assert found("--commit", edited) == [("d", 22, edited)]

    def test_range_and_commit(self, sandbox: Sandbox) -> None:
        first = sandbox.commit(a=LEAK)
        second = sandbox.commit(b=OTHER)
        assert found("--range", f"{first}..HEAD") == [("b", 1, second)]
        assert found("--range", f"{'0' * 40}..{first}") == [("a", 1, first)]
        assert found("--commit", first) == [("a", 1, first)]
        assert piiscan("--range", "HEAD..HEAD")[0] == 0

    def test_push(self, sandbox: Sandbox, monkeypatch: pytest.MonkeyPatch) -> None:
        first = sandbox.commit(a=LEAK)
        second = sandbox.commit(b=OTHER)
        assert len(found("--push")) == 2
        monkeypatch.setenv("PRE_COMMIT_FROM_REF", first)
        monkeypatch.setenv("PRE_COMMIT_TO_REF", second)
        assert found("--push") == [("b", 1, second)]

    def test_merges(self, sandbox: Sandbox) -> None:
        sandbox.commit(a=CLEAN * 30)
        sandbox.git("checkout", "--quiet", "-b", "side")
        side = sandbox.commit(a=LEAK + CLEAN * 30)
        sandbox.git("checkout", "--quiet", "main")
        main_line = sandbox.commit(a=CLEAN * 30 + OTHER)
        sandbox.git("merge", "--quiet", "--no-edit", "side")
        assert sorted(found()) == sorted([("a", 1, side), ("a", 31, main_line)])
        evil = "電話番号：03-5550-0177\n"
        sandbox.git("checkout", "--quiet", "-b", "other", "HEAD~1")
        sandbox.commit(z=CLEAN)
        sandbox.git("merge", "--quiet", "--no-commit", "side")
        sandbox.write("a", LEAK + CLEAN * 30 + OTHER + evil)
        merge = sandbox.commit()
        assert ("a", 33, merge) in found()
        assert found("--commit", merge) == [("a", 33, merge)]

    def test_binary_documents_in_the_history(self, sandbox: Sandbox) -> None:
        leaky = sandbox.commit(**{"a.xlsx": workbook("03-5550-0123")})
        sandbox.git("rm", "--quiet", "a.xlsx")
        sandbox.commit()
        assert [commit for _, _, commit in found()] == [leaky]

    def test_many_blobs_in_workers(self, sandbox: Sandbox) -> None:
        for start in range(0, 40, 10):
            sandbox.commit(**{f"f{n:02}": f"{n}\n{LEAK}" for n in range(start, start + 10)})
        assert [path for path, _, _ in found("--jobs", "2")] == [f"f{n:02}" for n in range(40)]

    @pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.json"])
    def test_long_texts_are_judged_by_their_added_lines(self, sandbox: Sandbox, name: str) -> None:
        rows = [f"部品{n},東京,x" for n in range(9000)]
        rows[5000] = "部品,電話03-5550-0123,x"
        sandbox.commit(**{name: "\n".join(["品名,電話番号,メモ", *rows])})
        second = sandbox.commit(
            **{name: "\n".join(["品名,電話番号,メモ", *rows[:5003], "部品,電話03-5550-0188,y", *rows[5003:]])}
        )
        assert found("--range", "HEAD~1..HEAD") == [(name, 5005, second)]
        third = sandbox.commit(**{name: "\n".join(["品名,電話番号,メモ", *rows[4990:5010], "部品,電話03-5550-0177,y"])})
        assert found("--range", "HEAD~1..HEAD") == [(name, 22, third)]
        assert [commit for *_, commit in found()][1:] == [second, third]

    def test_bare(self, sandbox: Sandbox, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        leaky = sandbox.commit(a=LEAK)
        sandbox.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
        assert found(str(tmp_path / "bare.git")) == [("a", 1, leaky)]
        monkeypatch.chdir(tmp_path / "bare.git")
        assert found() == [("a", 1, leaky)]

    def test_shallow_clones_say_what_they_lack(self, sandbox: Sandbox, tmp_path: Path) -> None:
        sandbox.commit(a=LEAK)
        sandbox.commit(a=LEAK + CLEAN)
        shallow = tmp_path / "shallow"
        sandbox.git("clone", "--quiet", "--depth", "1", f"file://{sandbox.path}", str(shallow))
        assert [path for path, _, _ in found(str(shallow))] == ["a"]
        assert "a shallow clone" in piiscan(str(shallow))[1]
        assert piiscan(str(shallow), "--exit-zero", "--fail-on", "never", "--fail-on-incomplete")[0] == 3

    def test_what_is_not_in_the_repository_is_named(self, sandbox: Sandbox) -> None:
        pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 5\n"
        sandbox.commit(a=pointer, b=CLEAN)
        inner = Sandbox(sandbox.path / "inner")
        inner.commit(c=LEAK)
        sandbox.git("add", "inner")
        sandbox.commit()
        blob = sandbox.git("rev-parse", "HEAD:b")
        (sandbox.path / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
        out = piiscan()[1]
        assert "Git LFS" in out
        assert "a submodule" in out
        assert "missing or damaged" in out

    def test_large_blobs_are_named(self, sandbox: Sandbox) -> None:
        sandbox.write("piiscan.toml", "max_file_bytes = 1000\n")
        sandbox.commit(a=LEAK + CLEAN * 100, b=LEAK)
        document = json.loads(piiscan("--format", "json")[1])
        assert [skip["path"] for skip in document["not_examined"]] == ["a"]
        assert [record["path"] for record in document["findings"]] == ["b"]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--range", "nothing..HEAD"], "nothing..HEAD"),
        (["--commit", "--output=x"], "not a revision"),
        (["--range=--upload-pack=x"], "not a revision"),
        (["nowhere"], "no such folder"),
    ],
)
def test_errors_are_one_line(sandbox: Sandbox, arguments: list[str], words: str) -> None:
    sandbox.commit(a=CLEAN)
    code, _, err = piiscan(*arguments) if arguments[0] != "--commit" else piiscan("--commit=--output=x")
    assert code == 2
    assert words in err
    assert err.count("\n") == 1


def test_no_repository_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    code, _, err = piiscan("--staged")
    assert code == 2
    assert "not a git repository" in err


class TestHostile:
    @pytest.fixture
    def trap(self, sandbox: Sandbox) -> Path:
        """A repository in which all that can name a program names one that leaves a mark."""
        sandbox.commit(a=CLEAN, b=LEAK)
        marker = sandbox.path / "RAN"
        bait = sandbox.path / ".git" / "bait"
        bait.write_text(f"#!/bin/sh\necho \"$0 $*\" >> '{marker}'\n", encoding="utf-8")
        bait.chmod(0o755)
        settings = {
            "core.fsmonitor": bait,
            "core.hooksPath": bait.parent / "hooks",
            "core.pager": bait,
            "core.editor": bait,
            "core.sshCommand": bait,
            "core.alternateRefsCommand": bait,
            "core.askPass": bait,
            "credential.helper": bait,
            "diff.external": bait,
            "diff.t.textconv": bait,
            "diff.t.command": bait,
            "filter.t.clean": bait,
            "filter.t.smudge": bait,
            "filter.t.process": bait,
            "merge.t.driver": bait,
            "gpg.program": bait,
            "log.showSignature": "true",
            "pager.diff-tree": bait,
            "pager.rev-list": bait,
            "pager.cat-file": bait,
            "alias.cat-file": f"!{bait}",
            "alias.rev-list": f"!{bait}",
            "interactive.diffFilter": bait,
            "trailer.x.command": bait,
            "uploadpack.packObjectsHook": bait,
        }
        for name, value in settings.items():
            sandbox.git("config", name, str(value))
        for hook in ("post-index-change", "pre-commit", "fsmonitor-watchman", "reference-transaction", "post-checkout"):
            (bait.parent / "hooks" / hook).write_bytes(bait.read_bytes())
            (bait.parent / "hooks" / hook).chmod(0o755)
        (sandbox.path / ".git" / "info" / "attributes").write_text("* diff=t filter=t merge=t\n", encoding="utf-8")
        sandbox.write("b", LEAK + OTHER)
        return marker

    def test_the_trap_works(self, sandbox: Sandbox, trap: Path) -> None:
        subprocess.run(["git", "status"], cwd=sandbox.path, capture_output=True, check=False)
        assert trap.exists()

    @pytest.mark.parametrize(
        "arguments", [["--staged"], ["--history"], ["--commit", "HEAD"], ["--range", "HEAD"], ["."]]
    )
    def test_nothing_runs(self, sandbox: Sandbox, trap: Path, arguments: list[str]) -> None:
        before = sorted(path for path in (sandbox.path / ".git").rglob("*") if path.name != "RAN")
        code, _, err = piiscan(*arguments)
        assert (code, err) == (0 if arguments == ["--staged"] else 1, "")
        assert not trap.exists(), trap.read_text(encoding="utf-8")
        assert sorted(path for path in (sandbox.path / ".git").rglob("*") if path.name != "RAN") == before

    def test_a_partial_clone_fetches_nothing(self, sandbox: Sandbox, tmp_path: Path, trap: Path) -> None:
        clone = tmp_path / "partial"
        sandbox.git("config", "uploadpack.allowFilter", "true")
        subprocess.run(
            [
                "git",
                "-c",
                "core.hooksPath=/dev/null",
                "clone",
                "-q",
                "-n",
                "--filter=blob:none",
                f"file://{sandbox.path}",
                clone,
            ],
            check=True,
            capture_output=True,
        )
        subprocess.run(
            ["git", "config", "remote.origin.uploadpack", sandbox.path / ".git" / "bait"], cwd=clone, check=True
        )
        trap.unlink(missing_ok=True)
        code, out, _ = piiscan(str(clone))
        assert code == 3
        assert "not in this copy" in out
        assert not trap.exists()
        subprocess.run(["git", "cat-file", "-p", "HEAD:b"], cwd=clone, capture_output=True, check=False)
        assert trap.exists()  # what plain git does

    def test_history_cannot_be_hidden(self, sandbox: Sandbox) -> None:
        leaky = sandbox.commit(a=LEAK)
        clean = sandbox.commit(a=CLEAN)
        (sandbox.path / ".git" / "info" / "grafts").write_text(f"{clean}\n", encoding="utf-8")
        subprocess.run(["git", "replace", "--graft", clean], cwd=sandbox.path, capture_output=True, check=False)
        assert found() == [("a", 1, leaky)]

    def test_names_that_would_break_lines(self, sandbox: Sandbox) -> None:
        sandbox.write("commit x\n:000 \u202e\x1b[31m", LEAK)
        sandbox.git("add", "--all")
        code, out, _ = piiscan("--staged")
        assert code == 1
        assert "\x1b" not in out
        assert found("--staged")[0][0] == "commit x\n:000 \u202e\x1b[31m"


class TestLines:
    def test_excerpt_keeps_numbers(self) -> None:
        old = [f"{n}".encode() for n in range(2000)]
        new = [*old[:1500], b"added", *old[1500:]]
        part = excerpt(b"\n".join(new), added_lines(b"\n".join(new), b"\n".join(old)))
        assert part is not None
        kept = [n for n, line in enumerate(part.split(b"\n")) if line]
        assert kept == [*range(200), *range(1480, 1521)]
        assert part.split(b"\n")[1500] == b"added"
        assert excerpt(b"x\n" * 100, added_lines(b"x\n" * 100)) is None
        quoted = b"\n".join([*new[:5], b'"open', *new[5:]])
        assert excerpt(quoted, added_lines(quoted, b"\n".join(old))) is None

    def test_line_ends_of_all_systems(self) -> None:
        assert list(added_lines(b"a\r\nb\rc\nd", b"a\nc").flags) == [0, 0, 1, 0, 1]
        wide = "あ\nい\n".encode("utf-16")
        assert list(added_lines(wide, "あ\n".encode("utf-16")).flags) == [0, 0, 1, 0]

    @given(st.lists(st.sampled_from([b"a", b"b", b"c"])), st.lists(st.sampled_from([b"a", b"b", b"c"])))
    def test_as_many_are_added_as_there_are_more(self, new: list[bytes], old: list[bytes]) -> None:
        flags = added_lines(b"\n".join(new), b"\n".join(old)).flags[1:]
        for word in (b"a", b"b", b"c"):
            added = sum(flag for line, flag in zip(b"\n".join(new).split(b"\n"), flags, strict=True) if line == word)
            assert added == max(0, new.count(word) - old.count(word))


def test_public_values_of_changes_stay_inside(sandbox: Sandbox) -> None:
    sandbox.commit(a=LEAK)
    record: dict[str, Any] = json.loads(piiscan("--format", "jsonl")[1].splitlines()[0])
    assert record["status"] == "new"
    assert "value" not in record
