"""Counter-evidence: words and places a name finder would trip over."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from typing import NamedTuple

from data_build.fold import Folder

WORD = re.compile("[一-鿿々〆㐀-䶿]{2,5}")
KANA = re.compile("[ぁ-ゖー]{2,6}")
RUN = re.compile("[一-鿿々〆㐀-䶿]{3,6}")
COMMON = {"普通名詞", "サ変接続", "形容動詞語幹", "副詞可能", "ナイ形容詞語幹", "一般"}
# A place or organisation that ends in one of these shows what it is; the character after a surname is evidence already.
TELLING = "市区町村郡県府都道駅"
# A word counts as a noun when both dictionaries together find the noun likelier than the name by this much.
# MeCab word costs, lower is likelier: 北口 -3730, 南部 -4555 stay; 平野 -1376, 金子 +2125 are names first.
MARGIN = 1500

Names = Mapping[str, str]  # name -> tier


class Known(NamedTuple):
    """The names the word lists are measured against."""

    surnames: Names
    given: Names
    readings: AbstractSet[str]


@dataclass(slots=True)
class Lexicon:
    """What one dictionary knows: folded word -> its classes, and the lowest cost of each class."""

    kinds: dict[str, set[str]] = field(default_factory=dict)
    costs: dict[tuple[str, str], int] = field(default_factory=dict)

    def add(self, word: str, kind: str, cost: int) -> None:
        """Take in one entry."""
        self.kinds.setdefault(word, set()).add(kind)
        key = (word, kind)
        self.costs[key] = min(cost, self.costs.get(key, cost))


def word_class(pos: tuple[str, ...]) -> str:
    """Return c (noun), p (place), o (organisation or other), S (surname), G (given name), n (name) or nothing."""
    if pos[0] == "形状詞" or (pos[0] == "名詞" and pos[1] in COMMON):
        return "c"
    if pos[0] != "名詞" or pos[1] != "固有名詞":
        return ""
    if pos[2] == "人名":
        return {"姓": "S", "名": "G"}.get(pos[3], "n")
    return "p" if pos[2] in {"地名", "地域"} else "o"


def lexicon(entries: Iterable[tuple[str, tuple[str, ...], int]], fold: Folder) -> Lexicon:
    """Return what a dictionary says about its words of 2 to 6 characters; w is any hiragana word, verbs and all."""
    found = Lexicon()
    for surface, pos, cost in entries:
        kind = "w" if KANA.fullmatch(surface) and pos[1] != "固有名詞" else word_class(pos)
        if kind and 2 <= len(surface) <= 6:
            found.add(fold(surface), kind, cost)
    return found


def has_surname(word: str, surnames: Names) -> bool:
    """Say whether a listed surname of two or more characters stands in ``word``."""
    return any(word[i:j] in surnames for i in range(len(word)) for j in range(i + 2, len(word) + 1))


def cuts(word: str, surnames: Names, given: Names) -> bool:
    """Say whether ``word`` can be cut into a listed surname and a listed given name."""
    return any(word[:i] in surnames and word[i:] in given for i in range(1, len(word)))


def name_first(word: str, kind: str, costed: Iterable[Lexicon], margin: int) -> bool:
    """Say whether the dictionaries with costs find ``word`` likelier as a name than as a ``kind``."""
    gaps = []
    for known in costed:
        as_name = [known.costs[word, k] for k in "SG" if (word, k) in known.costs]
        if as_name and (word, kind) in known.costs:
            gaps.append(known.costs[word, kind] - min(as_name))
    return bool(gaps) and sum(gaps) > -margin * len(gaps)


@dataclass(frozen=True, slots=True)
class Chooser:
    """Decides which words of the three dictionaries count against a name."""

    sudachi: Lexicon
    unidic: Lexicon
    ipadic: Lexicon
    surnames: Names
    given: Names

    def _known(self, word: str, kind: str) -> bool:
        """Say whether one of the two smaller dictionaries lists ``word`` as a ``kind``: then it is well known."""
        return kind in self.unidic.kinds.get(word, ()) or kind in self.ipadic.kinds.get(word, ())

    def _listed(self, name: str) -> bool:
        return self.surnames.get(name, "C") < "C"

    def noun(self, word: str) -> bool:
        """Say whether ``word`` is a common noun that holds, starts or ends like a name.

        A noun only unidic and sudachi know is left out: those are archaic (山島, 酒役) and more often a surname.
        """
        if name_first(word, "c", (self.unidic, self.ipadic), MARGIN):
            return False
        if "c" in self.ipadic.kinds.get(word, ()):
            return True
        if "c" not in self.sudachi.kinds.get(word, ()) or "c" in self.unidic.kinds.get(word, ()):
            return False
        names = (self.surnames, self.given)
        return word[0] in self.surnames or word in self.given or has_surname(word, self.surnames) or cuts(word, *names)

    def place(self, word: str) -> bool:
        """Say whether ``word`` is a place of 2 or 3 characters that starts like a surname and is not one first."""
        if len(word) > 3 or "p" not in self.sudachi.kinds.get(word, ()):
            return False
        if self._listed(word):
            return self._known(word, "p") and not name_first(word, "p", (self.unidic, self.ipadic), 0)
        return self._listed(word[:2]) or (self._listed(word[0]) and self._known(word, "p"))

    def other(self, word: str) -> bool:
        """Say whether ``word`` is an organisation or work of 2 to 4 characters with a surname in it."""
        if len(word) > 4 or self._listed(word):
            return False
        if self._listed(word[0]) and self._known(word, "o"):
            return True
        return len(word) > 2 and "o" in self.sudachi.kinds.get(word, ()) and has_surname(word, self.surnames)

    def common_words(self) -> dict[str, str]:
        """Return the words of 2 to 5 kanji a name finder would trip over, with their class."""
        rows = {}
        for word in self.sudachi.kinds.keys() | self.unidic.kinds.keys() | self.ipadic.kinds.keys():
            if not WORD.fullmatch(word):
                continue
            telling = len(word) > 2 and word[-1] in TELLING
            if self.noun(word):
                rows[word] = "c"
            elif not telling and self.place(word):
                rows[word] = "p"
            elif not telling and self.other(word):
                rows[word] = "o"
        return rows

    def kana_words(self, readings: Iterable[str]) -> set[str]:
        """Return the name readings that two dictionaries list as hiragana words and that are not names first."""
        costed = (self.unidic, self.ipadic)
        lists = (self.sudachi, *costed)
        return {
            reading
            for reading in readings
            if sum("w" in known.kinds.get(reading, ()) for known in lists) >= 2
            and not name_first(reading, "w", costed, 0)
        }

    def stop_words(self) -> dict[str, str]:
        """Return the nouns and places of 3 to 6 kanji that look like surname + given name, with their class."""
        rows = {}
        for word, kinds in self.sudachi.kinds.items():
            kind = "c" if "c" in kinds else "p" if "p" in kinds else ""
            if kind and RUN.fullmatch(word) and cuts(word, self.surnames, self.given):
                rows[word] = kind
        return rows
