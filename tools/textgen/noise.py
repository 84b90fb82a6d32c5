"""Spelling noise over a finished text: other widths, punctuation, quoting, indents; the spans move along."""

import random

from tools.textgen.numbers import WIDE_DIGITS
from tools.textgen.render import Span

ONE_TO_ONE = (
    str.maketrans("：", ":"),
    str.maketrans("（）", "()"),
    str.maketrans("　", " "),
    str.maketrans("、。", "，．"),
    str.maketrans("／", "/"),
    str.maketrans(":", "："),
    str.maketrans("()", "（）"),
    str.maketrans("■●・", "◆○･"),
    str.maketrans("【】", "［］"),
    str.maketrans("。", "！"),
    str.maketrans("〒", "〶"),
    str.maketrans("：", "　"),
    str.maketrans("～", "〜"),
)
PREFIXES = ("> ", "  ", "　", "\t", "| ", ">> ", "    ", "* ", "- ")


def disturb(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    """Returns the text as another hand or program might have left it, with its spans."""
    change = rng.choices(CHANGES, WEIGHTS)[0]
    return change(text, spans, rng)


def _nothing(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    return text, spans


def _respelled(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    return _outside(text, rng.choice(ONE_TO_ONE), spans), spans


def _wide_digits(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    return _outside(text, WIDE_DIGITS, [span for span in spans if span[2] in ("EMAIL", "IP_ADDRESS")]), spans


def _prefixed(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    prefix = rng.choice(PREFIXES)
    return _insert(text, spans, [(0, prefix), *((end + 1, prefix) for end in _line_ends(text, spans))])


def _trailing(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    tail = rng.choice(("\r", "\r", " ", "  ", "　"))
    return _insert(text, spans, [(end, tail) for end in _line_ends(text, spans)])


def _spread(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    return _insert(text, spans, [(end, "\n") for end in _line_ends(text, spans) if rng.random() < 0.5])


def _line_ends(text: str, spans: list[Span]) -> list[int]:
    return [index for index, char in enumerate(text) if char == "\n" and not _within(index, spans)]


def _within(position: int, spans: list[Span]) -> bool:
    return any(start <= position < end for start, end, _ in spans)


def _outside(text: str, table: dict[int, int], kept: list[Span]) -> str:
    changed = list(text.translate(table))
    for start, end, _ in kept:
        changed[start:end] = text[start:end]
    return "".join(changed)


def _insert(text: str, spans: list[Span], places: list[tuple[int, str]]) -> tuple[str, list[Span]]:
    """Inserts strings; one at the start of a span goes before it."""
    parts, last = [], 0
    for position, extra in places:
        parts += [text[last:position], extra]
        last = position
    parts.append(text[last:])
    return "".join(parts), [(_moved(s, places, inclusive=True), _moved(e, places), kind) for s, e, kind in spans]


def _moved(offset: int, places: list[tuple[int, str]], *, inclusive: bool = False) -> int:
    return offset + sum(
        len(extra) for position, extra in places if position < offset or (inclusive and position == offset)
    )


def _wrapped(text: str, spans: list[Span], rng: random.Random) -> tuple[str, list[Span]]:
    width = rng.randint(24, 40)
    places, column = [], 0
    for index, char in enumerate(text):
        column = 0 if char == "\n" else column + 1
        inside = any(start < index < end for start, end, _ in spans)
        if column > width and not inside and not char.isascii():
            places.append((index, "\n"))
            column = 0
    return _insert(text, spans, places)


CHANGES = (_nothing, _respelled, _wide_digits, _prefixed, _trailing, _spread, _wrapped)
WEIGHTS = (55, 20, 5, 8, 5, 3, 4)
