"""The values behind the slots of a template: labelled ones and the traps that look like them."""

import random
from collections.abc import Callable
from datetime import date, timedelta

from tools.textgen import addresses, kana, numbers, people
from tools.textgen.render import Piece
from tools.textgen.template import Slot
from tools.textgen.traps import TRAPS
from tools.textgen.vocabulary import words

ERAS = (("令和", "R", 2019, "令"), ("平成", "H", 1989, "平"), ("昭和", "S", 1926, "昭"))
NAME = "NAME"


class Makers:
    """All values of one text: the persons in it stay the same wherever they appear."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.separator = rng.choice(people.SEPARATORS)
        self.domain = rng.choice(DOMAINS)
        self.birth_style = rng.randrange(len(BIRTH_STYLES))
        self.persons: dict[str, people.Person] = {}
        self.mails: dict[str, str] = {}
        self.places: dict[str, addresses.Place] = {}
        self.fixed: dict[str, list[Piece]] = {}

    def __call__(self, slot: Slot) -> list[Piece] | None:
        """Returns the pieces of a slot, or None when the name means nothing here."""
        if slot.kind in PERSONAL:
            if slot.index and slot.kind in ONCE:
                return self.once(slot)
            return PERSONAL[slot.kind](self, slot)
        if slot.kind in TRAPS:
            if slot.index:
                return self.once(slot)
            return [(TRAPS[slot.kind](self.rng, slot.arg), "")]
        return None

    def once(self, slot: Slot) -> list[Piece]:
        """Returns what this numbered slot gave the first time."""
        key = slot.kind + slot.index
        if key not in self.fixed:
            bare = Slot(slot.kind, "", slot.arg, slot.source) if slot.kind in TRAPS else slot
            self.fixed[key] = (
                [(TRAPS[slot.kind](self.rng, slot.arg), "")] if slot.kind in TRAPS else PERSONAL[slot.kind](self, bare)
            )
        return self.fixed[key]

    def person(self, index: str, *, foreign: bool = False, family: str = "") -> people.Person:
        """Returns the person with this number, a foreigner or of the family of another when asked."""
        key = "f" + index if foreign else index
        if not index or key not in self.persons:
            separator = self.separator if self.rng.random() < 0.93 else self.rng.choice(people.SEPARATORS)
            found = people.foreign(self.rng) if foreign else people.anyone(self.rng, separator)
            if family and not foreign:
                found = people.relative(self.person(family), found)
            if not index:
                return found
            self.persons[key] = found
        return self.persons[key]

    def place(self, index: str) -> addresses.Place:
        """Returns the town of a numbered person."""
        if not index:
            return addresses.pick(self.rng)
        return self.places.setdefault(index, addresses.pick(self.rng))


DOMAINS = (
    "example.jp",
    "example.com",
    "example.co.jp",
    "mail.example.jp",
    "example.ne.jp",
    "example.net",
    "example.org",
    "sales.example.co.jp",
    "aoba.example.com",
    "mobile.example.ne.jp",
    "dept.example.ac.jp",
    "example-corp.co.jp",
    "city.example.lg.jp",
    "mx.example.or.jp",
)


def birthday(rng: random.Random) -> date:
    """Returns a day on which a living person may be born."""
    return date(1932, 1, 1) + timedelta(days=rng.randrange(28_500))


def era(day: date) -> tuple[str, str, int, str]:
    """Returns era name, letter, year and short name of a day (year precision, as old forms do)."""
    for name, letter, start, short in ERAS:
        if day.year > start or (day.year == start and day.month > 1):
            return name, letter, day.year - start + 1, short
    return ERAS[2][0], "S", 1, "昭"


def _western(form: str) -> Callable[[date, random.Random], str]:
    return lambda day, rng: form.format(y=day.year, m=day.month, d=day.day)


def _imperial(form: str) -> Callable[[date, random.Random], str]:
    def write(day: date, rng: random.Random) -> str:
        name, letter, year, short = era(day)
        return form.format(
            e=name, l=letter, s=short, y="元" if year == 1 and "年" in form else year, m=day.month, d=day.day
        )

    return write


def _two_digits(day: date, rng: random.Random) -> str:
    _, letter, year, _ = era(day)
    return f"{letter}{year:02}.{day.month:02}.{day.day:02}"


def _kanji(day: date, rng: random.Random) -> str:
    name, _, year, _ = era(day)
    written = addresses.kanji_number
    return f"{name}{written(year)}年{written(day.month)}月{written(day.day)}日"


def _english(day: date, rng: random.Random) -> str:
    return rng.choice(
        (
            f"{day:%B} {day.day}, {day.year}",
            f"{day.day} {day:%b} {day.year}",
            f"{day:%d-%b-%Y}",
            f"{day:%b} {day.day}, {day.year}",
        )
    )


def _wide(day: date, rng: random.Random) -> str:
    return BIRTH_STYLES[rng.choice((0, 1, 6, 6))](day, rng).translate(numbers.WIDE_DIGITS)


BIRTH_STYLES: tuple[Callable[[date, random.Random], str], ...] = (
    _western("{y}年{m}月{d}日"),
    _western("{y}/{m:02}/{d:02}"),
    _western("{y}-{m:02}-{d:02}"),
    _western("{y}/{m}/{d}"),
    _western("{y}{m:02}{d:02}"),
    _western("{y}.{m}.{d}"),
    _imperial("{e}{y}年{m}月{d}日"),
    _imperial("{e}{y}年{m}月{d}日"),
    _imperial("{l}{y}.{m}.{d}"),
    _two_digits,
    _imperial("{s}{y}.{m}.{d}"),
    _imperial("{l}{y}/{m}/{d}"),
    _kanji,
    _english,
    _wide,
    _western("{y}年{m:02}月{d:02}日"),
    _imperial("{e}{y}.{m}.{d}"),
    _imperial("{s}{y}年{m}月{d}日"),
    _imperial("{e} {y} 年 {m} 月 {d} 日"),
)


def _name(
    value: Callable[[people.Person, random.Random], str], *, foreign: bool = False
) -> Callable[[Makers, Slot], list[Piece]]:
    return lambda makers, slot: [(value(makers.person(slot.index, foreign=foreign, family=slot.arg), makers.rng), NAME)]


def _reading(script: Callable[[str], str], part: str) -> Callable[[people.Person, random.Random], str]:
    def write(person: people.Person, rng: random.Random) -> str:
        family, given = script(person.surname_reading), script(person.given_reading)
        joint = script(person.separator) if person.foreign else person.separator
        if script is kana.half:
            joint = " " if not person.foreign and rng.random() < 0.8 else joint.replace("　", " ")
        return {"s": family, "g": given, "n": given + joint + family if person.foreign else family + joint + given}[
            part
        ]

    return write


def _spaced(person: people.Person, rng: random.Random) -> str:
    gap = rng.choice((" ", "　"))
    if person.foreign:
        return person.full
    return gap.join(person.surname) + rng.choice((gap, "　", "　　")) + gap.join(person.given)


def _nick(person: people.Person, rng: random.Random) -> str:
    reading = person.given_reading
    return (
        rng.choice((reading[:2], reading[:2], kana.katakana(reading[:2]), person.given))
        if len(reading) > 1 and reading[1] not in "ゃゅょャュョッっー"
        else person.given
    )


def _mail(makers: Makers, slot: Slot) -> list[Piece]:
    if not slot.index:
        return [(people.address(makers.person(""), makers.rng, makers.domain), "EMAIL")]
    if slot.index not in makers.mails:
        makers.mails[slot.index] = people.address(makers.person(slot.index), makers.rng, slot.arg or makers.domain)
    return [(makers.mails[slot.index], "EMAIL")]


def _role_mail(makers: Makers, slot: Slot) -> list[Piece]:
    return [
        (
            makers.rng.choice(
                (
                    "info",
                    "support",
                    "keiri",
                    "soumu",
                    "jinji",
                    "sales",
                    "contact",
                    "eigyo1",
                    "helpdesk",
                    "order",
                    "recruit",
                    "pr",
                )
            )
            + "@"
            + makers.domain,
            "EMAIL",
        )
    ]


def _phone(kind: str) -> Callable[[Makers, Slot], list[Piece]]:
    def write(makers: Makers, slot: Slot) -> list[Piece]:
        rng = makers.rng
        if kind == "mobile" or (kind == "any" and rng.random() < 0.55):
            parts = numbers.mobile(rng)
        elif kind == "service":
            parts = numbers.service(rng)
        else:
            parts = numbers.landline(rng, makers.place(slot.index).prefecture)
        return [(slot.arg.join(parts) if slot.arg else numbers.phone_text(parts, rng), "PHONE")]

    return write


def _address(*, multiline: bool = False, short: bool = False) -> Callable[[Makers, Slot], list[Piece]]:
    return lambda makers, slot: [
        (addresses.address(makers.place(slot.index), makers.rng, multiline=multiline, short=short), "ADDRESS")
    ]


def _postal(makers: Makers, slot: Slot) -> list[Piece]:
    return [(addresses.postal_code(makers.place(slot.index), makers.rng), "POSTAL_CODE")]


def _birth(makers: Makers, slot: Slot) -> list[Piece]:
    style = int(slot.arg) if slot.arg else makers.birth_style
    return [(BIRTH_STYLES[style](birthday(makers.rng), makers.rng), "BIRTH_DATE")]


def _spelled(
    label: str, sizes: tuple[int, ...], value: Callable[[random.Random], str]
) -> Callable[[Makers, Slot], list[Piece]]:
    def write(makers: Makers, slot: Slot) -> list[Piece]:
        number = value(makers.rng)
        return [(number if slot.arg == "plain" else numbers.spelled(number, sizes, makers.rng), label)]

    return write


def _random(count: int, first: str = "") -> Callable[[random.Random], str]:
    return lambda rng: numbers.digits(rng, count, first)


def _letters(form: str) -> Callable[[random.Random], str]:
    return lambda rng: "".join(
        {"A": rng.choice("ABCDEFGHJKLMNPRSTUVWXYZ"), "9": rng.choice("0123456789")}.get(c, c) for c in form
    )


def _vocabulary(section: str, label: str) -> Callable[[Makers, Slot], list[Piece]]:
    return lambda makers, slot: [(makers.rng.choice(words(slot.arg or section)), label)]


def _amount(makers: Makers, slot: Slot) -> list[Piece]:
    low, high = (int(part) for part in (slot.arg or "5000-900000").split("-"))
    rng = makers.rng
    value = rng.randint(low, high)
    if rng.random() < 0.6:
        value = max(low, value // 100 * 100) or 100
    return [(numbers.yen(value, rng), "FINANCIAL_AMOUNT")]


def _bare_amount(makers: Makers, slot: Slot) -> list[Piece]:
    low, high = (int(part) for part in (slot.arg or "5000-900000").split("-"))
    value = makers.rng.randint(low, high)
    return [(f"{value:,}" if slot.kind == "amtc" else str(value), "FINANCIAL_AMOUNT")]


def _insurer(rng: random.Random) -> str:
    law = rng.choice(("01", "06", "06", "31", "32", "33", "34", "39", "63", ""))
    return numbers.luhn(law + f"{rng.randint(1, 47):02}" + numbers.digits(rng, 3))


def _card(makers: Makers, slot: Slot) -> list[Piece]:
    number = numbers.card_number(makers.rng)
    sizes = (4, 4, 4, 4) if len(number) == 16 else (4, 6, 5) if len(number) == 15 else (4, 6, 4)
    return [(number if slot.arg == "plain" else numbers.spelled(number, sizes, makers.rng), "CREDIT_CARD")]


def _yucho_number(rng: random.Random) -> str:
    return numbers.digits(rng, rng.choice((7, 7, 6)), "123456789") + "1"


def _ip(makers: Makers, slot: Slot) -> list[Piece]:
    """An address of a subscriber; one of a network at home leads to nobody outside it, which the gold leaves open."""
    rng = makers.rng
    share = rng.random()
    if share < 0.12:
        return [("2400:4050:" + ":".join(f"{rng.randrange(65536):x}" for _ in range(6)), "IP_ADDRESS")]
    if share < 0.25:
        home = rng.choice((f"10.{rng.randrange(256)}.{rng.randrange(256)}.", f"192.168.{rng.randrange(256)}."))
        return [(home + str(rng.randint(1, 254)), "?IP_ADDRESS")]
    first = rng.choice((60, 111, 126, 133, 153, 210, 219))
    return [(".".join(map(str, (first, *(rng.randint(1, 254) for _ in range(3))))), "IP_ADDRESS")]


PERSONAL: dict[str, Callable[[Makers, Slot], list[Piece]]] = {
    "n": _name(lambda p, _: p.full),
    "s": _name(lambda p, _: p.surname),
    "g": _name(lambda p, _: p.given),
    "k": _name(_reading(kana.katakana, "n")),
    "sk": _name(_reading(kana.katakana, "s")),
    "gk": _name(_reading(kana.katakana, "g")),
    "h": _name(_reading(lambda r: r, "n")),
    "sh": _name(_reading(lambda r: r, "s")),
    "gh": _name(_reading(lambda r: r, "g")),
    "x": _name(_reading(kana.half, "n")),
    "sx": _name(_reading(kana.half, "s")),
    "gx": _name(_reading(kana.half, "g")),
    "r": _name(people.latin_name),
    "rg": _name(lambda p, rng: people.latin_name(p, rng, "gf")),
    "rf": _name(lambda p, rng: people.latin_name(p, rng, "fg")),
    "ru": _name(lambda p, rng: people.latin_name(p, rng, "upper")),
    "rc": _name(lambda p, rng: people.latin_name(p, rng, "comma")),
    "sr": _name(lambda p, _: p.latin[0]),
    "gr": _name(lambda p, _: p.latin[1]),
    "nw": _name(_spaced),
    "nick": _name(_nick),
    "f": _name(lambda p, _: p.full, foreign=True),
    "fs": _name(lambda p, _: p.surname, foreign=True),
    "fg": _name(lambda p, _: p.given, foreign=True),
    "fr": _name(lambda p, rng: people.latin_name(p, rng, "gf"), foreign=True),
    "m": _mail,
    "mr": _role_mail,
    "t": _phone("any"),
    "tm": _phone("mobile"),
    "tl": _phone("fixed"),
    "tf": _phone("service"),
    "fax": _phone("fixed"),
    "a": _address(),
    "am": _address(multiline=True),
    "as": _address(short=True),
    "z": _postal,
    "b": _birth,
    "amt": _amount,
    "amtn": _bare_amount,
    "amtc": _bare_amount,
    "card": _card,
    "acct": _spelled("BANK_ACCOUNT", (7,), _random(7)),
    "cvv": _spelled("CARD_SECURITY", (4,), _random(3)),
    "my": _spelled("MY_NUMBER", (4, 4, 4), lambda rng: numbers.my_number(numbers.digits(rng, 11))),
    "corp": _spelled("CORPORATE_NUMBER", (1, 4, 4, 4), lambda rng: numbers.corporate_number(numbers.digits(rng, 12))),
    "inv": _spelled("INVOICE_NUMBER", (1, 4, 4, 4), lambda rng: numbers.corporate_number(numbers.digits(rng, 12))),
    "lic": _spelled("DRIVERS_LICENSE", (4, 4, 4), numbers.licence_number),
    "pass": _spelled("PASSPORT", (9,), _letters("AA9999999")),
    "res": _spelled("RESIDENCE_CARD", (12,), _letters("AA99999999AA")),
    "rec": _spelled("RESIDENT_RECORD", (5, 6), _random(11)),
    "pen": _spelled("PENSION", (4, 6), _random(10)),
    "emp": _spelled("EMPLOYMENT_INSURANCE", (4, 6, 1), _random(11)),
    "hin": _spelled("HEALTH_INSURANCE", (8,), _insurer),
    "hik": _spelled("HEALTH_INSURANCE", (8,), lambda rng: numbers.digits(rng, rng.choice((4, 5, 8)), "123456789")),
    "hib": _spelled(
        "HEALTH_INSURANCE", (8,), lambda rng: numbers.digits(rng, rng.choice((1, 2, 3, 4, 7)), "123456789")
    ),
    "care": _spelled("CARE_INSURANCE", (10,), _random(10)),
    "iban": lambda makers, slot: [(numbers.iban(makers.rng), "IBAN")],
    "yk": _spelled("YUCHO_ACCOUNT", (5,), lambda rng: "1" + numbers.digits(rng, 3) + "0"),
    "yb": _spelled("YUCHO_ACCOUNT", (8,), _yucho_number),
    "ipl": _ip,
    "sick": _vocabulary("disease", "SENSITIVE"),
    "sens": _vocabulary("creed", "SENSITIVE"),
    "mark": _vocabulary("mark", "CONFIDENTIAL_MARK"),
}
ONCE = frozenset(
    ("t", "fax", "tm", "tl", "b", "a", "z", "sick", "mark", "card", "acct", "my", "lic", "nick", "r", "corp", "inv")
)
