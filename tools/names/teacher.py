"""A judge for text without labels: the model's own keys plus what Sudachi's tags say around a candidate."""

from __future__ import annotations

from bisect import bisect_right

from piiscan.detect.names.candidates import Name
from piiscan.detect.names.keys import FAMILY
from tools.names.dictionary import Token


def tag_keys(name: Name, text: str, tokens: list[Token], starts: list[int]) -> list[str]:
    """Keys for how the tags and borders of the tokens agree with ``name``, and for the tokens beside it."""
    first = max(0, bisect_right(starts, name.start) - 1)
    after = first
    tags = ""
    while after < len(tokens) and tokens[after][0] < name.end:
        tags += tokens[after][2]
        after += 1
    fits = f"{tokens[first][0] == name.start:d}{tokens[after - 1][1] == name.end:d}"
    family = FAMILY[name.kind]
    before_word, after_word = _word(text, tokens, first - 1), _word(text, tokens, after)
    keys = [
        f"TA{fits}{tags[:6]}",
        f"TA{fits}{tags[:6]}{name.kind}",
        f"TX{before_word[-1]}{after_word[-1]}{tags[:4]}{fits}",
    ]
    keys += [f"TP{before_word}", f"TP{before_word}|{family}", f"TN{after_word}", f"TN{after_word}|{family}"]
    two_before, two_after = _word(text, tokens, first - 2), _word(text, tokens, after + 1)
    keys += [f"TQ{two_before} {before_word}", f"TQ{two_before}|{family}"]
    return [*keys, f"TM{after_word} {two_after}", f"TM{two_after}|{family}"]


def _word(text: str, tokens: list[Token], number: int) -> str:
    if not 0 <= number < len(tokens):
        return "^"
    start, end, tag = tokens[number]
    return text[start:end] + "/" + tag
