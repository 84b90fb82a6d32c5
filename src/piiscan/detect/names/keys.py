"""The keys of the model: what the weights are asked about a candidate, the same when fitting and when scanning."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from piiscan.detect.names.scripts import class_of, to_hiragana
from piiscan.detect.names.words import KnownWords
from piiscan.late import late

# Kind of a candidate -> how it meets its surroundings. Kinds: s surname, g given name, f both, u surname and an unknown
# given name, F U the same with a gap, X unknown surname, gap, given name; m given name in kana; Z l e t t e r s;
# w a whole run of kanji; k K katakana (K with a gap), h H hiragana, l Latin.
FAMILY = {
    **dict.fromkeys("fum", "f"),
    **dict.fromkeys("FUXZ", "F"),
    **dict.fromkeys("KH", "K"),
    **{kind: kind for kind in "sgwkhl"},
}
FAMILIES = "fFKsgwkhl"
SURNAME_COLUMNS = "sfuFU"
GIVEN_COLUMNS = "gfF"
SURNAME_COLUMN = {"s": "s", "f": "f", "m": "f", "u": "u", "F": "F", "Z": "F", "U": "U"}
GIVEN_COLUMN = {"g": "g", "f": "f", "m": "f", "F": "F", "Z": "F", "X": "F"}
"""Kind of a candidate -> column of the listed weights that it reads."""
LINE_SIZES = (12, 24, 48, 96)
LONG_LINE = 120
REACH = 4
"""How many characters on each side are looked at."""
_VISIBLE = str.maketrans("\n\t\r", "⏎⇥␍")


def visible(text: str) -> str:
    """``text`` with line ends and tabs as signs that can stand in the file of weights."""
    return text if text.isprintable() else text.translate(_VISIBLE)


def before_keys(before: str) -> list[str]:
    """The strings before a candidate that the model may know: up to REACH characters, and the classes of two."""
    seen = visible(before)
    whole = seen if len(before) == REACH else "^" + seen
    return [*(whole[-n:] for n in range(1, min(REACH, len(whole)) + 1)), *class_keys(before[-1:], before[-2:-1])]


def after_keys(after: str) -> list[str]:
    """The strings after a candidate that the model may know: up to REACH characters, and the classes of two."""
    seen = visible(after)
    whole = seen if len(after) == REACH else seen + "$"
    return [*(whole[:n] for n in range(1, min(REACH, len(whole)) + 1)), *class_keys(after[:1], after[1:2])]


def class_keys(near: str, far: str) -> tuple[str, str]:
    """Names for the classes of the nearest character, and of the two nearest."""
    first = class_of(near)
    return f"\\{first}", f"\\{first}{class_of(far)}"


def line_borders(text: str, start: int, end: int) -> tuple[int, int]:
    """The line around ``[start, end)``, LONG_LINE on either side at most."""
    low = start - LONG_LINE if start > LONG_LINE else 0
    first = text.rfind("\n", low, start) + 1 or low
    last = text.find("\n", end, end + LONG_LINE)
    return first, min(len(text), end + LONG_LINE) if last < 0 else last


_POLITE = ("ます", "です", "ました", "でした", "ください", "ません")


def style_of(text: str, start: int, end: int) -> str:
    """How the line around ``[start, end)`` is written: l without a full stop, q politely as to somebody, else p."""
    first, last = line_borders(text, start, end)
    if text.find("。", first, last) < 0:
        return "l"
    return "q" if any(text.find(word, first, last) >= 0 for word in _POLITE) else "p"


Line = tuple[int, bool, bool, bool]
"""The size of a line, whether it holds a sentence, whether the candidate stands at its beginning and at its end."""


def line_around(text: str, start: int, end: int) -> Line:
    """What the line around ``[start, end)`` is like."""
    first, last = line_borders(text, start, end)
    size = bisect_left(LINE_SIZES, last - first)
    return size, text.find("。", first, last) >= 0, start - first < 3, last - end < 3


def line_keys(line: Line, family: str) -> list[str]:
    """Keys for the kind of line: how long it is, and whether it holds a sentence."""
    size, sentence, begins, ends = line
    return [f"y{size}{sentence:d}{family}", f"y{size}{family}", f"y{begins:d}{ends:d}{sentence:d}{family}"]


HEADING = 14
"""How far from the start of its line the colon may be that ends the heading of the line."""
_ORNAMENTS = " \u3000・■□●○◆◇▼▽★☆※*#>-+|[]【】()<>「」\"'0123456789."


def heading_of(text: str, start: int) -> str:
    """What the line of ``start`` is about, empty where nothing says so: 停車駅 in 停車駅:大船・藤沢."""
    first = text.rfind("\n", start - LONG_LINE if start > LONG_LINE else 0, start) + 1
    colon = text.find(":", first, first + HEADING) if first or start <= LONG_LINE else -1
    return visible(text[first:colon].strip(_ORNAMENTS).lower()) if 0 <= colon < start else ""


def heading_keys(word: str, family: str) -> list[str]:
    """Keys for what the line is about: 停車駅 speaks for every place in it, 出席者 for names."""
    return [f";^{word}", f";{word[-2:]}", f";{word[-3:]}|{family}", f";;{family}"] if word else []


def left_keys(left: str, kind: str) -> list[str]:
    """Keys for the characters that stand before the candidate in its run of kanji."""
    if not left:
        return []
    near = left[-REACH:]
    return [f"<i{near}", f"<i{near}|{kind}", f"<j{left[-1]}|{kind}", f"<j{left[-2:]}"]


def right_keys(right: str, kind: str) -> list[str]:
    """Keys for the characters that stand behind the candidate in its run of kanji."""
    if not right:
        return []
    near = right[:REACH]
    keys = [f">i{near}", f">i{near}|{kind}", f">j{right[0]}|{kind}", f">j{right[:2]}"]
    return [*keys, f">z{right[-1]}|{kind}", f">z{right[-2:]}"]  # 駅長, 広告局長, 区議, 大臣: what a title ends with


def has_title(rest: str, words: KnownWords) -> bool:
    """Whether ``rest`` ends with a title of two or three kanji: 局長 in 広告局長; one kanji is a key of its own."""
    return bool(words.is_title[rest[-2:]] or (len(rest) > 2 and words.is_title[rest[-3:]]))


def rest_keys(left: str, right: str, kind: str, words: KnownWords) -> list[str]:
    """Keys for what the dictionaries know of the rest of the run of kanji, on the left and on the right."""
    keys = []
    if left:
        keys.append(f"L{words.classes(left) if len(left) > 1 else 1}{kind}")
        if has_title(left, words):
            keys.append(f"LT{kind}")
    if right:
        keys.append(f"R{words.classes(right) if len(right) > 1 else 1}{kind}")
        keys.append(f"r{words.classes(right[:2])}{kind}")
        if len(right) > 1 and has_title(right, words):
            keys.append(f"RT{kind}")
    return keys


def crossing_keys(run: str, start: int, end: int, kind: str, words: KnownWords) -> list[str]:
    """Keys for words that lie across a border of the candidate: 湯本本部長 holds no 湯本本, as 本部 is a word."""
    keys = []
    if start:
        keys.append(f"vl{words.is_word[run[start - 1 : start + 1]]:d}{kind}")
    if end < len(run):
        two, three = run[end - 1 : end + 1], run[end - 1 : end + 2]
        keys.append(f"vr{words.is_word[two]:d}{len(three) == 3 and words.is_word[three]:d}{kind}")
    return keys


def shape_keys(kind: str, lengths: tuple[int, int], tiers: str, left: int, right: int) -> list[str]:
    """Keys for how long the parts of a kanji name are, and how much of the run stands beside it."""
    surname, given = lengths
    return [
        f"k{kind}{surname}{given}",
        f"K{kind}{surname}{given}{tiers}",
        f"n{min(left, 4)}{min(right, 4)}{kind}",
        f"n{min(left, 3)}{min(right, 3)}{surname}{given}{kind}",
    ]


def known_given_keys(given: str, kind: str, words: KnownWords) -> list[str]:
    """The key for what the dictionaries know of a given name of no tier that counts."""
    known = words.classes(given)
    return [f"u{known}{len(given)}{kind}"] if known else []


def unknown_given_keys(given: str, kind: str) -> list[str]:
    """Keys for a given name of no tier that counts: its characters by position."""
    size = len(given)
    return [
        f"u{size}{kind}",
        f"ua{given[0]}{size}",
        f"uz{given[-1]}{size}",
        f"ux{given[-2:]}",
        *(f"uc{c}" for c in dict.fromkeys(given)),
    ]


def whole_keys(run: str) -> list[str]:
    """Keys for a whole run of kanji taken as a name of unknown build."""
    return [
        *(f"wc{c}" for c in dict.fromkeys(run)),
        f"w{run}",
        f"wa{run[0]}{len(run)}",
        f"wz{run[-1]}{len(run)}",
        f"wz{run[-2:]}",
        f"wa{run[:2]}",
    ]


def own_keys(name: str, kind: str, words: KnownWords) -> list[str]:
    """The key for what the dictionaries know of the candidate itself."""
    return [f"q{words.classes(name)}{kind}"]


def common_keys(run: str, start: int, end: int, kind: str, words: KnownWords) -> list[str]:
    """Keys for what speaks for common words: the candidate or its run in a dictionary, cheap cuts into other words."""
    whole = words.cost[run]
    left = words.cost[run[:start]] if start else 0
    right = words.cost[run[end:]] if end < len(run) else 0
    inside = words.cost[run[start:end]] if end - start < len(run) else whole
    explained = (whole - left - right) // 30
    crossed = (left + inside + right - whole) // 25
    keys = [f"d{min(12, explained)}{kind}", f"e{min(12, inside // 30)}{kind}", f"x{min(5, crossed)}{kind}"]
    if end - start < len(run):
        keys.append(f"Q{words.classes(run)}{kind}")
    return keys


def katakana_keys(parts: Sequence[str], kind: str) -> list[str]:
    """Keys for a name in katakana: how long it is; of each part the word, its beginning and its end; each key once."""
    many = min(4, len(parts))
    if many == 1:  # nine of ten
        (part,) = parts
        return [f"t{kind}1", f"t{min(9, len(part))}1{kind}", *_katakana_part_keys(part, "0")]
    keys = [f"t{kind}{many}", f"t{min(9, sum(map(len, parts)))}{many}{kind}"]
    for number, part in enumerate(parts[:4]):
        keys += _katakana_part_keys(part, part_place(number, len(parts)))
    return [*dict.fromkeys(keys)]


def _katakana_part_keys(part: str, place: str) -> tuple[str, ...]:
    return (
        f"tw{part}",
        f"tl{min(8, len(part))}{place}",
        f"tz{part[-2:]}{place}",
        f"tz{part[-3:]}",
        f"ta{part[:2]}{place}",
        f"ta{part[:3]}",
    )


def part_place(number: int, many: int) -> str:
    """Where a part stands among ``many``: 0 alone, a first, z last, m between."""
    return "0" if many == 1 else "a" if number == 0 else "z" if number == many - 1 else "m"


def katakana_word_keys(parts: Sequence[str], kind: str, words: KnownWords) -> list[str]:
    """Keys for what the dictionaries know of the parts of a name in katakana."""
    many = min(4, len(parts))
    keys = []
    marks = ""
    for number, part in enumerate(parts[:4]):
        known = words.classes(part)
        mark = known + words.readings(to_hiragana(part)) if kind == "K" or many == 1 else known
        order = (("p", known), ("J", known), ("S", mark), ("G", mark))
        marks += next((letter for letter, letters in order if letter in letters), "n" if known else "-")
        keys += [f"tb{mark}{part_place(number, len(parts))}{kind}", f"tb{mark}"]
    keys.append(f"tm{marks}{kind}")
    if many == 1 and len(parts[0]) >= 4:
        keys.append(f"tj{native_cut(to_hiragana(parts[0]), words)}")
    return keys if many == 1 else [*dict.fromkeys(keys)]


LONGEST_NATIVE = 32
"""Kana of a surname and a given name together; all the cuts of a run of 160,000 kana once took 2 GB."""


def native_cut(word: str, words: KnownWords) -> str:
    """How ``word`` in hiragana can be cut into readings: 2 surname and given name, 1 one of them, 0 neither."""
    if len(word) > LONGEST_NATIVE:
        return "0"
    is_surname, is_given = words.is_surname_reading, words.is_given_reading
    if is_surname[word] or is_given[word]:
        return "1"
    for n in range(2, len(word) - 1):
        if is_surname[word[:n]] and is_given[word[n:]]:
            return "2"
    return "0"


def hiragana_keys(word: str, rest: str) -> list[str]:
    """Keys for a name in hiragana, with the ``rest`` of its run: the characters of both."""
    return [f"hw{word}", f"hz{word[-2:]}", f"ha{word[:2]}", f"hr{rest[:2]}", f"hr{rest[:3]}"]


def hiragana_word_keys(word: str, rest: str, words: KnownWords) -> list[str]:
    """Keys for what the dictionaries know of a name in hiragana."""
    known, cut, size = words.classes(word), native_cut(word, words), min(len(word), 7)
    return [f"h{cut}{size}", f"h{cut}{size}{min(4, len(rest))}", f"hb{known}{min(2, len(rest))}"]


def hiragana_pair_keys(given: str) -> list[str]:
    """Keys for surname, gap, given name in hiragana: how the given name ends."""
    return [f"Hz{given[-2:]}"]


def hiragana_pair_word_keys(surname: str, given: str, rest: str, words: KnownWords) -> list[str]:
    """Keys for what the dictionaries know of surname, gap, given name in hiragana."""
    first, second = words.classes(surname), words.classes(given)
    marks = f"{'S' in first:d}{'G' in second:d}"
    keys = [f"H{marks}{bool(rest):d}", f"H{marks}{min(5, len(surname))}{min(5, len(given))}"]
    return [*keys, f"Hb{set(first) & set('nlo') != set():d}{set(second) & set('nlo') != set():d}{marks}"]


def latin_keys(name: str, left: int, right: int) -> list[str]:
    """Keys for a name in Latin letters with so many capitalised words beside it: its words and their shapes."""
    parts = LATIN_WORD.findall(name)
    keys = [f"l{latin_shapes(parts)}{',' if ',' in name else ''}{min(left, 2)}{min(right, 2)}"]
    for number, part in enumerate(parts):
        keys += [f"lw{part.lower()}", f"lz{part[-2:].lower()}{number}"]
    return keys


LATIN_WORD = late(r"[A-Za-z'’-]+\.?")


def latin_shapes(parts: Sequence[str]) -> str:
    """A letter per word: I for an initial, A for capitals, W for a word."""
    return "".join("I" if len(p.rstrip(".")) == 1 else "A" if p.isupper() else "W" for p in parts)


def latin_word_keys(name: str, left: int, right: int, words: KnownWords) -> list[str]:
    """Keys for what the dictionaries know of the words of a name in Latin letters."""
    parts = LATIN_WORD.findall(name)
    marks = ""
    for part in parts:
        known = words.classes(part.lower().rstrip("."))
        mark = "b" if "S" in known and "G" in known else "S" if "S" in known else "G" if "G" in known else "-"
        marks += mark + ("e" if words.classes(part) else "")
    comma = "," if "," in name else ""
    return [f"lm{marks}{latin_shapes(parts)}{comma}", f"lm{marks}{min(left, 2)}{min(right, 2)}"]


def label_keys(label: str, family: str) -> list[str]:
    """Keys for the label of the value: a column header, a JSON key, the words before a colon."""
    seen = visible(label.strip().lower())[-12:]
    if not seen:
        return []
    ends = [seen[-n:] for n in (1, 2, 3, 4) if n <= len(seen)]
    keys = [f":{end}" for end in ends] + [f":{end}|{family}" for end in ends[1:3]]
    return [f"::{family}", f":^{seen}", *keys]


Contact = tuple[bool, bool]
"""Whether a mail address and a phone number stand near."""
CONTACT_REACH = 60


def contact_near(text: str, start: int, end: int) -> Contact:
    """What else stands near ``[start, end)``: a mail address, a phone number."""
    around = text[start - CONTACT_REACH if start > CONTACT_REACH else 0 : end + CONTACT_REACH]
    return "@" in around, "0" in around and _PHONE.search(around) is not None


def contact_keys(contact: Contact, family: str) -> list[str]:
    """Keys for the contact data that stand near."""
    mail, phone = contact
    return [*([f"@m{family}"] if mail else []), *([f"@p{family}"] if phone else [])]


# Begins with the zero and looks back from there: a pattern that looks back first is tried at every character.
_PHONE = late(r"0(?<![0-9-]0)[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}(?![0-9-])")
