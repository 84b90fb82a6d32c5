"""Extractors, detectors and reporters of other packages: loaded only when the user's own configuration names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from piiscan.errors import ConfigError

GROUPS = ("piiscan.extractors", "piiscan.detectors", "piiscan.reporters")
"""The entry-point groups; an entry point is a row of the table of that wing (Format, DetectorRow, ReporterRow)."""


def load(group: str, names: Sequence[str]) -> tuple[Any, ...]:
    """The rows of ``group`` under the wanted ``names``, in that order. Nothing is imported when there are no names.

    Raises ConfigError when a name is in none of the groups, or cannot be imported.
    """
    if not names:
        return ()
    from importlib.metadata import entry_points

    found = {point.name: point for point in entry_points(group=group)}
    elsewhere = {point.name for other in GROUPS for point in entry_points(group=other)}
    rows = []
    for name in names:
        if name not in elsewhere:
            raise ConfigError(f"plugins: no installed package offers {name!r}")
        if name in found:
            try:
                rows.append(found[name].load())
            except (ImportError, AttributeError) as error:
                raise ConfigError(f"plugins: {name!r} cannot be loaded ({type(error).__name__})") from error
    return tuple(rows)
