"""Word lists of the generator, read from data/vocabulary.txt."""

import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "vocabulary.txt"
SENTENCES = FILE.with_name("sentences.txt")


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        else:
            current.extend(item.replace("_", " ") for item in line.split(" ") if item)
    return {name: tuple(items) for name, items in sections.items()}


def words(section: str) -> tuple[str, ...]:
    """Returns the words of a section (an underscore in the file is a space)."""
    return _sections()[section]


@cache
def sentences() -> tuple[str, ...]:
    """Returns ordinary sentences that hold no personal data."""
    return tuple(line for line in SENTENCES.read_text("utf-8").splitlines() if not line.startswith("#"))


@dataclass(frozen=True, slots=True)
class Form:
    """A spelling with its weight; `wide` ones are written in full-width characters."""

    weight: float
    wide: bool
    pattern: str


@cache
def _forms(section: str) -> tuple[Form, ...]:
    found = []
    for item in words(section):
        weight, _, pattern = item.partition("*")
        found.append(Form(float(weight.rstrip("w")), weight.endswith("w"), pattern))
    return tuple(found)


def form(section: str, rng: random.Random) -> Form:
    """Returns one of the forms of a section by weight."""
    forms = _forms(section)
    return rng.choices(forms, [one.weight for one in forms])[0]
