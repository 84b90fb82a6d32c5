"""The arguments of the command, and the function each sub-command runs. What stands around them: :mod:`manual`."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Any, Final

from piiscan import __version__
from piiscan.cli.manual import MANUAL, Parser, translate
from piiscan.config import FAIL_ON
from piiscan.errors import UsageError
from piiscan.report.messages import Messages
from piiscan.report.protocol import LANGUAGES
from piiscan.report.reporters import REPORTERS


def parse(argv: Sequence[str], environment: Mapping[str, str], words: Messages) -> argparse.Namespace:
    """The parsed arguments; ``run`` is what they ask for. Raises UsageError, and SystemExit after ``--help``.

    A file that is called like an option is refused: a hook hands over names that anybody can commit, and one called
    ``--show-values`` must not print the values into a public log.
    """
    for word in takewhile(lambda each: each != "--", argv):
        if word.startswith("-") and len(word) > 1 and os.path.lexists(word):
            raise UsageError(f"there is a file {word!r} here: write ./{word} for the file, or -- before the paths")
    asked = argv[0] if argv else ""
    arguments: argparse.Namespace = parser(words, asked).parse_args(argv)
    arguments.environment = environment
    return arguments


def parser(words: Messages, asked: str = "") -> Parser:
    """The parser of the command, its texts in one language.

    Where a sub-command is ``asked`` for, of that one only: to make all takes 5 ms, a scan should take few more.
    """
    about = "Finds personal data that is about to leak from Japanese files, and says how sure it is, and why."
    whole = Parser(prog="piiscan", description=about, epilog=MANUAL[""], words=words)
    whole.add_argument("--version", action="version", version=f"piiscan {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True, prog="piiscan")
    for name, add in _COMMANDS.items():
        if asked == name or asked not in _COMMANDS:
            add(commands)
    translate(whole, words)
    return whole


def _scan(commands: Any) -> None:
    scan = _command(commands, "scan", "scan files and folders", "piiscan.cli.scan:run")
    scan.add_argument(
        "paths", metavar="PATH", nargs="+", help="files, folders or URLs (s3://...); - reads standard input"
    )
    scan.add_argument(
        "--since", metavar="FILE", help="pass over files unchanged since found clean; FILE keeps which they are"
    )
    _reporting(scan)


def _git(commands: Any) -> None:
    git = _command(commands, "git", "scan what a repository's index or history adds", "piiscan.cli.git:run")
    git.add_argument("repository", metavar="REPOSITORY", nargs="?", help="a repository (default: the one around you)")
    git.set_defaults(may_be_empty=True)
    which = git.add_argument_group("which changes").add_mutually_exclusive_group()
    which.add_argument("--staged", action="store_true", help="what git commit would record, as it lies in the index")
    which.add_argument("--range", metavar="A..B", help="what the commits in a range add (any revision will do)")
    which.add_argument("--commit", metavar="C", help="what one commit adds")
    which.add_argument("--push", action="store_true", help="what is being pushed, as pre-commit's pre-push stage tells")
    which.add_argument("--history", action="store_true", help="what all commits of all branches add (the default)")
    _reporting(git)


def _hook(commands: Any) -> None:
    hook = _command(commands, "hook", "let git stop commits that add personal data", "piiscan.cli.hook:run")
    hook.add_argument("--push", action="store_true", help="stop pushes instead, whatever commit they come from")
    hook.add_argument("--remove", action="store_true", help="take the hook away again")
    _language(hook)


def _baseline(commands: Any) -> None:
    """The baseline and its sub-commands."""
    parts = _group_of_commands(commands, "baseline", "keep a list of what is known, safe to publish")
    for name, run, about in (
        ("create", "piiscan.cli.baseline:create", "write a baseline of all that is found"),
        ("update", "piiscan.cli.baseline:update", "bring it to what is found now; reviewers' words stay"),
        ("show", "piiscan.cli.baseline:show", "print its entries"),
        ("audit", "piiscan.cli.audit:run", "go through the findings on the terminal and record verdicts"),
    ):
        part = _command(parts, name, about, run)
        if name != "show":
            part.add_argument("paths", metavar="PATH", nargs="*", help="files or folders (default: this folder)")
            part.add_argument("--min-confidence", type=float, metavar="P", help="findings from this probability on")
            part.add_argument("--types", metavar="A,B", help="only these entity types")
            part.add_argument("--exclude", action="append", metavar="GLOB", help="leave out paths")
            _reading(part)
        if name == "audit":
            part.add_argument("--reviewer", metavar="NAME", default="", help="who decides; written into the entries")
        help_text = "the file (default: as configured, else piiscan-baseline.jsonl)"
        part.add_argument("--baseline", metavar="FILE", help=help_text)
        part.add_argument("--config", metavar="FILE", help="configuration file")
        _language(part)


def _config(commands: Any) -> None:
    """The configuration and its sub-commands."""
    parts = _group_of_commands(commands, "config", "start, show and check the configuration")
    for name, about in (
        ("init", "write a piiscan.toml to start from"),
        ("show", "print what holds, and where each value comes from"),
        ("check", "check all that a scan would load from it"),
        ("tag", "print the keyed tag of a value (read from standard input) for allow_values"),
    ):
        part = _command(parts, name, about, f"piiscan.cli.config:{name}")
        if name in {"show", "check"}:
            part.add_argument("--config", metavar="FILE", help="configuration file")
        _language(part)


def _explain(commands: Any) -> None:
    about = "explain an entity type, or the findings in a text"
    explain = _command(commands, "explain", about, "piiscan.cli.explain:run")
    explain.add_argument("subject", metavar="TYPE|TEXT", help="an entity type, a text in quotes, or test-data")
    explain.add_argument("--config", metavar="FILE", help="configuration file")
    explain.add_argument("--show-values", action="store_true", help="show the values found in TEXT")
    _language(explain)


def _extract(commands: Any) -> None:
    extract = _command(commands, "extract", "print what the scanner sees of a file", "piiscan.cli.extract:run")
    extract.add_argument("path", metavar="PATH", help="a file")
    extract.add_argument("--config", metavar="FILE", help="configuration file")
    _reading(extract)
    _language(extract)


def _types(commands: Any) -> None:
    about = "list the entity types and their names in other tools"
    _language(_command(commands, "types", about, "piiscan.cli.tables:types"))


def _formats(commands: Any) -> None:
    about = "list the file formats that are read, and the report formats"
    _language(_command(commands, "formats", about, "piiscan.cli.tables:formats"))


def _completion(commands: Any) -> None:
    completion = _command(commands, "completion", "print a completion script for a shell", "piiscan.cli.completion:run")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    _language(completion)


_COMMANDS: Final[dict[str, Callable[[Any], None]]] = {
    "scan": _scan,
    "git": _git,
    "hook": _hook,
    "baseline": _baseline,
    "config": _config,
    "explain": _explain,
    "extract": _extract,
    "types": _types,
    "formats": _formats,
    "completion": _completion,
}
"""What adds each sub-command to the parser, in the order of ``--help``."""


def _group_of_commands(commands: Any, name: str, about: str) -> Any:
    """A command that only holds others."""
    made = commands.add_parser(name, help=about, description=about, epilog=MANUAL.get(name), words=commands.words)
    made.words = commands.words
    return made.add_subparsers(title="commands", metavar="COMMAND", required=True)


def _command(commands: Any, name: str, about: str, run: str) -> argparse.ArgumentParser:
    """A command that runs a function, ``module:function``."""
    made: argparse.ArgumentParser = commands.add_parser(
        name, help=about, description=about, epilog=MANUAL.get(name), words=commands.words
    )
    made.set_defaults(run=_later(run), parser=made)
    return made


def _reporting(parser: argparse.ArgumentParser) -> None:
    """The options that all commands share that scan and report."""
    looking, report = parser.add_argument_group("what to look for"), parser.add_argument_group("report")
    add = looking.add_argument
    add("--types", metavar="A,B", help="only these entity types (see: piiscan types)")
    add("--min-confidence", type=float, metavar="P", help="report findings from this probability on (default: 0.5)")
    add("--exclude", action="append", metavar="GLOB", help="leave out paths (gitignore pattern; may be repeated)")
    add("--baseline", metavar="FILE", help="findings in this baseline are known and do not fail the run")
    add("--config", metavar="FILE", help="configuration file (default: piiscan.toml or [tool.piiscan] above you)")
    add("--untrusted", action="store_true", help="heed no configuration, ignore file or comment of what is scanned")
    _reading(looking)
    add("--jobs", type=int, metavar="N", help="worker processes (default: one per core)")
    add = report.add_argument
    add("--format", metavar="FORMAT", help=f"{', '.join(row.name for row in REPORTERS)} (default: text)")
    add(
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write a report to FILE (yours only; - is standard output); several FORMAT=FILE come from one scan",
    )
    add("--all", action="store_true", help="list every finding in the text report, each with its reasons")
    add("--show-ignored", action="store_true", help="list ignored and known findings too, with their status")
    add("--show-values", action="store_true", help="print the values themselves: the report then is personal data")
    _language(report)
    add = parser.add_argument_group("exit code").add_argument
    add("--fail-on", choices=FAIL_ON, help="lowest band that makes the exit code 1 (default: medium)")
    add("--fail-on-incomplete", action="store_true", default=None, help="exit 3 when something was not examined")
    add("--allow-unread", action="store_true", help="no exit code 3 when nothing could be examined (for hooks)")
    add("--exit-zero", action="store_true", help="exit 0 whatever is found (errors keep their codes)")


def _reading(parser: argparse._ActionsContainer) -> None:
    """What reads more of the files, or less: passwords, OCR."""
    parser.add_argument(
        "--no-ocr",
        dest="ocr",
        action="store_false",
        default=None,
        help="read no text in pictures, even where the extra ocr and Tesseract are installed",
    )
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help="passwords for locked documents and archives, one a line (also: PIISCAN_PASSWORDS)",
    )
    parser.add_argument(
        "--password", action="append", metavar="WORD", help="one password (others here can see it in the process list)"
    )


def _language(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--lang", choices=LANGUAGES, help="language of what people read (default: by PIISCAN_LANG, LC_ALL, LANG)"
    )


def _later(target: str) -> Callable[..., int]:
    """A function that imports ``module:function`` when it is called: ``--help`` loads nothing."""

    def run(*arguments: Any) -> int:
        module, _, function = target.partition(":")
        return int(getattr(import_module(module), function)(*arguments))

    return run
