"""Over all commands and formats: no value in a report, a remark, an error or a file that is written."""

from __future__ import annotations

import io
import subprocess
import sys
from pathlib import Path

import pytest

from piiscan import Config, Scanner
from piiscan.cli.main import main
from piiscan.detect.guide import guide
from piiscan.model import ENTITY_TYPES
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


SPOTS = (
    "piiscan.scan.spots",
    "piiscan.scan.masks",
    "piiscan.scan.format_of",
    "piiscan.detect.pipeline.windows",
    "piiscan.detect.kinds.numbers.Numbers.candidates",
    "piiscan.git._facts",
    "piiscan.git.added_lines",
    "piiscan.baseline.spots_of",
    "piiscan.ignores.Allowances.marked",
    "piiscan.ignores.InlineIgnores.read",
    "piiscan.structure.normalised",
    "piiscan.report.text.file_lines",
    "piiscan.report.text.summary",
    "piiscan.report.text_files.records",
    "piiscan.cli.scan.exit_code",
)
ERRORS = (
    RuntimeError(VALUES[0]),
    KeyError(VALUES[0]),
    OSError(5, VALUES[0], VALUES[1]),
    MemoryError(VALUES[0]),
)


@pytest.mark.parametrize("where", SPOTS)
def test_errors(folder: Path, monkeypatch: pytest.MonkeyPatch, where: str) -> None:
    """Whatever fails wherever with a value in its message: the value is not said, on whichever stream."""
    (folder / "d.pdf").unlink()  # its worker process would know nothing of the trap
    main(["baseline", "create"], io.StringIO(), io.StringIO())
    sprung = 0
    for error in ERRORS:

        def broken(*_: object, error: BaseException = error, **__: object) -> None:
            nonlocal sprung
            sprung += 1
            raise error from ValueError(VALUES[1])

        with monkeypatch.context() as patch:
            patch.setattr(where, broken)
            patch.setenv("PIISCAN_DEBUG", "1" if len(str(error)) % 2 else "")
            for command in (["git", "--staged"], ["scan", "a.txt", "b.json", "c.txt", "--show-ignored"]):
                out, err = io.StringIO(), io.StringIO()
                main([*command, "--baseline", "piiscan-baseline.jsonl"], out, err)
                assert "Traceback" not in out.getvalue() + err.getvalue()
                assert_none(out.getvalue() + err.getvalue())
    assert sprung


def test_debug_shows_where_but_no_message(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise RuntimeError(VALUES[0])

    assert folder.exists()
    monkeypatch.setattr("piiscan.report.text.summary", broken)
    out, err = io.StringIO(), io.StringIO()
    assert main(["scan", "."], out, err) == 4
    assert err.getvalue() == "piiscan: internal error (RuntimeError); PIISCAN_DEBUG=1 shows where\n"
    monkeypatch.setenv("PIISCAN_DEBUG", "1")
    err = io.StringIO()
    assert main(["scan", "."], io.StringIO(), err) == 4
    assert "text.py:" in err.getvalue()
    assert_none(err.getvalue())


def test_workers_print_nothing(folder: Path) -> None:
    """Values reach worker processes too; what these print goes past every reporter."""
    (folder / "big.txt").write_text(TEXT * 12_000, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "piiscan", "scan", ".", "--jobs", "2"],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 1
    assert_none((done.stdout + done.stderr).decode())


def examples() -> dict[str, list[str]]:
    """The values in the examples of every type."""
    scanner = Scanner(Config(min_confidence=0.2))
    return {
        name: [finding.value for text in guide(name).examples for finding in scanner.scan_text(text)]
        for name in ENTITY_TYPES
    }


@pytest.mark.parametrize("language", ["en", "ja"])
def test_all_types_in_all_formats(tmp_path: Path, language: str) -> None:
    texts = "\n\n".join(text for name in ENTITY_TYPES for text in guide(name).examples)
    (tmp_path / "all.txt").write_text(texts, encoding="utf-8")
    (tmp_path / "none.txt").write_text("-\n", encoding="utf-8")
    values = {value for found in examples().values() for value in found if len(value) > 5}
    assert len(values) > 50
    for row in REPORTERS:
        options = ("--format", row.name, "--all", "--min-confidence", "0.2", "--lang", language)
        text, without = (shown("scan", str(tmp_path / name), *options) for name in ("all.txt", "none.txt"))
        spelled = text.encode().decode("unicode_escape", "replace") if row.name in {"json", "jsonl"} else text
        assert [value for value in values if value in text + spelled and value not in without] == [], row.name
