"""Japanese addresses made of real town names and random numbers, in the spellings people use."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.textgen.numbers import HYPHENS, KANJI_DIGITS, WIDE, WIDE_DIGITS
from tools.textgen.vocabulary import form, words

PLACES = Path(__file__).with_name("data") / "places.tsv"
KANJI_TENS = "〇一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Place:
    """A town with its postal code."""

    code: str
    prefecture: str
    city: str
    town: str


@cache
def places() -> tuple[Place, ...]:
    """Returns the sampled towns."""
    lines = PLACES.read_text("utf-8").splitlines()
    return tuple(Place(*line.split("\t")) for line in lines if not line.startswith("#"))


@cache
def _cities(*, big: bool) -> tuple[Place, ...]:
    """Towns of big cities, where most people live, or of everywhere."""
    return tuple(p for p in places() if not big or ("市" in p.city and "区" in p.city) or p.prefecture == "東京都")


def pick(rng: random.Random) -> Place:
    """Returns a town, a third of them in big cities."""
    return rng.choice(_cities(big=rng.random() < 0.35))


def kanji_number(value: int) -> str:
    """Returns a number below 10,000 in kanji numerals with units."""
    out = ""
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        count, value = divmod(value, size)
        if count:
            out += ("" if count == 1 and unit else KANJI_TENS[count]) + unit
    return out or "〇"


def _numbers(rng: random.Random) -> str:
    chome, block, house = rng.randint(1, 9), rng.randint(1, 40), rng.randint(1, 30)
    kanji = {"C": kanji_number(chome), "B": kanji_number(block), "H": kanji_number(house)}
    plot, branch = rng.randint(1, 4200), rng.randint(1, 40)
    chosen = form("number_form", rng)
    text = chosen.pattern.format(
        c=chome,
        b=block,
        h=house,
        p=plot,
        r=branch,
        j=rng.choice(HYPHENS),
        K=str(block).translate(KANJI_DIGITS),
        **kanji,
    )
    return text.translate(WIDE) if chosen.wide else text


def _building(rng: random.Random) -> str:
    name = rng.choice(words("building_first")) + rng.choice(words("building_last"))
    if rng.random() < 0.25:
        name = rng.choice(words("building_place")) + rng.choice(words("building_last"))
    if rng.random() < 0.2:
        name += rng.choice(("Ⅱ", "2", "Ⅲ", "弐番館", "A棟", "B", "南館", "東棟", "1号棟", "Ⅰ"))
    floor, room = rng.randint(1, 14), rng.randint(1, 12)
    number = f"{floor}{room:02}"
    gap = rng.choice(("", "", " ", "　", "-", "－"))
    tail = rng.choice(
        (
            f"{number}号室",
            f"{number}",
            f"{number}号",
            f"{floor}F",
            f"{floor}階",
            f"{floor}Ｆ",
            f"{rng.choice('ABCDE')}-{number}",
            f"#{number}",
            f"{number}号室".translate(WIDE_DIGITS),
            f"{floor}階{number}号室",
            f"{number}",
        )
    )
    if tail[0] not in "#ABCDE" and gap in "-－" and gap and not tail.isdigit():
        gap = ""
    if name[-1].isdigit() and not gap:
        gap = " "
    return name + gap + tail


def _town(place: Place, rng: random.Random) -> str:
    town = place.town
    if rng.random() < 0.05 and not town.endswith(("町", "条")):
        town = "大字" + town
    elif rng.random() < 0.03:
        town += (
            "字"
            + rng.choice("上中下東西南北前後新古")
            + rng.choice(("田", "野", "原", "沢", "谷", "山", "川原", "屋敷", "畑"))
        )
    if "ケ" in town and rng.random() < 0.5:
        town = town.replace("ケ", "ヶ")
    return town


def _kyoto_street(rng: random.Random) -> str:
    street, cross = rng.choice(words("kyoto_street")), rng.choice(words("kyoto_cross"))
    return (
        street
        + cross
        + rng.choice(("上る", "下る", "上ル", "下ル", "東入", "西入", "東入る", "西入ル", "東入ル", "西入る"))
    )


def address(place: Place, rng: random.Random, *, multiline: bool = False, short: bool = False) -> str:
    """Returns an address in the place; `multiline` allows a line break before the building."""
    prefecture = "" if rng.random() < 0.22 or short else place.prefecture
    city = place.city
    if "郡" in city and not prefecture and rng.random() < 0.4:
        city = city.split("郡")[1] or city
    gap = rng.choice(("", "", "", "", "", " ", "　"))
    town = _town(place, rng)
    if "京都市" in city and town.endswith("町") and rng.random() < 0.6:
        town = _kyoto_street(rng) + town
    number = _numbers(rng)
    if town.endswith(("条", "条東", "条西", "条南", "条北", "線")):
        block, house = rng.randint(1, 20), rng.randint(1, 20)
        number = f"{rng.randint(1, 20)}丁目" + rng.choice(("", f"{block}-{house}", f"{block}番{house}号"))
        if rng.random() < 0.3:
            number = number.translate(WIDE)
    text = prefecture + (gap if prefecture else "") + city + gap + town + number
    if rng.random() < (0.15 if short else 0.40):
        between = rng.choice(("", " ", " ", "　", "　"))
        if multiline and rng.random() < 0.4:
            between = rng.choice(("\n", "\n　", "\n　　", "\n  "))
        if not between and text[-1] in "0123456789０１２３４５６７８９一二三四五六七八九十":
            between = " "
        text += between + _building(rng)
    return text


def postal_code(place: Place, rng: random.Random) -> str:
    """Returns the code of the place without its mark."""
    code = place.code
    roll = rng.random()
    if roll < 0.66:
        return f"{code[:3]}-{code[3:]}"
    if roll < 0.76:
        return f"{code[:3]}{rng.choice('‐−–ー－')}{code[3:]}"
    if roll < 0.88:
        return f"{code[:3]}-{code[3:]}".translate(WIDE)
    return code if roll < 0.96 else code.translate(WIDE)
