"""The scripts a name can be written in, as character classes and as runs of one script in folded text."""

from __future__ import annotations

from piiscan.late import late

KANJI = "一-鿿々〆豈-\ufaff𠀀-\U0003134f"
HIRAGANA = "ぁ-ゖー"
KATAKANA = "ァ-ヺー"

# Patterns begin with one letter of a class: re looks for that a third faster than for the same class with a plus.
# ケ, カ, ノ, ツ belong to a run of kanji only between two of them (folding made them of ヶ and ヵ): 一ノ瀬, 霞ケ関.
KANJI_RUN = late(f"[{KANJI}][{KANJI}]*(?:[ケカノツ][{KANJI}]+)*")
KANJI_RUN_AND_GAP = late(f"{KANJI_RUN.pattern}(?:[ ・](?=[{KANJI}{HIRAGANA}{KATAKANA}]))?")
"""A run of kanji, with the gap behind it where a given name may follow."""

# A name in hiragana starts where no kanji or kana stands before it: elsewhere hiragana is grammar. The look behind
# comes after the first letter: a pattern that begins with one is tried at every character (four times slower on ASCII).
HIRAGANA_RUN = late(f"[{HIRAGANA}](?<![{KANJI}{HIRAGANA}{KATAKANA}][{HIRAGANA}])[{HIRAGANA}]{{1,11}}")
KATAKANA_RUN = late(f"[{KATAKANA}][{KATAKANA}]+(?:[・=][{KATAKANA}]+|[・ ][A-Z]\\.?(?=[・ ]))*")
KATAKANA_PART = late("[^・= ]+")
REGNAL = late("(?:[0-9]{1,2}|[一二三四五六七八九十]{1,3})世")
_LATIN_REST = (
    r"(?:[A-Za-z'’]|-(?=[A-Z]))*\.?(?:,? [A-Z](?:(?:[A-Za-z'’]|-(?=[A-Z]))*|\.))*"
    r"(?![A-Za-z0-9_@]|\.[A-Za-z0-9_]|-(?!san|sama|kun|chan|sensei|dono)[A-Za-z0-9_])"
)
LATIN_RUN = late(f"[A-Z](?<![A-Za-z0-9_@./-][A-Z]){_LATIN_REST}")
# Split a text with one of these, and every second part is a run.
KANJI_RUNS = late(f"({KANJI_RUN_AND_GAP.pattern})")
HIRAGANA_RUNS = late(f"({HIRAGANA_RUN.pattern})")
KATAKANA_RUNS = late(f"({KATAKANA_RUN.pattern})")
LATIN_RUNS = late(f"({LATIN_RUN.pattern})")
LATIN_CELLS = late(rf"([A-Z](?<=[,\t\n|\"][A-Z]){_LATIN_REST})")
"""The same of those that begin a cell."""
RUN_REACH = 64
"""How far a run of Japanese script may go on in ASCII letters: ジョン F ケネディ."""
LATIN_PART = late("[A-Za-z.'’-]+")

_HIRAGANA_OF = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_CLASS_OF = {
    **dict.fromkeys("0123456789", "D"),
    **dict.fromkeys("(「『[【〈《<", "O"),
    **dict.fromkeys(")」』]】〉》>", "C"),
    **dict.fromkeys("、,・/", ","),
    **dict.fromkeys("。.!?", "."),
    **dict.fromkeys(":=", ":"),
    **dict.fromkeys(" \u3000", "S"),
    "\t": "B",
    "|": "B",
    "\n": "N",
    "々": "K",
    "〆": "K",
}


def is_kanji(character: str) -> bool:
    """Whether ``character`` is a kanji or one of its repeat marks."""
    return "一" <= character <= "鿿" or character in "々〆" or "豈" <= character <= "\ufaff" or character >= "𠀀"


def class_of(character: str) -> str:
    """One letter for what ``character`` is: K kanji, H hiragana, T katakana, A Latin, D digit ...; E if none."""
    if not character:
        return "E"
    known = _CLASS_OF.get(character)
    if known is not None:
        return known
    if is_kanji(character):
        return "K"
    if "ぁ" <= character <= "ゟ":
        return "H"
    if "ァ" <= character <= "ヿ":
        return "T"
    return "A" if character.isascii() and character.isalpha() else "P"


def to_hiragana(word: str) -> str:
    """``word`` with katakana as hiragana."""
    return word.translate(_HIRAGANA_OF)
