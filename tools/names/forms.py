"""Forms, records and tables made of labels and values: what a label says of the value behind it, and what it does not.

The generator of whole texts (``tools/textgen``) has few forms of each label; here the labels are the point. Names are
drawn from the lists, so no person is meant.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from piiscan.data import lines, rows
from tools.names.corpora import Document, Span

_GROUPS = dict(
    line.split("\t")
    for line in (Path(__file__).parent / "labels.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
)
NAME_LABELS, KANA_LABELS, OTHER_LABELS, NO_VALUES = (
    _GROUPS[group].split("|") for group in ("name", "kana", "other", "none")
)
JOINTS = (":", "：", ": ", " ： ", "　", " ", "\t", "=", " = ", " | ", "】", '": "', "</th><td>", "（", "→")
HONORIFICS = ("", "", "", "", "", "", " 様", "様", "さん", " 殿", "（印）", " 印")

LONG_TABLES = 0.1
PARTY_LABELS = (
    *("name", "name", "名称", "氏名", "氏名", "氏名又は名称", "商号又は名称", "名前", "提出者名", "取引先名", "代表者"),
    *("顧客名", "会員名", "事業者名", "開設者", "申請者", "営業者氏名", "オーナー"),
)
COMPANY_FORMS = ("株式会社{}", "{}株式会社", "有限会社{}", "(株){}", "{}(株)", "合同会社{}", "医療法人{}会", "{}組合")
COMPANY_ENDS = (
    *("工業", "建設", "商事", "製作所", "電機", "産業", "ホールディングス", "システムズ", "銀行", "化学", "鉄道"),
    *("食品", "薬品", "運輸", "不動産", "テクノロジー", "フーズ", "商店", "組", "堂", "屋", "HD"),
)


class Lists(NamedTuple):
    """Values to draw from."""

    surnames: Sequence[str]
    given: Sequence[str]
    readings: tuple[Sequence[str], Sequence[str]]
    latin: tuple[Sequence[str], Sequence[str]]
    words: Sequence[str]


def read_lists() -> Lists:
    """The names of the first tiers, and words that look like names."""
    return Lists(
        [row[0] for row in rows("surnames.tsv") if row[1] == "A"],
        [row[0] for row in rows("given_names.tsv") if row[1] == "A"],
        ([row[0] for row in rows("surname_readings.tsv")][::7], [row[0] for row in rows("given_readings.tsv")][::5]),
        (lines("romaji_surnames.txt"), lines("romaji_given.txt")),
        [row[0] for row in rows("common_words.txt") if 1 < len(row[0]) < 7],
    )


def _katakana(word: str) -> str:
    return "".join(chr(ord(c) + 0x60) if "ぁ" <= c <= "ゖ" else c for c in word)


def a_name(chance: Random, known: Lists) -> str:
    """A name in one of the ways people write them into a form."""
    surname = chance.choice(known.surnames[:1200] if chance.random() < 0.8 else known.surnames)
    given = chance.choice(known.given)
    kind = chance.random()
    if kind < 0.35:
        return surname
    if kind < 0.9:
        return surname + chance.choice(("", "", " ", "　")) + given
    first, last = chance.choice(known.latin[1]).capitalize(), chance.choice(known.latin[0]).capitalize()
    return chance.choice((f"{first} {last}", f"{last} {first}", f"{last.upper()} {first}", f"{last}, {first}"))


def a_reading(chance: Random, known: Lists) -> str:
    """A name in kana."""
    gap = chance.choice((" ", " ", "　", ""))
    reading = chance.choice(known.readings[0]) + gap + chance.choice(known.readings[1])
    return _katakana(reading) if chance.random() < 0.7 else reading


def another_value(chance: Random, known: Lists) -> str:
    """A value that is no name, though often a word that could be one."""
    kind = chance.random()
    if kind < 0.45:
        return chance.choice(known.words)
    surname = chance.choice(known.surnames)
    if kind < 0.7:
        return surname + chance.choice(
            ("市", "町", "駅", "店", "商店", "病院", "川", "山", "支店", "建設", "小学校", "工業", "区")
        )
    return surname


def forms(many: int, seed: int, fold: Callable[[str], str]) -> Iterator[Document]:
    """``many`` short texts of labelled values."""
    chance = Random(seed)
    known = read_lists()
    for number in range(many):
        kind = chance.random()
        make = _long_table if kind < LONG_TABLES else _table if kind < LONG_TABLES + 0.22 else _record
        text, gold = make(chance, known, fold)
        yield Document("generated", f"form{number}-0", text, dict.fromkeys(gold, ""))


def _record(chance: Random, known: Lists, fold: Callable[[str], str]) -> tuple[str, list[Span]]:
    """Lines of label and value."""
    text, gold = "", []
    joint = chance.choice(JOINTS)
    for _ in range(chance.randint(1, 5)):
        label, value, right = _labelled(chance, known)
        text += chance.choice(("", "", "", "・", "■", "- ", "　")) + (
            "【" if joint == "】" else '"' if joint == '": "' else ""
        )
        text = fold(text + label + joint)
        if right:
            gold.append((len(text), len(text) + len(fold(value))))
            value += chance.choice(HONORIFICS)
        text = fold(text + value) + ('",' if joint == '": "' else "") + chance.choice(("\n", "\n", "\n", " ", "\n\n"))
    return text, gold


def _labelled(chance: Random, known: Lists) -> tuple[str, str, bool]:
    """A label, its value, and whether that is a name."""
    kind = chance.random()
    if kind < 0.4:
        label = chance.choice(NAME_LABELS)
        return (
            (label, a_name(chance, known), True) if chance.random() < 0.85 else (label, chance.choice(NO_VALUES), False)
        )
    if kind < 0.5:
        return chance.choice(KANA_LABELS), a_reading(chance, known), True
    return chance.choice(OTHER_LABELS), another_value(chance, known), False


def _table(chance: Random, known: Lists, fold: Callable[[str], str]) -> tuple[str, list[Span]]:
    """A table with a header line, one or two of its columns names."""
    delimiter = chance.choice((",", "\t", ",", " | "))
    labels = [chance.choice(OTHER_LABELS) for _ in range(chance.randint(1, 3))]
    labels.insert(chance.randint(0, len(labels)), chance.choice(NAME_LABELS))
    if chance.random() < 0.3:
        labels.append(chance.choice(KANA_LABELS))
    text, gold = fold(delimiter.join(labels)) + "\n", []
    for _ in range(chance.randint(1, 5)):
        for column, label in enumerate(labels):
            value = fold(_value(chance, known, label))
            if label in NAME_LABELS or label in KANA_LABELS:
                gold.append((len(text), len(text) + len(value)))
            text += value + (delimiter if column + 1 < len(labels) else "\n")
    return text, gold


def _long_table(chance: Random, known: Lists, fold: Callable[[str], str]) -> tuple[str, list[Span]]:
    """A table of many rows whose column of names holds persons, companies, or both."""
    delimiter, label = chance.choice((",", ",", "\t", "|")), chance.choice(PARTY_LABELS)
    persons = chance.choice((0.0, 0.0, 0.0, 0.0, 0.05, 0.5, 0.75, 1.0, 1.0, 1.0))
    others = [chance.choice(OTHER_LABELS) for _ in range(chance.randint(1, 3))]
    at = chance.randint(0, len(others))
    text, gold = fold(delimiter.join([*others[:at], label, *others[at:]])) + "\n", []
    quote = chance.choice(("", "", '"'))
    for _ in range(chance.randint(9, 24)):
        for column in range(len(others) + 1):
            if column == at:
                right = chance.random() < persons
                value = fold(a_name(chance, known) if right else a_company(chance, known)).replace(",", "")
                text += quote
                if right:
                    gold.append((len(text), len(text) + len(value)))
                text += value + quote
            else:
                text += fold(_value(chance, known, others[column - (column > at)])).replace(",", "")
            text += delimiter if column < len(others) else "\n"
    return text, gold


def a_company(chance: Random, known: Lists) -> str:
    """A company; one in eight is called like a person, by a surname, a reading, a word in capitals."""
    surname, reading = chance.choice(known.surnames[:3000]), _katakana(chance.choice(known.readings[0]))
    kind = chance.random()
    if kind < 0.13:
        latin = chance.choice(known.latin[0])
        pair = _katakana(chance.choice(known.readings[1]))
        return chance.choice((surname, reading, reading, latin.upper(), latin.capitalize(), f"{reading}・{pair}"))
    stem = chance.choice((surname, surname, reading, chance.choice(known.words)))
    form = chance.choice(COMPANY_FORMS)
    return chance.choice(
        (form.format(stem), stem + chance.choice(COMPANY_ENDS), form.format(stem + chance.choice(COMPANY_ENDS)))
    )


def _value(chance: Random, known: Lists, label: str) -> str:
    if label in KANA_LABELS:
        return a_reading(chance, known)
    if label in NAME_LABELS:
        return a_name(chance, known).replace(",", "")
    return str(chance.randint(1, 99_999)) if chance.random() < 0.3 else another_value(chance, known)
