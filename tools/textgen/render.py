"""Turns a parsed template into a text and its spans, with the makers of values that the caller hands in."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tools.textgen.template import Choice, Label, Node, Repeat, Slot

Span = tuple[int, int, str]  # start, end, type; a type with ? in front is neither hit nor false finding
Piece = tuple[str, str]  # text, type ("" = no label)
Maker = Callable[[Slot], "list[Piece] | None"]


@dataclass(slots=True)
class Sheet:
    """The text under construction."""

    parts: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    length: int = 0

    def write(self, text: str, label: str = "") -> None:
        """Appends text, labelled or not."""
        if label and text:
            self.spans.append((self.length, self.length + len(text), label))
        self.parts.append(text)
        self.length += len(text)


def render(node: Node, make: Maker, rng: random.Random) -> tuple[str, list[Span]]:
    """Returns the text of one instance of a template and its spans in order."""
    sheet = Sheet()
    _Renderer(sheet, make, rng).walk(node, "")
    return "".join(sheet.parts), sorted(sheet.spans)


class _Renderer:
    def __init__(self, sheet: Sheet, make: Maker, rng: random.Random) -> None:
        self.sheet = sheet
        self.make = make
        self.rng = rng
        self.rows = 100  # row indices start beyond the persons that a template numbers itself

    def walk(self, node: Node, row: str) -> None:
        for part in node:
            if isinstance(part, str):
                self.sheet.write(part)
            elif isinstance(part, Slot):
                self.slot(part, row)
            elif isinstance(part, Choice):
                self.walk(self.rng.choice(part.options), row)
            elif isinstance(part, Repeat):
                self.repeat(part)
            else:
                self.label(part, row)

    def slot(self, slot: Slot, row: str) -> None:
        index = slot.index.replace("*", row)
        pieces = self.make(Slot(slot.kind, index, slot.arg, slot.source))
        for text, label in [(slot.source, "")] if pieces is None else pieces:
            self.sheet.write(text, label)

    def repeat(self, part: Repeat) -> None:
        for turn in range(self.rng.randint(part.low, part.high)):
            if turn:
                self.sheet.write(part.separator)
            self.rows += 1
            self.walk(part.body, str(self.rows))

    def label(self, part: Label, row: str) -> None:
        start = self.sheet.length
        inner = len(self.sheet.spans)
        self.walk(part.body, row)
        del self.sheet.spans[inner:]  # the outer label is the whole truth
        if self.sheet.length > start:
            self.sheet.spans.append((start, self.sheet.length, part.type))
