"""The CI examples do what they say: their script parts run here, in a repository with a leak and one without."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent.parent
CI = ROOT / "examples" / "ci"
LEAK = "氏名：佐藤 花子\n電話番号：03-5550-0123\n"
ZERO = "0" * 40

pytestmark = [pytest.mark.slow, pytest.mark.skipif(os.name != "posix", reason="shell scripts")]


def run(folder: Path, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command in ``folder`` with ``piiscan`` on the path and no more of the environment than that needs."""
    base = {"PATH": f"{folder.parent / 'bin'}:{os.environ['PATH']}", "HOME": str(folder.parent), "PIISCAN_LANG": "en"}
    return subprocess.run(
        command, cwd=folder, env=base | environment, capture_output=True, text=True, check=False, encoding="utf-8"
    )


def git(folder: Path, *arguments: str) -> str:
    done = run(folder, "git", "-c", "user.name=test", "-c", "user.email=test@example.com", *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository: an old leak, then a clean commit (tag ``clean``), then a commit that adds a leak."""
    command = tmp_path / "bin" / "piiscan"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m piiscan "$@"\n', encoding="utf-8")
    command.chmod(0o755)
    folder = tmp_path / "repository"
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch", "main")
    new = f"電話番号\n{LEAK[-13:]}"
    for name, content, tag in (("old.txt", LEAK, "old"), ("b.txt", "晴天なり。\n", "clean"), ("new.csv", new, "leak")):
        (folder / name).write_bytes(content.encode("cp932"))
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", name)
        git(folder, "tag", tag)
    return folder


def action(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """The step of action.yml that scans, its inputs at their defaults but for ``environment``."""
    document = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    step = document["runs"]["steps"][-1]
    named = {f"INPUT_{name.upper().replace('-', '_')}": about["default"] for name, about in document["inputs"].items()}
    assert set(named) | {"EVENT_BASE", "EVENT_HEAD"} == set(step["env"])
    for name, value in step["env"].items():
        assert name.startswith("EVENT_") or value == f"${{{{ inputs.{name[6:].lower().replace('_', '-')} }}}}"
    assert "${{" not in step["run"]
    return run(folder, "bash", "-c", step["run"], GITHUB_ACTION_PATH=str(ROOT), **{**named, **environment})


class TestAction:
    def test_pull_request_reports_what_it_adds(self, repository: Path) -> None:
        summary = repository.parent / "summary.md"
        event = {
            "EVENT_BASE": git(repository, "rev-parse", "clean"),
            "EVENT_HEAD": git(repository, "rev-parse", "leak"),
        }
        done = action(repository, **event, GITHUB_STEP_SUMMARY=str(summary))
        assert done.returncode == 1, done.stdout + done.stderr
        assert "::error file=new.csv," in done.stdout
        assert "old.txt" not in done.stdout
        assert "## `new.csv`" in summary.read_text(encoding="utf-8")
        assert "5550" not in done.stdout + done.stderr + summary.read_text(encoding="utf-8")

    def test_clean_range_passes(self, repository: Path) -> None:
        event = {"EVENT_BASE": git(repository, "rev-parse", "old"), "EVENT_HEAD": git(repository, "rev-parse", "clean")}
        assert action(repository, **event).returncode == 0

    @pytest.mark.parametrize("base", ["", ZERO])
    def test_schedule_and_first_push_scan_all(self, repository: Path, base: str) -> None:
        done = action(repository, EVENT_BASE=base)
        assert done.returncode == 1
        assert "file=old.txt" in done.stdout
        assert "file=new.csv" in done.stdout

    def test_inputs(self, repository: Path) -> None:
        done = action(
            repository,
            INPUT_PATHS="old.txt\nb.txt",
            INPUT_FORMAT="sarif",
            INPUT_OUTPUT="out.sarif",
            INPUT_FAIL_ON="never",
            INPUT_ARGS="--types PHONE_NUMBER",
        )
        assert done.returncode == 0, done.stderr
        results = json.loads((repository / "out.sarif").read_text(encoding="utf-8"))["runs"][0]["results"]
        assert {result["ruleId"] for result in results} == {"PHONE_NUMBER"}

    @pytest.mark.parametrize(
        ("base", "words"),
        [("1" * 40, "fetch-depth: 0"), ("leak", "the same commit"), ("--output=x", "must be commits")],
    )
    def test_wrong_ranges_fail_loudly(self, repository: Path, base: str, words: str) -> None:
        done = action(repository, INPUT_BASE=base, INPUT_HEAD="leak")
        assert done.returncode == 2
        assert words in done.stderr

    def test_inputs_are_no_code(self, repository: Path) -> None:
        action(repository, INPUT_PATHS="$(touch hacked)", INPUT_ARGS="$(touch hacked) ;touch hacked", INPUT_BASE="`id`")
        assert not (repository / "hacked").exists()


def test_workflow_fits_the_action() -> None:
    workflow = yaml.safe_load((CI / "github-workflow.yml").read_text(encoding="utf-8"))
    inputs = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["inputs"]
    steps = [step for job in workflow["jobs"].values() for step in job["steps"]]
    ours = [step for step in steps if step["uses"].startswith("OWNER/piiscan")]
    assert len(ours) == 2
    assert all(set(step.get("with", {})) <= set(inputs) for step in ours)


def gitlab(folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    job: dict[str, Any] = yaml.safe_load((CI / "gitlab-ci.yml").read_text(encoding="utf-8"))["piiscan"]
    return run(folder, "sh", "-c", "\n".join(job["script"]), **environment)


def test_gitlab_job(repository: Path) -> None:
    head = git(repository, "rev-parse", "leak")
    done = gitlab(repository, CI_COMMIT_BEFORE_SHA=git(repository, "rev-parse", "clean"), CI_COMMIT_SHA=head)
    assert done.returncode == 1, done.stderr
    issues = json.loads((repository / "gl-code-quality-report.json").read_text(encoding="utf-8"))
    report = json.loads((repository / "gl-secret-detection-report.json").read_text(encoding="utf-8"))
    assert {issue["location"]["path"] for issue in issues} == {"new.csv"}
    assert {each["location"]["commit"]["sha"] for each in report["vulnerabilities"]} == {head}


def test_gitlab_job_scans_all_on_a_schedule_and_a_new_branch(repository: Path) -> None:
    for environment in (
        {"CI_PIPELINE_SOURCE": "schedule", "CI_COMMIT_BEFORE_SHA": "1"},
        {"CI_COMMIT_BEFORE_SHA": ZERO},
    ):
        assert "old.txt" in gitlab(repository, **environment).stdout


def test_jenkins_stage(repository: Path) -> None:
    text = (CI / "Jenkinsfile").read_text(encoding="utf-8")
    (script,) = re.findall(r"sh '''(.*?)'''", text, re.DOTALL)
    done = run(repository, "sh", "-ex", "-c", script)
    assert done.returncode == 1, done.stderr
    assert 'name="old.txt" time="0"><failure' in (repository / "piiscan.xml").read_text(encoding="utf-8")
    git(repository, "update-ref", "refs/remotes/origin/main", "clean")
    assert "old.txt" not in run(repository, "sh", "-ex", "-c", script, CHANGE_TARGET="main").stdout


def test_plain_shell(repository: Path) -> None:
    assert run(repository, "sh", str(CI / "check.sh"), "clean").returncode == 1
    assert "old.txt" in run(repository, "sh", str(CI / "check.sh")).stdout
    git(repository, "checkout", "--quiet", "clean")
    assert run(repository, "sh", str(CI / "check.sh"), "old").returncode == 0


@pytest.mark.parametrize("path", [*CI.glob("*.sh")], ids=lambda path: path.name)
def test_scripts_parse(path: Path) -> None:
    assert subprocess.run(["bash", "-n", str(path)], check=False).returncode == 0
