"""``piiscan scan``: runs the scan, writes the report, decides the exit code."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Callable, Collection, Iterator
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN, EXIT_FOUND, EXIT_INTERRUPTED, EXIT_NOTHING
from piiscan.cli.outputs import Output, Reader, fan_out, opened, outputs
from piiscan.cli.settings import settings
from piiscan.cli.terminal import fitting, is_terminal, progress_on, styled
from piiscan.errors import ExtractionError, UsageError
from piiscan.ignores import root_folder
from piiscan.model import BANDS, NEW, STATUSES, FileResult, Segment
from piiscan.plugins import load
from piiscan.report.protocol import Report, ReportOptions, Tally
from piiscan.report.redact import printable
from piiscan.report.reporters import REPORTERS, reporter
from piiscan.structure import ValueSet, without_values
from piiscan.tags import KEY_NAME

if TYPE_CHECKING:
    from piiscan.cli.known import Known
    from piiscan.config import Config
    from piiscan.report.messages import Messages
    from piiscan.since import Since

STDIN = "-"
STDIN_NAME = "<stdin>"
LEAST_HEAD = 2**20
"""How much of standard input is held at least: enough to see what it is."""
IDLE_SHOWN = 10
"""How many ignores without effect are named."""


class Target(NamedTuple):
    """Where a report goes, and whether it is for a terminal."""

    stream: TextIO
    styled: bool


class Streams(NamedTuple):
    """Where a command prints: its report, and remarks on it."""

    out: TextIO
    err: TextIO


class Earlier(NamedTuple):
    """What earlier runs left: the baseline of what is known, the state of what is unchanged."""

    known: Known | None
    state: Since | None = None


def run(arguments: Namespace, out: TextIO, err: TextIO) -> int:
    """The exit code of a scan; the report goes to ``out`` or to ``--output``."""
    config = settings(arguments)
    known = None
    if config.baseline:
        from piiscan.cli.known import from_paths

        known = from_paths(config, arguments.environment)
    if not arguments.since:
        return report(_results(arguments.paths, config), arguments, config, Streams(out, err), Earlier(known))
    from piiscan.since import Since

    state = Since(arguments.since, config)
    results = state.watch(_results(arguments.paths, config, state))
    code = report(results, arguments, config, Streams(out, err), Earlier(known, state))
    state.write()
    words = words_of(arguments)
    if state.remark:
        print(f"piiscan: {words.translate(state.remark)}", file=err)
    if state.passed:
        remark = words.say("{count} files unchanged since they were found clean", count=f"{state.passed:,}")
        print(f"piiscan: {remark}", file=err)
    return code


def report(
    results: Iterator[FileResult], arguments: Namespace, config: Config, streams: Streams, earlier: Earlier
) -> int:
    """The exit code of a scan whose results are reported as the arguments ask for."""
    (out, err), (known, state) = streams, earlier
    if known is not None:
        results = known.watch(results)
    rows = (*REPORTERS, *load("piiscan.reporters", config.plugins))
    wanted = outputs(arguments.format, arguments.output, rows)
    reports = [reporter(output.format, rows) for output in wanted]
    words = words_of(arguments)
    final = partial(_final_code, arguments=arguments, config=config, state=state)
    options, tally = replace(_options(arguments, config, words), exit_code=final), Tally()
    with opened([output.path for output in wanted], out) as targets, _progress(wanted, streams, words) as progress:
        seen = tally.watch(_until_interrupted(results, tally))
        # Before any finding is taken away: its value must not show in the place of another.
        safe = seen if arguments.show_values else map(_with_safe_places, seen)
        shown = map(_without_unchanged if arguments.show_ignored else _only_new, safe)
        readers = [
            _reader(
                write_report, tally, options, Target(target, styled=output.format == "text" and is_terminal(target))
            )
            for output, write_report, target in zip(wanted, reports, targets, strict=True)
        ]
        fan_out(progress(shown), readers)
    if known is not None:
        known.say(err, words)
    if arguments.show_ignored and tally.idle_ignores:
        known_text = "{count} ignores in lines silence nothing: {lines}"
        lines = ", ".join(map(printable, tally.idle_ignores[:IDLE_SHOWN]))
        more = ", …" if len(tally.idle_ignores) > IDLE_SHOWN else ""
        print("piiscan: " + words.say(known_text, count=len(tally.idle_ignores), lines=lines + more), file=err)
    if config.allow_values and not config.secret_key:
        remark = words.translate(f"allow_values recognise nothing without {KEY_NAME}")
        print(f"piiscan: {remark}", file=err)
    return final(tally)


def _progress(wanted: list[Output], streams: Streams, words: Messages) -> Any:
    """What shows how far it is; not beside one of several reports, which write whenever they like."""
    if len(wanted) > 1 and is_terminal(streams.out):
        return nullcontext(iter)
    return progress_on(streams.err, words)


def _options(arguments: Namespace, config: Config, words: Messages) -> ReportOptions:
    """What the arguments ask of every report."""
    root, folder = _roots(arguments)
    return ReportOptions(
        show_values=arguments.show_values,
        per_file=0 if arguments.all else ReportOptions().per_file,
        language=words.language,
        root=root,
        folder=folder,
        lines=_lines_of(config),
    )


def _lines_of(config: Config) -> Callable[[str], list[str]]:
    """A function that reads the lines of a text file once more; what is no such file has none."""

    def lines(path: str) -> list[str]:
        from piiscan.scan import Scanner

        scanner = Scanner(config)
        try:
            if scanner.format_of(path) not in {"text", "markdown"}:
                return []
            pieces = [piece for piece in scanner.extract(path) if isinstance(piece, Segment)]
        except (OSError, ExtractionError):
            return []
        joined = [piece.text if piece.joined or not at else f"\n{piece.text}" for at, piece in enumerate(pieces)]
        return "".join(joined).split("\n")

    return lines


def _reader(write_report: Report, tally: Tally, options: ReportOptions, target: Target) -> Reader:
    """What reads the results and writes a report of them to a target, in colour on a terminal."""
    if target.styled:
        return lambda results: styled(write_report(results, tally, fitting(options)), target.stream)
    return lambda results: target.stream.writelines(write_report(results, tally, options))


def _final_code(tally: Tally, arguments: Namespace, config: Config, state: Since | None) -> int:
    """The exit code of the scan, less what the arguments and the state of earlier runs forgive."""
    code = exit_code(tally, config)
    forgiven = {EXIT_FOUND} if arguments.exit_zero else set()
    if arguments.allow_unread and (tally.files or tally.excluded) and not config.fail_on_incomplete:
        forgiven.add(EXIT_NOTHING)
    if getattr(arguments, "may_be_empty", False) and not tally.files:  # a commit that only deletes, say
        forgiven.add(EXIT_NOTHING)
    if state is not None and state.passed and not (config.fail_on_incomplete and not tally.complete):
        forgiven.add(EXIT_NOTHING)  # the others were examined before
    return EXIT_CLEAN if code in forgiven else code


def _roots(arguments: Namespace) -> tuple[str, str]:
    """The repository around us, from which code hosts take paths, and our folder in it, where paths start.

    What ``piiscan git`` reports starts at the root already.
    """
    try:
        root, here = root_folder(), os.getcwd()
    except OSError:  # the current folder is gone
        return "", ""
    below = os.path.relpath(here, root)
    return root, below if below != os.curdir and not hasattr(arguments, "repository") else ""


def _only_new(result: FileResult) -> FileResult:
    """The result without the findings that were silenced; the tally has counted them."""
    return _with(result, {NEW})


def _without_unchanged(result: FileResult) -> FileResult:
    return _with(result, STATUSES)


def _with_safe_places(result: FileResult) -> FileResult:
    """The result whose places hold none of its values: a JSON key or the name of a sheet may be one."""
    if not any(each.place.member or each.place.sheet or each.place.pointer for each in result.findings):
        return result
    values = ValueSet(finding.value for finding in result.findings)
    safe = [without_values(each.place, values) for each in result.findings]
    if all(place is each.place for place, each in zip(safe, result.findings, strict=True)):
        return result
    pairs = zip(result.findings, safe, strict=True)
    return replace(result, findings=tuple(replace(each, place=place) for each, place in pairs))


def _with(result: FileResult, statuses: Collection[str]) -> FileResult:
    wanted = tuple(finding for finding in result.findings if finding.status in statuses)
    return result if len(wanted) == len(result.findings) else replace(result, findings=wanted)


def exit_code(tally: Tally, config: Config) -> int:
    """The exit code that the design gives to what the tally counted."""
    borders = dict(BANDS)
    if tally.interrupted:
        return EXIT_INTERRUPTED
    if config.fail_on in borders and tally.findings and tally.top >= borders[config.fail_on]:
        return EXIT_FOUND
    if not tally.examined or (config.fail_on_incomplete and not tally.complete):
        return EXIT_NOTHING
    return EXIT_CLEAN


def _results(paths: list[str], config: Config, state: Since | None = None) -> Iterator[FileResult]:
    """The results for standard input and for the paths, less what the state passes over."""
    if STDIN in paths:
        yield from _standard_input(config)
        paths = [path for path in paths if path != STDIN]
    if paths:
        from piiscan.scan import Scanner
        from piiscan.workers import found_in, scan_items

        files = found_in(paths, config)
        yield from scan_items(files if state is None else state.pass_over(files), Scanner(config))


def _standard_input(config: Config) -> Iterator[FileResult]:
    """What is found in standard input: isolated like a file if it fits into memory, else as text that is streamed."""
    if sys.stdin is None:
        raise UsageError("standard input is closed")
    try:
        content = sys.stdin.buffer.read(max(config.max_file_bytes, LEAST_HEAD) + 1)
    except OSError as error:
        raise UsageError(f"standard input cannot be read ({error.strerror})") from error
    from piiscan.scan import Scanner

    if len(content) <= config.max_file_bytes:
        from piiscan.sources.contents import Loaded
        from piiscan.workers import scan_items

        yield from scan_items([Loaded(STDIN_NAME, content)], Scanner(config))
    else:
        yield Scanner(config).scan_piped(STDIN_NAME, content, sys.stdin.buffer)


def _until_interrupted(results: Iterator[FileResult], tally: Tally) -> Iterator[FileResult]:
    """The results until Ctrl-C, which marks the tally instead of losing what was found."""
    try:
        yield from results
    except KeyboardInterrupt:
        tally.interrupted = True
