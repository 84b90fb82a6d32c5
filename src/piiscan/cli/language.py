"""The language a command speaks: the flag, else the environment."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping, Sequence
from itertools import zip_longest

from piiscan.errors import DataError
from piiscan.report.messages import Messages
from piiscan.report.protocol import LANGUAGES

VARIABLES = ("PIISCAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first one that is set decides, as POSIX has it."""


def language(environment: Mapping[str, str], asked: str | None = None) -> str:
    """``asked``, else the language the environment names, else English."""
    named = asked or next((value for name in VARIABLES if (value := environment.get(name))), "")
    return next((known for known in LANGUAGES if named.lower().startswith(known)), LANGUAGES[0])


def asked_for(argv: Sequence[str]) -> str | None:
    """The language that the arguments ask for, as far as it can be told before they are parsed."""
    for word, following in zip_longest(argv, argv[1:], fillvalue=""):
        if word == "--":
            return None
        name, equals, value = word.partition("=")
        if name == "--lang" and (value if equals else following) in LANGUAGES:
            return value if equals else following
    return None


def words_of(arguments: Namespace) -> Messages:
    """The texts in the language that the arguments of a command ask for."""
    return Messages(language(arguments.environment, getattr(arguments, "lang", None)))


def translated(text: str, environment: Mapping[str, str], asked: str | None) -> str:
    """An error message in the language asked for, or as it is where that cannot be read."""
    try:
        return Messages(language(environment, asked)).translate(text)
    except DataError:
        return text
