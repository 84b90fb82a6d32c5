"""Texts judged in this process: megabytes a second by kind, and milliseconds a megabyte by stage."""

from __future__ import annotations

import re
from collections.abc import Callable

import inputs
from timing import ROUNDS, seconds, table

from piiscan import Scanner
from piiscan.detect.decode import unwrap
from piiscan.detect.matcher import look
from piiscan.detect.pipeline import spots
from piiscan.detect.toolbox import Toolbox
from piiscan.detect.windows import windows
from piiscan.model import Place, Segment

DIGITS = re.compile(r"[0-9]{2,4}-[0-9]{2,4}-[0-9]{4}")
"""The ruler: a plain search for telephone numbers."""
STARTER = "あ1 a@"
"""A text that makes a scanner load all that it has."""


def kinds(size: int) -> None:
    """MB/s of ``scan_text`` by kind of text; first: with empty memories, then warm."""
    lines: list[tuple[object, ...]] = []
    for name, make in inputs.KINDS.items():
        text = make(size)
        data = text.encode()
        mb = len(data) / 1e6
        scanner = Scanner()
        scanner.scan_text(STARTER)
        first = seconds(lambda s=scanner, t=text: s.scan_text(t), 1)
        warm = seconds(lambda s=scanner, t=text: s.scan_text(t))
        found = len(scanner.scan_text(text))
        ruler = seconds(lambda t=text: DIGITS.findall(t))
        decode = max(seconds(data.decode), 1e-6)
        figures = (f"{mb:.1f}", f"{mb / first:.1f}", f"{mb / warm:.1f}", f"{found / mb:.0f}")
        lines.append((name, *figures, f"{mb / ruler:.0f}", f"{mb / decode:.0f}"))
    head = ("text", "MB", "first MB/s", "warm MB/s", "findings/MB", "ruler: re", "ruler: decode")
    table("By kind of text, one thread", head, lines)


def stages(size: int) -> None:
    """Milliseconds per MB of each stage, the least of some rounds; every round begins with views that know nothing."""
    lines: list[tuple[object, ...]] = []
    toolbox = Toolbox()
    for name, make in inputs.KINDS.items():
        text = make(size)
        mb = len(text.encode()) / 1e6
        rounds = [_stage_times(text, toolbox) for _ in range(ROUNDS)]
        least = {stage: 1000 * min(times[stage] for times in rounds) / mb for stage in rounds[0]}
        lines += [(name, stage, f"{value:.1f}") for stage, value in least.items() if value >= 0.1]
    table("Stages", ("text", "stage", "ms per MB"), lines)


def _stage_times(text: str, toolbox: Toolbox) -> dict[str, float]:
    """Seconds of CPU by stage. What detectors share (runs, words of labels) is paid by the first that asks."""
    cut = list(windows([Segment(text, Place(line=1, column=1))]))
    views = [look(w, toolbox.folder, toolbox.lexicon_for(w.letters)) for w in cut]
    detectors = {id(d): d for w in cut for d in toolbox.detectors_for(w.letters)}.values()
    work: dict[str, Callable[[], object]] = {
        "fold": lambda: [toolbox.folder.fold(w.text) for w in cut],
        "encodings and fold": lambda: [unwrap(w.text, toolbox.folder) for w in cut],
        "words": lambda: [view.present for view in views],
        "digits": lambda: [view.hits.runs.shapes for view in views],
    }
    for each in detectors:
        shown = [v for v in views if each in toolbox.detectors_for(v.window.letters)]
        work[type(each).__name__] = lambda d=each, vs=shown: [list(d.candidates(view)) for view in vs]  # type: ignore[misc]
    work["all, findings spotted"] = lambda: list(spots([Segment(text, Place(line=1, column=1))], toolbox))
    return {stage: seconds(do, 1) for stage, do in work.items()}
