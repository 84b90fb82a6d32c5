"""Dates that fill a cell, read by halves: a column has a hundred years and a thousand ways to go on behind one."""

from __future__ import annotations

from piiscan.detect.kinds.dates import date_at

_SOME_YEAR = "2001"
"""No leap year: what is a date in it is one in every year."""
_LONGEST_REST = 10
"""So long is ``年 12 月 31 日``: what may be longer, a remark behind the year, is without end."""


class CellDates(dict[str, str]):
    """How a date in any western year is written, by what follows its four digits (``/08/18``, ``0818``).

    The form is that of :class:`~piiscan.detect.kinds.dates.WrittenDate`, empty where that is no date, or not one in
    every year. Learnt as it is asked.
    """

    def __missing__(self, rest: str) -> str:
        if len(rest) > _LONGEST_REST:
            return ""
        written = date_at(_SOME_YEAR + rest, 0)
        if written is None or written.end != len(_SOME_YEAR) + len(rest):
            return ""
        self[rest] = written.form
        return written.form
