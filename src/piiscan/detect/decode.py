"""Undoes encodings that hide a value (entities, percent signs, escapes, comments, base64, hex), with a map back."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import NamedTuple

from piiscan.detect.fold import Folded, Folder
from piiscan.detect.lookalikes import lookalikes
from piiscan.late import late


class _Pattern(NamedTuple):
    """How an encoded unit looks.

    ``sign`` is the one character that a text is searched for first; the pattern begins with it alone, so that the
    engine jumps from one to the next. ``lead`` characters in front belong to the unit.
    """

    kind: str
    sign: str
    pattern: re.Pattern[str]
    heads: tuple[str, ...]
    """One of these stands in every ASCII text that holds such a unit, in lower case, with no hyphen, dot or _."""
    lead: int = 0


_WORDY = "[0-9A-Za-z@._+ -]"
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
        late(r"=(?:E[3-9](?:=[89AB][0-9A-F]){2}|(?:3[0-9]|2[0BDE])(?:(?==)|(?<==..=..)))"),
        (*(f"=e{n}=" for n in range(3, 10)), *(f"=3{n}" for n in range(10)), "=20", "=2b", "=2d", "=2e"),
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
        tuple(f"={n}" for n in range(2, 8)),
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
# Letters, digits, + and / become X, all else a space: then a long word is found as fast as memory can be searched.
_TOKEN_BYTES = bytes(88 if (chr(byte).isalnum() and byte < 128) or byte in b"+/" else 32 for byte in range(256))
_SHORTEST_TOKEN = b"X" * 16
# The same with h for what hashes and numbers consist of: a log has 20,000 of them a megabyte, and none hides a text.
_HASH_BYTES = bytes(104 if byte in b"0123456789abcdef" else into for byte, into in enumerate(_TOKEN_BYTES))
_LONGEST_TOKEN = 400
_PADDING = late(r"(?:=|%3D){0,6}")
_GLUED = frozenset("_-.%#@&\\")
_HEX = late(r"(?:0x)?((?:[2-7][0-9A-Fa-f]){8,})")
_READABLE = late(r"[\x20-\x7e\t\r\n\u3000-\u30ff\u4e00-\u9fff\uff00-\uffef]{7,}")
_HIDDEN = late(r"[0-9]{2}|[A-Za-z0-9]@[A-Za-z0-9-]{1,63}\.[A-Za-z]")
_WORD = late(r"[A-Za-z0-9+/]{10,}={0,6}")
# Shorter words are looked at where they begin as the base64 of a number does: M, N or O, then one of eight letters.
_NUMBER_BYTES = bytes(
    77 if byte in b"MNO" else 67 if byte in b"CDSTijyz" else into for byte, into in enumerate(_TOKEN_BYTES)
)
_NUMBER_START = b" MC"
_THIRD = frozenset("AEIMQUYcgk0")
"""What the third letter is then: the lower half of the second digit, or a hyphen."""
_SHORTEST_NUMBER = 10
_HEX_OF_DIGITS = late(r"(?:3[0-9]|2[0deDE]){7,}")
# An @ between spaces, or in words; and letters with a space behind each on both sides of one.
_APART_AT = (
    ("@", late(r"@(?:(?<= @)|(?= ))"), (" @", "@ ")),
    ("＠", late(r"＠(?:(?<= ＠)|(?= ))"), ()),
    ("[at]", late(r"\[at\]"), ("[at]",)),
    ("(at)", late(r"\(at\)"), ("(at)",)),
)
_SPACED_LOCAL = late(r"(?<![A-Za-z0-9])(?:[A-Za-z0-9._+-] ){3,64}\Z")
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
"""One of these stands in every ASCII text that hides a value, written as :class:`_Pattern` says; but for base64."""
_BASES = (
    (late(r"[A-Z2-7]+|[a-z2-7]+"), lambda text: base64.b32decode(text, casefold=True)),
    (late(r"[0-9A-V]+"), base64.b32hexdecode),
    (late(r"[A-Za-z0-9+/]+"), base64.b64decode),
)
_LAYERS = 2
"""How often a token is undone: encoded text that was encoded again."""

Unit = tuple[int, int, str]
"""Start and end in the encoded text, and what stands there in truth."""


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


def unwrap(text: str, folder: Folder, signs: frozenset[str] | None = None) -> Folded:
    """The folded form of ``text`` with encoded stretches read as what they say.

    ``signs`` are those of :data:`SIGNS` that stand in the text; without it they are looked for one by one.
    """
    units = _apart(sorted(_units(text, signs)))
    if not units:
        return folder.fold(text)
    decoded = _replace(text, units)
    folded = folder.fold(decoded.text)
    borders = (folded.folded_starts, folded.folded_ends, folded.original_starts, folded.original_ends)
    return Unwrapped(folded.text, *borders, decoded)


def _units(text: str, signs: frozenset[str] | None = None) -> Iterator[Unit]:
    """The encoded stretches of ``text``; ``signs`` as in :func:`unwrap`."""
    for kind, sign, pattern, heads, lead in _PATTERNS:
        if sign in text if signs is None else not signs.isdisjoint(heads):
            for match in pattern.finditer(text):
                truth = _decode_unit(kind, match.group())
                if truth is not None:
                    yield match.start() - lead, match.end(), truth
    for start, end in _tokens(text):
        truth = _decode_token(text[start:end])
        if truth is not None:
            yield start, end, truth
    yield from _joints(text, signs)
    if not text.isascii():
        yield from lookalikes(text)


def _joints(text: str, signs: frozenset[str] | None) -> Iterator[Unit]:
    """What pulls a value apart: spaces between its characters or around an ``@``, two keys."""
    for sign, pattern, heads in _APART_AT:
        if sign in text if signs is None else not signs.isdisjoint(heads):
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


def _tokens(text: str) -> Iterator[tuple[int, int]]:
    """Words of letters and digits that are long enough to hide a number, padding included."""
    encoded = text.encode("ascii", "replace")
    plain = encoded.translate(_TOKEN_BYTES)
    yield from _numbers(text, encoded)
    start = plain.find(_SHORTEST_TOKEN)
    if start < 0:
        return
    hashes = encoded.translate(_HASH_BYTES)
    find, find_other = plain.find, hashes.find
    while start >= 0:
        end = find(b" ", start + 16)
        if end < 0:
            end = len(plain)
        # Most long words are paths (no text in UTF-8 begins with what + and / stand for in base64), hashes and
        # the decimals of numbers; those are told apart by one character.
        if (
            encoded[start] not in b"+/"
            and not (start and encoded[start - 1] == 46)
            and (
                find_other(b"X", start, end) >= 0 or (encoded[start] in b"234567" and _HEX.fullmatch(text, start, end))
            )
        ):
            padding = _PADDING.match(text, end)
            padded = padding.end() if padding is not None else end
            glued = text[start - 1 : start] in _GLUED or text[padded : padded + 1] in _GLUED
            if end - start <= _LONGEST_TOKEN and not glued:
                yield start, padded
        start = find(_SHORTEST_TOKEN, end)


def _numbers(text: str, encoded: bytes) -> Iterator[tuple[int, int]]:
    """Shorter words that begin as the base64 of a number does, padding included."""
    marked = encoded.translate(_NUMBER_BYTES)
    start = 0 if marked.startswith(_NUMBER_START[1:]) else marked.find(_NUMBER_START) + 1 or -1
    while start >= 0:
        end = marked.find(b" ", start)
        end = len(marked) if end < 0 else end
        if _SHORTEST_NUMBER <= end - start < len(_SHORTEST_TOKEN) and text[start + 2] in _THIRD:
            padding = _PADDING.match(text, end)
            padded = padding.end() if padding is not None else end
            if text[start - 1 : start] not in _GLUED and text[padded : padded + 1] not in _GLUED:
                yield start, padded
        start = marked.find(_NUMBER_START, end) + 1 or -1


def _decode_token(token: str, layers: int = _LAYERS) -> str | None:
    """The readable text with digits that ``token`` hides, undone at most ``layers`` times."""
    if token.isdecimal():
        return bytes.fromhex(token).decode() if _HEX_OF_DIGITS.fullmatch(token) else None
    if token.isalpha():
        return None
    for content in _decodings(token.replace("%3D", "").rstrip("=")):
        text = _text(content)
        if text and layers > 1 and _WORD.fullmatch(text):
            inner = _decode_token(text, layers - 1)
            if inner is not None:
                return inner
        if text and _HIDDEN.search(text):
            return text
    return None


def _decodings(token: str) -> Iterator[bytes]:
    """What the token says as hexadecimal digits, in base64 and in the two alphabets of base32 (RFC 4648)."""
    as_hex = _HEX.fullmatch(token)
    if as_hex is not None:
        yield bytes.fromhex(as_hex.group(1))
        return
    padded = token + "=" * (-len(token) % 8)
    for pattern, decode in _BASES:
        if pattern.fullmatch(token):
            try:
                yield decode(padded if decode is not base64.b64decode else token + "=" * (-len(token) % 4))
            except (binascii.Error, ValueError):
                continue


def _text(content: bytes) -> str:
    """``content`` as text where it is nothing but readable text, else nothing."""
    try:
        text = content.decode("utf-16-le" if len(content) > 3 and not any(content[1::2]) else "utf-8")
    except ValueError:
        return ""
    return text if _READABLE.fullmatch(text) else ""


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
