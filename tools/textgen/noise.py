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
    roll = rng.random()
    if roll < 0.55:
        return text, spans
    if roll < 0.75:
        return _outside(text, spans, rng.choice(ONE_TO_ONE)), spans
    if roll < 0.81:
        return text.translate(WIDE_DIGITS), spans
    if roll < 0.89:
        prefix = rng.choice(PREFIXES)
        starts = [0] + [i + 1 for i, char in enumerate(text) if char == "\n" and not _within(i, spans)]
        return _insert(text, spans, [(start, prefix) for start in starts])
    if roll < 0.94:
        ends = [i for i, char in enumerate(text) if char == "\n" and not _within(i, spans)]
        return _insert(text, spans, [(end, rng.choice(("\r", " ", "  ", "　"))) for end in ends])
    if roll < 0.97:
        ends = [i for i, char in enumerate(text) if char == "\n" and not _within(i, spans)]
        return _insert(text, spans, [(end, "\n") for end in ends if rng.random() < 0.5])
    return _wrap(text, spans, rng.randint(24, 40))


def _within(position: int, spans: list[Span]) -> bool:
    return any(start <= position < end for start, end, _ in spans)


def _outside(text: str, spans: list[Span], table: dict[int, int]) -> str:
    changed = list(text.translate(table))
    for start, end, _ in spans:
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


def _wrap(text: str, spans: list[Span], width: int) -> tuple[str, list[Span]]:
    places, column = [], 0
    for index, char in enumerate(text):
        column = 0 if char == "\n" else column + 1
        inside = any(start < index < end for start, end, _ in spans)
        if column > width and not inside and not char.isascii():
            places.append((index, "\n"))
            column = 0
    return _insert(text, spans, places)
