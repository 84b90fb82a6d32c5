"""The arguments of the command, and the function each sub-command runs."""

from __future__ import annotations

import argparse
import os
from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from itertools import takewhile
from typing import Any

from piiscan import __version__
from piiscan.config import FAIL_ON
from piiscan.errors import UsageError
from piiscan.report.protocol import LANGUAGES
from piiscan.report.reporters import REPORTERS

EXIT_CODES = """exit codes:
  0  clean
  1  findings at or above --fail-on
  2  usage or configuration error
  3  nothing was examined; or something was not, and --fail-on-incomplete
  4  internal error

Off-line always. Values are masked unless --show-values. What could not be read is named in every format."""


def parse(argv: Sequence[str], environment: Mapping[str, str]) -> argparse.Namespace:
    """The parsed arguments; ``run`` is what they ask for. Raises SystemExit as argparse does.

    A file that is called like an option is refused: a hook hands over names that anybody can commit, and one called
    ``--show-values`` must not print the values into a public log.
    """
    for word in takewhile(lambda each: each != "--", argv):
        if word.startswith("-") and len(word) > 1 and os.path.lexists(word):
            raise UsageError(f"there is a file {word!r} here: write ./{word} for the file, or -- before the paths")
    arguments = parser().parse_args(argv)
    arguments.environment = environment
    return arguments


def parser() -> argparse.ArgumentParser:
    """The parser of the whole command."""
    whole = argparse.ArgumentParser(
        prog="piiscan",
        description="Finds personal data that is about to leak from Japanese files, and says how sure it is, and why.",
        epilog=EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    whole.add_argument("--version", action="version", version=f"piiscan {__version__}")
    commands = whole.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _scan(commands)
    _git(commands)
    _baseline(commands)
    _config(commands)
    types = commands.add_parser("types", help="list the entity types and their names in other tools")
    types.set_defaults(run=_later("piiscan.cli.tables:types"))
    formats = commands.add_parser("formats", help="list the file formats that are read, and the report formats")
    formats.set_defaults(run=_later("piiscan.cli.tables:formats"))
    extract = commands.add_parser("extract", help="print what the scanner sees of a file")
    extract.add_argument("path", metavar="PATH", help="a file")
    extract.add_argument("--config", metavar="FILE", help="configuration file")
    _passwords(extract)
    _language(extract)
    extract.set_defaults(run=_later("piiscan.cli.extract:run"))
    explain = commands.add_parser("explain", help="explain an entity type, or the findings in a text")
    explain.add_argument("subject", metavar="TYPE|TEXT", help="an entity type, a text in quotes, or test-data")
    explain.add_argument("--config", metavar="FILE", help="configuration file")
    explain.add_argument("--show-values", action="store_true", help="show the values found in TEXT")
    _language(explain)
    explain.set_defaults(run=_later("piiscan.cli.explain:run"))
    completion = commands.add_parser("completion", help="print a completion script for a shell")
    completion.add_argument("shell", choices=("bash", "zsh", "fish"), help="the shell")
    completion.set_defaults(run=_later("piiscan.cli.completion:run"))
    return whole


def _scan(commands: Any) -> None:
    scan = _reporting(commands, "scan", "scan files and folders", "piiscan.cli.scan:run")
    scan.add_argument("paths", metavar="PATH", nargs="+", help="files or folders; - reads standard input")


def _baseline(commands: Any) -> None:
    """The baseline and its sub-commands."""
    about = "keep a list of what is known, safe to publish"
    parts = commands.add_parser("baseline", help=about, description=f"{about[0].upper()}{about[1:]}.").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    for name, run, help_text in (
        ("create", "piiscan.cli.baseline:create", "write a baseline of all that is found"),
        ("update", "piiscan.cli.baseline:update", "bring it to what is found now; reviewers' words stay"),
        ("show", "piiscan.cli.baseline:show", "print its entries"),
        ("audit", "piiscan.cli.audit:run", "go through the findings on the terminal and record verdicts"),
    ):
        parser = parts.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
        if name != "show":
            parser.add_argument("paths", metavar="PATH", nargs="*", help="files or folders (default: this folder)")
            parser.add_argument("--min-confidence", type=float, metavar="P", help="findings from this probability on")
            parser.add_argument("--types", metavar="A,B", help="only these entity types")
            parser.add_argument("--exclude", action="append", metavar="GLOB", help="leave out paths")
            _passwords(parser)
        if name == "audit":
            parser.add_argument("--reviewer", metavar="NAME", default="", help="who decides; written into the entries")
        parser.add_argument(
            "--baseline", metavar="FILE", help="the file (default: as configured, else piiscan-baseline.jsonl)"
        )
        parser.add_argument("--config", metavar="FILE", help="configuration file")
        _language(parser)
        parser.set_defaults(run=_later(run))


def _config(commands: Any) -> None:
    """The configuration and its sub-commands."""
    about = "start, show and check the configuration"
    parts = commands.add_parser("config", help=about, description=f"{about[0].upper()}{about[1:]}.").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    for name, help_text in (
        ("init", "write a piiscan.toml to start from"),
        ("show", "print what holds, and where each value comes from"),
        ("check", "check all that a scan would load from it"),
        ("tag", "print the keyed tag of a value (read from standard input) for allow_values"),
    ):
        part = parts.add_parser(name, help=help_text, description=f"{help_text[0].upper()}{help_text[1:]}.")
        if name in {"show", "check"}:
            part.add_argument("--config", metavar="FILE", help="configuration file")
        _language(part)
        part.set_defaults(run=_later(f"piiscan.cli.config:{name}"))


def _git(commands: Any) -> None:
    git = _reporting(commands, "git", "scan what a repository's index or history adds", "piiscan.cli.git:run")
    git.add_argument("repository", metavar="REPOSITORY", nargs="?", help="a repository (default: the one around you)")
    git.set_defaults(may_be_empty=True)
    which = git.add_mutually_exclusive_group()
    which.add_argument("--staged", action="store_true", help="what git commit would record, as it lies in the index")
    which.add_argument("--range", metavar="A..B", help="what the commits in a range add (any revision will do)")
    which.add_argument("--commit", metavar="C", help="what one commit adds")
    which.add_argument("--push", action="store_true", help="what is being pushed, as pre-commit's pre-push stage tells")
    which.add_argument("--history", action="store_true", help="what all commits of all branches add (the default)")


def _reporting(commands: Any, name: str, about: str, run: str) -> argparse.ArgumentParser:
    """A command that scans and reports, with the options all of these share."""
    parser = commands.add_parser(
        name, help=about, epilog=EXIT_CODES, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    add = parser.add_argument
    add("--format", metavar="FORMAT", help=f"{', '.join(row.name for row in REPORTERS)} (default: text)")
    add(
        "--output",
        action="append",
        default=[],
        metavar="[FORMAT=]FILE",
        help="write a report to FILE (yours only; - is standard output); several FORMAT=FILE come from one scan",
    )
    add("--min-confidence", type=float, metavar="P", help="report findings from this probability on (default: 0.5)")
    add("--fail-on", choices=FAIL_ON, help="lowest band that makes the exit code 1 (default: medium)")
    add("--fail-on-incomplete", action="store_true", default=None, help="exit 3 when something was not examined")
    add("--allow-unread", action="store_true", help="no exit code 3 when nothing could be examined (for hooks)")
    add("--types", metavar="A,B", help="only these entity types (see: piiscan types)")
    add("--exclude", action="append", metavar="GLOB", help="leave out paths (gitignore pattern; may be repeated)")
    add("--baseline", metavar="FILE", help="findings in this baseline are known and do not fail the run")
    add("--show-ignored", action="store_true", help="list ignored and known findings too, with their status")
    _passwords(parser)
    add("--jobs", type=int, metavar="N", help="worker processes (default: one per core)")
    add("--config", metavar="FILE", help="configuration file (default: piiscan.toml or [tool.piiscan] above you)")
    add("--untrusted", action="store_true", help="heed no configuration, ignore file or comment of what is scanned")
    add("--all", action="store_true", help="list every finding of a file in the text report, not the first 20")
    add("--show-values", action="store_true", help="print the values themselves: the report then is personal data")
    add("--exit-zero", action="store_true", help="exit 0 whatever is found (errors keep their codes)")
    _language(parser)
    parser.set_defaults(run=_later(run))
    return parser  # type: ignore[no-any-return]


def _passwords(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--password-file",
        metavar="FILE",
        help="passwords for locked documents and archives, one a line (also: PIISCAN_PASSWORDS)",
    )
    parser.add_argument(
        "--password", action="append", metavar="WORD", help="one password (others here can see it in the process list)"
    )


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--lang", choices=LANGUAGES, help="language of what people read (default: by PIISCAN_LANG, LC_ALL, LANG)"
    )


def _later(target: str) -> Callable[..., int]:
    """A function that imports ``module:function`` when it is called: ``--help`` loads nothing."""

    def run(*arguments: Any) -> int:
        module, _, function = target.partition(":")
        return int(getattr(import_module(module), function)(*arguments))

    return run
