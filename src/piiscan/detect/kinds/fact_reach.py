"""How far a listed word of a sensitive fact reaches: what is written before and behind it belongs to the fact.

A character beside the word tells whether a pattern can fit at all: most words have nothing of the kind, and the
patterns with classes of kanji take a millisecond each to compile.
"""

from __future__ import annotations

from piiscan.late import late

REMARK = r"(?:\([^()\n]{0,10}(?:障害|[0-9]級|年|肢|盲|聾)[^()\n]{0,4}\))?"
_DEPARTMENT = late(
    r"[・/]?(?:[\u4e00-\u9fff・/]{0,6}(?:内科|外科|科(?![せ料学])|センター|外来|教室|病棟|クリニック|学会|検診|ドック)|専門医|認定医|治療薬|セミナー|講座|予防)"
)
"""A department, a course or a doctor of it: no fact about anybody."""
_DEPARTMENT_BEGINS = frozenset("・/セクド")
_BEFORE = late(
    r"(?:[0-9一二三ⅠⅡ]型|[A-E]型|慢性|急性|重度の?|軽度の?|中等度の?|若年性|先天性|進行性|原発性|再発性|末期の?|早期の?|"
    r"(?:アルツハイマー|レビー小体|血管)型|[左右両][\u4e00-\u9fff]{0,3}(?:の|を)?|[\u4e00-\u9fff]{1,4}を(?:強打し)?|"
    r"[\u4e00-\u9fff]{2,8}(?:法違反|罪)(?:で|の|により)|[\u30a1-\u30fc]{2,8}|[0-9]{1,3}歳時に?)+\Z"
)
_BEFORE_ENDS = frozenset("型性度期のをしでり時歳に")
_SIDES = frozenset("左右両")
_MOST_BEFORE = 16
_AFTER = late(
    r"(?:術後|末期|再発|症候群|の免責決定|中|歴| ?[0-9]級|[0-9]期|ステージ[0-9IV]{1,3}|受給中?者?|後遺症)*" + REMARK
)
_AFTER_BEGINS = frozenset("術後末再症の中歴ス受( 0123456789")
_ALLERGEN = late(r"(?:[\u30a1-\u30fc]{1,10}|[\u4e00-\u9fff]{1,6}|[\u3041-\u3096]{2,5})\Z")
_LONGEST_ALLERGEN = 10


def is_department(text: str, end: int) -> bool:
    """Whether the word that ends at ``end`` names a department or the like."""
    following = text[end : end + 1]
    may = following in _DEPARTMENT_BEGINS or "\u4e00" <= following <= "\u9fff"
    return may and _DEPARTMENT.match(text, end) is not None


def fact_start(text: str, start: int, floor: int) -> int:
    """Where the fact begins whose word stands at ``start``, not before ``floor``."""
    last = text[start - 1 : start]
    fits = last in _BEFORE_ENDS or "\u30a1" <= last <= "\u30fc"
    if fits or not _SIDES.isdisjoint(text[max(0, start - 4) : start]):
        before = _BEFORE.search(text, max(floor, start - _MOST_BEFORE, 0), start)
        return before.start() if before else start
    return start


def fact_end(text: str, end: int) -> int:
    """Where the fact ends whose word ends at ``end``."""
    after = _AFTER.match(text, end) if text[end : end + 1] in _AFTER_BEGINS else None
    return after.end() if after else end


def allergen_start(text: str, start: int, floor: int) -> int | None:
    """Where the allergen begins before the word at ``start``, None where none stands there."""
    before = _ALLERGEN.search(text, max(floor, start - _LONGEST_ALLERGEN, 0), start)
    return before.start() if before else None
