"""Where in a text dates may stand, and which date stands before a word for birth."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from piiscan.detect.kinds.dates import WrittenDate, date_at
from piiscan.detect.shapes import Runs
from piiscan.late import late

STARTS = late(
    r"[A-Z][a-z]{2}|[0-3]?[0-9][- /][A-Z0-9]|[12][0-9]{3}|[MTSHR明大昭平令][.']?[0-9元]|[明大昭平令][治正和成]"
)
"""How a date may begin, roughly."""
BACK = 24
"""How long a date may be that a word for birth or a label makes one of birth."""
_MONTH_BEFORE = late(r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]{0,6}(?: [0-3]?[0-9],)?[ -]\Z")
_BORN_WORDS = (late("生"), late("うまれ"))
_BORN_REACH = 40
"""More than the longest date and what may stand between it and 生."""
_DIGITS = frozenset("0123456789")
_DATE_ENDS = _DIGITS | {"月", "日"}
_ERA_LETTERS = frozenset("MTSHR明大昭平令")
_BEFORE_BIRTH = _DIGITS | {"日", " ", "出"}
"""Behind a date stand 生, 日生 and 出生; most 生 are of other words, as in 先生 and 生活."""
_BEHIND_YEAR = frozenset(" 年(")
_RUN_END = late(r"[0-9][-.()/ :]{0,3}[0-9]\Z")
"""Where two digits stand together or divided: a 生 behind the only one of its kind (3月4生) is rather another word."""
_DATE_BEGINS = rb"(?!0)(?:\Z|[^0(]*\(|[^0]+00?(?!0))"
_MAY_BEGIN = late(rb"0000(?:0000(?!0)|" + _DATE_BEGINS + rb")|00?" + _DATE_BEGINS + rb"|\+0000")
"""The shape of a run that a date may begin with: undivided, or a year, a remark in brackets, and a month."""


def births(text: str) -> list[int]:
    """Where 生 and うまれ stand that may follow a date."""
    found = sorted(match.start() for word in _BORN_WORDS for match in word.finditer(text))
    return [place for place in found if text[place - 1 : place] in _BEFORE_BIRTH]


def is_birth_near(births: Sequence[int], place: int) -> bool:
    """Whether one of ``births`` may stand right behind a date at ``place``."""
    index = bisect_left(births, place)
    return index < len(births) and births[index] < place + _BORN_REACH


def born(text: str, births: Iterable[int]) -> Iterator[WrittenDate]:
    """The dates in digits that end at one of ``births``."""
    for birth in births:
        if text[birth - 1 : birth] in _DIGITS and _RUN_END.search(text, max(0, birth - 5), birth):
            written = date_before(text, birth, birth + 1)
            if written:
                yield written


def in_english(text: str, years: Iterable[int]) -> Iterator[WrittenDate]:
    """The dates with an English month whose year is one of ``years``."""
    for start in years:
        if _month_before(text, start) and not text.startswith("生", start + 4):
            written = date_before(text, start + 4, start + 4)
            if written:
                yield written


def places(text: str, runs: Runs, eras: Iterable[int]) -> tuple[list[int], list[int]]:
    """Where whole dates may begin, at runs of digits that look so and at ``eras``, ascending; and lonely years."""
    likely = set(filter(_MAY_BEGIN.match, runs.shapes))
    behind_era = {shape for shape in likely if not shape.startswith((b"0000", b"+"))}
    found = [*eras, *[start - 1 for start in runs.starts(behind_era) if text[start - 1] in _ERA_LETTERS and start]]
    years = []
    for start, shape in runs.chosen(likely - behind_era):
        if shape == b"0000":
            years.append(start)
        if shape != b"0000" or text[start + 4 : start + 5] in _BEHIND_YEAR:
            found.append(start + 1 if shape.startswith(b"+") else start)
    return sorted(found), years


def first_date(text: str, start: int, limit: int) -> WrittenDate | None:
    """The date a cell begins with, after quotes and spaces."""
    while start < limit and text[start] in " \"'\u3000":
        start += 1
    return date_at(text, start, partial=True) if start < limit else None


def date_before(text: str, start: int, end: int) -> WrittenDate | None:
    """The date that ends where the word for birth at ``[start, end)`` begins; its 日 may belong to the date."""
    ends = {start, start + 1} if text.startswith("日", start) else {start}
    if text[start - 1 : start] not in _DATE_ENDS and len(ends) == 1:
        return None
    for match in STARTS.finditer(text, max(0, start - BACK), end):
        written = date_at(text, match.start(), partial=True)
        if written and written.end in ends:
            return written
    for place in range(max(0, start - BACK), start):
        if text[place] in "明大昭平令一二":
            written = date_at(text, place)
            if written and written.end in ends:
                return written
    return None


def _month_before(text: str, start: int) -> bool:
    """Whether an English month stands before the year at ``start``; most years need no search to see that none does."""
    return start > 0 and text[start - 1] in " -" and bool(_MONTH_BEFORE.search(text, max(0, start - 12), start))
