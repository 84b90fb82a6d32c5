"""Where one stands in a JSON document: nested lists and objects, with pointers, labels and the headings of tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from piiscan.extract.tablehead import is_caption

LABEL_CHARACTERS: Final = 60
POINTER_CHARACTERS: Final = 1000
"""Pointers stop growing here, or nesting 100,000 deep would need 10 GB of them."""
COLUMNS: Final = 200
"""Most columns that get headings in a table made of lists."""
COLUMN_KEYS: Final = frozenset({"columns", "header", "headers", "fields"})
"""Keys that hold the headings for lists beside them (pandas writes columns, others the rest)."""


class Frame:
    """An open list or object: its pointer, the key that holds it, and the key or index of what comes next in it."""

    __slots__ = ("below", "heads", "index", "is_list", "key", "label", "name", "pointer", "texts")

    def __init__(self, pointer: str = "", label: str = "", *, is_list: bool = False) -> None:
        self.pointer = pointer
        self.label = label
        self.is_list = is_list
        self.index = 0
        self.key: str | None = None
        self.name = ""
        self.texts: list[str] = []
        self.heads: Sequence[str] = ()
        self.below: Sequence[str] = ()

    def here(self) -> str:
        """The pointer of what comes next."""
        step = str(self.index) if self.is_list else self.key
        if step is None or len(self.pointer) + len(step) > POINTER_CHARACTERS:
            return self.pointer
        if "/" in step or "~" in step:
            step = step.replace("~", "~0").replace("/", "~1")
        return f"{self.pointer}/{step}"

    def label_here(self) -> str:
        """The label of what comes next: its key behind the key of the object around it, or its column's heading."""
        if self.key is None:
            return self.heads[self.index] if self.index < len(self.heads) else self.label
        return f"{self.label.rpartition('.')[2]}.{self.key}"[-LABEL_CHARACTERS:] if self.label else self.key

    def step(self, text: str = "") -> None:
        """Go on behind what was next; ``text`` is what it was, if no list or object."""
        if self.is_list and self.index < COLUMNS and text:
            self.texts.append(text)
        self.index += 1
        self.key = None

    def opened(self, *, is_list: bool) -> Frame:
        """The frame of the list or object that comes next in this one."""
        inner = Frame(self.here(), self.label_here(), is_list=is_list)
        inner.name = self.key or ""
        if is_list and self.is_list:
            inner.heads = self.below
        elif is_list:
            inner.below = self.below
        self.step()
        return inner

    def learn(self, inner: Frame) -> None:
        """Take a list just closed for the headings of those that follow, if it looks like them."""
        first = self.index == 1 if self.is_list else inner.name.lower() in COLUMN_KEYS
        if first and inner.is_list and 2 <= inner.index == len(inner.texts) and all(map(is_caption, inner.texts)):
            self.below = inner.texts


def turned(bracket: str, frame: Frame, stack: list[Frame]) -> Frame:
    """The frame behind a bracket: a new one inside this, or the one around it."""
    if bracket in "]}":
        outer = stack.pop() if stack else Frame()
        outer.learn(frame)
        return outer
    if frame.pointer and not frame.is_list and frame.key is None:
        del stack[1:]  # an object waits for a key, so this begins a record and one before was never closed
        frame = stack[0]
    inner = frame.opened(is_list=bracket == "[")
    stack.append(frame)
    return inner
