"""What the rest of a document says of a candidate: the same words elsewhere, full names, names around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from piiscan.detect.names.candidates import Name

NEIGHBOURHOOD = 200
"""How far away other names count as company."""
LIKELY = 1.0
"""Log-odds from which a candidate counts as a name when others are weighed."""
SHORT_COLUMN = 8
"""A table of fewer rows says little about its columns."""
SHARES = (0.2, 0.45, 0.75)
_BORDERS, _BORDERS_BEHIND = frozenset(["", *",\t\n|"]), frozenset(["", *",\t\n\r|"])
_FULL = frozenset("fFmuUXZ")


class Mention(NamedTuple):
    """A candidate as the document sees it."""

    start: int
    end: int
    kind: str
    value: str
    surname: str
    given: str
    style: str
    """p in a line with a sentence, q if that is polite, else l."""
    score: float = 0.0
    column: str = ""
    """How many cells of its column are likely names: 0 few to 3 nearly all; empty where it is no cell of a long one."""


def mention_of(name: Name, text: str, style: str, column: str = "") -> Mention:
    """The mention that ``name`` is, not placed or scored yet."""
    start, end, kind, surname, given, *_ = name
    return tuple.__new__(Mention, (0, 0, kind, text[start:end], surname, given, style, 0.0, column))


def columns_of(text: str, found: Sequence[tuple[int, int, float, str]]) -> list[str]:
    """For each of ``found`` (start, end, log-odds, label) in one stretch of text its :attr:`Mention.column`.

    A column headed ``name`` may hold persons or companies; of companies one in ten is called like a person.
    """
    lines = _rows_in(text)
    if lines < SHORT_COLUMN:
        return [""] * len(found)
    cells = [bool(label) and _is_cell(text, start, end) for start, end, _, label in found]
    likely: dict[str, set[int]] = {}
    for (start, _, score, label), is_cell in zip(found, cells, strict=True):
        if is_cell and score > LIKELY:
            likely.setdefault(label, set()).add(text.rfind("\n", 0, start))
    grades = {label: str(sum([len(rows) / lines > border for border in SHARES])) for label, rows in likely.items()}
    return [grades.get(label, "0") if is_cell else "" for (_, _, _, label), is_cell in zip(found, cells, strict=True)]


def _rows_in(text: str) -> int:
    """How many rows a table has, told by its tabs: line ends inside of cells make more lines than rows."""
    lines, tabs = text.count("\n"), text.count("\t")
    if tabs < lines or lines < SHORT_COLUMN:
        return lines
    widest = max(line.count("\t") for line in text.split("\n"))
    return min(lines, max(SHORT_COLUMN, tabs // widest))


def _is_cell(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` is all of a cell."""
    if text[start - 1 : start] in _BORDERS and text[end : end + 1] in _BORDERS_BEHIND:  # nine of ten
        return True
    before, after = text[max(0, start - 2) : start].rstrip('" '), text[end : end + 2].lstrip('" ')
    return (before[-1:] in _BORDERS) and (after[:1] in _BORDERS_BEHIND)


def placed(mention: Mention, start: int, end: int, score: float) -> Mention:
    """``mention`` with its place in the document and its score (``_replace`` takes six times as long)."""
    return tuple.__new__(Mention, (start, end, *mention[2:7], score, mention[8]))


Facts = tuple[str, str, str, str, int, int, str]
"""What a document says of a mention: its kind and style, how likely it is elsewhere and as part of a full name, how
many names stand near, how likely it is itself, its column."""


def document_keys(mentions: Sequence[Mention]) -> list[list[str]]:
    """For each of ``mentions`` (all of one stretch of a document, by start) its keys."""
    return [fact_keys(facts) for facts in document_facts(mentions)]


def fact_keys(facts: Facts) -> list[str]:
    """The keys of what a document says."""
    kind, style, same, part, near, level, column = facts
    keys = [f"D1{kind}{style}", f"Ds{same}{style}{kind}", f"Df{part}{style}{kind}", f"Dn{near}{style}"]
    keys += [f"Dk{near}{style}{kind}", f"Dc{level}{style}"]
    return [*keys, f"Dh{column}", f"Dh{column}{kind}"] if column else keys


def document_facts(mentions: Sequence[Mention]) -> list[Facts]:
    """For each of ``mentions`` (all of one stretch of a document, by start) what the others say of it."""
    by_value: dict[str, list[Mention]] = {}
    by_part: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_value.setdefault(mention.value, []).append(mention)
        if mention.kind in _FULL and mention.score > LIKELY:
            by_part.setdefault(mention.surname, []).append(mention)
            if mention.given:
                by_part.setdefault(mention.given, []).append(mention)
    best = {value: _two_best(found) for value, found in by_value.items() if len(found) > 1}
    parts = {part: _two_best(found) for part, found in by_part.items() if part in by_value}
    likely = [mention for mention in mentions if mention.score > LIKELY]
    starts = [mention.start for mention in likely]
    return [
        (
            mention.kind,
            mention.style,
            _grade(_elsewhere(mention, found)) if (found := best.get(mention.value)) else "-",
            _grade(_elsewhere(mention, found)) if (found := parts.get(mention.value)) else "-",
            _company(mention, likely, starts),
            _level(mention.score),
            mention.column,
        )
        for mention in mentions
    ]


def _two_best(found: list[Mention]) -> list[Mention]:
    """The best mention, and the best one that does not overlap it: one of them stands elsewhere for any mention."""
    first = max(found, key=lambda mention: mention.score)
    others = [mention for mention in found if mention.start >= first.end or mention.end <= first.start]
    return [first, max(others, key=lambda mention: mention.score)] if others else [first]


def _elsewhere(mention: Mention, best: list[Mention]) -> float | None:
    for other in best:
        if other.start >= mention.end or other.end <= mention.start:
            return other.score
    return None


def _grade(score: float | None) -> str:
    if score is None:
        return "-"
    return "0" if score < -1 else "1" if score < 0.5 else "2" if score < 2 else "3" if score < 4 else "4"


def _level(score: float) -> int:
    """The score in steps of one: what the sum of the clues itself is worth differs in sentences and in lines."""
    return int(min(6.0, max(-2.0, score)))


def _company(mention: Mention, likely: list[Mention], starts: list[int]) -> int:
    """How many other likely names stand near, up to 3."""
    first = bisect_left(starts, mention.start - NEIGHBOURHOOD)
    last = bisect_right(starts, mention.end + NEIGHBOURHOOD)
    values = set()
    for other in likely[first : min(last, first + 40)]:
        if other.start >= mention.end or other.end <= mention.start:
            values.add(other.value)
            if len(values) >= 3:
                break
    return len(values)
