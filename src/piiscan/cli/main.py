"""The command: reads the arguments, runs what they ask for, and turns every outcome into one line and an exit code."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import TextIO, cast

from piiscan.errors import PiiscanError, UsageError

EXIT_CLEAN, EXIT_FOUND, EXIT_USAGE, EXIT_NOTHING, EXIT_INTERNAL = range(5)
EXIT_INTERRUPTED = 130


def main(argv: Sequence[str], stdout: TextIO | None = None, stderr: TextIO | None = None) -> int:
    """The exit code of ``piiscan`` with these arguments; prints to the given streams.

    0 clean, 1 findings at or above ``--fail-on``, 2 usage or configuration error, 3 nothing was examined (or something
    was not, and ``--fail-on-incomplete``), 4 internal error, 130 interrupted.
    """
    # Python has None for a stream that was closed before it started.
    out, err = stdout or sys.stdout or cast("TextIO", _Closed()), stderr or sys.stderr or io.StringIO()
    from piiscan.cli.arguments import parse
    from piiscan.cli.language import asked_for, language
    from piiscan.report.messages import Messages

    asked = asked_for(argv)  # before anything is parsed, for --help and for what is wrong with the arguments
    try:
        arguments = parse(argv, os.environ, Messages(language(os.environ, asked)))
        code = int(arguments.run(arguments, out, err))
        out.flush()  # here, so that a full disk is said
    except PiiscanError as error:
        _complain(str(error), asked, err)
        return EXIT_USAGE
    except KeyboardInterrupt:
        _complain("interrupted", asked, err)
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        raise
    except SystemExit as stop:  # argparse, after --help
        return stop.code if isinstance(stop.code, int) else EXIT_USAGE
    except OSError as error:  # a full disk, no more processes, too many open files
        _complain(f"the system says: {os.strerror(error.errno) if error.errno else type(error).__name__}", asked, err)
        return EXIT_INTERNAL
    except Exception as error:  # noqa: BLE001 - the outer door: one line instead of a traceback, which holds values
        _complain(f"internal error ({type(error).__name__}); PIISCAN_DEBUG=1 shows where", asked, err)
        if os.environ.get("PIISCAN_DEBUG"):
            _show_where(error, err)
        return EXIT_INTERNAL
    return code


class _Closed(io.TextIOBase):
    """The standard output that was closed: whoever writes to it is told."""

    def write(self, text: str) -> int:
        raise UsageError("standard output is closed")


def _complain(text: str, asked: str | None, err: TextIO) -> None:
    """One line on ``err``, in the user's language."""
    from piiscan.cli.language import translated
    from piiscan.report.redact import printable

    print(f"piiscan: {printable(translated(text, os.environ, asked))}", file=err)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _show_where(error: BaseException, err: TextIO) -> None:
    """The calls that led to an error and to its cause: no message, which may hold a value."""
    from traceback import walk_tb

    cause: BaseException | None = error
    while cause is not None:
        print(f"{type(cause).__name__}:", file=err)
        for frame, line in walk_tb(cause.__traceback__):
            print(f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}", file=err)
        cause = cause.__cause__ or cause.__context__


def entry() -> None:
    """Run the command and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if stream is not None and hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    # A scan makes many small tuples and no cycles: with the default threshold the collector takes a third of the time.
    gc.set_threshold(100_000, 20, 20)
    signal.signal(signal.SIGTERM, _interrupt)  # as Ctrl-C does: workers are ended, what was found is reported
    try:
        code = main(sys.argv[1:])
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        # Whoever read us has gone, or the disk is full. What was found is unknown to them, so this is not "clean".
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        code = EXIT_INTERNAL
    sys.exit(code)
