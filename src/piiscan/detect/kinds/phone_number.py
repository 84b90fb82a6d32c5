"""Telephone and fax numbers of Japan, and foreign ones written with a plus sign.

Numbering plan: Ministry of Internal Affairs and Communications, 電気通信番号計画 (area codes with 2-5 digits,
060/070/080/090 mobile, 050 IP, 0120/0800 free, 0570/0990 services, 020 machines and pagers); the prefixes stand in
``data/phone_prefixes.tsv``. Validity is weak evidence (half of all ten-digit strings with a leading 0 are valid):
that the groups end where the area code ends, a label and clean borders carry the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, partial
from typing import NamedTuple

from piiscan.data import rows
from piiscan.detect.kinds.rule import Grouping, Number, NumberRule, Verdict
from piiscan.detect.shapes import KANJI_DIGITS

_TYPES = {
    "固定": "fixed",
    "携帯": "mobile",
    "IP": "ip",
    "フリーダイヤル": "free",
    "ナビダイヤル": "service",
    "テレドーム": "service",
    "災害募金サービス": "service",
    "M2M": "machine",
    "ポケベル": "machine",
}
_SERVICE_GROUPINGS = ((4, 3, 3), (4, 2, 4), (4, 6), (4, 3, 4))
_LONGEST_PREFIX = 6
_SAME_DIGITS = frozenset(digit * 8 for digit in "0123456789")
_REMEMBERED = 20_000


class Prefix(NamedTuple):
    """A row of the numbering plan: digits of the area code and of the whole, and the type."""

    area: int
    total: int
    type: str


class Plan:
    """The numbering plan: rows by prefix, and the area codes of fixed lines."""

    def __init__(self, prefixes: dict[str, Prefix]) -> None:
        self._prefixes = prefixes
        self._areas = {prefix[: row.area] for prefix, row in prefixes.items() if row.type == "fixed"}
        whole = {f"00{rest:02}": 20 for rest in range(100)} | {"0123": 20}
        self.deciding = {prefix[:4]: _LONGEST_PREFIX for prefix in prefixes if len(prefix) > 3} | whole
        """By the first four digits, how many decide where that are more than these: all behind an exit code."""
        self.verdicts: dict[tuple[Grouping, int, str], Verdict | None] = {}
        """Verdicts on numbers that were looked up, by all that they depend on: grouping, length, deciding digits."""

    def find(self, digits: str) -> Prefix | None:
        """The row with the longest prefix of ``digits``, or None where there is none or its length differs."""
        for size in range(min(_LONGEST_PREFIX, len(digits)), 1, -1):
            row = self._prefixes.get(digits[:size])
            if row is not None:
                return row if row.total == len(digits) else None
        return None

    def find_area(self, digits: str, size: int) -> Prefix | None:
        """A row for the area code of ``size`` digits, which may have no exchange like this one (yet)."""
        if len(digits) == 10 and digits[:size] in self._areas:
            return Prefix(size, 10, "fixed")
        return None


def read_plan() -> Plan:
    """The numbering plan; rows without a length (emergency numbers, foreign calls) left out."""
    made = cache(_prefix)  # of 1,650 rows 20 differ
    wanted = (row for row in rows("phone_prefixes.tsv") if row[1] and row[3] and row[4] in _TYPES)
    return Plan({prefix: made(area, total, kind) for prefix, area, _, total, kind, _ in wanted})


def _prefix(area: str, total: str, kind: str) -> Prefix:
    return Prefix(int(area), int(total), _TYPES[kind])


def judge(plan: Plan, number: Number) -> Verdict | None:
    """The verdict on digits that begin with 0 or a plus sign."""
    digits, verdict = number.digits, None
    if not number.plus:
        verdict = judge_digits(plan, number.grouping, digits)
    elif digits.startswith("81"):
        verdict = _judge_international(plan, digits[2:])
    elif 10 <= len(digits) <= 15 and digits[0] != "0" and len(set(digits)) > 3:
        return Verdict(("foreign",))
    opening = _opening(number) if verdict is not None else 0
    return verdict._replace(before=opening) if verdict is not None and opening else verdict


def judge_digits(plan: Plan, grouping: Grouping, digits: str) -> Verdict | None:
    """The verdict on digits without a plus sign, known from the first few of them once one such number was seen."""
    if digits[-8:] in _SAME_DIGITS:
        return _judge_national(plan, grouping, digits)
    key = grouping, len(digits), digits[: plan.deciding.get(digits[:4], 4)]
    verdicts = plan.verdicts
    if key not in verdicts:
        if len(verdicts) >= _REMEMBERED:
            verdicts.clear()
        verdicts[key] = _judge_national(plan, grouping, digits)
    return verdicts[key]


def _judge_national(plan: Plan, grouping: Grouping, digits: str) -> Verdict | None:
    """The same, looked up."""
    if not digits.startswith("0") or (digits.startswith("0123456789") and len(grouping) == 1):
        return None  # the ten digits in order: an alphabet in source code
    if digits.startswith("0081") and len(digits) > 11:
        return _judge_international(plan, digits[4:])
    return _verdict(digits, _national_clues(plan, digits, grouping))


def _judge_international(plan: Plan, digits: str) -> Verdict | None:
    """The verdict on the digits behind the country code."""
    national = "0" + digits.removeprefix("0")
    return _verdict(national, _international_clues(plan, national))


def _verdict(national: str, clues: Sequence[str]) -> Verdict | None:
    if not clues or (clues[0] in ("mobile", "ip") and national[3] == "0"):
        return None  # 0A0-0... is not given out
    return Verdict((*clues, "same_digits") if national[-8:] in _SAME_DIGITS else tuple(clues))


def _national_clues(plan: Plan, digits: str, grouping: Grouping) -> list[str]:
    """Type of line, and how the groups agree with the numbering plan; empty when it has no such number."""
    row = plan.find(digits)
    area = plan.find_area(digits, grouping[0]) if len(grouping) == 3 else None
    if area is not None and (row is None or row.area != area.area) and grouping == _right_grouping(area):
        row, clue = area, "unassigned"
    elif row is None:
        areas = (plan.find_area(digits, size) for size in range(2, _LONGEST_PREFIX)) if len(grouping) == 1 else ()
        row, clue = next(filter(None, areas), None), "undivided_unassigned"
        if row is None:
            return []
    else:
        clue = _grouping_clue(grouping, row)
    return [row.type, clue, *_exchange_clues(row, digits)]


def _international_clues(plan: Plan, digits: str) -> tuple[str, ...]:
    """The same for a number whose leading 0 gave way to +81."""
    found = (plan.find(digits), *(plan.find_area(digits, size) for size in range(2, _LONGEST_PREFIX)))
    row = next(filter(None, found), None)
    return (row.type, "international", *_exchange_clues(row, digits)) if row is not None else ()


def _exchange_clues(row: Prefix, digits: str) -> list[str]:
    """A local exchange begins with 2-9 (that of the sample number 03-1234-5678 does not)."""
    return ["odd_exchange"] if row.type == "fixed" and digits[row.area] in "01" else []


def _right_grouping(row: Prefix) -> Grouping:
    return (row.area, row.total - row.area - 4, 4)


def _grouping_clue(grouping: Grouping, row: Prefix) -> str:
    """How the groups of digits agree with the numbering plan."""
    if len(grouping) <= 1:
        return "undivided" if grouping else "irregular"
    services = _SERVICE_GROUPINGS if row.type in ("free", "service") else ()
    if grouping == _right_grouping(row) or grouping in services:
        return "grouping"
    if grouping[0] == row.area and len(grouping) == 2:
        return "loose_grouping"
    return "wrong_grouping"


def _opening(number: Number) -> int:
    """1 when a bracket that closes inside the number opens in front of it, as in ``(03)1234-5678``."""
    text = number.text
    closes = text.find(")")
    if closes < 0:
        return 0
    opens = text.find("(")
    return int((opens < 0 or opens > closes) and number.before(1) == "(")


def judge_labelled(plan: Plan, number: Number) -> Verdict | None:
    """The verdict on what can be a telephone number only in a place for one: without area code, 0 or plus sign."""
    digits = number.digits
    if number.plus:
        return None
    if digits.startswith("81") and len(digits) >= 11:
        return Verdict(("no_plus",)) if plan.find("0" + digits[2:]) is not None else None
    if len(digits) in (9, 10) and digits[0] != "0":
        return Verdict(("zero_lost",)) if plan.find("0" + digits) is not None else None
    if 5 <= len(digits) <= 8 and digits[0] in "23456789" and len(number.grouping) <= 2:
        return Verdict(("local_divided" if len(number.grouping) == 2 else "local",))
    return None


def make_rules() -> tuple[NumberRule, NumberRule]:
    """The rule for whole numbers, and the one for those that need a label to be one."""
    plan = read_plan()
    whole = NumberRule(
        entity_type="PHONE_NUMBER",
        groupings=(
            *((2, 4, 4), (3, 3, 4), (4, 2, 4), (5, 1, 4), (3, 4, 4), (4, 3, 3), (4, 3, 4), (10,), (11,)),
            *((2, 8), (3, 7), (4, 6), (5, 5), (6, 4), (3, 8), (7, 4), (4, 4, 2), (4, 4, 3), (2, 3, 5), (3, 2, 5)),
            *((4, 1, 4, 4), (4, 2, 4, 4), (4, 2, 3, 4), (4, 3, 2, 4), (13,), (14,)),
        ),
        judge=partial(judge, plan),
        judge_digits=partial(judge_digits, plan),
        irregular=(10, 11),
        bare=True,
        first="0+" + KANJI_DIGITS,
        lead=b"+",
        examples=(
            "連絡先は【03-3210-4567】です",
            "携帯【090-8765-4321】まで",
            "電話は【０８０－２４３８－２８６８】へ",
            "TEL【(042)771-0556】",
            "代表【+81-3-3210-4567】",
            "Tel: 【+81(0)3-3948-2443】.",
            "携帯：【09065914895】",
            "電話【〇九〇－一二三四－九八七六】",
            "フリーダイヤル【0120-72-9270】",
            "電話：【03（3210）4567】",
        ),
        counterexamples=(
            "伝票番号 0312345678901",
            'DIGITS = "0123456789"',
            "型番 0466-22-A",
            "2026-04-01 10:15:00",
            "商品コード：0364205512",
            "req=0903210456789",
            "郵便番号が 900-0000〜907-9999 の地域",
            "b7e0901234567890f2c1",
            "https://example.com/items/0901234567",
        ),
    )
    labelled = NumberRule(
        entity_type="PHONE_NUMBER",
        weights_name="phone_number_labelled",
        groupings=(
            *((4, 4), (3, 4), (2, 4), (1, 4), (6,), (7,), (8,), (9,), (10,)),
            *((2, 1, 4, 4), (2, 2, 4, 4), (2, 2, 3, 4), (2, 3, 3, 4), (2, 3, 2, 4), (11,), (12,), (1, 4, 4), (2, 3, 4)),
        ),
        judge=partial(judge_labelled, plan),
        only_labelled=True,
        announced=False,
        examples=("電話：【3210-4567】", "TEL 【771-0556】", "携帯電話：【9012349876】", "TEL:【81-90-8765-4321】"),
        counterexamples=(
            "部品番号 3210-4567",
            "件数は 9012349876 です",
            "2026-0401",
            "電話応対件数は 3210 件、うち 4567 件",
        ),
    )
    return whole, labelled
