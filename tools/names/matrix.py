"""Candidates of documents as rows of a sparse matrix over the keys of the model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse

from piiscan.detect.names.candidates import Name, build_keys, every_name, label_of, near_keys, word_keys
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.keys import FAMILY, GIVEN_COLUMN, REACH, SURNAME_COLUMN, after_keys, before_keys
from piiscan.detect.names.words import KnownWords
from tools.names.corpora import Document, may_be_a_person
from tools.names.lists import ListKeys


class Row(NamedTuple):
    """Where a candidate stands, and whether it is a person."""

    document: int
    start: int
    end: int
    kind: str
    right: bool


class Keys:
    """All keys of a candidate, those of listed names spelled out."""

    def __init__(self, lists: NameLists, words: KnownWords, listed: ListKeys) -> None:
        self.lists, self.words, self.listed = lists, words, listed
        self.dear: set[str] = set()
        """Every key seen that asks the dictionaries; the product asks those last."""

    def of(self, name: Name, text: str) -> list[str]:
        """The keys of ``name`` in ``text``."""
        keys = [key for _, found in build_keys(name, self.lists) for key in found]
        dear = [key for _, found in word_keys(name, self.words) for key in found]
        self.dear.update(dear)
        keys += dear
        label = label_of(text, name.start, name.end)
        keys += [key for _, found in near_keys(name, text, label) for key in found]
        family = FAMILY[name.kind]
        for side, strings in (
            ("<", before_keys(text[max(0, name.start - REACH) : name.start])),
            (">", after_keys(text[name.end : name.end + REACH])),
        ):
            keys += [key for string in strings for key in (f"{side}={string}", f"{side}={string}|{family}")]
        if name.surname and name.kind in SURNAME_COLUMN:
            keys += self.listed.surname(name.surname, SURNAME_COLUMN[name.kind])
        if name.given and name.kind in GIVEN_COLUMN:
            keys += self.listed.given(name.given, GIVEN_COLUMN[name.kind])
        if name.kind in "kK" and name.spelled is not None:
            keys += [key for part in name.spelled.parts[:4] for key in self.listed.word(part, "t")]
        return keys


class Space:
    """Numbers for keys."""

    def __init__(self) -> None:
        self.index: dict[str, int] = {}

    def add(self, keys: Iterable[str]) -> Any:
        """The sorted numbers of ``keys``, new ones made; a key that comes twice counts twice, as in the product."""
        index = self.index
        return np.sort(np.fromiter((index.setdefault(key, len(index)) for key in keys), np.int32))


class Table(NamedTuple):
    """Rows with the numbers of their keys: those of row n are ``index[pointer[n]:pointer[n + 1]]``."""

    rows: list[Row]
    index: Any
    pointer: Any

    def matrix(self, columns: int) -> Any:
        """The rows as a sparse matrix of how often each key comes."""
        ones = np.ones(len(self.index), np.float32)
        return scipy.sparse.csr_matrix((ones, self.index, self.pointer), shape=(len(self.pointer) - 1, columns))


def pack(rows: list[Row], numbers: Sequence[Any]) -> Table:
    """A table of ``rows`` with the numbers of the keys of each."""
    pointer = np.concatenate([[0], np.cumsum([len(n) for n in numbers])])
    return Table(rows, np.concatenate(numbers) if numbers else np.zeros(0, np.int32), pointer)


def table(documents: Sequence[Document], keys: Keys, space: Space, *, negative: bool = False) -> Table:
    """Every candidate of ``documents``; of ``negative`` ones (no persons) those that may be one are left out."""
    rows: list[Row] = []
    numbers = []
    for n, document in enumerate(documents):
        text = document.text
        for name in every_name(text, keys.lists, keys.words):
            if any(name.start < end and start < name.end for start, end in document.unsure):
                continue
            if negative and may_be_a_person(text, name.start, name.end):
                continue
            numbers.append(space.add(keys.of(name, text)))
            rows.append(Row(n, name.start, name.end, name.kind, (name.start, name.end) in document.gold))
    return pack(rows, numbers)
