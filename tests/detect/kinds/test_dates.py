"""Dates as people write them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.detect.kinds.dates import date_at, kanji_number


@pytest.mark.parametrize(
    ("text", "year", "form"),
    [
        ("1996年6月23日", 1996, "western"),
        ("1996 年 6 月 23 日", 1996, "western"),
        ("1996/6/23", 1996, "western"),
        ("1996-06-23", 1996, "western"),
        ("1996.06.23", 1996, "western"),
        ("1989(平成元)年6月23日", 1989, "western"),
        ("19960623", 1996, "undivided"),
        ("昭和52年9月13日", 1977, "era"),
        ("昭和 52 年 9 月 13 日", 1977, "era"),
        ("平成元年4月7日", 1989, "era"),
        ("S59.01.06", 1984, "era"),
        ("H3/11/23", 1991, "era"),
        ("昭26.9.15", 1951, "era"),
        ("S590106", 1984, "era"),
        ("令和元年5月1日", 2019, "era"),
        ("明治45年7月29日", 1912, "era"),
        ("昭和五十二年九月十三日", 1977, "era"),
        ("平成元年四月七日", 1989, "era"),
        ("一九七七年九月十三日", 1977, "era"),
        ("二〇〇三年六月二十三日", 2003, "era"),
    ],
)
def test_a_date_is_read_to_its_end(text, year, form):
    written = date_at(text + "生", 0)
    assert (written.end, written.year, written.form) == (len(text), year, form)


@pytest.mark.parametrize(
    "text",
    [
        "1996年13月1日",
        "1996/2/30",
        "昭和65年1月1日",
        "平成32年1月1日",
        "S99.01.01",
        "19961323",
        "1996/6/2345",
        "3000年1月1日",
    ],
)
def test_what_the_calendar_does_not_have_is_no_date(text):
    assert date_at(text, 0) is None


def test_the_tail_of_a_longer_number_is_no_date():
    assert date_at("1231996/6/23", 3) is None


@pytest.mark.parametrize(
    ("text", "form", "year"),
    [
        ("June 23, 1996", "english", 1996),
        ("23 Jun 1996", "english", 1996),
        ("23rd June, 1996", "english", 1996),
        ("10-Apr-1937", "english", 1937),
        ("06/23/1996", "english", 1996),
        ("23/06/1996", "english", 1996),
        ("1996年6月", "year_and_month", 1996),
        ("昭和52年9月", "year_and_month", 1977),
        ("6月23日", "month_and_day", 0),
    ],
)
def test_other_forms_count_only_where_they_are_asked_for(text, form, year):
    assert date_at(text, 0) is None
    written = date_at(text, 0, partial=True)
    assert (written.end, written.form, written.year) == (len(text), form, year)


@given(st.dates(date(1900, 1, 1), date(2030, 12, 31)), st.sampled_from(["/", "-", ".", "年"]))
def test_every_day_is_read_in_every_western_form(day, separator):
    month, end = ("月", "日") if separator == "年" else (separator, "")
    text = f"{day.year}{separator}{day.month}{month}{day.day}{end}"
    written = date_at(text, 0)
    assert (written.end, written.year) == (len(text), day.year)


@given(st.text(max_size=30), st.integers(0, 30))
def test_any_text_is_read_without_an_error(text, start):
    written = date_at(text, min(start, len(text)), partial=True)
    assert written is None or start <= written.start < written.end <= len(text)


@pytest.mark.parametrize(
    ("written", "number"),
    [("十", 10), ("十二", 12), ("二十", 20), ("五十二", 52), ("二〇〇三", 2003), ("三", 3), ("十十", 0)],
)
def test_kanji_numbers(written, number):
    assert kanji_number(written) == number
