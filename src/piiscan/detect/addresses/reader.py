"""Reads one address on from where its municipality ends: town, numbers, building, and how sure each of them is."""

from __future__ import annotations

import re
from enum import IntEnum

from piiscan.detect.addresses import grammar
from piiscan.detect.addresses.gazetteer import Codes, Gazetteer, Towns, loosen
from piiscan.late import late
from piiscan.structs import slotted

_ROOM_END = late("(?:[0-9]|F|階|室|号)\\Z")
_SECTION = late("大字|小字|字")
_DATE = late("(?:19|20)[0-9]{2}[-ー][0-9]{1,2}(?:[-ー][0-9]{1,2})?")
_HYPHEN = late(grammar.HYPHEN)
_NEXT_PART = late(r"[ ]{0,2}(?:\"?[\t,]\"?|\r?\n[ ]{0,6})")
_BLOCK_UNITS = ("丁目", "条", "丁")
_INNER_SECTIONS = ("字", "区")
_COMBINATIONS = 5_000
_LINE_ENDS = ("", "\n", "\r")
_CELL_ENDS = "\t,"
"""Neither a building nor what is counted begins with these."""
_CENTURIES = ("19", "20")
_MONTHS = 12
_SHORT_AREA = 3
_REACH = 140
"""How far behind its municipality an address may go on, in code points."""


class Area(IntEnum):
    """What stands between municipality and numbers."""

    NONE = 0
    KNOWN = 1
    """A town of the municipality, or one with a section behind or a street before it."""
    PLAIN = 2
    """What may be a town that the lists lack."""
    ROUGH = 3
    """What reads like a sentence."""


@slotted
class Tail:
    """What follows a municipality: where it ends, and what was read."""

    end: int
    area: Area = Area.NONE
    groups: int = 0
    """How many numbers."""
    block_only: bool = False
    """Whether they end with 丁目 or 条, so that they name a block of the town and no plot."""
    units: bool = False
    """Whether 丁目, 番地 or 号 stand with the numbers."""
    street: bool = False
    building: bool = False
    counted: bool = False
    """Whether the number there was is a quantity, and left out."""
    area_end: int = 0


class Reader:
    """Reads addresses with the help of the lists of places."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self._gazetteer = gazetteer
        self._lists: dict[Codes, tuple[list[Towns], int]] = {}

    def _towns(self, codes: Codes) -> tuple[list[Towns], int]:
        """The towns of ``codes`` and the length of the longest name."""
        found = self._lists.get(codes)
        if found is None:
            lists = [self._gazetteer.towns(code) for code in codes]
            found = lists, max((towns.longest for towns in lists), default=0)
            if len(self._lists) < _COMBINATIONS:
                self._lists[codes] = found
        return found

    def read(self, text: str, start: int, codes: Codes) -> Tail:
        """What follows ``start``, the end of a municipality with ``codes`` (none: any)."""
        tail = self._read_part(text, start, codes)
        if tail is None:
            tail = self._read_behind_border(text, start, codes)
        if tail is None:
            return Tail(start)
        if tail.groups:
            self._read_building(text, tail)
        return tail

    def read_number(self, text: str, number: re.Match[str], tail: Tail) -> None:
        """Lengthen ``tail`` by ``number`` and the building behind it."""
        tail.end = number.end()
        _count(tail, number.group())
        self._read_building(text, tail)

    def starts_with_town(self, area: str, codes: Codes) -> bool:
        """Whether ``area`` begins with a town of ``codes``."""
        return self.town_end(area, 0, len(area), codes) > 0

    def _read_behind_border(self, text: str, start: int, codes: Codes) -> Tail | None:
        """The tail that begins in the next cell or line; it must begin with a known town there."""
        border = _NEXT_PART.match(text, start)
        if border is None:
            return None
        tail = self._read_part(text, border.end(), codes)
        return tail if tail is not None and tail.area is Area.KNOWN else None

    def _read_part(self, text: str, start: int, codes: Codes) -> Tail | None:
        """Town and numbers at ``start`` (spaces before them are fine), or None when neither is there."""
        while start < len(text) and text[start] == " ":
            start += 1
        match = grammar.TAIL.match(text, start, start + _REACH)
        if match is None:
            return self._town_only(text, start, codes)
        if not match["number"][0].isascii() and self._town_holds(text, start, match.end(), codes):
            return self._town_only(text, start, codes)
        area_start, area_end = match.span("area")
        area = self.judge(text[area_start:area_end], codes)
        # Some towns hold a number themselves: 北二十四条西, 八軒9条東
        if area in (Area.NONE, Area.PLAIN) and self.town_end(text, start, match.end(), codes) > area_end:
            area = Area.KNOWN
        if area is Area.ROUGH or (area is Area.NONE and match.start() == match.start("gap") < match.end("gap")):
            return self._town_only(text, start, codes)
        if not (area is Area.KNOWN and _HYPHEN.search(match["number"])) and _is_quantity(text, match):
            tail = self._town_only(text, start, codes) or Tail(start)
            tail.counted = True
            return tail
        tail = Tail(match.end(), area, area_end=area_end)
        tail.street = grammar.STREET.search(text, area_start, area_end) is not None
        _count(tail, match["number"])
        if tail.block_only or text[tail.end : tail.end + 1] in _INNER_SECTIONS:
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
        if not (short or self.judge(area, codes) is Area.KNOWN or grammar.STREET.match(area)):
            return
        if _is_quantity(text, match):
            return
        tail.end = match.end()
        _count(tail, match["number"])

    def _town_only(self, text: str, start: int, codes: Codes) -> Tail | None:
        """The longest known town at ``start``, with its section and numbers if they follow, or None."""
        run = grammar.AREA_RUN.match(text, start)
        if run is None:
            return None
        end = self.town_end(text, start, run.end(), codes)
        if not end:
            return None
        tail = Tail(end, Area.KNOWN, area_end=end)
        number = grammar.NUMBERS.match(text, end + (text[end : end + 1] == " "))
        if number is not None:
            if not grammar.UNITS.search(number.group()) and grammar.COUNTER.match(text, number.end()):
                tail.counted = True
                return tail
            _count(tail, number.group())
            tail.end = number.end()
        elif grammar.CORNER.search(text, end, run.end()) and not grammar.PARTICLES.search(text, end, run.end()):
            tail.end, tail.street = run.end(), True
        return tail

    def town_end(self, text: str, start: int, stop: int, codes: Codes) -> int:
        """Where the longest town of ``codes`` that begins at ``start`` ends, at most at ``stop``; 0 for none."""
        section = _SECTION.match(text, start)
        if section is not None:
            start = section.end()
        run = loosen(text[start:stop])
        lists, longest = self._towns(codes)
        for length in range(min(len(run), longest), 0, -1):
            if _known(lists, run[:length]):
                return start + length
        return 0

    def judge(self, area: str, codes: Codes) -> Area:
        """What the stretch between municipality and numbers is."""
        lists, longest = self._towns(codes)
        if not area:
            # Some villages have no towns: nothing is missing then.
            return Area.KNOWN if codes and not longest else Area.NONE
        name = loosen(area)
        if _known(lists, name):
            return Area.KNOWN
        section = _SECTION.match(name)
        if section is not None:
            area, name = area[section.end() :], name[section.end() :]
        for end in range(min(len(name), longest), 0, -1):
            if _known(lists, name[:end]) and (
                not grammar.PARTICLES.search(area, end) or grammar.IROHA.fullmatch(area, end)
            ):
                return Area.KNOWN
        for begin in range(1, len(name) - 1):
            if _known(lists, name[begin:]):
                return Area.PLAIN if grammar.PARTICLES.search(area, 0, begin) else Area.KNOWN
        return Area.ROUGH if grammar.PARTICLES.search(area) else Area.PLAIN

    def _read_building(self, text: str, tail: Tail) -> None:
        """Lengthen ``tail`` by the building that follows on the same line, or alone on the next one."""
        if text[tail.end : tail.end + 1] in _CELL_ENDS:
            return
        match = grammar.BUILDING.match(text, tail.end)
        if match is None and text.startswith("(", tail.end):
            match = grammar.BUILDING.match(text, tail.end + 1)
            # (見本ビル内) says where to look, (小野ビル101号) is part of the address.
            if match is not None and text.startswith(")", match.end()) and _ROOM_END.search(match.group()):
                tail.end, tail.building = match.end() + 1, True
            return
        if match is None:
            line = grammar.BUILDING_LINE.match(text, tail.end)
            if line is not None:
                match = grammar.BUILDING.match(text, line.end())
                if match is not None and not _ends_line(text, match):
                    match = None
        if match is not None:
            tail.end, tail.building = match.end(), True


def _count(tail: Tail, number: str) -> None:
    """Add the groups and units of ``number`` to ``tail``."""
    if number.isascii() and number.replace("-", "").isdigit():  # 1-2-3, as nearly all of them
        tail.groups += number.count("-") + 1
        tail.block_only = False
        return
    tail.groups += len(grammar.GROUP.findall(number))
    tail.units = tail.units or grammar.UNITS.search(number) is not None
    tail.block_only = number.endswith(_BLOCK_UNITS)


def _is_quantity(text: str, match: re.Match[str]) -> bool:
    """Whether the numbers of ``match`` are a count, a date or a score."""
    number, end = match["number"], match.end()
    if grammar.UNITS.search(number):
        return False
    if text.startswith("月", end) and number.isdigit() and int(number) > _MONTHS:
        return False
    if text[end : end + 1] not in _CELL_ENDS and grammar.COUNTER.match(text, end):
        return True
    return number.startswith(_CENTURIES) and _DATE.fullmatch(number) is not None


def _ends_line(text: str, building: re.Match[str]) -> bool:
    """Whether the building fills its line, or at least ends with a room."""
    behind = text[building.end() : building.end() + 1]
    return behind in _LINE_ENDS or _ROOM_END.search(building.group()) is not None


def _known(lists: list[Towns], name: str) -> bool:
    """Whether one of the lists has the town ``name`` (loosened)."""
    for towns in lists:  # noqa: SIM110 - a generator costs half a microsecond, here the most of all
        if name in towns.names:
            return True
    return False
