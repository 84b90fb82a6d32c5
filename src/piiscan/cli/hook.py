"""``piiscan hook``: a short git hook, for repositories without the pre-commit program."""

from __future__ import annotations

import os
import shlex
import sys
from argparse import Namespace
from pathlib import Path
from typing import Final, TextIO

from piiscan.cli.language import VARIABLES, words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.errors import UsageError
from piiscan.report.messages import Messages
from piiscan.report.protocol import LANGUAGES
from piiscan.sources.repository import Repository

MARK: Final = "# written by: piiscan hook"
COMMITTED: Final = """\
{command} git --staged --allow-unread || {{
  code=$?
  say
  exit "$code"
}}
"""
SAID: Final = """\
say() {{
  case {language} in
{others}    *) echo "piiscan: {english}" >&2 ;;
  esac
}}
"""
"""Said at the end in the language of the report above it: that of whoever commits, not of whoever wrote the hook."""
PUSHED: Final = """\
while read -r _ new _ old; do
  case $new in *[!0]*) ;; *) continue ;; esac
  case $old in *[!0]*) range=$old..$new ;; *) range=$new ;; esac
  {command} git --range "$range" --allow-unread || {{
    say
    exit 1
  }}
done
"""


def run(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Write the hook, or take it away; a hook that somebody else wrote is left alone."""
    words = words_of(arguments)
    name = "pre-push" if arguments.push else "pre-commit"
    path = Repository(None, arguments.environment).hooks() / name
    theirs = path.exists() and MARK not in path.read_text(encoding="utf-8", errors="replace")
    if arguments.remove:
        if not path.exists() or theirs:
            raise UsageError(f"no hook of piiscan at {path}")
        path.unlink()
        print(words.say("{path} is gone", path=path), file=out)
        return EXIT_CLEAN
    script = _script(push=arguments.push)
    if theirs:
        raise UsageError(f"there is another hook at {path}; add this to it: {_command()} git --staged || exit 1")
    _write(path, script)
    known = "{path} written: git push is stopped by personal data in what it sends"
    if not arguments.push:
        known = "{path} written: git commit is stopped by personal data in what it adds"
    print(words.say(known, path=path), file=out)
    return EXIT_CLEAN


def _script(*, push: bool) -> str:
    """The hook; it runs the Python that runs now, since a commit from an editor knows no virtual environment."""
    command = _command()
    body = PUSHED if push else COMMITTED
    body = body.format(command=command)
    return f"#!/bin/sh\n{MARK}\n{_said(push=push)}{body}"


def _said(*, push: bool) -> str:
    """The shell function that says what did not happen, choosing as :func:`piiscan.cli.language.language` does."""
    known = "nothing was pushed" if push else "nothing was committed"
    chosen = ""
    for variable in reversed(VARIABLES):
        chosen = f"${{{variable}:-{chosen}}}"
    english, *others = LANGUAGES
    lines = (f'    {_any_case(name)}*) echo "piiscan: {Messages(name).say(known)}" >&2 ;;\n' for name in others)
    return SAID.format(language=chosen, others="".join(lines), english=Messages(english).say(known))


def _any_case(name: str) -> str:
    return "".join(f"[{each.upper()}{each}]" for each in name)


def _command() -> str:
    return f"{shlex.quote(sys.executable)} -m piiscan"


def _write(path: Path, script: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        temporary = path.with_name(f".{path.name}.{os.getpid()}")
        temporary.write_text(script, encoding="utf-8", newline="\n")
        temporary.chmod(0o755)
        temporary.replace(path)
    except OSError as error:
        raise UsageError(f"cannot write {path} ({error.strerror})") from error
