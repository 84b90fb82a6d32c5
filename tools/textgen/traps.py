"""Unlabelled values: dates, codes, places, companies and other things that look like personal data and are none."""

import random
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

from piiscan.data import rows
from tools.textgen import addresses, kana, numbers
from tools.textgen.namelists import load
from tools.textgen.vocabulary import sentences, words

KATAKANA_NOUNS = Path(__file__).with_name("data") / "katakana.txt"
Trap = Callable[[random.Random, str], str]


def _range(arg: str, default: str) -> tuple[int, int]:
    low, high = (arg or default).split("-")
    return int(low), int(high)


def _day(rng: random.Random) -> date:
    return date(2021, 1, 4) + timedelta(days=rng.randrange(2300))


def _moment(rng: random.Random) -> datetime:
    return datetime(2021, 1, 4, tzinfo=UTC) + timedelta(seconds=rng.randrange(200_000_000))


def _date(rng: random.Random, arg: str) -> str:
    day = _day(rng)
    wide = day.strftime(f"{day.year}年{day.month}月{day.day}日")
    return rng.choice(
        (
            wide,
            wide,
            f"{day:%Y/%m/%d}",
            f"{day:%Y-%m-%d}",
            f"{day.year}/{day.month}/{day.day}",
            f"令和{day.year - 2018}年{day.month}月{day.day}日",
            f"R{day.year - 2018}.{day.month}.{day.day}",
            f"{wide}（{'月火水木金土日'[day.weekday()]}）",
            f"{day:%Y.%m.%d}",
            wide.translate(numbers.WIDE_DIGITS),
        )
    )


def _short_date(rng: random.Random, arg: str) -> str:
    day = _day(rng)
    return rng.choice(
        (
            f"{day.month}月{day.day}日",
            f"{day.month}/{day.day}",
            f"{day.month}月{day.day}日（{'月火水木金土日'[day.weekday()]}）",
            f"{day.month}/{day.day}({'月火水木金土日'[day.weekday()]})",
        )
    )


def _stamp(rng: random.Random, arg: str) -> str:
    moment = _moment(rng)
    forms = {
        "iso": "%Y-%m-%dT%H:%M:%S+09:00",
        "z": "%Y%m%dT%H%M%SZ",
        "log": "%Y-%m-%d %H:%M:%S",
        "min": "%Y/%m/%d %H:%M",
        "ms": "%Y-%m-%d %H:%M:%S,123",
        "compact": "%Y%m%d%H%M",
        "mail": "%a, %d %b %Y %H:%M:%S +0900",
        "apache": "%d/%b/%Y:%H:%M:%S +0900",
        "ja": "%Y年%m月%d日 %H:%M",
    }
    return moment.strftime(forms[arg or "log"])


def _company(rng: random.Random, arg: str) -> str:
    stem = rng.choice(words("co_stem"))
    if rng.random() < 0.45:
        stem = rng.choice(load("surname").groups["common"]).surface
    if rng.random() < 0.12:
        return rng.choice(words("org_trap"))
    if rng.random() < 0.12:
        return rng.choice(words("org_other"))
    name = stem + rng.choice(words("co_last"))
    if rng.random() < 0.08:
        name = kana.katakana(rng.choice(load("surname").groups["common"]).reading) + rng.choice(words("co_last"))
    return rng.choice(
        (
            "株式会社{}",
            "株式会社{}",
            "{}株式会社",
            "{}株式会社",
            "有限会社{}",
            "合同会社{}",
            "㈱{}",
            "{}㈱",
            "(株){}",
            "（株）{}",
            "{}（株）",
            "{}",
        )
    ).format(name)


def _short_company(rng: random.Random, arg: str) -> str:
    if rng.random() < 0.4:
        return rng.choice(words("org_trap"))
    stem = rng.choice(words("co_stem")) if rng.random() < 0.5 else rng.choice(load("surname").groups["common"]).surface
    return stem + rng.choice(words("co_last"))


def _number(rng: random.Random, arg: str) -> str:
    low, high = _range(arg, "1-99")
    return str(rng.randint(low, high))


def _grouped_number(rng: random.Random, arg: str) -> str:
    low, high = _range(arg, "1000-9999999")
    return f"{rng.randint(low, high):,}"


def _digits(rng: random.Random, arg: str) -> str:
    low, _, high = (arg or "8").partition("-")
    return numbers.digits(rng, rng.randint(int(low), int(high or low)), "123456789")


def _price(rng: random.Random, arg: str) -> str:
    low, high = _range(arg, "100-98000")
    return numbers.yen(rng.randint(low, high), rng)


def _code(rng: random.Random, arg: str) -> str:
    letters = "ABCDEFGHJKLMNPQRSTUVWXYZ"
    digit = lambda count: numbers.digits(rng, count)  # noqa: E731
    letter = lambda count: "".join(rng.choice(letters) for _ in range(count))  # noqa: E731
    return rng.choice(
        (
            f"{letter(2)}-{digit(4)}-{digit(4)}",
            f"{letter(3)}-{digit(5)}",
            f"{digit(3)}-{digit(4)}",
            f"{digit(4)}-{digit(6)}",
            f"{letter(1)}{digit(7)}",
            f"{digit(3)}-{digit(3)}-{digit(4)}",
            f"{digit(4)}-{digit(2)}-{letter(1)}",
            f"{letter(2)}{digit(8)}",
            f"{digit(2)}-{digit(4)}-{digit(4)}-{digit(2)}",
            f"{letter(2)}-{digit(2)}{letter(1)}",
            f"20{rng.randint(20, 26)}-{digit(4)}",
            f"{letter(3)}{digit(3)}-{letter(2)}{digit(2)}",
            f"{digit(10)}",
        )
    )


def _track(rng: random.Random, arg: str) -> str:
    number = numbers.digits(rng, rng.choice((10, 11, 12, 12, 12, 12, 13, 16)), "123456789")
    return numbers.grouped(number, (4, 4, 4, 4), "-") if rng.random() < 0.45 else number


def _isbn(rng: random.Random, arg: str) -> str:
    return f"978-4-{numbers.digits(rng, 2)}-{numbers.digits(rng, 6)}-{rng.randrange(10)}"


def _jan(rng: random.Random, arg: str) -> str:
    body = rng.choice(("45", "49")) + numbers.digits(rng, 10)
    total = sum(int(c) * (3 if i % 2 else 1) for i, c in enumerate(body))
    return body + str(-total % 10)


def _version(rng: random.Random, arg: str) -> str:
    return rng.choice(("{}.{}.{}", "v{}.{}.{}", "{}.{}", "{}.{}.{}-rc1", "{}.{}.{}.{}")).format(
        *(rng.randint(0, 20) for _ in range(4))
    )


def _hex(rng: random.Random, arg: str) -> str:
    return "".join(rng.choice("0123456789abcdef") for _ in range(int(arg or 40)))


def _url(rng: random.Random, arg: str) -> str:
    return rng.choice(
        (
            "https://www.example.jp/{}/{}",
            "https://example.com/{}?id={}",
            "http://intra.example.co.jp/{}/{}.html",
            "https://docs.example.org/{}/#{}",
        )
    ).format(
        rng.choice(("news", "area", "item", "faq", "docs", "yamaguchi", "shop", "form", "wiki", "tanaka-ya")),
        numbers.digits(rng, rng.choice((3, 8, 10, 12)), "123456789"),
    )


def _one_of(section: str) -> Trap:
    return lambda rng, arg: rng.choice(words(section))


def _row(rng: random.Random, arg: str) -> str:
    """Several different words of a section: `{row:station,4,、}`."""
    section, count, *joint = arg.split(",")
    return (joint[0] if joint and joint[0] else "、").join(rng.sample(words(section), int(count)))


def _latin_company(rng: random.Random, arg: str) -> str:
    stem = kana.romaji(rng.choice(load("surname").groups["common"]).reading).capitalize()
    kinds = ("Corporation", "Co., Ltd.", "Inc.", "Manufacturing", "Holdings", "Trading", "Works", "Electric")
    return f"{stem} {rng.choice(kinds)}"


@cache
def _place_stems() -> tuple[str, ...]:
    """Municipalities and towns without 市, 町 ... that are surnames too: 藤沢, 平塚, 大船."""
    surnames = {entry.surface for group in load("surname").groups.values() for entry in group}
    names = {row[3] for row in rows("municipalities.tsv")} | {place.town for place in addresses.places()}
    stems = {name.rstrip("市区町村") for name in names}
    return tuple(sorted(stem for stem in stems if len(stem) > 1 and stem in surnames))


@cache
def _katakana_nouns() -> tuple[str, ...]:
    """Ordinary nouns in katakana: dishes, goods, substances, ideas."""
    return tuple(word for word in KATAKANA_NOUNS.read_text("utf-8").splitlines() if not word.startswith("#"))


def _bare_surname(rng: random.Random, arg: str) -> str:
    return rng.choice(load("surname").groups[rng.choice(("frequent", "common", "known", "ambiguous"))]).surface


def _ip(rng: random.Random, arg: str) -> str:
    return rng.choice(("192.0.2.", "198.51.100.", "203.0.113.")) + str(rng.randint(1, 254))


def _public_ip(rng: random.Random, arg: str) -> str:
    """An address that may be anybody's: it goes into texts that are fitted on and thrown away."""
    first = rng.choice((60, 111, 126, 133, 153, 210, 219))
    return ".".join(map(str, (first, *(rng.randint(1, 254) for _ in range(3)))))


TRAPS: dict[str, Trap] = {
    "date": _date,
    "sd": _short_date,
    "ts": _stamp,
    "co": _company,
    "cos": _short_company,
    "num": _grouped_number,
    "i": _number,
    "d": _digits,
    "yen": _price,
    "code": _code,
    "track": _track,
    "isbn": _isbn,
    "jan": _jan,
    "ver": _version,
    "hex": _hex,
    "url": _url,
    "pick": lambda r, a: r.choice(words(a)),
    "row": _row,
    "sen": lambda r, a: r.choice(sentences()),
    "coen": _latin_company,
    "sur": _bare_surname,
    "amb": lambda r, a: r.choice(_place_stems()),
    "kw": lambda r, a: r.choice(_katakana_nouns()),
    "ip": _ip,
    "pubip": _public_ip,
    "uuid": lambda r, a: str(uuid.UUID(int=r.getrandbits(128), version=4)),
    "epoch": lambda r, a: str(r.randint(1_600_000_000, 1_790_000_000)) + r.choice(("", "", "000", "123")),
    "lat": lambda r, a: f"{r.uniform(31, 43):.{r.choice((4, 6))}f}",
    "lon": lambda r, a: f"{r.uniform(130, 143):.{r.choice((4, 6))}f}",
    "pct": lambda r, a: r.choice((f"{r.uniform(1, 99):.1f}％", f"{r.randint(1, 99)}%", f"{r.randint(1, 99)}％")),
    "time": lambda r, a: f"{r.randint(0, 23):02}:{r.randint(0, 59):02}",
    "hm": lambda r, a: f"{r.randint(8, 18)}時{r.choice(('', '00分', '30分', '15分', '半'))}",
    "year": lambda r, a: str(r.randint(1950, 2026)),
    "wd": _one_of("weekday"),
    "ym": lambda r, a: r.choice(
        (
            f"{r.randint(2021, 2026)}年{r.randint(1, 12)}月",
            f"令和{r.randint(3, 8)}年{r.randint(1, 12)}月",
            f"{r.randint(2021, 2026)}/{r.randint(1, 12):02}",
        )
    ),
    "mac": lambda r, a: ":".join(f"{r.randrange(256):02x}" for _ in range(6)),
    "ext": lambda r, a: r.choice(
        (f"内線{r.randint(100, 9999)}", f"内線 {r.randint(100, 9999)}", f"内線：{r.randint(100, 9999)}")
    ),
    "age": lambda r, a: str(r.randint(18, 94)),
    "room": lambda r, a: f"{r.randint(1, 12)}{r.randint(1, 20):02}",
    "dept": _one_of("dept"),
    "title": _one_of("title"),
    "pref": _one_of("pref"),
    "prefk": _one_of("prefk"),
    "city": _one_of("city"),
    "ward": _one_of("ward"),
    "stn": _one_of("station"),
    "bus": _one_of("busstop"),
    "river": _one_of("river"),
    "mount": _one_of("mount"),
    "prod": _one_of("product"),
    "plant": _one_of("plant"),
    "kata": _one_of("katakana"),
    "lat_word": _one_of("latin_trap"),
    "latw": _one_of("latin_trap"),
    "org": _one_of("org_other"),
    "orgt": _one_of("org_trap"),
    "bank": _one_of("bank"),
    "branch": _one_of("branch"),
    "bankx": _one_of("bankhalf"),
    "branchx": _one_of("branchhalf"),
    "hon": _one_of("honor"),
    "honp": _one_of("honorplus"),
    "lab": _one_of("role_label"),
    "suf": _one_of("suffix"),
    "c": _one_of("colon"),
    "role": _one_of("person_word"),
    "noun": _one_of("noun_trap"),
    "hist": _one_of("history"),
    "job": _one_of("job"),
    "rel": _one_of("relation"),
    "emoji": _one_of("emoji"),
    "topic": _one_of("sick_topic"),
    "symp": _one_of("symptom"),
    "season": _one_of("season"),
    "town": lambda r, a: addresses.pick(r).town,
    "muni": lambda r, a: addresses.pick(r).city,
    "mask": lambda r, a: r.choice(
        ("090-****-{}", "****-****-****-{}", "************{}", "***-****-{}", "XXXX-XXXX-XXXX-{}", "***{}")
    ).format(numbers.digits(r, 4)),
}
