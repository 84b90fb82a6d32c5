"""The variant-kanji table and the machine form of a list entry."""

from __future__ import annotations

import unicodedata
from pathlib import Path

SOURCES = Path(__file__).parents[1] / "data_sources"


def hand_rows(name: str) -> list[list[str]]:
    """Return the rows of a hand-made TSV, comments left out."""
    lines = (SOURCES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def fold_pairs() -> dict[str, str]:
    """Return variant -> standard character, followed to the end so that folding twice changes nothing."""
    pairs = {a: b for name in ("kanji_fold_geolonia.tsv", "kanji_fold_hand.tsv") for a, b in hand_rows(name)}
    closed = {}
    for variant, target in pairs.items():
        standard = target
        while standard in pairs:
            standard = pairs[standard]
        closed[variant] = standard
    return closed


class Folder:
    """Folds a list entry the way the scanner folds the text: NFKC, then variant characters."""

    def __init__(self) -> None:
        self.pairs = fold_pairs()
        self._table = str.maketrans(self.pairs)

    def __call__(self, surface: str) -> str:
        """Return the machine form of ``surface``."""
        return unicodedata.normalize("NFKC", surface).translate(self._table)


def hiragana(text: str) -> str:
    """Return ``text`` with katakana turned into hiragana (ー stays)."""
    return "".join(chr(ord(c) - 0x60) if "ァ" <= c <= "ヶ" else c for c in unicodedata.normalize("NFKC", text))
