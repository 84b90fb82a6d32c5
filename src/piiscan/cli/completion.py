"""``piiscan completion``: completion scripts for shells, made from the parser itself."""

from __future__ import annotations

import argparse
from argparse import Namespace
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TextIO

from piiscan.cli.arguments import parser
from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.model import ENTITY_TYPES
from piiscan.report.reporters import REPORTERS


@dataclass(frozen=True, slots=True)
class Node:
    """A command: its words (``baseline create``), the commands below it, its options with help and possible values."""

    words: tuple[str, ...]
    commands: tuple[tuple[str, str], ...]
    options: tuple[tuple[str, str, tuple[str, ...]], ...]


def run(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the script for a shell."""
    nodes = list(_nodes(parser(words_of(arguments)), ()))
    out.write({"bash": _bash, "zsh": _zsh, "fish": _fish}[arguments.shell](nodes))
    return EXIT_CLEAN


def _nodes(node: argparse.ArgumentParser, words: tuple[str, ...]) -> Iterator[Node]:
    """The command and all below it."""
    commands: list[tuple[str, str]] = []
    options: list[tuple[str, str, tuple[str, ...]]] = []
    below: dict[str, argparse.ArgumentParser] = {}
    for action in node._actions:  # noqa: SLF001 - argparse has no other way to ask for them
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - the same
            below |= action.choices
            commands += [(choice.dest, choice.help or "") for choice in action._choices_actions]  # noqa: SLF001 - the same
        options += [(name, action.help or "", _values(name, action)) for name in action.option_strings]
    yield Node(words, tuple(commands), tuple(options))
    for name, child in below.items():
        yield from _nodes(child, (*words, name))


def _values(name: str, action: argparse.Action) -> tuple[str, ...]:
    known = {"--format": tuple(row.name for row in REPORTERS), "--types": ENTITY_TYPES}
    return known.get(name) or tuple(map(str, action.choices or ()))


def _cases(nodes: list[Node], values: str, words: Callable[[Node], str]) -> str:
    """The branches that the scripts for bash and zsh share: values after an option, then words by command."""
    known = {name: choices for node in nodes for name, _, choices in node.options if choices}
    lines = ['  case "$before" in']
    lines += [f"    {name}) {values % ' '.join(choices)}; return ;;" for name, choices in known.items()]
    lines += ["  esac", '  case "$at" in']
    lines += [f'    "{" ".join(node.words)}") {words(node)} ;;' for node in nodes]
    return "\n".join([*lines, "  esac"])


def _walk(nodes: list[Node], words: str) -> str:
    """The lines that find out at which command the cursor stands."""
    paths = "|".join(f'"{" ".join(node.words)}"' for node in nodes if node.words)
    return f"""  for word in {words}; do
    case "${{at:+$at }}$word" in {paths}) at="${{at:+$at }}$word" ;; esac
  done"""


def _described(node: Node) -> list[tuple[str, str]]:
    """The words that may follow a command, with what they mean."""
    return [*node.commands, *((name, text) for name, text, _ in node.options)]


def _bash(nodes: list[Node]) -> str:
    complete = 'COMPREPLY=($(compgen -W "%s" -- "$current"))'
    return f"""# bash completion for piiscan: source it, or put it into bash-completion's folder
_piiscan() {{
  local at="" word current="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}"
{_walk(nodes, '"${COMP_WORDS[@]:1:COMP_CWORD-1}"')}
{_cases(nodes, complete, lambda node: complete % " ".join(name for name, _ in _described(node)))}
  [[ "$current" == -* ]] || COMPREPLY+=($(compgen -f -- "$current"))
}}
complete -o filenames -F _piiscan piiscan
"""


def _zsh(nodes: list[Node]) -> str:
    return f"""#compdef piiscan
# zsh completion for piiscan: put it as _piiscan into a folder of $fpath
_piiscan() {{
  local at="" word before="${{words[CURRENT-1]}}"
  local -a items
{_walk(nodes, '"${(@)words[2,CURRENT-1]}"')}
{_cases(nodes, "compadd -- %s", _zsh_words)}
  [[ "${{words[CURRENT]}}" == -* ]] || _files
}}
if [[ "${{zsh_eval_context[-1]}}" == loadautofunc ]]; then _piiscan "$@"; else compdef _piiscan piiscan; fi
"""


def _zsh_words(node: Node) -> str:
    """The words that may follow, each with its meaning beside it."""
    words = (f"{name}:{text}".replace("%%", "%").replace("'", "'\\''") for name, text in _described(node))
    return "items=(" + " ".join(f"'{word}'" for word in words) + "); _describe piiscan items"


def _fish(nodes: list[Node]) -> str:
    lines = ["# fish completion for piiscan: put it into ~/.config/fish/completions/piiscan.fish"]
    for node in nodes:
        seen = [f"__fish_seen_subcommand_from {word}" for word in node.words]
        if node.commands:
            seen.append(f"not __fish_seen_subcommand_from {' '.join(name for name, _ in node.commands)}")
        condition = _quoted("; and ".join(seen))
        for name, text in node.commands:
            lines.append(f"complete -c piiscan -n {condition} -a {name} -d {_quoted(text)}")
        for name, text, values in node.options:
            flag = f"-l {name[2:]}" if name.startswith("--") else f"-s {name[1:]}"
            given = f" -x -a {_quoted(' '.join(values))}" if values else ""
            lines.append(f"complete -c piiscan -n {condition} {flag} -d {_quoted(text)}{given}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("%%", "%") + "'"
