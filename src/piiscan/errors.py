"""The errors piiscan raises on purpose; each message is one line a user can act on and never holds a scanned value."""

from __future__ import annotations


class PiiscanError(Exception):
    """Any failure piiscan foresees; ``str()`` of it is fit to be shown to a user."""


class ConfigError(PiiscanError):
    """A configuration key, value or file that cannot be used."""


class UsageError(PiiscanError):
    """A request that makes no sense, such as a path that does not exist."""


class ExtractionError(PiiscanError):
    """A file, or a part of one, that could not be turned into text.

    ``reason`` is one of :data:`piiscan.model.SKIP_REASONS`; ``hint`` says what would help.
    """

    def __init__(self, reason: str, detail: str = "", hint: str = "") -> None:
        super().__init__(detail or reason)
        self.reason = reason
        self.detail = detail
        self.hint = hint


class DataError(PiiscanError):
    """A shipped or cached data file that is missing, damaged or of another version."""


def place_of(error: BaseException) -> str:
    """Where an error was raised, as file and line: ``view.py:120``."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None:
        return "?"
    return f"{trace.tb_frame.f_code.co_filename.replace(chr(92), '/').rpartition('/')[2]}:{trace.tb_lineno}"
