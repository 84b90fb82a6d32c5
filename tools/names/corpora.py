"""The texts that the name model is fitted and measured on, folded as the scanner folds them."""

from __future__ import annotations

import json
import lzma
import random
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from piiscan.data import rows
from piiscan.detect.fold import Folder

MEASURE_ONLY = ("kwdlc_web_leads", "ku_fkc_complaints")
"""Prose whose licence allows no fitting (see the README of the corpora)."""
PIECE = 2_000
"""Novels and manuals are learned from in pieces of so many characters."""
# Half of each group of texts without persons is fitted on, the other half only measured.
WITHOUT_PERSONS = {
    "law_ja": 150_000,
    "law_ja_md": 100_000,
    "law_ja_csv": 60_000,
    "techdoc_ja": 500_000,
    "techdoc_ja_po": 250_000,
    "techdoc_ja_sjis": 250_000,
    "numbers_csv": 100_000,
}

Span = tuple[int, int]


@dataclass(slots=True)
class Document:
    """A folded text with its persons; ``unsure`` spans count neither way."""

    source: str
    name: str
    text: str
    gold: dict[Span, str] = field(default_factory=dict)
    unsure: list[Span] = field(default_factory=list)

    @property
    def group(self) -> str:
        """What must not be split between fitting and measuring: a template or a document."""
        return self.name.split("-")[0] if self.source in ("business", "generated") else self.name

    def part(self, parts: int) -> int:
        """The fold of a cross-validation in ``parts`` that this document is in."""
        return zlib.crc32(f"{self.source}/{self.group}".encode()) % parts


def make_folder() -> Folder:
    """The scanner's folder."""
    return Folder({row[0]: row[1] for row in rows("kanji_fold.tsv")})


def labelled(path: Path, folder: Folder, source: str = "") -> Iterator[Document]:
    """The documents of a file of gold spans, one JSON object a line."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            folded = folder.fold(row["text"])
            document = Document(source or path.stem, row["id"], folded.text)
            for span in row["spans"]:
                place = (folded.inverse(span["start"]), folded.inverse(span["end"]))
                if span["type"] == "NAME":
                    document.gold[place] = span.get("script", "")
                elif span["type"] in ("OPTIONAL", "ignore"):
                    document.unsure.append(place)
            yield document


def unlabelled(folder_path: Path, folder: Folder, share: float) -> Iterator[Document]:
    """Every Wikipedia paragraph, and a ``share`` of the pieces of the novels."""
    chance = random.Random(1)
    for name in ("jsquad", "aozora"):
        with lzma.open(folder_path / f"{name}.jsonl.xz", "rt", encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                text = folder.fold(row["text"]).text
                if name == "jsquad":
                    yield Document(name, row["id"], text)
                    continue
                for start in range(0, len(text) - PIECE, PIECE):
                    if chance.random() < share:
                        yield Document(name, f"{row.get('id')}/{start}", text[start : start + PIECE])


def without_persons(folder_path: Path, folder: Folder, half: int) -> Iterator[Document]:
    """Pieces of laws, manuals and tables; ``half`` 0 or 1 says which files."""
    for source, budget in WITHOUT_PERSONS.items():
        left = budget
        for path in sorted((folder_path / source).rglob("*")):
            if not path.is_file() or zlib.crc32(path.name.encode()) % 2 != half:
                continue
            content = path.read_bytes()
            try:
                text = content.decode("utf-8-sig")
            except UnicodeDecodeError:
                text = content.decode("cp932", "replace")
            text = folder.fold(text).text
            for start in range(0, min(len(text), 20 * PIECE), 4 * PIECE):
                piece = text[start : start + PIECE]
                if left > 0 and not piece.isascii():
                    left -= len(piece)
                    yield Document(source, f"{path.name}/{start}", piece)


_RESPECT = re.compile(
    "さん|様|氏|先生|くん|ちゃん|訳|著|監修|翻訳|著者|作者|Author|Copyright|Translator|@", re.IGNORECASE
)


def may_be_a_person(text: str, start: int, end: int) -> bool:
    """Whether a candidate in a text without persons could be one after all: an author, a translator."""
    near = text[max(0, start - 25) : end + 12]
    full = text[start:end].isascii() and " " in text[start:end]
    return full or _RESPECT.search(near) is not None
