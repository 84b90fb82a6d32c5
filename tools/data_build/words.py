"""Counter-evidence: words and places a name finder would trip over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from data_build.fold import Folder

WORD = re.compile("[一-鿿々〆㐀-䶿]{2,5}")
RUN = re.compile("[一-鿿々〆㐀-䶿]{3,6}")
COMMON = {"普通名詞", "サ変接続", "形容動詞語幹", "副詞可能", "ナイ形容詞語幹", "一般"}
# A place or organisation that ends in one of these shows what it is; the character after a surname is evidence already.
TELLING = "市区町村郡県府都道駅"

Entry = tuple[str, tuple[str, ...]]


def word_class(pos: tuple[str, ...]) -> str:
    """Return c (common noun), p (place), o (organisation or other), n (person name) or nothing."""
    if pos[0] == "形状詞" or (pos[0] == "名詞" and pos[1] in COMMON):
        return "c"
    if pos[0] != "名詞" or pos[1] != "固有名詞":
        return ""
    return {"地名": "p", "地域": "p", "人名": "n"}.get(pos[2], "o")


def classes(entries: Iterable[Entry], fold: Folder) -> dict[str, set[str]]:
    """Return folded word of 2 to 6 kanji -> all its classes."""
    found: dict[str, set[str]] = {}
    for surface, pos in entries:
        kind = word_class(pos)
        if kind and 2 <= len(surface) <= 6:
            found.setdefault(fold(surface), set()).add(kind)
    return found


def best_class(kinds: set[str]) -> str:
    """Return the class that weighs most against a name: common before place before other."""
    return next((k for k in "cpo" if k in kinds), "")


def has_surname(word: str, surnames: Mapping[str, str], worst: str = "C") -> bool:
    """Say whether a listed surname of two or more characters, of tier ``worst`` or better, stands in ``word``."""
    parts = (word[i:j] for i in range(len(word)) for j in range(i + 2, len(word) + 1))
    return any(surnames.get(part, "Z") <= worst for part in parts)


def common_nouns(
    found: dict[str, dict[str, set[str]]], surnames: Mapping[str, str], given: Mapping[str, str]
) -> set[str]:
    """Return the nouns of ipadic, and those of the others that hold, start or end like a name.

    A noun only unidic knows is left out: those are archaic (山島, 酒役) and more often a surname than a word.
    """
    ipadic = {w for w, kinds in found["I"].items() if "c" in kinds}
    old = {w for w, kinds in found["U"].items() if "c" in kinds} - ipadic
    modern = {w for w, kinds in found["S"].items() if "c" in kinds} - old
    tripping = {
        w for w in modern if w[0] in surnames or w in given or has_surname(w, surnames) or cuts(w, surnames, given)
    }
    return ipadic | tripping


def common_words(
    found: dict[str, dict[str, set[str]]], surnames: Mapping[str, str], given: Mapping[str, str]
) -> dict[str, str]:
    """Return the words of 2 to 5 kanji a name finder would trip over, with their class.

    Places count with 2 or 3 characters and a tier A or B surname in front, organisations with 3 or 4 and a surname inside.
    """
    kinds: dict[str, set[str]] = {}
    for words in found.values():
        for word, known in words.items():
            kinds.setdefault(word, set()).update(known)
    nouns = common_nouns(found, surnames, given)
    rows = {}
    for word in kinds:
        if not WORD.fullmatch(word):
            continue
        telling = len(word) > 2 and word[-1] in TELLING
        if word in nouns:
            rows[word] = "c"
        elif telling:
            continue
        elif "p" in kinds[word] and len(word) <= 3 and surnames.get(word[:2], "Z") < "C":
            rows[word] = "p"
        elif "o" in kinds[word] and len(word) in {3, 4} and has_surname(word, surnames):
            rows[word] = "o"
    return rows


def cuts(word: str, surnames: Mapping[str, str], given: Mapping[str, str]) -> bool:
    """Say whether ``word`` can be cut into a listed surname and a listed given name."""
    return any(word[:i] in surnames and word[i:] in given for i in range(1, len(word)))


def stop_words(found: Mapping[str, set[str]], surnames: Mapping[str, str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the common and place words of 3 to 6 kanji that look like surname + given name, with their class."""
    rows = {}
    for word, kinds in found.items():
        kind = best_class(kinds - {"o"})
        if kind and RUN.fullmatch(word) and cuts(word, surnames, given):
            rows[word] = kind
    return rows
