"""Labels that stand further in front of a number: other words between them, on the same line or above."""

from __future__ import annotations

from typing import NamedTuple

from piiscan.detect.view import View

REACH = 160
"""How far (code points) a label announces a number: a long sentence, or the head of a short mail."""


class Announcement(NamedTuple):
    """The clue that a label gives to a number further behind, and where the label ends."""

    clue: str
    label_end: int


def announcement(view: View, named: int, rivals: int, start: int) -> Announcement | None:
    """What the nearest word in front of ``start`` says that names such a number, or something else.

    ``named`` are the kinds of words that name it, ``rivals`` those that say what else it may be. A blank line or two
    line ends between make it ``announced_far``.
    """
    kinds, label_end = view.last_cue(named | rivals, start, REACH)
    if not kinds & named:
        return None
    between = view.text[label_end:start]
    far = between.count("\n") > 1
    return Announcement("announced_far" if far else "announced", label_end)
