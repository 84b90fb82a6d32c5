"""The tokens of JSON text that comes in pieces: tolerant, linear, without recursion, in bounded memory."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final

TOKEN_CHARACTERS: Final = 16 * 2**20
"""Longest token that is waited for; a longer one comes in parts."""

STRING, KEY, BRACKET, WORD, TORN = range(1, 6)
"""What a token is: the number of the last group of the pattern that took part."""

_TOKEN: Final = re.compile(
    r"""[\s,:]*+(?:
    "([^"\\\n]*+(?:\\[^\n][^"\\\n]*+)*+)"(\s*+:)?+
  | ([\[\]{}])
  | ([^\s,:\[\]{}"][^\s,\[\]{}"]*+)
  | ("[^\n]*+\n?+)
    )\s*+""",
    re.VERBOSE,
)
_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def tokens(pieces: Iterable[str]) -> Iterator[tuple[int, str, int]]:
    """The tokens of a text in order, as kind, text as written, and the line it begins in.

    Nothing but white space, commas and colons between tokens is left out. A string torn by a line end is a token up to
    there, so that one broken line of JSON Lines costs only itself.
    """
    line, rest, wanted = 1, "", 0
    source = iter(pieces)
    last = False
    while not last:
        while len(rest) <= wanted and not last:
            piece = next(source, None)
            last = piece is None
            rest += piece or ""
        used = counted = 0
        patient = not last and len(rest) < TOKEN_CHARACTERS
        for found in _TOKEN.finditer(rest):
            end = found.end()
            if patient and end == len(rest):
                break
            kind = found.lastindex or 0
            group = 1 if kind == KEY else kind
            begin = found.start(group)
            line += rest.count("\n", counted, begin)
            yield kind, found[group], line
            counted, used = begin, end
        wanted = 0 if used else 2 * len(rest)  # doubling keeps the work on a very long string linear
        line += rest.count("\n", counted, used)
        rest = rest[used:]


def unescaped(text: str) -> str:
    r"""The text of a JSON string with its escapes decoded; as it stands where one is wrong. A lone \ud800 is U+FFFD."""
    if "\\" not in text:
        return text
    try:
        plain: str = scanstring(text + '"', 0, False)[0]  # noqa: FBT003 - a C function without keywords
    except ValueError:
        return text
    return _SURROGATE.sub("\ufffd", plain)
