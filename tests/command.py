"""The command as tests call it."""

from __future__ import annotations

import io

from piiscan.cli.main import main


def piiscan(*arguments: str) -> tuple[int, str, str]:
    """The exit code of the command with these arguments, what it wrote, and what it wrote of errors."""
    out, err = io.StringIO(), io.StringIO()
    code = main(arguments, out, err)
    return code, out.getvalue(), err.getvalue()
