"""The template language: a string with alternatives, slots, repeats and labelled stretches, parsed into a tree.

    [[a|b|]]              one of the alternatives (they may hold anything below)
    {n1} {ts} {n:3-40}    a slot: a kind, a person or row index (or * = this row), an argument after a colon
    ((2-4;、;{n*}さん))   the body two to four times, joined by the separator (none = new line); * is a fresh index
    ⟦SENSITIVE:...⟧      labelled stretch; a ? before the type puts it among the `ignore` spans
A brace that opens no known slot is ordinary text, so JSON and code need no escapes.
"""

import re
from dataclasses import dataclass

_TOKEN = re.compile(
    r"\[\[|\]\](?!\])|\|"
    r"|\(\((?P<low>[0-9]+)-(?P<high>[0-9]+);(?P<sep>[^;]*);"
    r"|\)\)"
    r"|⟦(?P<type>\??[A-Z_]+):|⟧"
    r"|\{(?P<slot>[a-z]+)(?P<index>[0-9*]*)(?::(?P<arg>[^{}]*))?\}"
)


@dataclass(frozen=True, slots=True)
class Slot:
    """A value to be made: `kind` names the maker, `index` the person or row, `arg` its settings."""

    kind: str
    index: str
    arg: str
    source: str


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several stretches."""

    options: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """The body `low` to `high` times."""

    low: int
    high: int
    separator: str
    body: "Node"


@dataclass(frozen=True, slots=True)
class Label:
    """A stretch whose whole output is one labelled span."""

    type: str
    body: "Node"


Node = tuple["str | Slot | Choice | Repeat | Label", ...]


def parse(source: str) -> Node:
    """Returns the tree of a template; raises ValueError where a bracket does not close."""
    node, end, closer = _parse(source, 0, frozenset())
    if closer:
        raise ValueError(f"unexpected {closer!r} at {end} in {source[:60]!r}")
    return node


def _parse(source: str, start: int, closers: frozenset[str]) -> tuple[Node, int, str]:
    parts: list[str | Slot | Choice | Repeat | Label] = []
    position = start
    while match := _TOKEN.search(source, position):
        token = match.group()
        if match.start() > position:
            parts.append(source[position : match.start()])
        position = match.end()
        if token in closers:
            return tuple(parts), position, token
        if token in ("|", "]]", "))", "⟧"):
            parts.append(token)  # means itself outside of its bracket
        elif token == "[[":  # noqa: S105 - a bracket
            node, position = _choice(source, position)
            parts.append(node)
        elif match["low"]:
            body, position = _closed(source, position, "))")
            separator = match["sep"] or "\n"
            parts.append(Repeat(int(match["low"]), int(match["high"]), separator, body))
        elif match["type"]:
            body, position = _closed(source, position, "⟧")
            parts.append(Label(match["type"], body))
        else:
            parts.append(Slot(match["slot"], match["index"], match["arg"] or "", token))
    if closers:
        raise ValueError(f"{sorted(closers)} missing in {source[:80]!r}")
    parts.append(source[position:])
    return tuple(parts), len(source), ""


def _choice(source: str, position: int) -> tuple[Choice, int]:
    options: list[Node] = []
    closer = "|"
    while closer == "|":
        node, position, closer = _parse(source, position, frozenset(("|", "]]")))
        options.append(node)
    return Choice(tuple(options)), position


def _closed(source: str, position: int, closer: str) -> tuple[Node, int]:
    node, position, _ = _parse(source, position, frozenset((closer,)))
    return node, position
