"""What the index and the history of a git repository put where: changes as plain values, from plumbing only."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import IO, Final, NamedTuple, cast

from piiscan.errors import UsageError
from piiscan.sources.plumbing import Blobs, Git

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
        option = ("--git-dir", str(where)) if bare else ("-C", str(where))
        # A hook of ours (pre-commit's index, pre-receive's quarantine) is to be believed where no other place is named.
        dropped = () if path is None else _OF_A_HOOK
        self._git = Git(option, {name: value for name, value in environment.items() if name not in dropped})
        self._git.ask("rev-parse", "--git-dir")

    def staged(self) -> Iterator[Change]:
        """What the index holds that the last commit does not: exactly what ``git commit`` would record."""
        head = self._git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", wrong_is_empty=True)
        tree = head or self._git.ask("hash-object", "-t", "tree", "--stdin")
        with self._git.start("diff-index", "--cached", *_DIFF, tree, "--") as process:
            yield from _changes(self._git.chunks(process))
            self._git.finish(process)

    def history(self, *revisions: str) -> Iterator[Change]:
        """What each commit in the revisions (all there are without any) adds or changes, oldest commits first.

        A merge counts with what differs from all its parents; the rest came with the commits it merges.
        """
        yield from self._history(self._resolved(revisions) or ["--all"])
        if not revisions:
            yield from self._of_odd_refs()

    def _of_odd_refs(self) -> Iterator[Change]:
        """What refs hold that are no commits: a tag can keep a single file, which no history shows."""
        form = "--format=%(objecttype) %(*objecttype) %(refname)"
        for line in self._git.ask("for-each-ref", form).splitlines():
            kind, _, rest = line.partition(" ")
            peeled, _, ref = rest.partition(" ")
            if "commit" in {kind, peeled}:
                continue
            name = self._git.ask("rev-parse", "--verify", "--quiet", f"{ref}^{{}}", wrong_is_empty=True)
            match self._git.ask("cat-file", "-t", name, wrong_is_empty=True) if name else "":
                case "blob":
                    yield Change(ref, name, "100644")
                case "tree":
                    yield from self._of_tree(ref, name)

    def _of_tree(self, ref: str, name: str) -> Iterator[Change]:
        with self._git.start("ls-tree", "-r", "-z", "--full-tree", name) as process:
            for entry in tokens(self._git.chunks(process)):
                about, _, path = entry.partition("\t")
                mode, _, blob = about.split(" ")
                yield Change(f"{ref}/{path}", blob, mode)
            self._git.finish(process)

    def renamed_since(self, path: str) -> dict[str, str]:
        """The new names of files that were renamed (in commits or the index) since ``path`` was last committed.

        Without such a commit here (a new file, a shallow clone) only renames in the index are known.
        """
        since = self._git.ask("rev-list", "-1", "HEAD", "--", path, wrong_is_empty=True)
        if not since:
            since = self._git.ask("rev-parse", "--verify", "--quiet", "HEAD^{commit}", wrong_is_empty=True)
        if not since:
            return {}
        answer = self._git.ask("diff-index", "--cached", "-z", "-M", "--name-status", "--diff-filter=R", since, "--")
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
            names += self._git.ask("rev-parse", "--revs-only", revision, "--").split()
        return names

    def _history(self, names: Sequence[str]) -> Iterator[Change]:
        walk = self._git.start("rev-list", "--reverse", "--topo-order", *names, "--")
        form = "--format=commit %H %aI"
        with walk, self._git.start("diff-tree", "--stdin", "--root", "-c", *_DIFF, form, given=walk.stdout) as process:
            cast("IO[bytes]", walk.stdout).close()
            try:
                yield from _changes(self._git.chunks(process))
                self._git.finish(process)
                self._git.finish(walk)
            finally:
                walk.kill()  # where it hangs, nobody else would end it

    def hooks(self) -> Path:
        """The folder of the hooks, as the user's own settings have it."""
        for scope in ("--local", "--global"):
            named = self._git.ask("config", scope, "--path", "--get", "core.hooksPath", wrong_is_empty=True)
            if named:
                return Path(self._git.ask("rev-parse", "--show-toplevel")) / named
        return Path(self._git.ask("rev-parse", "--git-common-dir")) / "hooks"

    @property
    def is_shallow(self) -> bool:
        """Whether this clone lacks the older part of its history."""
        return self._git.ask("rev-parse", "--is-shallow-repository") == "true"

    def blobs(self) -> Blobs:
        """A reader of blobs; use it in a ``with`` statement."""
        return Blobs(self._git)


def _without_zeros(revision: str) -> str:
    """The revision; where a forge gives zeros as the start of a range, the branch is new, and all of it is meant."""
    start, dots, end = revision.partition("..")
    return end if dots and start and end and not start.strip("0") else revision


def _changes(output: Iterable[bytes]) -> Iterator[Change]:
    """The changes in the raw output of ``diff-tree`` or ``diff-index``; deletions are left out."""
    commit = date = ""
    rest = tokens(output)
    for token in rest:
        words = token.lstrip("\n").split()
        if not words:
            continue
        if words[0] == "commit":
            commit, date = words[1], "".join(words[2:3])  # a commit can lack a readable date
            continue
        parents = len(words[0]) - len(words[0].lstrip(":"))
        status = words[2 * parents + 2]
        path = next(rest)
        if parents == 1 and status[0] in "RC":
            path = next(rest)
        modes, names = words[: parents + 1], words[parents + 1 : 2 * parents + 2]
        if names[-1].strip("0"):
            before = tuple(dict.fromkeys(name for name in names[:-1] if name.strip("0")))
            yield Change(path, names[-1], modes[-1], before, commit, date)


def tokens(output: Iterable[bytes]) -> Iterator[str]:
    """What NUL bytes end in the output."""
    rest = b""
    for chunk in output:
        *whole, rest = (rest + chunk).split(b"\0")
        for token in whole:
            yield os.fsdecode(token)
    if rest.strip():
        yield os.fsdecode(rest)
