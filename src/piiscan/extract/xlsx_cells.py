"""Cell values as text: numbers as they are stored, dates as ISO dates."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

from piiscan.extract.xlsx_masks import Mask, mask_of

PLAIN, DATE = 0, -1
"""Kinds of a cell style; a positive kind is the number of digits a format of zeros pads to."""

BUILT_IN_DATES: Final = frozenset((*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)))
"""Ids of built-in date and time formats, the Japanese ones (27-36, 50-58) included: ECMA-376 part 1, 18.8.30."""
NOT_CODE: Final = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!(?:h+|m+|s+)\])[^\]]*\]', re.IGNORECASE)
"""Literal text, padding, colours and conditions inside a number format; [h] is a date code and stays."""
DATE_CODE: Final = re.compile(r"[ymdhsegb]|aaa", re.IGNORECASE)
ZEROS: Final = re.compile(r"0{2,15}")
EPOCH_1900: Final = datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no time zone
EPOCH_1904: Final = datetime(1904, 1, 1)  # noqa: DTZ001
LAST_SERIAL: Final = 2_958_466
"""9999-12-31 and one."""


Kind = int | Mask
"""DATE, PLAIN, the width a format of zeros (an account number) pads to, or the signs it puts between digits."""


def kind_of_format(identifier: int, code: str) -> Kind:
    """What kind of number a format shows."""
    if identifier in BUILT_IN_DATES:
        return DATE
    bare = NOT_CODE.sub("", code)
    if ZEROS.fullmatch(bare):
        return mask_of(code) or len(bare)
    if bare.lower() == "general" or bare == "@":
        return PLAIN
    if DATE_CODE.search(bare) and "0." not in bare and "#" not in bare:
        return DATE
    return mask_of(code) or PLAIN


def number_text(stored: str, kind: Kind, *, from_1904: bool = False) -> str:
    """The text of a number cell: digits without exponent, an ISO date for a date style."""
    if stored.isdigit() and kind == PLAIN:  # nearly all of them
        return stored
    try:
        number = float(stored)
    except ValueError:
        return stored
    if kind == DATE:
        return _date_text(number, from_1904=from_1904) or _digits(number, stored)
    text = _digits(number, stored)
    if not text.isdigit():
        return text
    if isinstance(kind, Mask):
        return kind.text_of(int(text)) or text
    return text.zfill(kind) if kind > 0 else text


def _digits(number: float, stored: str) -> str:
    if stored.isdigit():
        return stored
    if not abs(number) < 1e21:  # NaN, infinity and what is no number anybody typed
        return stored
    return str(int(number)) if number == int(number) else repr(number)


def _date_text(number: float, *, from_1904: bool) -> str:
    """An ISO date, time, or both; empty if the serial number is no date."""
    if not 0 <= number < LAST_SERIAL:
        return ""
    moment = (EPOCH_1904 if from_1904 else EPOCH_1900) + timedelta(days=number)
    if not from_1904 and number < 60:
        moment += timedelta(days=1)  # Excel believes in 29 February 1900
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if number < 1 and not from_1904:
        return moment.strftime("%H:%M:%S") if number else ""
    if number == int(number):
        return moment.date().isoformat()
    return moment.isoformat(" ")
