"""The pieces of evidence for names: what each clue weighs, as the same objects for the same clues and weights."""

from __future__ import annotations

from collections.abc import Iterable

from piiscan.detect.names.candidates import Name, inner_keys
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.keys import GIVEN_COLUMN, SURNAME_COLUMN
from piiscan.detect.names.memory import Memory
from piiscan.detect.names.model import UNIT, NameModel
from piiscan.model import Evidence

MEMORY = 40_000

Clues = tuple[Evidence, ...]
Inner = tuple[int, int, int]
"""What the lists weigh of a surname and a given name, and what their shape does: all there is to say of a name whose
parts are whole runs."""


class Explanations:
    """Gives the evidence that sums weigh, as shared objects."""

    def __init__(self, model: NameModel, lists: NameLists) -> None:
        self._model, self._lists = model, lists
        self._prior = (Evidence("prior", round(model.settings["prior"] / UNIT, 4)),)
        self.of: Memory[tuple[str, int], Clues] = Memory(_evidence, MEMORY)
        """By clue and its weight in UNITs the evidence that it is, none where it weighs nothing."""
        self._of_names: Memory[tuple[object, ...], Clues] = Memory(self._of_name, MEMORY)

    def inner(self, name: Name, parts: Inner | None) -> Clues:
        """The evidence that the surroundings do not change, the prior first; ``parts`` where they are all there is."""
        if parts is None:
            return self._of_names[(name[1] - name[0], *name[2:])]
        surname, given, shape = parts
        of = self.of
        return (*self._prior, *of["surname", surname], *of["given name", given], *of["shape", shape])

    def _of_name(self, key: tuple[object, ...]) -> Clues:
        name = tuple.__new__(Name, (0, *key))
        clues = []
        if name.surname and name.kind in SURNAME_COLUMN:
            clues.append(("surname", self._model.surnames.value(name.surname, SURNAME_COLUMN[name.kind])))
        if name.given and name.kind in GIVEN_COLUMN:
            clues.append(("given name", self._model.given.value(name.given, GIVEN_COLUMN[name.kind])))
        listed = [(clue, round((weight or 0.0) * UNIT)) for clue, weight in clues]
        return (*self._prior, *self.all_of(listed), *self.all_of(self._by_keys(name)))

    def _by_keys(self, name: Name) -> Iterable[tuple[str, int]]:
        units = self._model.units
        return [(clue, units(keys)) for clue, keys in inner_keys(name, self._model.words, self._lists)]

    def all_of(self, weighed: Iterable[tuple[str, int]]) -> Clues:
        """The evidence that ``weighed`` clues are."""
        return tuple([each for key in weighed for each in self.of[key]])


def _evidence(weighed: tuple[str, int]) -> Clues:
    clue, weight = weighed
    return (Evidence(clue, round(weight / UNIT, 4)),) if weight else ()
