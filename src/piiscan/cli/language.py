"""The language a command speaks: the flag, else the environment."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Mapping

from piiscan.errors import DataError
from piiscan.report.messages import Messages
from piiscan.report.protocol import LANGUAGES

VARIABLES = ("PIISCAN_LANG", "LC_ALL", "LC_MESSAGES", "LANG")
"""The first one that is set decides, as POSIX has it."""


def language(environment: Mapping[str, str], asked: str | None = None) -> str:
    """``asked``, else the language the environment names, else English."""
    named = asked or next((value for name in VARIABLES if (value := environment.get(name))), "")
    return next((known for known in LANGUAGES if named.lower().startswith(known)), LANGUAGES[0])


def words_of(arguments: Namespace) -> Messages:
    """The texts in the language that the arguments of a command ask for."""
    return Messages(language(arguments.environment, getattr(arguments, "lang", None)))


def translated(text: str, environment: Mapping[str, str], asked: str | None) -> str:
    """An error message in the language asked for, or as it is where that cannot be read."""
    try:
        return Messages(language(environment, asked)).translate(text)
    except DataError:
        return text
