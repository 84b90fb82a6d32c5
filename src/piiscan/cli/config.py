"""``piiscan config``: starts, shows and checks the configuration, and makes the tags of values that are allowed."""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any, Final, TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.cli.settings import settings
from piiscan.config import FILE_NAME, Config, configuration_file
from piiscan.errors import ConfigError, UsageError
from piiscan.ignores import IGNORE_FILE, repository_root
from piiscan.report.messages import Messages
from piiscan.report.redact import printable
from piiscan.tags import KEY_NAME, check_key, tag_of

SECRET: Final = "secret_key"  # noqa: S105 - the name of the key, not a key
START: Final = """\
# What piiscan looks for, where, and when it fails. All keys: docs/configuration.md; what holds: piiscan config show
# Flags overrule this file. A line without its # says what holds anyway.

# min_confidence = 0.5        # report findings from this probability on
# types = ["PERSON"]          # only these entity types (piiscan types); all without this line
# fail_on = "medium"          # low, medium, high, never
# fail_on_incomplete = false  # whether what could not be read fails the run
# exclude = ["*.min.js"]      # gitignore patterns of files that are not read

# allow_paths = ["tests/fixtures/"]       # findings there are counted, not reported
# allow_regexes = ['03-5550-[0-9]{4}']    # values that are all right
# baseline = "piiscan-baseline.jsonl"     # what was there before: piiscan baseline create
"""


def init(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Write a configuration file to start from into the current folder; an existing one is left alone."""
    path = Path(FILE_NAME)
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(_start(words_of(arguments)))
    except FileExistsError:
        raise UsageError(f"{path} exists already; see what holds with: piiscan config show") from None
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from error
    print(words_of(arguments).say("{path} written; everything in it is a comment still", path=path), file=out)
    return EXIT_CLEAN


def show(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print every key with its value as TOML, and where the value comes from."""
    config, words = settings(arguments), words_of(arguments)
    origins = _origins(arguments)
    hidden = {SECRET: words.say("set in {name}", name=KEY_NAME), "passwords": words.say("given, not shown")}
    for name in (each.name for each in fields(config)):
        value, origin = getattr(config, name), origins.get(name, "")
        if name in hidden:
            print(f"# {name}: {hidden[name] if value else words.say('none')}", file=out)
        elif value is None or (not origin and value in ((), "", {})):
            print(f"# {name}: {words.say('all' if value is None else 'none')}", file=out)
        else:
            print(f"{name} = {toml(value)}  # {printable(origin) or words.say('default')}", file=out)
    return EXIT_CLEAN


def check(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Load everything a scan would load from the configuration; what is wrong comes as an error with its place."""
    from piiscan.baseline import read_baseline
    from piiscan.ignores import PathRules
    from piiscan.scan import Scanner

    config = settings(arguments).with_passwords()
    Scanner(config)
    PathRules((*config.exclude, *config.ignore_lines))
    if config.baseline:
        read_baseline(Path(config.baseline))
    if config.allow_values and not config.secret_key:
        raise ConfigError(f"allow_values recognise nothing without {KEY_NAME}")
    words = words_of(arguments)
    file = _file(arguments) or words.say("no configuration file: the defaults hold")
    print(words.say("{file}: all right", file=file), file=out)
    return EXIT_CLEAN


def tag(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the tag of a value for ``allow_values``. It is read, not given: arguments stay in shell histories."""
    key = check_key(arguments.environment.get(KEY_NAME, ""))
    if not key:
        raise UsageError(f"set {KEY_NAME} first, to 32 random bytes or the like, and keep it out of the repository")
    value = _secretly() if sys.stdin is not None and sys.stdin.isatty() else (sys.stdin.read() if sys.stdin else "")
    if not value.strip():
        raise UsageError("no value was given on standard input")
    print(tag_of(key, "", value.strip()), file=out)
    return EXIT_CLEAN


def _start(words: Messages) -> str:
    """The file to start from, its comments in the user's language."""
    lines = []
    for line in START.splitlines():
        code, gap, remark = line.rpartition("  # ")
        whole = f"# {words.translate(line[2:])}" if line else ""
        lines.append(f"{code}{gap}{words.translate(remark)}" if gap else whole)
    return "\n".join(lines) + "\n"


def toml(value: Any) -> str:
    """``value`` as TOML on one line."""
    if isinstance(value, Mapping):
        return "{}" if not value else "{ " + ", ".join(f"{name} = {toml(each)}" for name, each in value.items()) + " }"
    if isinstance(value, Sequence) and not isinstance(value, str):
        return "[" + ", ".join(map(toml, value)) + "]"
    return (
        json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
        if isinstance(value, str)
        else str(value).lower()
    )


def _secretly() -> str:
    from getpass import getpass

    return getpass("value (not shown): ")


def _file(arguments: Namespace) -> str | Path | None:
    return configuration_file(arguments.config or arguments.environment.get("PIISCAN_CONFIG") or None)


def _origins(arguments: Namespace) -> dict[str, str]:
    """Where each key that is not a default was set."""
    path = _file(arguments)
    origins = dict.fromkeys(Config.keys_in(path), str(path)) if path is not None else {}
    if (repository_root() / IGNORE_FILE).exists():
        origins["ignore_lines"] = " and ".join(filter(None, [origins.get("ignore_lines"), IGNORE_FILE]))
    return origins
