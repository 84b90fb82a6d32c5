"""Letters of other scripts that stand for ASCII ones they look like: ``ТК`` (Cyrillic) for ``TK``, ``Ʒ`` for 3.

Source: the confusables of Unicode Technical Standard 39, those of them that stand for ASCII letters and digits.
"""

from __future__ import annotations

from collections.abc import Iterator

from piiscan.detect.strange import Stretches
from piiscan.late import late

_LETTERS = dict(
    zip(
        "АВЕЅІЈКМНОРСТУХаеѕіјорсухԁԛԝһΑΒΕΖΗΙΚΜΝΟΡΤΥΧονϲ",
        "ABESIJKMHOPCTYXaesijopcyxdqwhABEZHIKMNOPTYXovc",
        strict=True,
    )
)
_DIGITS = {"Ƨ": "2", "Ʒ": "3", "Ƽ": "5", "б": "6", "Ȣ": "8", "І": "1", "Ο": "0", "О": "0", "ο": "0", "о": "0", "З": "3"}
_KNOWN = "".join(sorted(_LETTERS.keys() | _DIGITS.keys()))
_ANY = late("[\u01a0-\u0530]")
"""One range, for the engine passes over the rest of a text fastest so."""
_LONGEST = 64
_HEAD = late(rf"(?:[0-9A-Za-z{_KNOWN}][ ._@+-]?)+\Z")
_WORD = late(rf"[0-9A-Za-z{_KNOWN}](?:[ ._@+-]?[0-9A-Za-z{_KNOWN}])*")
_REST = late(rf"[\u0370-\u03ff\u0400-\u052f](?<![{_KNOWN}])")
_PARTS = late(rf"[0-9A-Za-z{_KNOWN}._@+-]+")
_ONLY_DIGITS = frozenset("ƧƷƼȢ")
_FEWEST = 5


def lookalikes(text: str, strange: Stretches) -> Iterator[tuple[int, int, str]]:
    """Start and end of each word that mixes scripts as no language does, and what it looks like in ASCII."""
    reach = 0
    for place in (match.start() for low, high in strange for match in _ANY.finditer(text, low, high)):
        if place < reach or text[place] not in _KNOWN:
            continue
        head = _HEAD.search(text, max(reach, place - _LONGEST), place)
        match = _WORD.match(text, head.start() if head is not None else place)
        if match is None:
            continue
        start, end = match.span()
        word, reach = match.group(), end
        if end - start < _FEWEST or word.isascii() or _continues(text, start, end):
            continue
        for truth in (_as_digits(word), _as_letters(word)):
            if truth is not None and truth.isascii():
                yield start, end, truth
                break


def _continues(text: str, start: int, end: int) -> bool:
    """Whether a letter of Greek or Cyrillic that looks like no other stands right beside the word."""
    return bool(_REST.match(text, end) or (start and _REST.match(text, start - 1)))


def _as_digits(word: str) -> str | None:
    """The number that ``word`` looks like; None where it has a letter, or no sign of being one."""
    if not any(character.isdecimal() or character in _ONLY_DIGITS for character in word):
        return None
    truth = "".join(_DIGITS.get(character, character) for character in word)
    return truth if not any(map(str.isalpha, truth)) else None


def _as_letters(word: str) -> str | None:
    """What ``word`` looks like with ASCII letters; None where no part of it has letters of two scripts."""
    mixed = any(_is_mixed(part) for part in _PARTS.findall(word))
    if not mixed:
        return None
    pieces = []
    for place, character in enumerate(word):
        beside = word[max(0, place - 1) : place] + word[place + 1 : place + 2]
        digit = character in _ONLY_DIGITS or (character in _DIGITS and _beside_digits(beside))
        pieces.append(_DIGITS[character] if digit else _LETTERS.get(character, character))
    return "".join(pieces)


def _is_mixed(part: str) -> bool:
    """Whether ``part`` holds an ASCII letter or digit, or a letter that only looks like a digit, beside another."""
    plain = any((c.isascii() and c.isalnum()) or c in _ONLY_DIGITS for c in part)
    return plain and not part.isascii()


def _beside_digits(beside: str) -> bool:
    """Whether the neighbours are digits or look like nothing else."""
    return any(character.isdecimal() or character in _DIGITS for character in beside) and not any(
        character.isascii() and character.isalpha() for character in beside
    )
