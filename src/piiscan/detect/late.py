"""Patterns that are compiled when they are first used: a scan of ASCII text uses few, and compiling all takes 50 ms."""

from __future__ import annotations

import re
from typing import Any, cast


class _Late:
    """Stands in for a compiled pattern and becomes one, so to speak, at the first call of a method."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled = re.compile(self.pattern)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "split", "sub"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def late(pattern: str) -> re.Pattern[str]:
    """What behaves like ``re.compile(pattern)``; only a test for identity or type would tell."""
    return cast("re.Pattern[str]", _Late(pattern))
