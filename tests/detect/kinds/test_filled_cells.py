"""What is said of a value that fills its cell, column by column, is what is said of it anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.detect.kinds.scanning import toolbox

from piiscan.detect.kinds.cell_dates import CellDates
from piiscan.detect.kinds.date_of_birth import DatesOfBirth
from piiscan.detect.kinds.dates import date_at
from piiscan.detect.kinds.email_address import EmailAddresses
from piiscan.detect.kinds.financial_amount import FinancialAmounts
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.matcher import look
from piiscan.detect.windows import windows
from piiscan.model import Mark, Place, Segment

YEARS = st.integers(1890, 2040)
DAYS = st.tuples(st.integers(1, 12), st.integers(1, 31))
DATES = st.builds(
    lambda form, year, day: form.format(year, *day),
    st.sampled_from(
        ["{}/{:02}/{:02}", "{}-{:02}-{:02}", "{}{:02}{:02}", "{}年{}月{}日", "{}.{}.{} ", "{}/{}/{}生", "S{}.{}.{}"]
    ),
    YEARS,
    DAYS,
)
OTHERS = st.sampled_from(
    [
        "",
        "1980",
        "1980-01-01",
        "生",
        "山田 太郎",
        "月給",
        "(55歳)",
        "55歳",
        "法律",
        "125",
        "昭和55年",
        "'1980/8/18'",
        "メール",
    ]
)
AMOUNTS = st.builds(
    str.format,
    st.sampled_from(["{}", "{:,}", "¥{:,}", "{}円", "{:,}円", "{}万円", "0{}", "{}.5", "{:,}-", "¥{}-", "{}%", "\\{}"]),
    st.integers(0, 10**12) | st.integers(0, 10**6) | st.sampled_from([999, 1000, 10**10, 10**9]),
) | st.sampled_from(["五百万円", "千円", "100-200", "1億2千万円", '"5000"', "月給 5000"])
MAILS = st.builds(
    "{}@{}".format,
    st.sampled_from(["taro.yamada", "INFO2", "no-reply", "a" * 70, "user", ".x", "1234567890.x", "x/y", ""]),
    st.sampled_from(
        ["example.co.jp", "mail.ne.jp", "a.jp.", "Foo.COM", "日本.jp", "x", "a.jp@b.jp", "a.jp:x", "a..jp"]
    ),
) | st.sampled_from(["https://x.jp/", "Message-ID", "taro@\n", "@"])
TABLES = {
    EmailAddresses: (["メール", "E-mail", "氏名", "連絡先"], MAILS),
    DatesOfBirth: (["生年月日", "誕生日", "登録日", "氏名"], DATES),
    FinancialAmounts: (["年収", "基本給", "氏名", "残高", "支給金額"], AMOUNTS),
}


class Table:
    """A window of rows divided by ``sign``: below a header in plain text, or with marked cells."""

    def __init__(self, labels: list[str], rows: list[list[str]], sign: str, *, header: bool, marked: bool) -> None:
        lines, marks, offset = [sign.join(labels)] * header, [], (len(sign.join(labels)) + 1) * header
        for number, row in enumerate(rows):
            for label, value in zip(labels, row, strict=True):
                if value and marked:
                    marks.append(Mark(offset, offset + len(value), Place(cell=f"A{number}"), label))
                offset += len(value) + 1
            lines.append(sign.join(row))
        self.segment = Segment("\n".join(lines), Place(line=1), tuple(marks))

    def candidates(self, detector: object) -> list[tuple[object, ...]]:
        """What the detector gives, in order."""
        tools = toolbox()
        views = [look(window, tools.folder, tools.lexicon_for("あ")) for window in windows([self.segment])]
        return sorted((found for view in views for found in detector.candidates(view)), key=lambda found: found[1:3])


@pytest.mark.parametrize("kind", TABLES)
@given(data=st.data())
def test_a_column_is_judged_as_each_of_its_cells(kind, data):
    labels, values = TABLES[kind]
    rows = data.draw(st.lists(st.lists(values | OTHERS, min_size=len(labels), max_size=len(labels)), max_size=10))
    sign, header, marked = data.draw(st.sampled_from("\t,|;")), data.draw(st.booleans()), data.draw(st.booleans())
    table = Table(labels, rows, sign, header=header, marked=marked)
    slow = type(
        "Slow", (kind,), {"_in_cells": lambda *_, **__: [], "_offsets": lambda _, view, __: view.hits.runs.starts()}
    )
    assert table.candidates(kind(WordKinds())) == table.candidates(slow(WordKinds()))


@given(YEARS, st.tuples(st.sampled_from(["/", "-", ".", "", "年"]), DAYS))
def test_days_are_read_as_with_their_year(year, days):
    sign, (month, day) = days
    rest = f"{sign}{month:02}{'月' if sign == '年' else sign}{day:02}{'日' if sign == '年' else ''}"
    form = CellDates()[rest]
    written = date_at(f"{year}{rest}", 0)
    assert written is not None if form else written is None or (month, day) == (2, 29)
    if form:
        assert (written.form, written.end, written.year) == (form, 4 + len(rest), year)
