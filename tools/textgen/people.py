"""People who do not exist: coherent names in every script, with a mail address, a birthday and a mobile number."""

import random
from dataclasses import dataclass, replace
from functools import cache

from piiscan.data import lines
from tools.textgen import kana
from tools.textgen.namelists import Entry, load
from tools.textgen.vocabulary import words

# Old and variant forms that the lists do not hold (research note, 2.7).
VARIANTS = {
    "高": "髙",
    "崎": "﨑",
    "浜": "濵濱",
    "辺": "邊邉",
    "斎": "齋",
    "斉": "齊",
    "沢": "澤",
    "広": "廣",
    "真": "眞",
    "桜": "櫻",
    "国": "國",
    "徳": "德",
    "恵": "惠",
    "島": "嶋嶌",
    "竜": "龍",
    "瀬": "瀨",
    "条": "條",
    "蔵": "藏",
    "弥": "彌",
    "栄": "榮",
    "寿": "壽",
    "頼": "賴",
    "黒": "黑",
    "緒": "緖",
    "温": "溫",
    "富": "冨",
    "桑": "桒",
    "柳": "栁",
    "吉": "𠮷",
    "増": "增",
    "館": "舘",
    "塚": "塚",
    "柏": "栢",
    "万": "萬",
    "関": "關",
    "滝": "瀧",
    "豊": "豐",
}
SEPARATORS = ("", "", "", " ", " ", "　", "　")
# A good quarter is rare, ambiguous or one kanji, because these are what a detector fails on.
SURNAME_GROUPS = (
    ("frequent", 20),
    ("common", 27),
    ("known", 26),
    ("rare", 6),
    ("odd", 2),
    ("single", 7),
    ("ambiguous", 12),
)
LISTED_FOREIGNERS = 0.6
"""Share of the foreigners whose names come from the list of the product: the vocabulary has few."""
GIVEN_GROUPS = (("common", 52), ("known", 26), ("rare", 12), ("odd", 10))


@dataclass(frozen=True, slots=True)
class Person:
    """A person; readings are hiragana (Japanese) or empty, `latin` is (surname, given)."""

    surname: str
    given: str
    surname_reading: str
    given_reading: str
    latin: tuple[str, str]
    separator: str
    gender: str
    foreign: bool = False

    @property
    def full(self) -> str:
        """The name as its text writes it."""
        return (
            self.given + self.separator + self.surname if self.foreign else self.surname + self.separator + self.given
        )


def _weighted(rng: random.Random, groups: tuple[tuple[str, int], ...]) -> str:
    return rng.choices([name for name, _ in groups], [weight for _, weight in groups])[0]


def _surname(rng: random.Random) -> Entry:
    return rng.choice(load("surname").groups[_weighted(rng, SURNAME_GROUPS)])


def _given(rng: random.Random) -> Entry:
    gender = rng.choice("mf")
    pool = load("given").groups[_weighted(rng, GIVEN_GROUPS)]
    entry = rng.choice(pool)
    for _ in range(6):
        if (gender in entry.gender or not entry.gender) and (len(entry.surface) < 3 or rng.random() < 0.5):
            break
        entry = rng.choice(pool)
    return entry


def _in_old_form(surface: str, rng: random.Random) -> str:
    places = [index for index, char in enumerate(surface) if char in VARIANTS]
    if not places or rng.random() > 0.16:
        return surface
    index = rng.choice(places)
    return surface[:index] + rng.choice(VARIANTS[surface[index]]) + surface[index + 1 :]


def japanese(rng: random.Random, separator: str) -> Person:
    """Returns a person with a Japanese name."""
    surname, given = _surname(rng), _given(rng)
    written = given.surface
    roll = rng.random()
    if roll < 0.06:
        written = given.reading
    elif roll < 0.08:
        written = kana.katakana(given.reading)
    style = kana.long_vowel_style(rng)
    latin = (kana.romaji(surname.reading, style).capitalize(), kana.romaji(given.reading, style).capitalize())
    family = _in_old_form(surname.surface, rng)
    return Person(family, written, surname.reading, given.reading, latin, separator, given.gender)


@cache
def _foreign_words() -> tuple[str, ...]:
    """The foreign names that the product lists, short enough for a name."""
    return tuple(word for word in lines("foreign_names.txt") if 2 <= len(word) <= 8)


def foreign(rng: random.Random) -> Person:
    """Returns a person whose name is written in katakana."""
    given, given_latin = rng.choice(words("foreign_given")).split("/")
    family, family_latin = rng.choice(words("foreign_family")).split("/")
    if rng.random() < 0.12:
        second, second_latin = rng.choice(words("foreign_given")).split("/")
        given, given_latin = given + "・" + second, given_latin + " " + second_latin
    if rng.random() < LISTED_FOREIGNERS:
        family, given = rng.choice(_foreign_words()), rng.choice(_foreign_words())
        family_latin, given_latin = (kana.romaji(kana.hiragana(word)).capitalize() for word in (family, given))
    separator = rng.choice("・・・・・＝ 　")
    return Person(family, given, family, given, (family_latin, given_latin), separator, "", foreign=True)


def east_asian(rng: random.Random, separator: str) -> Person:
    """Returns a person with a Chinese or Korean name in kanji."""
    family, family_kana, family_latin = rng.choice(words("east_asian_family")).split("/")
    given, given_kana, given_latin = rng.choice(words("east_asian_given")).split("/")
    return Person(
        family,
        given,
        kana.hiragana(family_kana),
        kana.hiragana(given_kana),
        (family_latin, given_latin),
        separator,
        "",
    )


def anyone(rng: random.Random, separator: str) -> Person:
    """Returns a person: nearly always Japanese."""
    roll = rng.random()
    if roll < 0.035:
        return foreign(rng)
    return east_asian(rng, separator) if roll < 0.055 else japanese(rng, separator)


def relative(person: Person, other: Person) -> Person:
    """Returns the other person under the surname of the first."""
    if person.foreign or other.foreign:
        return other
    latin = (person.latin[0], other.latin[1])
    return replace(other, surname=person.surname, surname_reading=person.surname_reading, latin=latin)


def address(person: Person, rng: random.Random, domain: str) -> str:
    """Returns a mail address made of the person's own name."""
    family = "".join(c for c in person.latin[0].lower() if c.isalnum())
    given = "".join(c for c in person.latin[1].lower() if c.isalnum())
    number = str(rng.randint(1, 99)) if rng.random() < 0.3 else ""
    initial, joint = given[:1], rng.choice("._-")
    local = rng.choice(
        (
            family + joint + given,
            given + joint + family,
            initial + joint + family,
            family,
            family + initial,
            given + family + number,
            family + joint + initial,
            initial + family + number,
            given + number,
            family + joint + given + number,
            initial + "_" + family,
        )
    )
    return f"{local}@{domain}"


def latin_name(person: Person, rng: random.Random, style: str = "") -> str:
    """Returns the name in Latin letters; styles: gf fg upper comma initial."""
    family, given = person.latin
    if not style:
        style = rng.choice(("gf", "gf", "gf", "fg", "gF", "Fg", "upper", "comma", "initial"))
    forms = {
        "gf": f"{given} {family}",
        "fg": f"{family} {given}",
        "gF": f"{given} {family.upper()}",
        "Fg": f"{family.upper()} {given}",
        "upper": f"{family} {given}".upper(),
        "comma": f"{family}, {given}",
        "initial": f"{given[:1]}. {family}",
    }
    return forms[style]
