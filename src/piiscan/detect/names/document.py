"""What the rest of a document says of a candidate: the same words elsewhere, full names, names around it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from piiscan.detect.names.candidates import Name
from piiscan.detect.names.keys import in_sentence

NEIGHBOURHOOD = 200
"""How far away other names count as company."""
LIKELY = 1.0
"""Log-odds from which a candidate counts as a name when others are weighed."""
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
    """p in a line with a sentence, else l."""
    score: float = 0.0


def mention_of(name: Name, text: str) -> Mention:
    """The mention that ``name`` is, not placed or scored yet."""
    style = "p" if in_sentence(text, name.start, name.end) else "l"
    return Mention(0, 0, name.kind, text[name.start : name.end], name.surname, name.given, style)


def document_keys(mentions: Sequence[Mention]) -> list[list[str]]:
    """For each of ``mentions`` (all of one stretch of a document, by start) its keys."""
    by_value: dict[str, list[Mention]] = {}
    by_part: dict[str, list[Mention]] = {}
    for mention in mentions:
        by_value.setdefault(mention.value, []).append(mention)
        if mention.kind in _FULL and mention.score > LIKELY:
            by_part.setdefault(mention.surname, []).append(mention)
            if mention.given:
                by_part.setdefault(mention.given, []).append(mention)
    best = {value: _two_best(found) for value, found in by_value.items()}
    parts = {part: _two_best(found) for part, found in by_part.items() if part}
    likely = [mention for mention in mentions if mention.score > LIKELY]
    starts = [mention.start for mention in likely]
    return [
        [
            f"D1{mention.kind}{mention.style}",
            f"Ds{_grade(_elsewhere(mention, best[mention.value]))}{mention.style}{mention.kind}",
            f"Df{_grade(_elsewhere(mention, parts.get(mention.value, [])))}{mention.style}{mention.kind}",
            f"Dn{_company(mention, likely, starts)}{mention.style}",
            f"Dk{_company(mention, likely, starts)}{mention.style}{mention.kind}",
        ]
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
