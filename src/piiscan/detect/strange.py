"""Where a text is not ASCII: what looks for Japanese need not go over the rest, in source code nearly all of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

_STEP = 32
"""How far behind a character that is not ASCII the next one is looked for: in between all counts as such."""
_MUCH = 8
"""More than an eighth of a text is much; where that many characters count, it is dear to look for each."""


Stretches = Sequence[tuple[int, int]]
"""Start and end of some stretches of a text, ascending."""


def strange_stretches(text: str) -> Stretches:
    """Stretches that hold all that is not ASCII in ``text``; the whole text where that is much of it."""
    if text.isascii():
        return ()
    plain = text.encode("ascii", "replace")
    if plain.count(b"?") * _MUCH > len(text):
        return ((0, len(text)),)
    return list(joined(_spans(text, plain), 0))


def is_all(stretches: Stretches, text: str) -> bool:
    """Whether the first of the stretches is the whole text."""
    return bool(stretches) and stretches[0][0] == 0 and stretches[0][1] >= len(text)


def split_strange(pattern: re.Pattern[str], text: str, stretches: Stretches) -> list[str]:
    """``pattern.split(text)`` for a pattern of one group that matches only inside these stretches."""
    if is_all(stretches, text):
        return pattern.split(text)
    parts: list[str] = []
    done = 0
    for low, high in stretches:
        first, *others = pattern.split(text[low:high])
        if others:
            parts += (text[done:low] + first, *others[:-1])
            done = min(high, len(text)) - len(others[-1])
    return [*parts, text[done:]]


def joined(spans: Iterable[tuple[int, int]], reach: int) -> Iterator[tuple[int, int]]:
    """The ascending ``spans``, each with ``reach`` characters on either side; what overlaps is one."""
    low, high = 0, -1
    for start, end in spans:
        if start - reach <= high:
            high = max(high, end + reach)
            continue
        if high >= 0:
            yield low, high
        low, high = max(0, start - reach), end + reach
    if high >= 0:
        yield low, high


def _spans(text: str, plain: bytes) -> Iterator[tuple[int, int]]:
    """Ascending stretches that together hold all that is not ASCII; ``plain`` has question marks for that."""
    at = plain.find(b"?")
    while at >= 0:
        if text[at] == "?":
            at = plain.find(b"?", at + 1)
        else:
            yield at, min(at + _STEP, len(text))
            at = plain.find(b"?", at + _STEP)
