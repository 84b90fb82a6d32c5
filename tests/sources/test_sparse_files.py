"""Sparse files: what was written is read, the holes are not."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

import piiscan
from piiscan.sources.sparse import SHOWN, without_holes

LEAK = "電話番号：090-5550-0123\n"
GIB = 2**30

pytestmark = pytest.mark.skipif(not hasattr(os, "SEEK_HOLE"), reason="the system does not tell where holes are")


def sparse(path: Path, *parts: tuple[int, bytes], size: int = 0) -> Path:
    with path.open("wb") as file:
        for at, content in parts:
            file.seek(at)
            file.write(content)
        if size:
            file.truncate(size)
    if path.stat().st_blocks * 512 > path.stat().st_size // 2:
        pytest.skip("this file system keeps no holes")
    return path


def test_written_parts_and_a_few_zeros_are_shown(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a", (0, b"a" * 4096), (GIB, b"b" * 4096), (2 * GIB, b"c" * 4096), size=3 * GIB)
    with path.open("rb") as file, without_holes(file) as shown:
        content = shown.read()
        assert content.replace(b"\0", b"") == b"a" * 4096 + b"b" * 4096 + b"c" * 4096
        assert len(content) <= 3 * 4096 + 3 * SHOWN
        assert shown.seek(0, os.SEEK_END) == len(content)
        assert shown.seek(4000) == 4000
        assert shown.read(100) == content[4000:4100]


def test_all_hole(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a", size=GIB)
    with path.open("rb") as file, without_holes(file) as shown:
        assert shown.read() == bytes(SHOWN)


def test_others_stay_as_they_are(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x" * 100)
    with (tmp_path / "a").open("rb") as file:
        assert without_holes(file) is file


def test_a_log_with_ten_gigabytes_of_nothing_in_it(tmp_path: Path) -> None:
    text = ("本文です。お知らせ\n" * 9000 + LEAK).encode()
    path = sparse(tmp_path / "a.log", (0, text), (10 * GIB, LEAK.encode()))
    started = time.process_time()
    result = piiscan.scan_file(path)
    assert time.process_time() - started < 10
    assert len(result.findings) == 2
    assert result.complete


def test_findings_are_where_the_extracted_text_has_them(tmp_path: Path) -> None:
    path = sparse(tmp_path / "a.log", (0, ("お知らせ\n" * 9000).encode()), (GIB, LEAK.encode()))
    (found,) = piiscan.scan_file(path).findings
    assert piiscan.extract_text(path)[found.start : found.end] == found.value
