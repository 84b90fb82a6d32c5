"""What only a terminal gets: colours, its width, a progress line that never stands in the report."""

from __future__ import annotations

import io
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from piiscan.cli import progress
from piiscan.cli.progress import Progress
from piiscan.model import FileResult
from piiscan.report.columns import width
from piiscan.report.messages import Messages

LEAK = "氏名：佐藤 花子 電話番号：03-5550-0123 住所：東京都千代田区丸の内1-2-3\n"


class TestProgress:
    @pytest.fixture(autouse=True)
    def at_once(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(progress, "FIRST_SHOWN", 0.0)
        monkeypatch.setattr(progress, "PAUSE", 0.0)
        monkeypatch.setenv("COLUMNS", "80")

    def lines(self, results: list[FileResult]) -> Iterator[str]:
        """What the terminal's line holds when each result comes, and at the end."""
        stream = io.StringIO()
        with Progress(stream, Messages()) as line:
            for _ in line.watch(results):
                yield stream.getvalue().split("\r\x1b[2K")[-1]
        yield stream.getvalue().split("\r\x1b[2K")[-1]

    def test_it_is_gone_when_a_report_may_write(self) -> None:
        from piiscan import Scanner

        found = tuple(Scanner().scan_text(LEAK))
        assert found
        quiet, loud = FileResult("a", characters=5), FileResult("b", found, characters=5)
        shown = list(self.lines([quiet, quiet, loud, quiet, loud]))
        assert shown == ["", "1 files, 0.0 M characters, 0 findings", "", shown[3], "", ""]
        assert "3 files" in shown[3]

    def test_a_narrow_terminal_has_none(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "10")
        assert set(self.lines([FileResult("a")] * 3)) == {""}


@pytest.mark.skipif(os.name != "posix", reason="needs a pseudo-terminal")
@pytest.mark.parametrize("language", ["en", "ja"])
def test_a_report_on_a_terminal(tmp_path: Path, language: str) -> None:
    import pty

    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(LEAK * 3, encoding="utf-8")
    pid, terminal = pty.fork()
    if pid == 0:
        os.environ["TERM"] = "xterm"
        os.environ.pop("NO_COLOR", None)
        import fcntl
        import struct
        import termios

        fcntl.ioctl(1, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 70, 0, 0))
        arguments = [sys.executable, "-m", "piiscan", "scan", str(tmp_path), "--lang", language]
        os.execv(sys.executable, arguments)  # noqa: S606 - there is no shell to start it with
    said = b""
    while True:
        try:
            piece = os.read(terminal, 65536)
        except OSError:  # Linux: the other side is gone
            break
        if not piece:
            break
        said += piece
    _, status = os.waitpid(pid, 0)
    assert os.waitstatus_to_exitcode(status) == 1
    text = said.decode()
    assert "\x1b[" in text
    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", text).replace("\r", "")
    assert "5550" not in plain
    rows = [line for line in plain.splitlines() if "(1.00)" in line or "(0.9" in line]
    assert rows
    assert max(map(width, rows)) <= 70
