"""Reads one address on from where its municipality ends: town, numbers, building, and how sure each of them is."""

from __future__ import annotations

import re

from piiscan.detect.addresses import grammar
from piiscan.detect.addresses.buildings import building_end, building_end_below, building_end_in_brackets
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer, is_town, loosen, town_at_end, towns_at_start
from piiscan.late import late

_SECTIONS = ("大字", "小字", "字")
_DATE = late("(?:19|20)[0-9]{2}[-ー][0-9]{1,2}(?:[-ー][0-9]{1,2})?")
_NEXT_PART = late(r"[ ]{0,2}(?:\"?[\t,]\"?|\r?\n[ ]{0,6})")
_NEXT_PART_BEGINS = ' "\t,\r\n'
_STREET_ENDS = frozenset("るル入通筋")
"""One of these is in every word for a street."""
_BLOCK_UNITS = ("丁目", "条", "丁")
_INNER_SECTIONS = ("字", "区")
_CELL_ENDS = "\t,"
"""Neither a building nor what is counted begins with these."""
_CENTURIES = ("19", "20")
_MONTHS = 12
_SHORT_AREA = 3
_SHORT_TOWN = 2
"""A town behind a street or anything else is at least so long."""
_REACH = 140
"""How far behind its municipality an address may go on, in code points."""

NOTHING, KNOWN, PLAIN, ROUGH = "area_none", "town_known", "area_plain", "area_rough"
"""What stands between municipality and numbers, by the name of its clue: nothing; a town of the municipality, or one
with a section behind or a street before it; what may be a town that the lists lack; what reads like a sentence."""


class Tail:
    """What follows a municipality: where it ends, and what was read."""

    area = NOTHING
    area_end = 0
    groups = 0
    """How many numbers."""
    block_only = False
    """Whether they end with 丁目 or 条, so that they name a block of the town and no plot."""
    units = False
    """Whether 丁目, 番地 or 号 stand with the numbers."""
    street = False
    building = False
    counted = False
    """Whether the number there was is a quantity, and left out."""

    def __init__(self, end: int) -> None:
        self.end = end


class Reader:
    """Reads addresses with the help of the lists of places."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._towns = gazetteer.towns

    def match(self, text: str, start: int) -> re.Match[str] | None:
        """What looks like a town and numbers at ``start``, or None."""
        return grammar.TAIL.match(text, start, start + _REACH)

    def read(self, text: str, start: int, codes: Codes, match: re.Match[str] | None = None) -> Tail:
        """What follows ``start``, the end of a municipality with ``codes`` (none: any).

        ``match`` is what :meth:`match` says of ``start``, where the caller has asked already.
        """
        tail = self._read_part(text, start, codes, match)
        if tail is None and text[start : start + 1] in _NEXT_PART_BEGINS:
            tail = self._read_behind_border(text, start, codes)
        if tail is None:
            return Tail(start)
        if tail.groups:
            self._read_building(text, tail)
        return tail

    def read_number(self, text: str, number: re.Match[str], tail: Tail) -> None:
        """Lengthen ``tail`` by ``number`` and the building behind it."""
        tail.end = number.end()
        _count(tail, number["number"])
        self._read_building(text, tail)

    def starts_with_town(self, area: str, codes: Codes) -> bool:
        """Whether ``area`` begins with a town of ``codes``."""
        return any(self.town_end(area, 0, len(area), (code,)) for code in codes)

    def _read_behind_border(self, text: str, start: int, codes: Codes) -> Tail | None:
        """The tail that begins in the next cell or line; it must begin with a known town there."""
        border = _NEXT_PART.match(text, start)
        if border is None:
            return None
        tail = self._read_part(text, border.end(), codes)
        return tail if tail is not None and tail.area == KNOWN else None

    def _read_part(self, text: str, start: int, codes: Codes, match: re.Match[str] | None = None) -> Tail | None:
        """Town and numbers at ``start`` (spaces before them are fine), or None when neither is there."""
        if match is None:
            while text.startswith(" ", start):
                start += 1
            match = self.match(text, start)
        if match is None:
            return self._town_only(text, start, codes)
        name, gap, number = match.groups()
        end = match.end()
        if not number[0].isascii() and self._town_holds(text, start, end, codes):
            return self._town_only(text, start, codes)
        area, area_end = self.judge(name, codes), start + len(name)
        # Some towns hold a number themselves: 北二十四条西, 八軒9条東
        if area in (NOTHING, PLAIN) and self.town_end(text, start, end, codes) > area_end:
            area = KNOWN
        if area == ROUGH or (area == NOTHING and gap and not name):
            return self._town_only(text, start, codes)
        if not (area == KNOWN and ("-" in number or "ー" in number)) and is_quantity(text, match):
            tail = self._town_only(text, start, codes) or Tail(start)
            tail.counted = True
            return tail
        tail = Tail(end)
        tail.area, tail.area_end = area, area_end
        if not _STREET_ENDS.isdisjoint(name) and grammar.STREET.search(name):
            tail.street = True
        _count(tail, number)
        if tail.block_only or text[end : end + 1] in _INNER_SECTIONS:
            self._read_on(text, tail, codes)
        return tail

    def _town_holds(self, text: str, start: int, end: int, codes: Codes) -> bool:
        """Whether a town at ``start`` goes on behind ``end``, where a number seems to: 西七条東八反田町."""
        run = grammar.AREA_RUN.match(text, start)
        return run is not None and self.town_end(text, start, run.end(), codes) > end

    def _read_on(self, text: str, tail: Tail, codes: Codes) -> None:
        """Lengthen ``tail`` by a second stretch of town and numbers: 1丁目下る鏡石町12, 3丁目中5-1."""
        match = grammar.TAIL.match(text, tail.end, tail.end + _REACH)
        if match is None or not match["area"]:
            return
        area = match["area"]
        short = len(area) <= _SHORT_AREA or area[0] in _INNER_SECTIONS
        short = short and not grammar.PARTICLES.search(area)
        if not (short or self.judge(area, codes) == KNOWN or grammar.STREET.match(area)):
            return
        if is_quantity(text, match):
            return
        tail.end = match.end()
        _count(tail, match["number"])

    def _town_only(self, text: str, start: int, codes: Codes) -> Tail | None:
        """The longest known town at ``start``, with its section and numbers if they follow, or None."""
        run = grammar.AREA_RUN.match(text, start) if codes and self._may_begin(text, start, codes) else None
        end = self.town_end(text, start, run.end(), codes) if run is not None else 0
        if run is None or not end:
            return None
        tail = Tail(end)
        tail.area, tail.area_end = KNOWN, end
        number = grammar.match_number(text, end + (text[end : end + 1] == " "))
        if number is not None:
            if not grammar.UNITS.search(number["number"]) and grammar.COUNTER.match(text, number.end()):
                tail.counted = True
                return tail
            _count(tail, number["number"])
            tail.end = number.end()
        elif grammar.CORNER.search(text, end, run.end()) and not grammar.PARTICLES.search(text, end, run.end()):
            tail.end, tail.street = run.end(), True
        return tail

    def town_end(self, text: str, start: int, stop: int, codes: Codes) -> int:
        """Where the longest town of ``codes`` that begins at ``start`` ends, at most at ``stop``; 0 for none."""
        if not self._may_begin(text, start, codes):
            return 0
        start += _section(text, start)
        lengths = towns_at_start(loosen(text[start:stop]), self._towns(codes))
        return start + lengths[-1] if lengths else 0

    def _may_begin(self, text: str, start: int, codes: Codes) -> bool:
        """Whether a town of ``codes`` begins with the character at ``start``, behind the word for a section.

        Nearly always not: what stands behind a place in a sentence, or two numbers that are no address.
        """
        start += _section(text, start)
        return f" {loosen(text[start : start + 1])}" in self._towns(codes)

    def judge(self, area: str, codes: Codes) -> str:
        """What the stretch between municipality and numbers is."""
        towns = self._towns(codes)
        if not area:
            # Some villages have no towns: nothing is missing then.
            return KNOWN if codes and not towns else NOTHING
        section = _section(area)
        if towns:
            name = loosen(area)
            if is_town(name, towns):
                return KNOWN
            found = _town_inside(area[section:], name[section:], towns)
            if found:
                return found
        return ROUGH if grammar.PARTICLES.search(area[section:]) else PLAIN

    def _read_building(self, text: str, tail: Tail) -> None:
        """Lengthen ``tail`` by the building that follows on the same line, or alone on the next one."""
        if text[tail.end : tail.end + 1] in _CELL_ENDS:
            return
        end = building_end(text, tail.end)
        if not end:
            look = building_end_in_brackets if text.startswith("(", tail.end) else building_end_below
            end = look(text, tail.end)
        if end:
            tail.end, tail.building = end, True


def is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether the numbers of ``match``, a town and its numbers, are a count, a date or a score."""
    number, end = match["number"], match.end()
    if grammar.UNITS.search(number):
        return False
    if text.startswith("月", end) and number.isdigit() and int(number) > _MONTHS:
        return False
    if text[end : end + 1] not in _CELL_ENDS and grammar.COUNTER.match(text, end):
        return True
    return number.startswith(_CENTURIES) and _DATE.fullmatch(number) is not None


def _count(tail: Tail, number: str) -> None:
    """Add the groups and units of ``number`` to ``tail``."""
    if number.isascii() and number.replace("-", "").isdigit():  # 1-2-3, as nearly all of them
        tail.groups += number.count("-") + 1
        tail.block_only = False
        return
    tail.groups += len(grammar.GROUP.findall(number))
    tail.units = tail.units or grammar.UNITS.search(number) is not None
    tail.block_only = number.endswith(_BLOCK_UNITS)


def _section(text: str, start: int = 0) -> int:
    """How long the word for a section is at ``start`` of ``text``: 大字, 小字, 字, or none."""
    if not text.startswith(_SECTIONS, start):
        return 0
    return 1 if text[start] == "字" else 2


def _town_inside(area: str, name: str, towns: str) -> str:
    """What ``area`` (loosened: ``name``) is that begins or ends with one of ``towns``; empty where it does not."""
    for end in reversed(towns_at_start(name, towns)):
        if not grammar.PARTICLES.search(area, end) or grammar.IROHA.fullmatch(area, end):
            return KNOWN
    length = town_at_end(name[1:], towns)
    if length < _SHORT_TOWN:
        return ""
    return PLAIN if grammar.PARTICLES.search(area[:-length]) else KNOWN
