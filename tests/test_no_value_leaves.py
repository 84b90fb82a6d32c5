"""Over all commands and formats: no value in a report, a remark, an error or a file that is written."""

from __future__ import annotations

import io
import subprocess
from pathlib import Path

import pytest

from piiscan.cli.main import main
from piiscan.report.reporters import REPORTERS

VALUES = ("03-5550-0123", "hanako.test@kaisha.co.jp", "4539 5787 6362 1486")
DIGITS = ("5550", "hanako", "5787")
TEXT = "".join(f"{label}：{value}\n" for label, value in zip(("電話番号", "メール", "カード番号"), VALUES, strict=True))
KEY = "a key for tests, not a secret at all"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("PIISCAN_CONFIG", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIISCAN_BASELINE_KEY", KEY)
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "b.json").write_text(f'{{"{VALUES[0]}": {{"電話番号": "{VALUES[0]}"}}}}', encoding="utf-8")
    (tmp_path / "c.txt").write_text(f"電話番号：{VALUES[0]} # piiscan: ignore[PHONE_NUMBER] {TEXT}", encoding="utf-8")
    (tmp_path / "d.pdf").write_bytes(b"%PDF-1.7\n" + TEXT.encode())
    for command in (
        ["init", "-q"],
        ["config", "user.email", "a@example.com"],
        ["config", "user.name", "a"],
        ["add", "."],
    ):
        subprocess.run(["git", *command], cwd=tmp_path, check=True, capture_output=True)
    return tmp_path


def shown(*arguments: str) -> str:
    """All that a command prints."""
    out, err = io.StringIO(), io.StringIO()
    code = main(arguments, out, err)
    assert code in {0, 1}, err.getvalue()
    return out.getvalue() + err.getvalue()


def assert_none(text: str) -> None:
    for part in (*VALUES, *DIGITS, KEY):
        assert part not in text


@pytest.mark.parametrize("name", [row.name for row in REPORTERS])
def test_reports(folder: Path, name: str) -> None:
    assert_none(shown("scan", ".", "--format", name, "--show-ignored"))
    assert_none(shown("git", "--staged", "--format", name, "--show-ignored"))
    subprocess.run(["git", "commit", "-qm", "x"], cwd=folder, check=True)
    assert_none(shown("git", "--format", name))


def test_baselines_and_configuration(folder: Path) -> None:
    for command in (["create"], ["show"], ["update"]):
        assert_none(shown("baseline", *command))
    file = folder / "piiscan-baseline.jsonl"
    assert '"count": 1' in file.read_text(encoding="utf-8")
    assert_none(file.read_text(encoding="utf-8"))
    (folder / "a.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    (folder / "b.json").unlink()
    assert_none(shown("scan", ".", "--baseline", str(file)))
    assert_none(shown("config", "show"))
    assert_none(shown("explain", TEXT))
    assert sorted(path.name for path in folder.iterdir()) == [
        ".git",
        "a.txt",
        "c.txt",
        "d.pdf",
        "piiscan-baseline.jsonl",
    ]


@pytest.mark.parametrize("where", ["piiscan.scan.detect", "piiscan.git._facts", "piiscan.baseline.spots_of"])
def test_errors(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(VALUES[0])

    out, err = io.StringIO(), io.StringIO()
    main(["baseline", "create"], out, err)
    monkeypatch.setattr(where, broken)
    main(["git", "--staged", "--baseline", "piiscan-baseline.jsonl"], out, err)
    assert "RuntimeError" in out.getvalue() + err.getvalue()
    assert_none(out.getvalue() + err.getvalue())
