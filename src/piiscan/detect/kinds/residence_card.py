"""Residence card (在留カード) and special permanent resident numbers: two letters, eight digits, two letters.

Source: the sample on the Immigration Services Agency's page; no check digit is published.
"""

from __future__ import annotations

import string

from piiscan.detect.kinds.rule import Number, NumberRule, Verdict
from piiscan.late import late

_LETTERS_BEFORE = late(r"(?<![A-Za-z0-9])(?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z])[- ]?\Z")
_LETTERS_AFTER = late(r"[- ]?(?:[A-Z]{2}|[a-z]{2}|[A-Z][a-z])(?![A-Za-z0-9_])")
_CODE = late(r"[A-Z]{2}[0-9]{8}[A-Z]{2}")


def judge(number: Number) -> Verdict | None:
    """The letters on both sides, which belong to the number."""
    before = _LETTERS_BEFORE.search(number.before(4))
    after = _LETTERS_AFTER.match(number.after(4))
    if before is None or after is None:
        return None
    return Verdict((number.divided,), before=len(before.group()), after=len(after.group()))


def read_loose(compact: str) -> tuple[int, tuple[str, ...]] | None:
    """Twelve letters and digits, whatever divides them."""
    return (12, ("irregular",)) if _CODE.match(compact) is not None else None


RULE = NumberRule(
    entity_type="JP_RESIDENCE_CARD",
    groupings=((8,), (4, 4)),
    judge=judge,
    behind=string.ascii_letters,
    loose=read_loose,
    examples=(
        "在留カード番号：【UH98765432LA】",
        "在留カード【ＡＢ１２３４０９８７ＣＤ】を確認",
        "zairyu: 【ab12340987cd】",
    ),
    counterexamples=("型番 UH98765432LA", "XUH98765432LA", "ロット AB12340987CD-1"),
)
