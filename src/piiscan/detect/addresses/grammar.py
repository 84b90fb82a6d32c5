"""The patterns of a Japanese address behind its municipality, all anchored by their caller and bounded in length.

They read folded text: one width, every dash but the long vowel mark a hyphen.
"""

from __future__ import annotations

import re

from piiscan.late import late

AREA = "[\u3005-\u3007\u3041-\u3096\u30a1-\u30fa\u30fc\u3400-\u4dbf\u4e00-\u9fff\ue000-\ufaff]"
"""A character of the name of a town: kana, kanji, what repeats or lengthens them, and private ones (外字)."""
HYPHEN = "[-ー]"
_DIGITS = "[1-9][0-9]{0,4}"
_KANJI = "[〇一二三四五六七八九十百千]{1,7}"
# A kanji numeral is a number only where a unit or a hyphen follows: 三条町 and 六本木 are names.
_KANJI_NUMBER = (
    f"{_KANJI}(?=丁目|番地|番(?![町丁目])|号|線[東西南北]|地割|(?:丁|条[東西南北]?|[-ーノの])[0-9一二三四五六七八九十])"
)
_NUMBER = f"(?:{_DIGITS}|{_KANJI_NUMBER})"
_LETTER = "(?:第|[甲乙丙丁戊己庚辛壬癸イロハニホヘトチ東西南北])"
_UNIT = (
    "(?:丁目|(?<=[0-9])町目|番外地|番地先?|番(?![町丁館])|の通り?(?=[0-9])|号(?![室棟館線車])"
    "|条(?![一-龥ぁ-んァ-ヶ](?<![東西南北一二三四五六七八九十]))|線(?=[東西南北0-9])|地割"
    r'|丁(?=[0-9," -]|\Z)|区(?=[0-9])|組(?=[0-9-]))'
)
# The numbers of an address: 1丁目2番3号, 3-4-5, 番地の6, 12条西3丁目, 甲7-8, 一丁目二番三号, 4番地9
NUMBER = (
    f"(?:{_LETTER}{{0,2}}{_NUMBER}"
    f"(?:{_UNIT}(?:(?:(?<=[目条]) )?[-ーのノ]?{_LETTER}?{_NUMBER}|[-ーのノ]{_KANJI}(?![階人名個件箇]))?"
    f"| ?{HYPHEN} ?(?:{_LETTER}?{_DIGITS}|{_KANJI}|[A-Z]{{1,2}}-?[0-9]{{1,4}}|[A-Z](?![A-Za-z0-9]))"
    f"|[のノ](?:{_DIGITS}|{_KANJI_NUMBER}|{_KANJI}(?![階人名個件箇\u4e00-\u9fff]))"
    f"|[東西南北甲乙丙]{_DIGITS}"
    f"|{HYPHEN}0[0-9]{{1,3}}(?![0-9-])"
    f"|一{_DIGITS}"
    f"|・{_DIGITS}(?![0-9]|丁目|番)"
    f"){{0,7}}"
    f"|(?:[0-9]{{1,5}}番外地|無番地|番外地|番地なし))"
)
_END = (
    r"(?!(?<=[0-9])(?:[0-9]|\.[0-9]|,[0-9]{3}(?=[円人件%戸世台本]|,[0-9]{3})|[-ー][0-9](?![0-9]{0,3}(?:F|階|号?室))"
    r"|F(?![A-Za-z])|階|号室))"
)
SEPARATOR = r"(?:[ ]{0,2}|\"?[\t,]\"?|[ ]?\r?\n[ ]{0,6})"
"""What may stand between two parts of an address: spaces, one line end, or the border of two cells."""

_NUMBER_BEGINS = "0123456789〇一二三四五六七八九十百千第甲乙丙丁戊己庚辛壬癸イロハニホヘトチ東西南北無番"
"""Asked first, because most places have no number: half of the time of a stretch without one."""

TAIL = late(
    f"(?P<area>{AREA}{{0,24}}?)(?P<gap>[ ]{{0,2}}|(?<=[ァ-ヶ])-)(?=[{_NUMBER_BEGINS}])(?P<number>{NUMBER}){_END}"
)
"""A town (or whatever stands in its place) and its numbers."""
AREA_RUN = late(f"(?:{AREA}|[0-9A-Z]){{1,24}}")
GROUP = late("[0-9]+|[〇一二三四五六七八九十百千]+|無番地|番外地|番地なし")
UNITS = late("丁目|番|号|地割|条|線|番地")
STREET = late("[上下]る|[上下]ル|[上下]ガル|[東西]入|通|筋")
CORNER = late("(?:[上下][るル]|[東西]入[るル]?|角|[東西南北]側)\\Z")
"""How a place in a Kyoto street ends where it has no number."""
COUNTER = late(
    r" ?(?:年|月|日(?!本)|時|分(?!庁|校|室)|秒|人|名(?!城|古|神)|円|[万億兆千百](?:[^代石]|$)"
    r"|件|%|回|度|世帯|歳|才|倍|位|個|[か箇カケヶヵ](?:所|月|国|年)"
    r"|社|校|店|戸|台(?!町)|[本票点頭匹冊枚組](?:$|[^町館社部店陣])|つ"
    r"|k?m[^A-Za-z]|km|kg|ha|世紀|代目"
    r"|市|町|村|区|周年|大会|強|弱|以上|以下|未満|得|勝|敗)"
)
"""What makes the number before it a quantity."""
RANGE = late(
    r" ?(?:~|(?:から|より)[0-9一二三四五六七八九十]|まで|以降|番?[、・.．][0-9]"
    r"|全域|の区域|の一部|付近|周辺)"
)
"""What makes a stretch of addresses or a description of an area of it."""
PARTICLES = late(
    "及び|並び|又は|または|ほか|^[がのや]|[をはにでともへ]|から|まで|より|など|です|ます|した|する|って|という"
)
"""Hiragana that stands in sentences; some of it in the names of towns too."""

IROHA = late("[いろはにほへとちりイロハニホヘトチリ](?:の|ノ|部|-)?")
"""The letter of a section, between a town and its numbers."""


def match_number(text: str, start: int) -> re.Match[str] | None:
    """The numbers at ``start`` (the group ``number``): what :data:`TAIL` finds without a town.

    A pattern of its own would take 4 ms to compile.
    """
    match = TAIL.match(text, start) if text[start : start + 1] in _NUMBER_BEGINS else None
    return match if match is not None and match.start("number") == start else None


def holds_letter(text: str) -> bool:
    """Whether ``text`` holds a kana or kanji: as a class in a pattern they take 1 ms to compile."""
    return any("\u3041" <= character <= "\u9fff" for character in text)
