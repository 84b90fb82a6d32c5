"""``piiscan extract``: what the scanner sees of a file."""

from __future__ import annotations

import re
from argparse import Namespace
from typing import Final, TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN, EXIT_NOTHING
from piiscan.cli.settings import settings
from piiscan.errors import UsageError
from piiscan.model import Skip
from piiscan.report.describe import skip_text
from piiscan.report.redact import printable
from piiscan.scan import Scanner

LAYOUT: Final = re.compile("([\n\t\u3000])")


def run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """The exit code; the text goes to ``out``, what was not read to ``err``."""
    seen, words = False, words_of(arguments)
    try:
        for piece in Scanner(settings(arguments)).extract(arguments.path):
            if isinstance(piece, Skip):
                print(skip_text(piece, words), file=err)
            else:
                out.write("" if piece.joined or not seen else "\n")
                out.write(_tame(piece.text) if out.isatty() else piece.text)
                seen = True
    except OSError as error:
        raise UsageError(f"{arguments.path}: {error.strerror}") from error
    return EXIT_CLEAN if seen else EXIT_NOTHING


def _tame(text: str) -> str:
    """The text without what would command a terminal; a file has the characters themselves."""
    return "".join(part if LAYOUT.fullmatch(part) else printable(part) for part in LAYOUT.split(text))
