"""``--untrusted``: whoever wrote the scanned files cannot silence what is found in them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from tests.command import piiscan

LINE = "電話番号：03-5550-0123"
SILENT = 'types = ["IBAN_CODE"]\nfail_on = "never"\nexclude = ["*"]\nallow_paths = ["*"]\nmin_confidence = 1\n'


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("PIISCAN_CONFIG", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "theirs"
    folder.mkdir()
    monkeypatch.chdir(folder)
    subprocess.run(["git", "init", "-q"], check=True)
    (folder / "a.txt").write_text(f"{LINE} # piiscan: ignore[PHONE_NUMBER] no\n", encoding="utf-8")
    return folder


SILENCERS = {
    "comment": ("b.txt", ""),
    "configuration": ("piiscan.toml", SILENT),
    "project file": ("pyproject.toml", "[tool.piiscan]\n" + SILENT),
    "broken configuration": ("piiscan.toml", "plugins = ['x']\n[["),
    "plugin": ("piiscan.toml", "plugins = ['theirs']\n"),
    "ignore file": (".piiscanignore", "*\n"),
    "baseline": (
        "piiscan.toml",
        "baseline = 'known.jsonl'\n",
    ),
}


@pytest.mark.parametrize("silencer", SILENCERS)
def test_nothing_of_theirs_counts(repository: Path, silencer: str) -> None:
    name, content = SILENCERS[silencer]
    (repository / name).write_text(content, encoding="utf-8")
    known = '{"piiscan_baseline": 1}\n{"path": "a.txt", "type": "PHONE_NUMBER", "count": 9}\n'
    (repository / "known.jsonl").write_text(known, encoding="utf-8")
    subprocess.run(["git", "add", "--force", "."], check=True)
    for command in (["scan", "."], ["scan", "a.txt"], ["git", "--staged"]):
        assert piiscan(*command)[0] != 1, command
        code, out, err = piiscan(*command, "--untrusted")
        assert (code, err) == (1, ""), command
        assert "1 PHONE_NUMBER" in out


def test_what_is_given_counts(repository: Path) -> None:
    own = repository.parent / "own.toml"
    own.write_text("fail_on = 'never'\nbaseline = 'own.jsonl'\n", encoding="utf-8")
    (repository.parent / "own.jsonl").write_text('{"piiscan_baseline": 1}\n', encoding="utf-8")
    code, out, _ = piiscan("scan", ".", "--untrusted", "--config", str(own))
    assert code == 0
    assert "1 PHONE_NUMBER" in out
    (repository / "known.jsonl").write_text('{"path": "a.txt", "type": "PHONE_NUMBER", "count": 1}\n', encoding="utf-8")
    code, out, _ = piiscan("scan", "a.txt", "--untrusted", "--baseline", "known.jsonl")
    assert (code, "1 known" in out) == (0, True)


def test_comments_can_be_turned_off(repository: Path) -> None:
    assert piiscan("scan", "a.txt")[0] == 0
    (repository / "piiscan.toml").write_text("inline_ignores = false\n", encoding="utf-8")
    assert piiscan("scan", "a.txt")[0] == 1
    (repository / "piiscan.toml").write_text("inline_ignores = 'no'\n", encoding="utf-8")
    code, _, err = piiscan("scan", "a.txt")
    assert code == 2
    assert "inline_ignores must be true or false" in err
