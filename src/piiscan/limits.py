"""What one file may cost at most: a hostile one costs no more, and each limit is announced where it bites."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Final

from piiscan.errors import ConfigError
from piiscan.words import nearest

ELSEWHERE: Final = {"input_bytes": "max_file_bytes", "seconds": "timeout"}
"""Limits that are keys of the configuration in their own right."""


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of one file: bytes, seconds and counts."""

    input_bytes: int = 100 * 2**20
    """Largest document or container (ZIP, PDF, Office) that is opened; plain text has no bound, it is streamed."""
    seconds: float = 60.0
    """How long reading it may take, and one second more for each MiB of it."""
    unpacked_bytes: int = 400 * 2**20
    """How much may come out of a container, everything nested in it together."""
    ratio: int = 100
    """How many times its packed size anything may unpack to, once that is more than 1 MiB; and a file be as text."""
    members: int = 10_000
    """How many files a container may hold, everything nested in it together."""
    depth: int = 10
    """How deep containers may lie in each other."""
    xml_depth: int = 256
    """How deep the elements of an Office part may lie in each other."""
    findings: int = 500_000
    """How many findings of one file are kept."""
    memory: int = 2**30
    """Address space (bytes) that a worker may take beyond what it has at its start."""
    open_files: int = 256
    """How many files, pipes and sockets a worker may have open."""
    written_bytes: int = 64 * 2**20
    """How long a file that a worker writes may be: none of ours writes any, a library might."""


def checked_limits(values: object) -> dict[str, float]:
    """The table ``limits`` of a configuration; raises ConfigError for an unknown name or no positive number."""
    if not isinstance(values, Mapping):
        raise ConfigError("limits must be a table")
    known = [each.name for each in fields(Limits) if each.name not in ELSEWHERE]
    for name, value in values.items():
        if name in ELSEWHERE:
            raise ConfigError(f"limits: {name} is a key of its own: {ELSEWHERE[name]}")
        if name not in known:
            raise ConfigError(f"limits: unknown key {name!r}{nearest(name, known)}")
        if isinstance(value, bool) or not isinstance(value, int) or value <= 0:
            raise ConfigError(f"limits: {name} must be a whole number above 0")
    return dict(values)
