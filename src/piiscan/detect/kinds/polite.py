"""Whether a line names someone politely: a title such as 様 or さん behind a Japanese word."""

from __future__ import annotations

import re


def is_polite(line: str, title: re.Pattern[str], others: re.Pattern[str]) -> bool:
    """Whether a ``title`` stands behind a Japanese character in ``line``, what matches ``others`` (お客様) left out."""
    if title.search(line) is None:
        return False
    kept = others.sub("", line)
    # A class of kanji in the pattern would take a millisecond to compile.
    return any(_is_japanese(kept[match.start() - 1 : match.start()]) for match in title.finditer(kept))


def _is_japanese(character: str) -> bool:
    return "\u3041" <= character <= "\u30ff" or "\u4e00" <= character <= "\u9fff"
