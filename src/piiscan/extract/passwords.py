"""Passwords that the user gave, tried on what is locked; none of them ever stands in what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from piiscan.errors import ExtractionError
from piiscan.extract.protocol import Blob, Limits

GIVE_HINT: Final = "give its password with --password-file, or unlock it and scan the result"
OTHER_HINT: Final = "none of the given passwords opens it"


def locked(blob: Blob, what: str) -> ExtractionError:
    """The error that names something locked: its hint says whether there were passwords to try."""
    return ExtractionError("encrypted", what, OTHER_HINT if blob.aids.passwords else GIVE_HINT)


def fitting(blob: Blob, limits: Limits, opens: Callable[[str], bool]) -> str | None:
    """The first given password that ``opens``; None where none does. The clock is looked at before each."""
    for password in blob.aids.passwords:
        blob.check_time(limits)
        if opens(password):
            return password
    return None


def spellings(password: str) -> Iterator[bytes]:
    """A password's bytes as programs have written them: UTF-8, and CP932 on Japanese Windows."""
    plain = password.encode("utf-8", "surrogatepass")
    yield plain
    if not password.isascii():
        try:
            yield password.encode("cp932")
        except UnicodeEncodeError:
            return
