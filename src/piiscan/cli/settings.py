"""The configuration a command runs with: flag over PIISCAN_CONFIG over the nearest file."""

from __future__ import annotations

from argparse import Namespace
from dataclasses import replace
from typing import Final

from piiscan.config import Config
from piiscan.errors import UsageError
from piiscan.model import ENTITY_TYPES
from piiscan.tags import KEY_NAME
from piiscan.words import nearest

PASSWORDS: Final = "PIISCAN_PASSWORDS"
"""Passwords for locked documents and archives, one a line."""


def settings(arguments: Namespace) -> Config:
    """The configuration file's values, overruled by the flags that were given."""
    file = arguments.config or arguments.environment.get("PIISCAN_CONFIG") or None
    config = Config.untrusted(file) if getattr(arguments, "untrusted", False) else Config.load(file)
    given = {
        name: value
        for name in ("min_confidence", "fail_on", "fail_on_incomplete", "jobs", "baseline", "password_file", "ocr")
        if (value := getattr(arguments, name, None)) is not None
    }
    if getattr(arguments, "types", None):
        given["types"] = tuple(arguments.types.replace(" ", "").split(","))
    if getattr(arguments, "exclude", None):
        given["exclude"] = (*config.exclude, *arguments.exclude)
    if key := arguments.environment.get(KEY_NAME):
        given["secret_key"] = key
    passwords = (*(getattr(arguments, "password", None) or ()), *arguments.environment.get(PASSWORDS, "").splitlines())
    if passwords:
        given["passwords"] = (*config.passwords, *filter(None, passwords))
    config = replace(config, **given)
    known = [*ENTITY_TYPES, *(str(pattern.get("entity_type", "")) for pattern in config.patterns)]
    for name in config.types or ():
        if name not in known:
            raise UsageError(f"unknown entity type {name!r}{nearest(name, known)}")
    return config
