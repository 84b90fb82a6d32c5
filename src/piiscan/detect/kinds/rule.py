"""What a rule of the number family is: shapes, a judge, labels, examples. One file per type holds one rule."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from piiscan.detect.shapes import KANJI_DIGITS, plain_digits
from piiscan.detect.view import View

Grouping = tuple[int, ...]
"""How many digits stand in each group: ``(3, 4, 4)`` is ``000-0000-0000``, ``(11,)`` is undivided."""


DIVISIONS = ("irregular", "undivided", "divided")
"""The clues of the grouping alone, by the number of groups."""


class Number(NamedTuple):
    """Digits that have the shape of a rule, where they stand in ``view.text``, as the judge is shown them."""

    view: View
    start: int
    end: int
    grouping: Grouping

    @property
    def text(self) -> str:
        """The digits with their separators."""
        return self.view.text[self.start : self.end]

    @property
    def digits(self) -> str:
        """The digits alone, in ASCII."""
        return plain_digits(self.text)

    @property
    def plus(self) -> bool:
        """Whether a plus sign begins it, as with an international phone number."""
        return self.view.text.startswith("+", self.start)

    def before(self, size: int) -> str:
        """The ``size`` characters in front."""
        return self.view.text[max(0, self.start - size) : self.start]

    def after(self, size: int) -> str:
        """The ``size`` characters behind."""
        return self.view.text[self.end : self.end + size]

    @property
    def divided(self) -> str:
        """The clue of the grouping alone: ``divided``, ``undivided`` or ``irregular``."""
        return DIVISIONS[min(len(self.grouping), 2)]


class Verdict(NamedTuple):
    """What the judge of a rule says: clues, and how many characters more belong to the value on each side."""

    clues: tuple[str, ...]
    before: int = 0
    after: int = 0


class Hit(NamedTuple):
    """A number that has the shape of a rule, with the judge's verdict (None: it cannot be one)."""

    number: Number
    verdict: Verdict | None
    extra: tuple[str, ...]


LooseReader = Callable[[str], tuple[int, tuple[str, ...]] | None]
"""Says how many of the letters and digits (upper case, nothing between them) are the code, and with which clues."""

Judge = Callable[[Number], Verdict | None]
"""Says what speaks for and against a number of the right shape; None when it cannot be one at all."""

DigitsJudge = Callable[[Grouping, str], Verdict | None]
"""Says the same of digits that nothing stands around, as in a cell of a table, and no plus sign in front."""


@dataclass(frozen=True, slots=True)
class NumberRule:
    """A type of number. Everything that moves its score is a clue with a weight in ``data/weights/<type>.tsv``."""

    entity_type: str
    groupings: tuple[Grouping, ...]
    judge: Judge
    judge_digits: DigitsJudge | None = None
    """Judges what fills a cell of a table, where that is quicker: the verdict is the same."""
    labels: tuple[str, ...] = ()
    """Kinds of cue words that name it; the entity type itself when empty."""
    context: tuple[str, ...] = ()
    """Kinds of cue words that make it likelier nearby, without naming it."""
    beside: tuple[str, ...] = ()
    """Kinds of cue words that name it only where they stand right beside it (支店, カード)."""
    announced: bool = True
    """Whether a label names it over other words; not where its shape is that of any small number."""
    bare: bool = False
    """Whether its digits in one piece say little where neither a word nor a sign of contact data stands near."""
    personal: bool = False
    """Whether a right check digit and contact data of a person nearby make it likely without a word for it."""
    only_labelled: bool = False
    """Whether its shape is so common that it is looked at only beside a label or context word."""
    irregular: tuple[int, ...] = ()
    """Numbers of digits that count, under a label, however they are divided or wrapped."""
    loose: LooseReader | None = None
    """Reads it right behind a label however it is divided: for codes with letters, and of few digits."""
    first: str = "0123456789" + KANJI_DIGITS
    """What its first character may be."""
    behind: str = ""
    """One of these stands in front of it, with a space or hyphen at most; anything may when empty."""
    best: tuple[str, ...] | None = None
    """The clues of the best verdict, that of the division left out; None where it is not known."""
    bonus: tuple[str, ...] = ()
    """Clues that a verdict may have besides those."""
    prefixes: frozenset[str] = frozenset()
    """What a code with letters begins with (two characters, upper case)."""
    lead: bytes = b""
    """What its runs may begin with besides a digit: ``+`` (an international number) or ``A`` (a code with letters)."""
    weights_name: str = ""
    """Its file under ``data/weights/``, without ending; the entity type in lower case when empty."""
    examples: tuple[str, ...] = field(default=(), repr=False)
    """Texts with a value in 【】 that must be found as exactly that."""
    counterexamples: tuple[str, ...] = field(default=(), repr=False)
    """Texts in which nothing of this type reaches 0.5."""

    @property
    def label_kinds(self) -> tuple[str, ...]:
        """The kinds of the words that name it."""
        return self.labels or (self.entity_type,)

    @property
    def weights(self) -> str:
        """The name of its file under ``data/weights/``, without ending."""
        return self.weights_name or self.entity_type.lower()
