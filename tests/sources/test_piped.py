"""Pipes: small contents are isolated like files, long ones are streamed, and documents too long for memory named."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from piiscan.scan import Scanner
from piiscan.sources.piped import piped

LEAK = "電話番号：090-5550-0123\n"
EXAMPLES = Path(__file__).parents[2] / "examples"


def test_only_the_head_can_be_gone_back_to() -> None:
    stream = piped(b"0123456789", io.BytesIO(b"abcdef"))
    assert stream.read(4) == b"0123"
    assert stream.seek(0) == 0
    assert stream.read() == b"0123456789abcdef"
    with pytest.raises(io.UnsupportedOperation):
        stream.seek(0)


def test_a_text_longer_than_the_head_is_read_to_its_end() -> None:
    content = (LEAK + "本文です。\n" * 100_000 + LEAK).encode()
    result = Scanner().scan_piped("<stdin>", content[:200_000], io.BytesIO(content[200_000:]))
    assert len(result.findings) == 2
    assert result.complete
    assert result.characters == len(content.decode())


def test_a_document_longer_than_the_head_is_named() -> None:
    content = (EXAMPLES / "contract.docx").read_bytes()
    result = Scanner().scan_piped("<stdin>", content[:1000], io.BytesIO(content[1000:]))
    assert [skip.reason for skip in result.not_examined] == ["too_big"]


def scan(content: bytes, **named: str) -> tuple[int, dict[str, list[dict[str, str]]]]:
    command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", "-"]
    done = subprocess.run(
        command, input=content, capture_output=True, check=False, timeout=120, env={**os.environ, **named}
    )
    assert done.stderr == b""
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("name", ["contract.docx", "application.pdf"])
def test_the_same_is_found_as_in_the_file(name: str) -> None:
    code, report = scan((EXAMPLES / name).read_bytes())
    command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", str(EXAMPLES / name)]
    whole = json.loads(subprocess.run(command, capture_output=True, check=False).stdout)
    assert code == 1
    assert [each["masked"] for each in report["findings"]] == [each["masked"] for each in whole["findings"]]


def test_a_pipe_is_read_within_the_configured_size(tmp_path: Path) -> None:
    (tmp_path / "piiscan.toml").write_text("max_file_bytes = 5000\n", encoding="utf-8")
    text = (LEAK + "本文です。\n" * 100_000 + LEAK).encode()
    code, report = scan(text, PIISCAN_CONFIG=str(tmp_path / "piiscan.toml"))
    assert (code, len(report["findings"]), report["complete"]) == (1, 2, True)
    code, report = scan(
        (EXAMPLES / "contract.docx").read_bytes() + bytes(2**20), PIISCAN_CONFIG=str(tmp_path / "piiscan.toml")
    )
    assert (code, [skip["reason"] for skip in report["not_examined"]]) == (3, ["too_big"])
