"""International bank account numbers (ISO 13616): country, two check digits, up to thirty characters; modulus 97.

Lengths by country: SWIFT IBAN Registry. Japan has none, but Japanese companies pay into them.
"""

from __future__ import annotations

import re
import string

from piiscan.detect.kinds.checks import clue_of
from piiscan.detect.kinds.rule import Number, NumberRule, Verdict

_LENGTHS = {
    country: size
    for size, countries in (
        (15, "NO"),
        (16, "BE"),
        (18, "DK FI FK FO GL NL SD"),
        (19, "MK SI"),
        (20, "AT BA EE KZ LT LU MN XK"),
        (21, "CH HR LI LV"),
        (22, "BG BH CR DE GB GE IE ME RS VA"),
        (23, "AE GI IL IQ OM SO TL"),
        (24, "AD CZ ES MD PK RO SA SE SK TN VG"),
        (25, "LY PT ST"),
        (26, "IS TR"),
        (27, "BI DJ FR GR IT MC MR SM"),
        (28, "AL AZ BY CY DO GT HU LB NI PL SV"),
        (29, "BR EG PS QA UA"),
        (30, "JO KW MU YE"),
        (31, "MT SC"),
        (32, "LC"),
        (33, "RU"),
    )
    for country in countries.split()
}


def is_iban(code: str) -> bool:
    """Whether ``code`` (upper case, no spaces) has the length of its country and a right check number."""
    if _LENGTHS.get(code[:2]) != len(code):
        return False
    return int("".join(str(int(character, 36)) for character in code[4:] + code[:4])) % 97 == 1


def judge(number: Number) -> Verdict | None:
    """Country, length and check number; what follows behind the length of the country is no part of it."""
    text = number.text
    size = _LENGTHS.get(text[:2].upper(), 0)
    if not size:
        return None  # most codes of a hexdump are done with here
    places = [place for place, character in enumerate(text) if character.isalnum()]
    if len(places) < size:
        return None
    end = places[size - 1] + 1
    follows = (text[end:] + number.after(1))[:1]
    if follows.isascii() and follows.isalnum():
        return None
    passed = is_iban("".join(text[place] for place in places[:size]).upper())
    clues = [clue_of(passed=passed), _grouping_clue(text[:end])]
    if text[0].islower() or text[1].islower():
        clues.append("lower_case")
    return Verdict(tuple(clues), after=end - len(text))


def read_loose(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """As many letters and digits as the country has, if the check number is right, whatever divides them."""
    size = _LENGTHS.get(compact[:2], 0)
    return (size, ("check", "odd_groups")) if size and is_iban(compact[:size]) else None


def _grouping_clue(text: str) -> str:
    """``divided`` in groups of four, as banks print it; two-digit groups are a dump of bytes."""
    groups = re.findall(r"[0-9A-Za-z]+", text)
    if len(groups) == 1:
        return "undivided"
    return "divided" if all(len(group) == 4 for group in groups[:-1]) else "odd_groups"


RULE = NumberRule(
    entity_type="IBAN_CODE",
    groupings=(),
    judge=judge,
    first=string.ascii_letters,
    lead=b"A",
    prefixes=frozenset(_LENGTHS),
    loose=read_loose,
    examples=(
        "IBAN: 【DE89 3704 0044 0532 0130 00】",
        "【GB82WEST12345698765432】へ送金",
        "IBAN：【ＮＬ９１ＡＢＮＡ０４１７１６４３００】",
        "IBAN: 【DE88 3704 0044 0532 0130 00】 (mistyped)",
    ),
    counterexamples=(
        "DE89370400440532013001",
        "型番 AB12CDEF34567890",
        "XDE89370400440532013000",
        "df de 89 37 04 00 44 05 32 01 30 00 1c",
    ),
)
