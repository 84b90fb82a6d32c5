"""What SudachiDict knows: the classes of its words, and how it tags a text (an independent judge)."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import cached_property
from typing import Any

from piiscan.detect.fold import Folder
from piiscan.detect.names.scripts import HIRAGANA, KANJI_RUN, KATAKANA

Token = tuple[int, int, str]
"""Start, end, class: s surname, g given name, p other person, l place, L country, o organisation, n noun, v verb ..."""
_KANA_WORD = re.compile(f"[{HIRAGANA}]{{2,7}}|[{KATAKANA}]{{2,14}}")
_LATIN_WORD = re.compile("[A-Z][A-Za-z]{1,14}")


def token_class(pos: tuple[str, ...]) -> str:
    """One letter for a part of speech."""
    if pos[2] == "人名":
        return {"姓": "s", "名": "g"}.get(pos[3], "p")
    if pos[2] == "地名":
        return "L" if pos[3] == "国" else "l"
    if pos[1] == "固有名詞":
        return "o"
    if pos[1] == "普通名詞":
        return "n"
    return {"名詞": "d", "動詞": "v", "形容詞": "v", "助動詞": "v", "接尾辞": "x", "接頭辞": "y", "助詞": "j"}.get(
        pos[0], "z" if pos[0] in ("補助記号", "空白", "記号") else "e"
    )


class Sudachi:
    """SudachiPy with its core dictionary."""

    def __init__(self, folder: Folder) -> None:
        import sudachipy

        self._dictionary = sudachipy.Dictionary(dict="core")
        self._tokenizer = self._dictionary.tokenizer(mode=sudachipy.SplitMode.A)
        self._folder = folder
        self._classes: dict[int, str] = {}

    def _class(self, morpheme: Any) -> str:
        number = morpheme.part_of_speech_id()
        if number not in self._classes:
            self._classes[number] = token_class(morpheme.part_of_speech())
        return self._classes[number]

    def tokens(self, text: str) -> list[Token]:
        """The tokens of ``text`` in the shortest units."""
        found: list[Token] = []
        offset = 0
        for line in text.splitlines(keepends=True):
            for start in range(0, len(line), 8_000):
                for morpheme in self._tokenizer.tokenize(line[start : start + 8_000]):
                    begin = offset + start
                    found.append((begin + morpheme.begin(), begin + morpheme.end(), self._class(morpheme)))
            offset += len(line)
        return found

    @cached_property
    def words(self) -> dict[str, str]:
        """Every word that can look like a name, with its classes."""
        classes: dict[str, set[str]] = defaultdict(set)
        for morpheme in self._dictionary.entries():
            word = self._folder.fold(morpheme.surface().strip()).text
            letter = self._class(morpheme)
            if (
                (KANJI_RUN.fullmatch(word) and len(word) <= 7)
                or _KANA_WORD.fullmatch(word)
                or _LATIN_WORD.fullmatch(word)
            ):
                classes[word].add(letter)
        return {word: "".join(sorted(letters)) for word, letters in classes.items()}


def tag_counts(documents: Iterable[tuple[str, list[Token]]]) -> dict[str, tuple[int, int]]:
    """How often each word was tagged as (part of) a person's name, and as something else."""
    named: Counter[str] = Counter()
    other: Counter[str] = Counter()
    for text, tokens in documents:
        for start, end, letter in tokens:
            (named if letter in "sgp" else other)[text[start:end]] += 1
    return {word: (named[word], other[word]) for word in named.keys() | other.keys()}
