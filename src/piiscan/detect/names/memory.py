"""What was found out once, by what it was found out of: the same words and characters come again and again."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Found = TypeVar("Found")


class Memory(dict[Key, Found]):
    """By key what ``find`` says of it: asked once, and a hit costs no call. Forgets all when it holds ``most``."""

    def __init__(self, find: Callable[[Key], Found], most: int) -> None:
        super().__init__()
        self._find, self._most = find, most

    def __missing__(self, key: Key) -> Found:
        if len(self) >= self._most:
            self.clear()
        found = self[key] = self._find(key)
        return found
