"""Whether a window has any label of a kind at all: asking for the label of each value is dear, this is not."""

from __future__ import annotations

from piiscan.detect.view import View


def has_labels(view: View, kinds: int) -> bool:
    """Whether a cue, the label of a cell, or the header of an open table in ``view`` is of one of ``kinds``."""
    return bool(view.present & kinds)
