"""Number formats that write signs between digits: telephone and postal codes kept as numbers show them only so."""

from __future__ import annotations

import re
from typing import Final, NamedTuple

TOKEN: Final = re.compile(r'"([^"]*)"|\\(.)|_.|\*.|\[([^\]]*)\]|([0#?])|(;)|(.)', re.DOTALL)
"""Text in quotes, an escaped sign, padding, a condition or colour, a digit, the end of a section, anything else."""
CONDITION: Final = re.compile(r"(<=|>=|<>|<|>|=)(-?[0-9]{1,15}(?:\.[0-9]{1,15})?)")
BARE: Final = frozenset(" -+()/:〒＃№（）－ー　")
"""Signs that stand for themselves; letters are codes, commas and points count digits."""
ZERO, MAYBE = "\x00", "\x01"
"""A digit that is always written, and one that may be left out."""


class Section(NamedTuple):
    """One of the formats in a format: the numbers it is for, and its text with marks where digits go."""

    operator: str
    limit: float
    template: str

    def holds(self, number: float) -> bool:
        """Whether a number is written so."""
        border = self.limit
        return {
            "": True,
            "<": number < border,
            ">": number > border,
            "=": number == border,
            "<=": number <= border,
            ">=": number >= border,
            "<>": number != border,
        }[self.operator]


class Mask(NamedTuple):
    """A number format of this kind."""

    sections: tuple[Section, ...]

    def text_of(self, number: int) -> str:
        """How a whole number is shown; empty where no section is for it."""
        section = next((each for each in self.sections if each.holds(number)), None)
        return _filled(section.template, str(number)) if section is not None and number >= 0 else ""


def mask_of(code: str) -> Mask | None:
    """The mask in a number format; None for a format that writes nothing between or around digits."""
    if len(code) > 255:
        return None
    sections: list[Section] = []
    operator, limit, template = "", 0.0, ""
    for quoted, escaped, bracket, digit, end, other in TOKEN.findall(code + ";"):
        if end:
            sections.append(Section(operator, limit, template))
            operator, limit, template = "", 0.0, ""
        elif bracket:
            if found := CONDITION.fullmatch(bracket):
                operator, limit = found[1], float(found[2])
        elif digit:
            template += ZERO if digit == "0" else MAYBE
        elif other and other not in BARE:
            return None
        else:
            template += quoted or escaped or other
    if not any(section.operator for section in sections):
        sections = sections[:1]  # the others are for negative numbers, nought and text
    told = any(_says_more(section.template) for section in sections)
    return Mask(tuple(sections)) if told else None


def _says_more(template: str) -> bool:
    """Whether there are digits and something that is no space beside them."""
    bare = template.replace(ZERO, "").replace(MAYBE, "")
    return len(bare) < len(template) and bool(bare.strip())


def _filled(template: str, digits: str) -> str:
    """The template with digits put in from the right; those left over go to the first place."""
    out: list[str] = []
    left = list(digits)
    places = template.count(ZERO) + template.count(MAYBE)
    for sign in reversed(template):
        if sign not in (ZERO, MAYBE):
            out.append(sign)
            continue
        places -= 1
        if not places:
            out += reversed(left) if left else ["0"] * (sign == ZERO)
        elif left:
            out.append(left.pop())
        elif sign == ZERO:
            out.append("0")
    return "".join(reversed(out)).strip()
