"""Undoes encodings that hide a value (entities, percent signs, escapes, comments, base64), with a map back."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from piiscan.detect.fold import Folded, Folder
from piiscan.detect.lookalikes import lookalikes
from piiscan.detect.strange import Stretches, strange_stretches
from piiscan.detect.tokens import Unit, long_words
from piiscan.late import late


class _Pattern(NamedTuple):
    """How an encoded unit looks.

    ``sign`` is the one character that a text is searched for first; the pattern begins with it alone, so that the
    engine jumps from one to the next. ``lead`` characters in front belong to the unit.
    """

    kind: str
    sign: str
    pattern: re.Pattern[str]
    heads: Collection[str]
    """One of these stands in every text that holds such a unit, in lower case, with no hyphen, dot or _."""
    lead: int = 0


_WORDY = "[0-9A-Za-z@._+ -]"
# With only one equals sign for a head (=2), every other line of a log had one.
_TWO_EQUALS = frozenset(f"={byte:02x}=" for byte in range(256))
_PATTERNS = (
    _Pattern(
        "entity",
        "&",
        late(
            r"&(?:\#(?:[0-9]{2,7}|[xX][0-9A-Fa-f]{2,6})(?:;|(?=&\#))"
            r"|(?:nbsp|shy|zwnj|zwj|ensp|emsp|thinsp|commat|period|hyphen|dash|lowbar|plus|Tab|NewLine);)"
        ),
        ("&#", "&nb", "&sh", "&zw", "&en", "&em", "&th", "&co", "&pe", "&hy", "&da", "&lo", "&pl", "&ta", "&ne"),
    ),
    _Pattern(
        "bytes",
        "%",
        late(r"%(?:25)*(?:[2-7][0-9A-Fa-f]|[C-Fc-f][0-9A-Fa-f](?:%(?:25)*[89ABab][0-9A-Fa-f]){1,3})"),
        tuple(f"%{first}{second}" for first in "234567cdef" for second in "0123456789abcdef"),
    ),
    _Pattern(
        "bytes",
        "=",
        late(r"=(?:E[3-9](?:=[89AB][0-9A-F]){2}|(?:3[0-9]|2[0BDE])(?:(?==)|(?<==[0-9A-F]{2}=..)))"),
        _TWO_EQUALS,
    ),
    _Pattern(
        "escape",
        "\\",
        late(r"\\(?:x[2-7][0-9A-Fa-f]|u(?:(?![dD][89A-Fa-f])[0-9A-Fa-f]{4}|\{[0-9A-Fa-f]{1,5}\}))"),
        (*(f"\\x{n}" for n in range(2, 8)), "\\u"),
    ),
    _Pattern(
        "octal",
        "\\",
        late(r"\\(?:[01][0-7]{2}\\){3,}[01][0-7]{2}"),
        ("\\0", "\\1"),
    ),
    _Pattern(
        "bytes",
        "=",
        late(r"=(?:[2-7][0-9A-F]=){3,}[2-7][0-9A-F]"),
        _TWO_EQUALS,
    ),
    # What stands for nothing between two digits: a comment, a string cut in two, a soft line break (RFC 2045).
    _Pattern(
        "filler",
        "!",
        late(rf"!(?:(?<=[0-9-]<!)--[^<>]{{0,20}}-->(?=[0-9-])|(?<={_WORDY}<!)---->(?={_WORDY}))"),
        ("<!",),
        1,
    ),
    _Pattern(
        "filler",
        "*",
        late(rf"\*(?:(?<=[0-9-]/\*)[^*/]{{0,20}}\*/(?=[0-9-])|(?<={_WORDY}/\*)\*/(?={_WORDY}))"),
        ("/*",),
        1,
    ),
    _Pattern("filler", "+", late(r'\+(?<=[0-9-]" \+) "(?=[0-9-])'), ('" + "',), 2),
    _Pattern("filler", "=", late(r"=(?<=[0-9-]=)\r?\n(?=[0-9-])"), ("=\n", "=\r\n")),
)
_LOCAL = "[A-Za-z0-9._+-]"
# An @ between spaces, or in words; and letters with a space behind each on both sides of one.
_APART_AT = (
    ("@", late(rf"@(?:(?<={_LOCAL} @)|(?<={_LOCAL}@)(?= ))"), (" @", "@ ")),
    ("＠", late(rf"＠(?:(?<={_LOCAL} ＠)|(?<={_LOCAL}＠)(?= ))"), ()),
    ("[at]", late(r"\[at\]"), ("[at]",)),
    ("(at)", late(r"\(at\)"), ("(at)",)),
)
_SPACED_LOCAL = late(rf"(?<![A-Za-z0-9])(?:{_LOCAL} ){{3,64}}\Z")
_SPACED_DOMAIN = late(r"(?: [A-Za-z0-9._-]){4,64}(?![A-Za-z0-9])")
_DOMAIN_BEHIND = late(r" ?(?=(?:[A-Za-z0-9-]{1,40}\.){1,5}[A-Za-z]{2})")
# The two halves of a value under two keys of one stem: "part1": "1234", "part2": "5678".
_HALVES = late(
    r'"(?P<stem>[A-Za-z_]{1,12})1": ?"[0-9A-Za-z@._+ -]{1,24}'
    r'(?P<gap>", ?"(?P=stem)2": ?")[0-9A-Za-z@._+ -]{1,24}"'
)
_FIRST_HALF = '1": "'
SIGNS = tuple(
    sorted(
        {head for pattern in _PATTERNS for head in pattern.heads}
        | {head for _, _, heads in _APART_AT for head in heads}
        | {_FIRST_HALF}
    )
)
"""One of these stands in every text that hides a value, written as :class:`_Pattern` says; but for base64."""


@dataclass(frozen=True, slots=True)
class Unwrapped(Folded):
    """A text that was decoded first and folded then; offsets go all the way back."""

    decoded: Folded = Folded("")

    def start(self, offset: int) -> int:
        """See :meth:`Folded.start`."""
        return self.decoded.start(Folded.start(self, offset))

    def end(self, offset: int) -> int:
        """See :meth:`Folded.end`."""
        return self.decoded.end(Folded.end(self, offset))

    def inverse(self, offset: int) -> int:
        """See :meth:`Folded.inverse`."""
        return Folded.inverse(self, self.decoded.inverse(offset))

    def all_starts(self, offsets: Sequence[int]) -> list[int]:
        """See :meth:`Folded.all_starts`."""
        return self.decoded.all_starts(Folded.all_starts(self, offsets))

    def all_ends(self, offsets: Sequence[int]) -> list[int]:
        """See :meth:`Folded.all_ends`."""
        return self.decoded.all_ends(Folded.all_ends(self, offsets))

    def all_inverse(self, offsets: Sequence[int]) -> list[int]:
        """See :meth:`Folded.all_inverse`."""
        return Folded.all_inverse(self, self.decoded.all_inverse(offsets))


def unwrap(
    text: str,
    folder: Folder,
    signs: frozenset[str] | None = None,
    hidden: Iterable[Unit] | None = None,
    strange: Stretches | None = None,
) -> Folded:
    """The folded form of ``text`` with encoded stretches read as what they say.

    ``signs`` are those of :data:`SIGNS` that stand in the text, ``hidden`` the words that hide another, ``strange`` is
    where it is not ASCII; what the caller does not know is looked for.
    """
    hidden = long_words(text).hidden if hidden is None else hidden
    strange = strange_stretches(text) if strange is None else strange
    units = _apart(sorted([*_units(text, signs), *hidden, *lookalikes(text, strange)]))
    if not units:
        return folder.fold(text, strange)
    decoded = _replace(text, units)
    folded = folder.fold(decoded.text)
    borders = (folded.folded_starts, folded.folded_ends, folded.original_starts, folded.original_ends)
    return Unwrapped(folded.text, *borders, decoded)


def _units(text: str, signs: frozenset[str] | None = None) -> Iterator[Unit]:
    """The encoded stretches of ``text`` but for whole words; ``signs`` as in :func:`unwrap`."""
    for kind, sign, pattern, heads, lead in _PATTERNS:
        if sign in text if signs is None else not signs.isdisjoint(heads):
            for match in pattern.finditer(text):
                truth = _decode_unit(kind, match.group())
                if truth is not None:
                    yield match.start() - lead, match.end(), truth
    yield from _joints(text, signs)


def _joints(text: str, signs: frozenset[str] | None) -> Iterator[Unit]:
    """What pulls a value apart: spaces between its characters or around an ``@``, two keys."""
    for sign, pattern, heads in _APART_AT:
        if sign in text if signs is None or not heads else not signs.isdisjoint(heads):
            yield from filter(None, (_apart_at(text, match) for match in pattern.finditer(text)))
    if _FIRST_HALF in (text if signs is None else signs):
        for match in _HALVES.finditer(text):
            yield match.start("gap"), match.end("gap"), ""


def _apart_at(text: str, at: re.Match[str]) -> Unit | None:
    """The unit around an ``@`` with spaces beside it, None where no mail address is pulled apart there."""
    before = _SPACED_LOCAL.search(text, max(0, at.start() - 130), at.start())
    behind = _SPACED_DOMAIN.match(text, at.end())
    if before is not None and behind is not None:
        return before.start(), behind.end(), text[before.start() : behind.end()].replace(" ", "")
    start = at.start() - text.startswith(" ", at.start() - 1)
    domain = _DOMAIN_BEHIND.match(text, at.end())
    if domain is None or not start or not (text[start - 1].isascii() and text[start - 1].isalnum()):
        return None
    return start, domain.end(), "@"


def _apart(units: list[Unit]) -> list[Unit]:
    """The units without those that begin inside another."""
    reach = 0
    kept = []
    for unit in units:
        if unit[0] >= reach:
            kept.append(unit)
            reach = unit[1]
    return kept


def _decode_unit(kind: str, unit: str) -> str | None:
    """The character that the unit stands for; None when it stands for itself."""
    if kind == "filler":
        return ""
    if kind == "entity":
        from html import unescape  # its table of names takes 1 ms

        return unescape(unit)
    if kind == "escape":
        return chr(int(unit[2:].strip("{}"), 16))
    if kind == "octal":
        return "".join(chr(int(each, 8)) for each in unit[1:].split("\\"))
    digits = re.sub(r"%(?:25)*(?=[0-9A-Fa-f]{2})|=", "", unit)
    try:
        return bytes.fromhex(digits).decode()
    except ValueError:
        return None


def _replace(text: str, units: list[Unit]) -> Folded:
    """``text`` with the units replaced, and where they stood and stand."""
    pieces: list[str] = []
    borders: tuple[list[int], list[int], list[int], list[int]] = ([], [], [], [])
    position = length = 0
    for start, end, truth in units:
        pieces += (text[position:start], truth)
        length += start - position
        for column, value in zip(borders, (length, length + len(truth), start, end), strict=True):
            column.append(value)
        length += len(truth)
        position = end
    pieces.append(text[position:])
    return Folded("".join(pieces), *map(tuple, borders))
