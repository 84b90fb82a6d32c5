"""What stands before a date that nothing labels: a person's name, or what may be one."""

from __future__ import annotations

from piiscan.detect.kinds.surnames import Surnames
from piiscan.late import late

_EDGES = " \n\t:,、・「『|\"'>"
"""Behind one of these a name may begin."""
_TITLES = ("様", "さん", "殿", "氏", "君", "くん", "さま", "先生")
_LONGEST_GIVEN = 5
_GIVEN_REACH = 9
_GAP_REACH = 48
# Between a name and the date of birth: reading, man or woman, the number of a paper, punctuation.
_KANA = "[\u3041-\u3096\u30a1-\u30fc]{2,8}"
_GAP = late(
    rf"(?: ?\([\u3041-\u30ff A-Za-z]{{2,20}}\)|[ \t,|]{{1,2}}{_KANA}(?: ?{_KANA})?)?"
    r"(?:[ \t,、|(・:\"]{1,4}(?:男性?|女性?|[MF]))?"
    r"(?:[ \t,、|]{1,4}(?:[\u4e00-\u9fff]{2,6} ?)?[0-9][0-9 -]{8,15}[0-9])?"
    r"(?:[ \t,、|(・:\"]{1,4}|(?<=\)))\Z"
)
_DIVIDERS = ' \t,、|(:"'
_MOST_DIVIDERS = 4
_PARTICLES = "はがをにもでとのへや"
_BEHIND_REMARK = frozenset(")男女性MF0123456789")
"""One of these, kana or ・ ends all that may stand between a name and a date but plain punctuation."""


class NamesBefore:
    """Looks for names before dates, among the listed surnames."""

    def __init__(self) -> None:
        self._surnames = Surnames()

    def clue(self, text: str, place: int) -> str:
        """The clue for what stands before the date at ``place``: a name, maybe one (``apart``), or none (empty)."""
        end = _gap_start(text, place)
        if not end or (text[end - 1] < "\u3041" and text[place] < "\u3041"):
            return ""  # a name in Latin letters is rarely followed by a bare date of birth; dates in logs are legion
        if end > 1 and text[end - 1] in _PARTICLES and "\u4e00" <= text[end - 2] <= "\u9fff":
            return "apart"
        return "after_name" if self._ends_at(text, end) else "apart"

    def _ends_at(self, text: str, end: int) -> bool:
        """Whether a listed surname, with or without a given name, ends at ``end``."""
        reach, surnames = _GIVEN_REACH + Surnames.longest, self._surnames
        for start in range(end - 1, max(-1, end - reach - 1), -1):
            if not start or text[start - 1] in _EDGES:
                for name_end in range(max(start + 1, end - _GIVEN_REACH), min(start + Surnames.longest, end) + 1):
                    if text[start:name_end] in surnames and _is_given(text[name_end:end]):
                        return True
        return False


def _is_given(rest: str) -> bool:
    """Whether ``rest`` is what may follow a surname: a given name or none, then maybe a title."""
    name = rest.removeprefix(" ").removesuffix(" ")
    if _is_short_name(name):
        return True
    return any(_is_short_name(name.removesuffix(title).removesuffix(" ")) for title in _TITLES if name.endswith(title))


def _is_short_name(name: str) -> bool:
    # A pattern with a class of kanji would take a millisecond to compile.
    return len(name) <= _LONGEST_GIVEN and all(
        "\u4e00" <= each <= "\u9fff" or "\u3040" <= each <= "\u30ff" or each == "々" for each in name
    )


def _gap_start(text: str, place: int) -> int:
    """Where what divides a name from the date at ``place`` begins: punctuation, with more where one may tell so."""
    stop = place
    while stop > place - _MOST_DIVIDERS and stop and text[stop - 1] in _DIVIDERS:
        stop -= 1
    if stop and (text[stop - 1] in _BEHIND_REMARK or "\u3041" <= text[stop - 1] <= "\u30fc"):
        gap = _GAP.search(text, max(0, place - _GAP_REACH), place)
        return gap.start() if gap else place
    return stop
