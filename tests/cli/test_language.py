"""The command in Japanese: the flag, explanations, and what stays as it is for programs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from tests.command import piiscan

LEAK = "電話番号：03-5550-0123\n"


@pytest.fixture
def leak(tmp_path: Path) -> str:
    file = tmp_path / "leak.txt"
    file.write_text(LEAK, encoding="utf-8")
    return str(file)


def test_text_report(leak: str) -> None:
    code, out, _ = piiscan("scan", leak, "--lang", "ja", "--types", "PHONE_NUMBER")
    assert code == 1
    assert "1行6字" in out
    assert "電話番号 PHONE_NUMBER" in out
    assert "区切り方が正しい +" in out
    assert "次にすること" in out
    assert "1 件検出（電話番号 1）" in out
    assert "5550" not in out


def test_what_programs_read_stays(leak: str) -> None:
    english, japanese = (
        json.loads(piiscan("scan", leak, "--format", "json", "--lang", lang)[1]) for lang in ("en", "ja")
    )
    assert english["findings"] == japanese["findings"]


def test_unread_files(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))
    code, out, _ = piiscan("scan", str(tmp_path / "a.png"), "--no-ocr", "--lang", "ja")
    assert code == 3
    assert "未検査: この種類のファイルは読めません (PNG 画像); 画像の中の文字には OCR が必要です" in out


def test_explain() -> None:
    out = piiscan("explain", LEAK, "--lang", "ja")[1]
    assert "ラベルあり" in out
    assert "= 確度" in out
    guide = piiscan("explain", "JP_MY_NUMBER", "--lang", "ja")[1]
    assert guide.startswith("JP_MY_NUMBER: 個人番号（マイナンバー）\n")
    assert "検査数字が正しい" in guide


def test_errors(tmp_path: Path) -> None:
    config = tmp_path / "piiscan.toml"
    config.write_text("min_confidense = 0.5\n", encoding="utf-8")
    code, _, err = piiscan("scan", str(tmp_path), "--config", str(config), "--lang", "ja")
    assert code == 2
    assert "'min_confidense' という項目はありません。'min_confidence' ですか" in err
    assert err.count("\n") == 1


def test_baseline_and_config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "leak.txt").write_text(LEAK, encoding="utf-8")
    code, out, _ = piiscan("baseline", "create", "--types", "PHONE_NUMBER", "--lang", "ja")
    assert code == 0
    assert out.startswith("1 項目（検出 1 件）を ")
    assert "1 項目" in piiscan("baseline", "show", "--lang", "ja")[1]
    (tmp_path / "leak.txt").write_text("晴天なり。\n", encoding="utf-8")
    code, _, err = piiscan("scan", "leak.txt", "--baseline", "piiscan-baseline.jsonl", "--lang", "ja")
    assert code == 0
    assert err.startswith("piiscan: ベースライン: 古い項目 1。")
    assert piiscan("config", "check", "--lang", "ja")[1] == "設定ファイルなし（既定値）: 問題ありません\n"
