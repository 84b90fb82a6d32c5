"""What ``--help`` says beside the options, in one language, in columns where Japanese characters take two."""

from __future__ import annotations

import argparse
from typing import Any, Final, NoReturn

from piiscan.errors import UsageError
from piiscan.report.columns import width, wrapped
from piiscan.report.messages import Messages
from piiscan.words import nearest

EXIT_CODES: Final = """\
exit codes:
  0    clean
  1    findings at or above --fail-on
  2    usage or configuration error
  3    nothing was examined; or something was not, and --fail-on-incomplete
  4    internal error, a full disk, a reader of our output that went away
  130  interrupted; what was found so far is reported

Off-line but for URLs you give. Values are masked unless --show-values. What could not be read is named in every format.
"""
ENVIRONMENT: Final = """\
environment:
  PIISCAN_CONFIG         the configuration file, where no --config is given
  PIISCAN_LANG           the language (en, ja); else LC_ALL, LC_MESSAGES, LANG
  PIISCAN_BASELINE_KEY   the key of keyed tags, from outside the repository
  PIISCAN_PASSWORDS      passwords for locked documents and archives, one a line
  PIISCAN_DEBUG          show where an internal error happened
  NO_COLOR               no colours on a terminal

files:
  piiscan.toml             configuration, here or in a folder above
  pyproject.toml           the same under [tool.piiscan]
  .piiscanignore           files not to read, in the root of the repository
  piiscan-baseline.jsonl   what is known
"""
MANUAL: Final = {
    "": f"""\
examples:
  piiscan scan .                               this folder
  piiscan git --staged                         what the next commit would record
  piiscan hook                                 stop commits that add personal data
  piiscan scan --format json exports/          for programs
  piiscan baseline create                      accept what is there, stop the next
  piiscan explain "マイナンバー：983205673214"  why this is a finding

{EXIT_CODES}
{ENVIRONMENT}
`piiscan COMMAND --help` tells the options of a command.
""",
    "scan": f"""\
examples:
  piiscan scan .
  piiscan scan share/ --types JP_MY_NUMBER,CREDIT_CARD --fail-on low
  piiscan scan . --output text=- --output sarif=piiscan.sarif
  nkf -w mail.txt | piiscan scan -
  piiscan scan --untrusted ~/Downloads/their-project

{EXIT_CODES}""",
    "git": f"""\
examples:
  piiscan git --staged
  piiscan git --range origin/main..HEAD
  piiscan git --history ../other-repository

{EXIT_CODES}""",
    "baseline": """\
examples:
  piiscan baseline create
  piiscan baseline audit --reviewer "privacy team"
  piiscan scan . --baseline piiscan-baseline.jsonl
""",
    "explain": """\
examples:
  piiscan explain JP_MY_NUMBER
  piiscan explain "電話番号：03-5550-0123"
  piiscan explain test-data
""",
    "completion": """\
examples:
  source <(piiscan completion bash)
  piiscan completion zsh > ~/.zfunc/_piiscan
  piiscan completion fish > ~/.config/fish/completions/piiscan.fish
""",
}
"""What stands below the options, by command. Each line is translated by itself."""


class Parser(argparse.ArgumentParser):
    """A parser that complains in one line, and names the nearest option for one it does not know."""

    def __init__(self, *, words: Messages, **settings: Any) -> None:
        # No abbreviations: --show must not become --show-values.
        super().__init__(formatter_class=_formatter(words), allow_abbrev=False, add_help=False, **settings)
        self.words = words
        self.add_argument("-h", "--help", action="help", help="show this help and exit")

    def add_argument(self, *names: Any, **settings: Any) -> Any:
        """The new argument, made by its group: a parser would make a formatter first, and import shutil for it."""
        group = self._optionals if names[0].startswith("-") else self._positionals
        return group.add_argument(*names, **settings)

    def add_subparsers(self, **settings: Any) -> Any:
        """The commands below this one, in the same language."""
        made = super().add_subparsers(**settings)
        made.words = self.words  # type: ignore[attr-defined]
        return made

    def error(self, message: str) -> NoReturn:
        """Raise UsageError: what is wrong, the nearest option there is, and where to read on."""
        _, _, unknown = message.partition("unrecognized arguments: ")
        known = [name for action in self._actions for name in action.option_strings]
        close = nearest(unknown.split()[0].split("=")[0], known) if unknown.startswith("-") else ""
        said = self.words.translate(message) + (self.words.translate(close) if "did you mean" in close else "")
        raise UsageError(said + self.words.say("; see: {command} --help", command=self.prog))

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """The arguments; what no parser knows is complained of by the parser of the command it was given to."""
        parsed, unknown = self.parse_known_args(args, namespace)
        if unknown:
            told = getattr(parsed, "parser", self)
            told.error(f"unrecognized arguments: {' '.join(unknown)}")
        return parsed


def _formatter(words: Messages) -> Any:
    """A class of formatters for texts in one language."""

    class Formatter(argparse.RawDescriptionHelpFormatter):
        def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
            super().add_usage(usage, actions, groups, prefix if prefix is not None else words.say("usage: "))

        def _format_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None) -> str:
            wider = width(prefix or "") - len(prefix or "")
            self._width -= wider
            text = super()._format_usage(usage, actions, groups, prefix)
            self._width += wider
            return text.replace("\n ", "\n" + " " * (wider + 1))

        def _fill_text(self, text: str, width: int, indent: str) -> str:
            lines = (wrapped(line, width) if line and not line.startswith(" ") else [line] for line in text.split("\n"))
            return "\n".join(indent + line for each in lines for line in each)

        def _split_lines(self, text: str, width: int) -> list[str]:
            return list(wrapped(" ".join(text.split()), width))

    return Formatter


def translate(parser: argparse.ArgumentParser, words: Messages) -> None:
    """Bring the texts of a parser and of all below it into a language. Each English text is its own key."""
    parser.description = _sentence(_translated(parser.description or "", words))
    parser.epilog = "\n".join(_translated_line(line, words) for line in (parser.epilog or "").split("\n"))
    for group in parser._action_groups:  # noqa: SLF001 - argparse has no other way to get at its texts
        group.title = _translated(group.title or "", words)
    for action in parser._actions:  # noqa: SLF001 - the same
        action.help = _translated(action.help or "", words)
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            for choice in action._choices_actions:  # noqa: SLF001 - the same
                choice.help = _translated(choice.help or "", words)
            for below in action.choices.values():
                translate(below, words)


def _translated(text: str, words: Messages) -> str:
    return words.translate(text.replace("%%", "%")).replace("%", "%%")


def _translated_line(line: str, words: Messages) -> str:
    """A line of the manual: ``term  what it means``, of which the meaning is translated, or a sentence."""
    term, gap, meaning = line.strip().partition("  ")
    if not line.startswith("  ") or not gap:
        return words.translate(line)
    start = line.index(term) + len(term)
    return line[:start] + " " * (len(line) - start - len(meaning.lstrip())) + words.translate(meaning.lstrip())


def _sentence(text: str) -> str:
    """A text with a capital at the start and a full stop at its end."""
    return text if not text or text[-1] in ".。" or not text.isascii() else f"{text[0].upper()}{text[1:]}."
