"""``--help`` and what is wrong with arguments: whole, in both languages, within the terminal."""

from __future__ import annotations

import argparse
import contextlib
import io
import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from piiscan.cli.arguments import parser
from piiscan.cli.language import asked_for
from piiscan.cli.main import main
from piiscan.report.columns import width, wrapped
from piiscan.report.messages import Messages
from piiscan.report.protocol import LANGUAGES

JAPANESE = re.compile("[ぁ-ヿ一-鿿]")
EXAMPLE = re.compile(r"  (piiscan|source|nkf) ")


def parsers(node: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield node
    for action in node._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


ALL = {each.prog: each for each in parsers(parser(Messages("ja")))}


@pytest.mark.parametrize("name", ALL)
def test_every_text_is_japanese(name: str) -> None:
    node = ALL[name]
    texts = [node.description or "", *(group.title or "" for group in node._action_groups)]
    for action in node._actions:
        texts.append(action.help or "-")
        if isinstance(action, argparse._SubParsersAction):
            texts[-1] = action.title if hasattr(action, "title") else "例"
            texts += [choice.help or "" for choice in action._choices_actions]
    texts += [line for line in (node.epilog or "").splitlines() if line and not EXAMPLE.match(line)]
    assert [text for text in texts if not JAPANESE.search(text)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("columns", [80, 120])
@pytest.mark.parametrize("name", ALL)
def test_help_fits_the_terminal(name: str, columns: int, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        assert main([*name.split()[1:], "--help", "--lang", language], out, out) == 0
    lines = [line for line in out.getvalue().splitlines() if not EXAMPLE.match(line)]
    assert [line for line in lines if width(line) > columns] == []
    assert "%%" not in out.getvalue()


def test_every_command_has_a_description_and_help() -> None:
    for name, node in {each.prog: each for each in parsers(parser(Messages()))}.items():
        assert node.description, name
        assert node.description[0].isupper(), name
        for action in node._actions:
            assert action.help or isinstance(action, argparse._SubParsersAction), (name, action)


def test_the_manual_names_exit_codes_environment_files_and_examples() -> None:
    text = parser(Messages()).format_help()
    for word in ("examples:", "exit codes:", "environment:", "files:", "PIISCAN_CONFIG", "130  interrupted"):
        assert word in text
    assert "examples:" in ALL["piiscan scan"].format_help() or "例:" in ALL["piiscan scan"].format_help()


WRONG = {
    "scan": "PATH",
    "scan a --bogus": "--bogus",
    "scan a --formta x": "'--format'",
    "scan a --format": "--format",
    "scan a --jobs x": "'x'",
    "scan a --min-confidence high": "'high'",
    "scan a --fail-on never-ever": "never-ever",
    "scan a --exit-zero=1": "--exit-zero",
    "git --staged --history": "--history",
    "git --range": "--range",
    "sacn a": "sacn",
    "": "COMMAND",
    "baseline": "COMMAND",
    "completion tcsh": "tcsh",
    "scan a --show": "--show",
}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("arguments", WRONG)
def test_what_is_wrong_is_one_line_and_exit_code_2(arguments: str, language: str) -> None:
    out, err = io.StringIO(), io.StringIO()
    assert main([*arguments.split(), "--lang", language], out, err) == 2
    assert out.getvalue() == ""
    assert err.getvalue().startswith("piiscan: ")
    assert err.getvalue().count("\n") == 1
    assert WRONG[arguments] in err.getvalue()
    assert bool(JAPANESE.search(err.getvalue())) == (language == "ja")


@pytest.mark.parametrize(
    ("argv", "asked"),
    [
        ([], None),
        (["scan", "--lang", "ja"], "ja"),
        (["scan", "--lang=ja"], "ja"),
        (["scan", "--lang"], None),
        (["scan", "--lang", "de"], None),
        (["scan", "--", "--lang", "ja"], None),
    ],
)
def test_language_that_is_asked_for(argv: list[str], asked: str | None) -> None:
    assert asked_for(argv) == asked


@given(st.text(st.sampled_from("ab 漢字、。（）ー1"), max_size=60), st.integers(4, 30))
def test_wrapped_loses_nothing(text: str, most: int) -> None:
    lines = list(wrapped(text, most))
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    if not set(text) & set(" （"):
        assert not any(line.startswith(tuple("、。）ー")) for line in lines[1:])


def test_completion_speaks_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIISCAN_LANG", "ja")
    for shell in ("bash", "zsh", "fish"):
        out, err = io.StringIO(), io.StringIO()
        assert main(["completion", shell], out, err) == 0
        assert "--untrusted" in out.getvalue() or "-l untrusted" in out.getvalue()
        assert bool(JAPANESE.search(out.getvalue())) == (shell != "bash")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sub_command_made_alone_is_the_same(language: str) -> None:
    words = Messages(language)
    every = {each.prog: each.format_help() for each in parsers(parser(words))}
    for name in (name for name in every if name.count(" ") == 1):
        alone = {each.prog: each.format_help() for each in parsers(parser(words, name.partition(" ")[2]))}
        assert {prog: text for prog, text in every.items() if prog.startswith(name)}.items() <= alone.items()
