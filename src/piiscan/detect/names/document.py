"""What the rest of a document says of a candidate: the same words elsewhere, full names, names around it."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from piiscan.detect.names.candidates import Name

NEIGHBOURHOOD = 200
"""How far away other names count as company."""
MOST_NEAR, MOST_COMPANY = 40, 3
"""How many likely names are looked at, and how many different ones are counted."""
LIKELY = 1.0
"""Log-odds from which a candidate counts as a name when others are weighed."""
SHORT_COLUMN = 8
"""A table of fewer rows says little about its columns."""
SHARES = (0.2, 0.45, 0.75)
_BORDERS, _BORDERS_BEHIND = frozenset(["", *",\t\n|"]), frozenset(["", *",\t\n\r|"])
_FULL = frozenset("fFmuUXZ")


class Mention(NamedTuple):
    """A candidate as the document sees it."""

    kind: str
    value: str
    surname: str
    given: str
    style: str
    """p in a line with a sentence, q if that is polite, else l."""
    column: str = ""
    """How many cells of its column are likely names: 0 few to 3 nearly all; empty where it is no cell of a long one."""


Place = tuple[int, int, float]
"""Where a mention starts and ends, and its score."""


def mention_of(name: Name, text: str, style: str, column: str = "") -> Mention:
    """The mention that ``name`` is."""
    start, end, kind, surname, given, _, _, _, _ = name
    return tuple.__new__(Mention, (kind, text[start:end], surname, given, style, column))


def columns_of(text: str, found: Sequence[tuple[int, int, float, str]]) -> list[str]:
    """For each of ``found`` (start, end, log-odds, label) in one stretch of text its :attr:`Mention.column`.

    A column headed ``name`` may hold persons or companies; of companies one in ten is called like a person.
    """
    lines = _rows_in(text)
    if lines < SHORT_COLUMN:
        return [""] * len(found)
    cells = [bool(label) and _is_cell(text, start, end) for start, end, _, label in found]
    ends = list(accumulate([len(line) + 1 for line in text.split("\n")]))
    likely: dict[str, set[int]] = {}
    for (start, _, score, label), is_cell in zip(found, cells, strict=True):
        if is_cell and score > LIKELY:
            likely.setdefault(label, set()).add(bisect_right(ends, start))
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


Facts = tuple[str, str, str, str, int, int, str]
"""What a document says of a mention: its kind and style, how likely it is elsewhere and as part of a full name, how
many names stand near, how likely it is itself, its column."""


def document_keys(mentions: Sequence[Mention], places: Sequence[Place]) -> list[list[str]]:
    """For each of ``mentions`` (all of one stretch of a document, by start) at its place its keys."""
    return [fact_keys(facts) for facts in document_facts(mentions, places)]


def fact_keys(facts: Facts) -> list[str]:
    """The keys of what a document says."""
    kind, style, same, part, near, level, column = facts
    keys = [f"D1{kind}{style}", f"Ds{same}{style}{kind}", f"Df{part}{style}{kind}", f"Dn{near}{style}"]
    keys += [f"Dk{near}{style}{kind}", f"Dc{level}{style}"]
    return [*keys, f"Dh{column}", f"Dh{column}{kind}"] if column else keys


def document_facts(mentions: Sequence[Mention], places: Sequence[Place]) -> list[Facts]:
    """For each of ``mentions`` (all of one stretch of a document, by start) at its place what the others say of it."""
    values = Counter([mention[1] for mention in mentions])
    by_value: dict[str, list[Place]] = {value: [] for value, many in values.items() if many > 1}
    by_part: dict[str, list[Place]] = {}
    for (kind, value, surname, given, _, _), place in zip(mentions, places, strict=True):
        if value in by_value:
            by_value[value].append(place)
        if place[2] > LIKELY and kind in _FULL:
            for part in (surname, given):
                if part in values:
                    by_part.setdefault(part, []).append(place)
    same = {value: _two_best(found) for value, found in by_value.items()}
    parts = {part: _two_best(found) for part, found in by_part.items()}
    return [
        (
            kind,
            style,
            _grade(place, same[value]) if value in same else "-",
            _grade(place, parts[value]) if value in parts else "-",
            company,
            _level(place[2]),
            column,
        )
        for (kind, value, _, _, style, column), place, company in zip(
            mentions, places, _companies(mentions, places), strict=True
        )
    ]


def _two_best(found: list[Place]) -> list[Place]:
    """The best place, and the best one that does not overlap it: one of them lies elsewhere for any mention."""
    first = max(found, key=itemgetter(2))
    others = [place for place in found if place[0] >= first[1] or place[1] <= first[0]]
    return [first, max(others, key=itemgetter(2))] if others else [first]


def _grade(place: Place, best: list[Place]) -> str:
    """How likely the same words are where they stand elsewhere; a dash if they stand nowhere."""
    for start, end, score in best:
        if start >= place[1] or end <= place[0]:
            return "0" if score < -1 else "1" if score < 0.5 else "2" if score < 2 else "3" if score < 4 else "4"
    return "-"


def _level(score: float) -> int:
    """The score in steps of one: what the sum of the clues itself is worth differs in sentences and in lines."""
    return 6 if score >= 6 else -2 if score <= -2 else int(score)


def _companies(mentions: Sequence[Mention], places: Sequence[Place]) -> list[int]:
    """For each of ``mentions`` how many other likely names stand near, up to MOST_COMPANY."""
    likely = [(*place[:2], mention[1]) for mention, place in zip(mentions, places, strict=True) if place[2] > LIKELY]
    found, first, many = [], 0, len(likely)
    for start, end, _ in places:
        while first < many and likely[first][0] < start - NEIGHBOURHOOD:
            first += 1
        values: set[str] = set()
        for other_start, other_end, value in likely[first : first + MOST_NEAR]:
            if other_start > end + NEIGHBOURHOOD or len(values) == MOST_COMPANY:
                break
            if other_start >= end or other_end <= start:
                values.add(value)
        found.append(len(values))
    return found
