"""Dates as people write them, western and by era, read at one place of a folded text."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from piiscan.late import late

_DAYS = r"(?P<m>1[0-2]|0?[1-9])(?P<{sep}> ?月 ?| ?[-/.] ?)(?P<d>3[01]|[12][0-9]|0?[1-9])(?: ?日)?"
_REMARK = r"(?: ?\([^()\n]{1,10}\))?"
_EDGE = r"(?![0-9])"
_WESTERN = late(r"(?P<y>(?:18|19|20)[0-9]{2})" + _REMARK + r"(?: ?年 ?| ?[-/.] ?)" + _DAYS.format(sep="s") + _EDGE)
_UNDIVIDED = late(r"(?P<y>(?:18|19|20)[0-9]{2})(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12][0-9]|0[1-9])" + _EDGE)
_ERA_NAME = r"(?P<e>明治|大正|昭和|平成|令和|[MTSHRmtshr明大昭平令](?![A-Za-z]))"
_ERA = late(
    _ERA_NAME + r"[ .']{0,2}(?P<y>元|[0-9]{1,2})" + _REMARK + r"(?: ?年 ?| ?[-/.] ?)" + _DAYS.format(sep="s") + _EDGE
)
_ERA_UNDIVIDED = late(r"(?P<e>[MTSHR])(?P<y>[0-9]{2})(?P<m>1[0-2]|0[1-9])(?P<d>3[01]|[12][0-9]|0[1-9])" + _EDGE)
_KANJI = "〇零一二三四五六七八九十"
_IN_KANJI = late(
    rf"(?:(?P<e>明治|大正|昭和|平成|令和)(?P<ey>元|[{_KANJI}]{{1,3}})|(?P<y>[一二][〇零一二三四五六七八九]{{3}}))"
    rf"年(?P<m>[{_KANJI}]{{1,2}})月(?P<d>[{_KANJI}]{{1,3}})日"
)
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
_MONTH = f"(?P<mon>(?i:{'|'.join(_MONTHS)})[A-Za-z]{{0,6}})"
_ENGLISH = late(
    rf"(?:{_MONTH}\.? (?P<d>[0-3]?[0-9])(?:st|nd|rd|th)?,? {{1,2}}(?P<y>(?:19|20)[0-9]{{2}})|"
    rf"(?P<d2>[0-3]?[0-9])(?:st|nd|rd|th)?[ -]{_MONTH.replace('<mon>', '<mon2>')},?\.?[ -](?P<y2>(?:19|20)[0-9]{{2}})|"
    r"(?P<a>[0-3]?[0-9])[/.-](?P<b>[0-3]?[0-9])[/.-](?P<y3>(?:19|20)[0-9]{2}))" + _EDGE
)
_YEAR_AND_MONTH = late(
    rf"(?:(?P<y>(?:19|20)[0-9]{{2}})|{_ERA_NAME}(?P<ey>元|[0-9]{{1,2}})) ?年 ?"
    r"(?P<m>1[0-2]|0?[1-9])月(?:生|\Z|(?=[\s)、,]))"
)
_MONTH_AND_DAY = late(r"(?P<m>1[0-2]|0?[1-9])月 ?(?P<d>3[01]|[12][0-9]|0?[1-9])日")

# First letter of an era -> its first year and how many years it had; those of Reiwa are not over.
_ERAS = {"明": (1868, 45), "大": (1912, 15), "昭": (1926, 64), "平": (1989, 31), "令": (2019, 30)}
_LETTERS = dict(zip("MTSHR", "明大昭平令", strict=True))
_DIGIT_OF = {character: value for value, character in enumerate("〇一二三四五六七八九")} | {"零": 0}


class WrittenDate(NamedTuple):
    """A date at ``[start, end)``; ``form`` is the clue its shape gives; ``year`` is 0 where none is written."""

    start: int
    end: int
    form: str
    year: int


_SURE_DAYS = 28
"""Every month has so many days: the calendar is asked about the others only."""
_MONTH_BEGINS = frozenset("JFMASONDjfmasond")
_DAY_ENDS = frozenset("/.- snrt")
"""What may stand behind the day where it comes first: a sign, a month, or the end of ``1st``."""


def date_at(text: str, start: int, *, partial: bool = False) -> WrittenDate | None:
    """The date that begins at ``start`` of a folded text; with ``partial`` also one without day or year."""
    if start and text[start - 1].isdigit():
        return None
    first = text[start : start + 1]
    for pattern, read in _WHOLE.get(first, ()):
        match = pattern.match(text, start)
        if match is not None:
            return read(match)
    return (_english(text, start) or _partial(text, start)) if partial else None


def _western(match: re.Match[str]) -> WrittenDate | None:
    return _checked(match, "western", *map(int, match.group("y", "m", "d")))


def _undivided(match: re.Match[str]) -> WrittenDate | None:
    return _checked(match, "undivided", *map(int, match.group("y", "m", "d")))


def _by_era(match: re.Match[str]) -> WrittenDate | None:
    return _checked(match, "era", _era_year(match["e"], match["y"]), int(match["m"]), int(match["d"]))


def _in_kanji(match: re.Match[str]) -> WrittenDate | None:
    year = _era_year(match["e"], match["ey"]) if match["e"] else kanji_number(match["y"])
    return _checked(match, "era", year, kanji_number(match["m"]), kanji_number(match["d"]))


_Way = tuple[re.Pattern[str], Callable[[re.Match[str]], WrittenDate | None]]
# The ways to write a date with year, month and day, by its first character.
_WHOLE: dict[str, tuple[_Way, ...]] = {
    **dict.fromkeys("12", ((_WESTERN, _western), (_UNDIVIDED, _undivided))),
    **dict.fromkeys("MTSHR", ((_ERA, _by_era), (_ERA_UNDIVIDED, _by_era))),
    **dict.fromkeys("mtshr", ((_ERA, _by_era),)),
    **dict.fromkeys("明大昭平令", ((_ERA, _by_era), (_IN_KANJI, _in_kanji))),
    **dict.fromkeys("一二", ((_IN_KANJI, _in_kanji),)),
}


def _english(text: str, start: int) -> WrittenDate | None:
    """A date with an English month or with the year last."""
    if text[start : start + 1] not in _MONTH_BEGINS and _DAY_ENDS.isdisjoint(text[start + 1 : start + 3]):
        return None
    match = _ENGLISH.match(text, start)
    if match is None:
        return None
    year = int(match["y"] or match["y2"] or match["y3"])
    if match["a"]:
        day, month = sorted((int(match["a"]), int(match["b"])), reverse=True)
        return _checked(match, "english", year, month, day)
    name = (match["mon"] or match["mon2"])[:3].title()
    return _checked(match, "english", year, _MONTHS.index(name) + 1, int(match["d"] or match["d2"]))


def _partial(text: str, start: int) -> WrittenDate | None:
    """A date without day, or without year."""
    match = _YEAR_AND_MONTH.match(text, start) if text[start : start + 1] in _WHOLE else None
    if match:
        year = _era_year(match["e"], match["ey"]) if match["e"] else int(match["y"])
        return WrittenDate(start, match.end("m") + 1, "year_and_month", year) if year else None
    match = _MONTH_AND_DAY.match(text, start)
    return WrittenDate(start, match.end(), "month_and_day", 0) if match else None


def _era_year(era: str, written: str) -> int:
    """The western year, 0 when the era had no such year."""
    letter = era[0].upper()
    first, length = _ERAS[_LETTERS.get(letter, letter)]
    number = 1 if written == "元" else int(written) if written.isascii() else kanji_number(written)
    return first + number - 1 if 1 <= number <= length else 0


def kanji_number(written: str) -> int:
    """The number that kanji digits stand for, positional (二〇〇三) or with tens (二十三); 0 for none."""
    if "十" not in written:
        value = 0
        for character in written:
            value = value * 10 + _DIGIT_OF[character]
        return value
    tens, _, ones = written.partition("十")
    if "十" in ones or len(tens) > 1 or len(ones) > 1:
        return 0
    return (_DIGIT_OF[tens] if tens else 1) * 10 + (_DIGIT_OF[ones] if ones else 0)


def _checked(match: re.Match[str], form: str, year: int, month: int, day: int) -> WrittenDate | None:
    """The date in ``match`` if the calendar has it."""
    if not (year > 0 and 1 <= month <= 12 and 1 <= day <= _SURE_DAYS):
        from datetime import date  # few ask the calendar, and it takes 0.7 ms to load

        try:
            date(year, month, day)
        except ValueError:
            return None
    return WrittenDate(match.start(), match.end(), form, year)
