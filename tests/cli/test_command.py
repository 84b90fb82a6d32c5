"""The whole command: arguments in, report, one clear line on errors, exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.command import piiscan

LEAK = "氏名：佐藤 花子\n電話番号：03-5550-0123\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PIISCAN_CONFIG", raising=False)
    (tmp_path / "leak.txt").write_text(LEAK, encoding="utf-8")
    (tmp_path / "clean.txt").write_text("本日は晴天なり。\n", encoding="utf-8")
    return tmp_path


@pytest.mark.usefixtures("folder")
class TestScan:
    def test_clean(self) -> None:
        code, out, err = piiscan("scan", "clean.txt")
        assert (code, err) == (0, "")
        assert "nothing found in 1 file" in out

    def test_leak_is_masked_placed_and_explained(self) -> None:
        code, out, _ = piiscan("scan", "leak.txt")
        assert code == 1
        assert "line 2:6" in out
        assert "PHONE_NUMBER" in out
        assert "5550" not in out

    def test_encodings_are_all_read(self, folder: Path) -> None:
        for encoding in ("cp932", "euc_jp", "iso2022_jp", "utf-8-sig", "utf-16", "utf-16-le"):
            (folder / "leak.txt").write_bytes(LEAK.encode(encoding))
            assert piiscan("scan", "leak.txt", "--types", "PHONE_NUMBER")[0] == 1, encoding

    def test_fail_on(self) -> None:
        assert piiscan("scan", "leak.txt", "--fail-on", "never")[0] == 0
        assert piiscan("scan", "leak.txt", "--exit-zero")[0] == 0

    def test_json(self) -> None:
        code, out, _ = piiscan("scan", "--format", "json", ".")
        assert code == 1
        assert json.loads(out)["summary"]["files"] == 2

    def test_types(self) -> None:
        out = piiscan("scan", "--format", "json", "--types", "PHONE_NUMBER", "leak.txt")[1]
        assert set(json.loads(out)["summary"]["by_type"]) == {"PHONE_NUMBER"}

    def test_exclude_is_counted(self) -> None:
        code, out, _ = piiscan("scan", ".", "--exclude", "leak.*")
        assert code == 0
        assert "1 excluded" in out

    def test_output_is_private_and_whole(self, folder: Path) -> None:
        code, out, _ = piiscan("scan", "leak.txt", "--output", "report.txt")
        assert (code, out) == (1, "")
        assert "PHONE_NUMBER" in (folder / "report.txt").read_text(encoding="utf-8")
        if os.name == "posix":
            assert (folder / "report.txt").stat().st_mode & 0o077 == 0

    def test_standard_input(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "piiscan", "scan", "-"], input=LEAK.encode("cp932"), capture_output=True, check=False
        )
        assert done.returncode == 1
        assert b"<stdin>" in done.stdout

    def test_unread_file_is_named(self, folder: Path) -> None:
        (folder / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
        code, out, _ = piiscan("scan", "picture.png")
        assert code == 3
        assert "not examined" in out
        assert piiscan("scan", "picture.png", "--allow-unread")[0] == 0
        assert piiscan("scan", ".", "--exclude", "leak.txt")[0] == 0
        assert piiscan("scan", ".", "--exclude", "leak.txt", "--fail-on-incomplete")[0] == 3

    def test_same_input_gives_same_output(self) -> None:
        first, second = (json.loads(piiscan("scan", "--format", "json", ".")[1])["findings"] for _ in range(2))
        assert first == second

    def test_many_files_in_workers_keep_their_order(self, folder: Path) -> None:
        for n in range(40):
            (folder / f"f{n:02}.txt").write_text(LEAK, encoding="utf-8")
        out = piiscan("scan", "--format", "jsonl", "--jobs", "2", "--types", "PHONE_NUMBER", ".")[1]
        paths = [record["path"] for record in map(json.loads, out.splitlines()) if "path" in record]
        assert paths == sorted(paths)
        assert len(paths) == 41


@pytest.mark.usefixtures("folder")
class TestErrors:
    @pytest.mark.parametrize(
        ("arguments", "words"),
        [
            (["scan", "missing.txt"], "no such file or folder: missing.txt"),
            (["scan", "leak.txt", "--types", "PHONE"], "did you mean 'PHONE_NUMBER'"),
            (["scan", "leak.txt", "--format", "pdf"], "unknown format 'pdf'"),
            (["scan", "leak.txt", "--min-confidence", "7"], "between 0 and 1"),
            (["scan", "leak.txt", "--config", "none.toml"], "none.toml: cannot be read"),
            (["extract", "missing.txt"], "missing.txt: No such file"),
        ],
    )
    def test_one_clear_line(self, arguments: list[str], words: str) -> None:
        code, out, err = piiscan(*arguments)
        assert (code, out) == (2, "")
        assert words in err
        assert err.count("\n") == 1

    def test_wrong_key_names_the_nearest(self, folder: Path) -> None:
        (folder / "piiscan.toml").write_text("min_confidense = 0.5\n", encoding="utf-8")
        code, _, err = piiscan("scan", "leak.txt")
        assert code == 2
        assert "did you mean 'min_confidence'" in err

    @pytest.mark.skipif(os.name != "posix" or os.getuid() == 0, reason="root reads everything")
    def test_folder_without_rights(self, folder: Path) -> None:
        (folder / "shut").mkdir(mode=0)
        code, out, _ = piiscan("scan", "shut")
        assert code == 3
        assert "not readable" in out

    def test_no_traceback_by_default(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object) -> None:
            raise RuntimeError("03-5550-0123")

        monkeypatch.setattr("piiscan.cli.scan.settings", broken)
        code, out, err = piiscan("scan", "leak.txt")
        assert (code, out) == (4, "")
        assert "RuntimeError" in err
        assert "5550" not in err


def test_closed_pipe_is_not_clean(folder: Path) -> None:
    script = f"{sys.executable} -m piiscan scan {folder}/leak.txt | true; exit ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", script], capture_output=True, check=False)
    assert done.returncode != 0
    assert b"Traceback" not in done.stderr


def test_types_and_formats_are_the_tables() -> None:
    from piiscan.extract.formats import FORMATS
    from piiscan.model import ENTITY_TYPES

    types, formats = piiscan("types")[1], piiscan("formats")[1]
    assert all(name in types for name in ENTITY_TYPES)
    assert all(row.name in formats for row in FORMATS)


def test_extract_prints_what_the_scanner_sees(folder: Path) -> None:
    (folder / "leak.txt").write_bytes(LEAK.encode("cp932"))
    assert piiscan("extract", str(folder / "leak.txt")) == (0, LEAK, "")


def test_file_named_like_an_option_is_refused(folder: Path) -> None:
    (folder / "--show-values").write_text(LEAK, encoding="utf-8")
    code, out, err = piiscan("scan", "leak.txt", "--show-values")
    assert (code, out) == (2, "")
    assert "write ./--show-values" in err
    assert piiscan("scan", "--", "leak.txt", "--show-values")[0] == 1


def test_own_pattern_is_explained(folder: Path) -> None:
    pattern = (
        '[[patterns]]\nentity_type = "CUSTOMER_NUMBER"\nregex = "C-[0-9]{8}"\nlabels = ["顧客番号"]\nconfidence = 0.9\n'
    )
    (folder / "piiscan.toml").write_text(pattern, encoding="utf-8")
    code, out, _ = piiscan("explain", "CUSTOMER_NUMBER")
    assert code == 0
    assert "regex = C-[0-9]{8}" in out
    (folder / "own.txt").write_text("顧客番号：C-12345678\n", encoding="utf-8")
    assert "CUSTOMER_NUMBER" in piiscan("scan", "own.txt")[1]
