"""The tokens of a page's content: split by one regular expression, and the numbers among them read."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.pdf_runs import Matrix

_PLAIN: Final = rb"[^()\\]++|\\."
_FLAT: Final = rb"\((?:%b)*+\)" % _PLAIN
_ONCE: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _FLAT)
_TWICE: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _ONCE)
STRING: Final = rb"\((?:%b|%b)*+\)" % (_PLAIN, _TWICE)
"""A literal string with parentheses in it, four levels deep."""
TOKEN: Final = re.compile(
    rb"/[^\x00\t\n\f\r ()<>\[\]{}/%%]*+|%b|<<|>>|<[0-9A-Fa-f\s]*+>|[\[\]]|%%[^\r\n]*+|[^\x00\t\n\f\r ()<>\[\]{}/%%]++"
    % STRING,
    re.DOTALL,
)
OPERAND: Final = frozenset(b"0123456789+-.(<[]/>")
INLINE_IMAGE: Final = re.compile(rb"(?<!\S)BI\s[^()]{0,2000}?\sID\s.*?\sEI(?=\s|\Z)", re.DOTALL)
FIND_ALL_BELOW: Final = 4 * 2**20
"""Contents up to this size are split at once; larger ones piece by piece, to bound memory."""


def tokens_of(data: bytes) -> Iterable[bytes]:
    """The tokens of a content in order."""
    return TOKEN.findall(data) if len(data) < FIND_ALL_BELOW else _found(data)


def _found(data: bytes) -> Iterator[bytes]:
    for match in TOKEN.finditer(data):
        yield match[0]


def number(token: bytes) -> float:
    """The number a token spells, 0 where it spells none."""
    try:
        return float(token)
    except ValueError:
        return 0.0


def last_number(stack: list[bytes]) -> float:
    """The last operand as a number, 0 where there is none."""
    return number(stack[-1]) if stack else 0.0


def matrix_of(tokens: list[bytes]) -> Matrix:
    """The matrix that six numbers are."""
    a, b, c, d, e, f = map(number, tokens)
    return a, b, c, d, e, f
