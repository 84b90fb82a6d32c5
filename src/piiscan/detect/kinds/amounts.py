"""Amounts of money as people write them, read at one place of a folded text, and what each says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from piiscan.detect.weights import Weights
from piiscan.late import late
from piiscan.model import Evidence

_KANJI_AMOUNT = r"[一二三四五六七八九十百千〇]{1,10}(?:[億万][一二三四五六七八九十百千〇]{0,8}){0,2}"
_AMOUNT = late(
    r"(?P<sign>[¥\\] ?|JPY ?|金)?(?P<number>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,9})(?:\.[0-9]{1,2})?"
    r"(?P<unit> ?JPY| ?(?:[億万](?: ?[0-9][0-9,]{0,8})?[千万]?|千|百万)?円|[億万](?![年人件個本株回台戸世歩ァ-ヶ]))?"
    r"(?![0-9%]| ?[ -][0-9]{3})"
    rf"|(?P<kanji>{_KANJI_AMOUNT}円)"
)
_IN_GENERAL = late(r" ?(?:以上|以下|未満|超|まで|程度)?の(?:世帯|方|人|者|層|家庭|場合|企業|とき|範囲)")
_FROM = late(r" ?(?:から|→|->|⇒) ?")
_DASH = late(r"-(?![0-9])")
_RANGE = late(r" ?(?:[~]|から|-[0-9¥])")
_AT_LEAST = late(r" ?(?:以上|以下|未満|程度|前後|台|超|を超え|まで|以内)")
_SENTENCE = late(r" ?(?:[をがのとはもに]|で(?!す)|など|くらい|ぐらい|ほど|稼)")
_TO_ONES = str.maketrans("23456789", "1" * 8)
_ONES = "".join(map(chr, range(128))).translate(_TO_ONES)
"""What each ASCII character becomes: with a string for a table ``translate`` takes half the time."""
_LONGEST_CELL = 20
_MOST_SHAPES = 5_000


class Spot(NamedTuple):
    """An amount at ``[start, end)``; ``unit`` says whether a currency is written with it."""

    start: int
    end: int
    unit: bool
    value: int


def amount_at(text: str, start: int) -> Spot | None:
    """The amount that begins at ``start``."""
    match = _AMOUNT.match(text, start)
    if match is None or (start and (text[start - 1].isdigit() or text[start - 1] == ".")):
        return None
    if match["kanji"]:
        large = any(unit in match["kanji"] for unit in "万億")
        return Spot(start, match.end(), unit=True, value=10_000 if large else 100)
    if len(match["number"]) > 1 and match["number"].startswith("0"):
        return None
    unit, end = match["unit"], match.end()
    value = int(match["number"].replace(",", ""))
    for word, factor in (("億", 10**8), ("百万", 10**6), ("万", 10**4), ("千", 10**3)):
        if unit and word in unit:
            value *= factor
            break
    if match["sign"] and _DASH.match(text, end):
        end += 1  # the stroke that closes a written sum
    return Spot(start, end, unit=bool(unit or match["sign"]), value=value)


def changed_to(text: str, spot: Spot) -> Spot | None:
    """The amount that ``spot`` is changed to (``AからBに改定``), None where it is not."""
    change = _FROM.match(text, spot.end)
    other = amount_at(text, change.end()) if change is not None else None
    return other if other is not None and other.unit and text[other.end : other.end + 1] in ("に", "へ") else None


def form_clues(text: str, spot: Spot) -> Iterator[str]:
    """The clues of the amount itself."""
    if (
        spot.unit
        and not text[spot.start : spot.end].strip("金").isascii()
        and not any(map(str.isdigit, text[spot.start : spot.end]))
    ):
        yield "in_kanji"
    if spot.value < 1_000:
        yield "small"
    elif spot.value >= 10**10:
        yield "huge"
    if text[spot.end : spot.end + 1] in "\t\r\n,":
        return  # the end of a cell, as with nearly all of them in tables
    if _IN_GENERAL.match(text, spot.end):
        yield "in_general"
    if _RANGE.match(text, spot.end) and changed_to(text, spot) is None:
        yield "range"
    elif _AT_LEAST.match(text, spot.end):
        yield "at_least"
    elif _SENTENCE.match(text, spot.end):
        yield "in_sentence"


def unit_clues(text: str, spot: Spot, bare: str) -> Iterator[str]:
    """The clues of how the amount is written; ``bare`` is that of one without a currency."""
    if not spot.unit:
        yield bare
        if "," in text[spot.start : spot.end]:
            yield "thousands"


def shape(cell: str) -> str:
    """``cell`` with each digit but 0 as 1: amounts of one shape have as many digits, and zeros at the same places."""
    return cell.translate(_ONES)


class CellAmounts(dict[str, tuple[str, ...] | None]):
    """What an amount that fills its cell says of itself, by its shape (see :func:`shape`); None where it is none.

    Whether it is large or small is told by its number of digits, so one reading does for all amounts of a shape.
    """

    def __missing__(self, shape: str) -> tuple[str, ...] | None:
        spot = amount_at(shape, 0)
        said = None
        if spot is not None and spot.end == len(shape):
            said = (*unit_clues(shape, spot, "bare_in_column"), *form_clues(shape, spot))
        if len(shape) <= _LONGEST_CELL and len(self) < _MOST_SHAPES:
            self[shape] = said
        return said


class ByForm(dict[tuple[str, ...], tuple[Evidence, ...]]):
    """The evidence for the amounts of a column, by what each says of itself."""

    def __init__(self, weights: Weights, label: tuple[str, ...], header: tuple[str, ...]) -> None:
        super().__init__()
        self._weights, self._label, self._header = weights, label, header

    def __missing__(self, form: tuple[str, ...]) -> tuple[Evidence, ...]:
        return self.setdefault(form, self._weights.of(*self._label, *form, *self._header))
