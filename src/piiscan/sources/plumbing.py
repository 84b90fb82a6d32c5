"""Runs git's plumbing for a repository that nobody vouches for, with everything off that could run a program.

Measured: plain ``git status``, ``git diff`` and ``git log -p`` run what ``core.fsmonitor``, ``diff.external``, textconv
and filters name in ``.git/config``. Nothing here looks at the work tree, so that no filter has a reason to run.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from threading import Timer
from typing import IO, Final, Self, cast

from piiscan.errors import UsageError

PATIENCE: Final = 300.0
"""Seconds that git may say nothing for: it sorts a million commits in twenty. A pack on a dead disk never answers."""
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
    *("-c", "diff.renameLimit=1000"),
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
_CHUNK: Final = 65_536


class Git:
    """Starts git for one repository."""

    def __init__(self, where: tuple[str, str], environment: Mapping[str, str], patience: float = PATIENCE) -> None:
        self._where = where
        self._environment = {**environment, **_ENVIRONMENT}
        self.patience = patience

    def ask(self, *arguments: str, wrong_is_empty: bool = False) -> str:
        """What a command prints, as one line; raises UsageError with git's own words when it fails."""
        with self.start(*arguments, said=subprocess.PIPE) as process:
            with self.limited(process):
                answer = cast("IO[bytes]", process.stdout).read()
            if process.wait() and wrong_is_empty and process.returncode > 0:
                return ""
            self.finish(process)
        return os.fsdecode(answer).strip()

    def start(
        self, *arguments: str, given: IO[bytes] | int | None = subprocess.DEVNULL, said: int = subprocess.DEVNULL
    ) -> subprocess.Popen[bytes]:
        """A running command. What it says is kept only of short ones: nobody would empty the pipe meanwhile."""
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

    @contextmanager
    def limited(self, process: subprocess.Popen[bytes]) -> Iterator[None]:
        """Ends the process when what is done with it meanwhile takes longer than patience lasts."""
        timer = Timer(self.patience, process.kill)
        timer.daemon = True
        timer.start()
        try:
            yield
        finally:
            timer.cancel()

    def chunks(self, process: subprocess.Popen[bytes]) -> Iterator[bytes]:
        """What a command prints, piece by piece."""
        output = cast("IO[bytes]", process.stdout)
        while True:
            with self.limited(process):
                chunk = output.read1(_CHUNK)  # type: ignore[attr-defined]
            if not chunk:
                return
            yield chunk

    def finish(self, process: subprocess.Popen[bytes]) -> None:
        """Wait for the end of a command; raises UsageError when it failed, with the first line of what git said."""
        said = process.stderr.read() if process.stderr is not None else b""
        code = process.wait()
        if code < 0:  # ended by a signal: ours, in all likelihood
            raise UsageError(f"git gave no answer for {self.patience:.0f} seconds")
        if code:
            first = said.decode("utf-8", "replace").strip().split("\n")[0]
            words = "".join(c if c.isprintable() else "?" for c in first.removeprefix("fatal: "))
            raise UsageError(f"git: {words or f'a command ended with {process.returncode}'}")


class Blobs:
    """Blobs by their names, through one long-lived ``git cat-file --batch``."""

    def __init__(self, git: Git) -> None:
        self._git = git
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def read(self, name: str, most: int) -> bytes | int | None:
        """The content of a blob; its size where that is more than ``most`` bytes; None where it is not there.

        Raises UsageError when git does not answer.
        """
        process = self._running()
        with self._git.limited(process):
            content = self._read(process, name, most)
        if content is None and process.poll() is not None and process.returncode < 0:
            self._git.finish(process)
        return content

    def _read(self, process: subprocess.Popen[bytes], name: str, most: int) -> bytes | int | None:
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
            self._process = self._git.start("cat-file", "--batch", given=subprocess.PIPE)
        return self._process

    def _stop(self) -> None:
        if self._process is not None:
            for stream in (self._process.stdin, self._process.stdout):
                cast("IO[bytes]", stream).close()
            self._process.wait()
            self._process = None
