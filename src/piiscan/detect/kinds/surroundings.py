"""What the text around a number says against it: identifiers, links, units, sums of money."""

from __future__ import annotations

import string
from collections.abc import Iterator

from piiscan.detect.kinds.rule import Number
from piiscan.late import late

_REACH = 48
_BORDERS = frozenset("\t\n|;")
_MORE_BORDERS = _BORDERS | {","}
_LONGEST_PART = 3
_CONTACT_REACH = 60
_PERSON_SIGNS = ("@", "様", "さん", "殿", "氏名", "名義")
_PHONE = late(r"(?<![0-9-])0[0-9]{1,3}[-(][0-9]{2,4}[-)][0-9]{3,4}(?![0-9-])")
_FIRST_KANA = "\u3041"
_CONTACT_SIGNS = ("@", "〒", "様", "さん", "殿", "氏名", "名前", "連絡", "住所", "歳", "県", "市", "区", "町", "村")
"""Near one of these, digits that can be a telephone number need no hyphens to be one."""
_TRACK = "%B"
"""What a card number on a magnetic stripe stands behind (ISO/IEC 7813)."""
_TOKEN_CHARACTERS = frozenset(string.ascii_letters + string.digits + "_./:%?&=#@+-")
_TOKEN_BEFORE = late(r"[A-Za-z0-9_./:%?&=#@+\-]*\Z")
_TOKEN_AFTER = late(r"[A-Za-z0-9_./:%?&=#@+\-]*")
_GOES_ON = late(r"-[A-Za-z](?![a-z]{2})")
"""A letter behind one more hyphen: the number is the part of a code."""
_FILLER_BEFORE = late(r"([A-Za-z])\1{3}\Z")
_FILLER_AFTER = late(r"([A-Za-z])\1{3}")
"""Letters that fill up a field or blacken what was there."""
_HEX = late(r"[0-9A-Fa-f]*[A-Fa-f][0-9A-Fa-f]*-?")
_PATH = late(r"/[^/]*[A-Za-z][^/]*/\Z")
_UNIT = late(
    r"(?:円|ドル|ユーロ|元|件|人|名(?![義前称簿])|社|口(?!座)|通|世帯|個|台|回|年|月|時|分|秒|点|票|株|千|万|億|歳|階|棟|%|％|℃|㎡|行|ページ|頁|バイト|文字)"
    r"| (?:円|ドル|ユーロ|件|人|個|台|株|万|億|歳|通|百万|千円)(?![ァ-ヶ])"
    r"|(?: ?(?:[kKMGT]?i?B|bytes?|bits?|ms|us|ns|sec|k?m|cm|mm|kg|px|pt|em|yen|JPY|USD|V|W|Hz))(?![A-Za-z])"
)
_MONEY_BEFORE = late(r"[¥$€£\\] ?\Z")
_THOUSANDS_BEFORE = late(r"[0-9],\Z")
_THOUSANDS_AFTER = late(r",[0-9]{3}(?![0-9])")


def clues_against(number: Number, *, labelled: bool) -> Iterator[str]:
    """The clues that the characters around ``number`` give; letters right behind a label are the label's."""
    edged, borders = number.view.edged, cell_borders(number.end - number.start)
    if edged[number.start] in borders and edged[number.end + 1] in borders:
        return
    before, after = number.before(_REACH), number.after(_REACH)
    word_before = _is_word(before[-1:]) and not before.endswith(_TRACK)
    if (word_before and not labelled) or _is_word(after[:1]):
        yield "glued"
        if _FILLER_BEFORE.search(before) or _FILLER_AFTER.match(after):
            yield "filler"
    elif _GOES_ON.match(after):
        yield "glued"
    elif before[-1:] == "_" or after[:1] == "_":
        yield "joined"
    if len(number.grouping) == 1:
        if _UNIT.match(after) or _MONEY_BEFORE.search(before):
            yield "unit"
        if len(number.text) <= 3 and (_THOUSANDS_BEFORE.search(before) or _THOUSANDS_AFTER.match(after)):
            yield "unit"
    if before[-1:] in _TOKEN_CHARACTERS or after[:1] in _TOKEN_CHARACTERS:
        yield from _code_clues(before, after)


def cell_borders(size: int) -> frozenset[str]:
    """What makes a cell of its own of a number of ``size`` characters, where one stands on either side.

    A comma divides a short one from more thousands.
    """
    return _BORDERS if size <= _LONGEST_PART else _MORE_BORDERS


def stands_bare(number: Number) -> bool:
    """Whether ``number`` is in one piece, without a plus sign, and no sign of contact data stands near."""
    if len(number.grouping) != 1 or number.plus:
        return False
    before = number.before(_CONTACT_REACH)
    if before.rstrip(" (:「【[")[-1:] >= _FIRST_KANA:
        return False  # in a sentence, or behind a name
    around = before + number.after(_CONTACT_REACH)
    return not any(sign in around for sign in _CONTACT_SIGNS)


def has_contact_near(number: Number) -> bool:
    """Whether someone's name with a title, mail address or telephone number stands near."""
    around = number.before(_CONTACT_REACH) + "\n" + number.after(_CONTACT_REACH)
    return any(sign in around for sign in _PERSON_SIGNS) or _PHONE.search(around) is not None


def _is_word(character: str) -> bool:
    return character.isascii() and character.isalnum()


def _code_clues(before: str, after: str) -> Iterator[str]:
    """``url`` inside a link or path, ``hex`` in a hash or UUID."""
    found = _TOKEN_BEFORE.search(before)
    left = found.group() if found is not None else ""
    follows = _TOKEN_AFTER.match(after)
    right = follows.group() if follows is not None else ""
    if "://" in left or "www." in left or _PATH.search(left):
        yield "url"
    if (left and _HEX.fullmatch(left[-8:])) or (len(right) > 1 and _HEX.match(right)):
        yield "hex"
