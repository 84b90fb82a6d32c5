"""Patterns that are compiled when they are first used: a scan of ASCII text uses few, and compiling all takes 50 ms."""

from __future__ import annotations

import re
from typing import Any, AnyStr, cast


class _Late:
    """Stands in for a compiled pattern and becomes one, so to speak, at the first call of a method."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self.pattern = pattern
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        compiled: re.Pattern[Any] = re.compile(self.pattern, self._flags)
        for method in ("match", "fullmatch", "search", "finditer", "findall", "split", "sub", "subn"):
            self.__dict__[method] = getattr(compiled, method)
        return getattr(compiled, name)


def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """What behaves like ``re.compile(pattern, flags)``; only a test for identity or type would tell."""
    return cast("re.Pattern[AnyStr]", _Late(pattern, flags))
