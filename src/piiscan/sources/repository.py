"""Reads a git repository that nobody vouches for: plumbing only, with everything switched off that could run a program.

Measured: plain ``git status``, ``git diff`` and ``git log -p`` run what ``core.fsmonitor``, ``diff.external``, textconv
and filters name in ``.git/config``. Nothing here looks at the work tree, so that no filter has a reason to run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple, Self, cast

from piiscan.errors import UsageError

SAFE: Final = (
    "--no-pager",
    "--no-optional-locks",
    "--no-replace-objects",
    "--literal-pathspecs",
    *("-c", "core.fsmonitor=false"),
    *("-c", "core.hooksPath=/dev/null"),
    *("-c", "core.pager=cat"),
    *("-c", "core.commitGraph=false"),
    *("-c", "core.quotePath=false"),
    *("-c", "diff.external="),
    *("-c", "diff.orderFile="),
    *("-c", "log.showSignature=false"),
    *("-c", "protocol.allow=never"),
    *("-c", "safe.bareRepository=explicit"),
)
# NO_LAZY_FETCH: a partial clone must not go to the network; GRAFT_FILE: grafts would hide history.
_ENVIRONMENT: Final = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "GIT_ALLOW_PROTOCOL": "none",
    "LC_ALL": "C",
}
# Set by git for its hooks; they would lead elsewhere than to a repository that was named.
_OF_A_HOOK: Final = (
    "GIT_DIR",
    "GIT_INDEX_FILE",
    "GIT_WORK_TREE",
    "GIT_OBJECT_DIRECTORY",
    "GIT_COMMON_DIR",
    "GIT_PREFIX",
)
_RAW: Final = ("--raw", "-r", "-z", "-M", "--no-abbrev", "--no-color", "--no-ext-diff", "--no-textconv")
_DIFF: Final = (*_RAW, "--ignore-submodules=dirty")
GITLINK: Final = "160000"
_CHUNK: Final = 65_536


class Change(NamedTuple):
    """A blob that a commit (or the index: ``commit`` is empty) puts under ``path``, and the blobs it replaces there."""

    path: str
    blob: str
    mode: str
    before: tuple[str, ...] = ()
    commit: str = ""
    date: str = ""


class Repository:
    """The repository at ``path``, or without one the repository around the current folder, as git itself finds it."""

    def __init__(self, path: str | None, environment: Mapping[str, str]) -> None:
        where = Path(path if path is not None else ".")
        if not where.is_dir():
            raise UsageError(f"no such folder: {where}")
        bare = all((where / name).exists() for name in ("HEAD", "objects", "refs"))
        self._where = ("--git-dir", str(where)) if bare else ("-C", str(where))
        dropped = () if path is None and not bare else _OF_A_HOOK
        self._environment = {name: value for name, value in environment.items() if name not in dropped} | _ENVIRONMENT
        self._ask("rev-parse", "--git-dir")

    def staged(self) -> Iterator[Change]:
        """What the index holds that the last commit does not: exactly what ``git commit`` would record."""
        head = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", wrong_is_empty=True)
        tree = head or self._ask("hash-object", "-t", "tree", "--stdin")
        with self._start("diff-index", "--cached", *_DIFF, tree, "--") as process:
            yield from _changes(process.stdout)
            _finish(process)

    def history(self, *revisions: str) -> Iterator[Change]:
        """What each commit in the revisions (all there are without any) adds or changes, oldest commits first.

        A merge counts with what differs from all its parents; the rest came with the commits it merges.
        """
        return self._history(self._resolved(revisions) or ["--all"])

    def renamed_since(self, path: str) -> dict[str, str]:
        """The new names of files that were renamed (in commits or the index) since ``path`` was last committed.

        Without such a commit here (a new file, a shallow clone) only renames in the index are known.
        """
        since = self._ask("rev-list", "-1", "HEAD", "--", path, wrong_is_empty=True)
        if not since:
            since = self._ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", wrong_is_empty=True)
        if not since:
            return {}
        answer = self._ask("diff-index", "--cached", "-z", "-M", "--name-status", "--diff-filter=R", since, "--")
        words = answer.split("\0")
        return dict(zip(words[1::3], words[2::3], strict=False))

    def commit(self, revision: str) -> Iterator[Change]:
        """What one commit adds or changes."""
        return self._history(["--no-walk", *self._resolved([f"{revision}^{{commit}}"])])

    def _resolved(self, revisions: Sequence[str]) -> list[str]:
        """The revisions as the names of objects, so that none of them can be an option."""
        names: list[str] = []
        for revision in map(_without_zeros, revisions):
            if not revision or revision.startswith("-"):
                raise UsageError(f"not a revision: {revision!r}")
            names += self._ask("rev-parse", "--revs-only", revision, "--").split()
        return names

    def _history(self, names: Sequence[str]) -> Iterator[Change]:
        walk = self._start("rev-list", "--reverse", "--topo-order", *names, "--")
        with (
            walk,
            self._start(
                "diff-tree", "--stdin", "--root", "-c", *_DIFF, "--format=commit %H %aI", given=walk.stdout
            ) as process,
        ):
            cast("IO[bytes]", walk.stdout).close()
            yield from _changes(process.stdout)
            _finish(process)
            _finish(walk)

    @property
    def is_shallow(self) -> bool:
        """Whether this clone lacks the older part of its history."""
        return self._ask("rev-parse", "--is-shallow-repository") == "true"

    def blobs(self) -> Blobs:
        """A reader of blobs; use it in a ``with`` statement."""
        return Blobs(self)

    def _ask(self, *arguments: str, wrong_is_empty: bool = False) -> str:
        """What a git command prints, as one line; raises UsageError with git's own words when it fails."""
        with self._start(*arguments, said=subprocess.PIPE) as process:
            answer = cast("IO[bytes]", process.stdout).read()
            if process.wait() and wrong_is_empty:
                return ""
            _finish(process)
        return os.fsdecode(answer).strip()

    def _start(
        self, *arguments: str, given: IO[bytes] | int | None = subprocess.DEVNULL, said: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """A running git command. What it says is kept only of short ones: nobody would empty the pipe meanwhile."""
        try:
            return subprocess.Popen(  # noqa: S603 - no shell; arguments are ours or names of objects
                ["git", *SAFE, *self._where, *arguments],  # noqa: S607 - whichever git the user runs
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=said,
                env=self._environment,
            )
        except OSError as error:
            raise UsageError(f"git cannot be run ({error.strerror})") from error


class Blobs:
    """Blobs by their names, through one long-lived ``git cat-file --batch``."""

    def __init__(self, repository: Repository) -> None:
        self._repository = repository
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, name: str, most: int) -> bytes | int | None:
        """The content of a blob; its size where that is more than ``most`` bytes; None where it is not there."""
        process = self._running()
        output = cast("IO[bytes]", process.stdout)
        try:
            cast("IO[bytes]", process.stdin).write(f"{name}\n".encode("ascii"))
            cast("IO[bytes]", process.stdin).flush()
            header = output.readline().split()
        except BrokenPipeError:
            header = []
        if len(header) != 3:
            if not header:  # git ends at a damaged object, or where it would have to fetch one
                self._stop()
            return None
        size = int(header[2])
        if size > most:
            for start in range(0, size + 1, _CHUNK):
                output.read(min(_CHUNK, size + 1 - start))
            return size
        content = output.read(size + 1)
        if len(content) <= size:
            self._stop()
            return None
        return content[:size]

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None:
            self._process = self._repository._start("cat-file", "--batch", given=subprocess.PIPE)  # noqa: SLF001 - one unit
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                cast("IO[bytes]", stream).close()
            self._process.wait()
            self._process = None


def _without_zeros(revision: str) -> str:
    """The revision; where a forge gives zeros as the start of a range, the branch is new, and all of it is meant."""
    start, dots, end = revision.partition("..")
    return end if dots and start and end and not start.strip("0") else revision


def _finish(process: subprocess.Popen[bytes]) -> None:
    """Wait for the end of a command; raises UsageError when it failed, with the first line of what git said."""
    said = process.stderr.read() if process.stderr is not None else b""
    if process.wait():
        first = said.decode("utf-8", "replace").strip().split("\n")[0]
        words = "".join(c if c.isprintable() else "?" for c in first.removeprefix("fatal: "))
        raise UsageError(f"git: {words or f'a command ended with {process.returncode}'}")


def _changes(stream: IO[bytes] | None) -> Iterator[Change]:
    """The changes in the raw output of ``diff-tree`` or ``diff-index``; deletions are left out."""
    commit = date = ""
    tokens = _tokens(cast("IO[bytes]", stream))
    for token in tokens:
        words = token.lstrip("\n").split()
        if not words:
            continue
        if words[0] == "commit":
            commit, date = words[1], words[2]
            continue
        parents = len(words[0]) - len(words[0].lstrip(":"))
        status = words[2 * parents + 2]
        path = next(tokens)
        if parents == 1 and status[0] in "RC":
            path = next(tokens)
        modes, names = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
        if names[-1].strip("0"):
            before = tuple(dict.fromkeys(name for name in names[:-1] if name.strip("0")))
            yield Change(path, names[-1], modes[-1], before, commit, date)


def _tokens(stream: IO[bytes]) -> Iterator[str]:
    """What NUL bytes end in the stream."""
    rest = b""
    while chunk := stream.read(_CHUNK):
        *whole, rest = (rest + chunk).split(b"\0")
        for token in whole:
            yield os.fsdecode(token)
    if rest.strip():
        yield os.fsdecode(rest)
