"""Paths and regions as code hosts want them: relative, forward slashes, lines only where the file has lines."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from piiscan.report.protocol import ReportOptions
from piiscan.report.redact import printable

# Of these formats the line of a place is a line of the file; Word's, for one, counts paragraphs of what was extracted.
LINED_FORMATS = frozenset({"text", "csv", "json", "jsonl", "html", "xml", "markdown", "cards"})


def relative_path(path: str, options: ReportOptions) -> str:
    """``path`` from the root on, with forward slashes and without ``./``; what lies elsewhere stays as it is."""
    if os.path.isabs(path):
        inside = os.path.relpath(path, options.root) if options.root else ".."
        path = path if inside.startswith("..") else inside
    elif options.folder:
        path = os.path.normpath(os.path.join(options.folder, path))
    if os.sep == "\\":
        path = path.replace("\\", "/")
    while path.startswith("./"):
        path = path[2:].lstrip("/")
    return path or "."


def uri(path: str, options: ReportOptions) -> str:
    """``path`` as a URI reference: every byte outside the unreserved characters percent-encoded."""
    shown = relative_path(path, options)
    try:
        raw = shown.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        raw = printable(shown).encode("utf-8")
    encoded = quote(raw, safe="/")
    return f"file://{encoded}" if shown.startswith("/") else encoded


def has_lines(record: Mapping[str, Any], format_name: str) -> bool:
    """Whether the line of a finding is a line of the file that its path names."""
    place = record["place"]
    return format_name in LINED_FORMATS and bool(place.get("line")) and not place.get("member")


def line_of(record: Mapping[str, Any], format_name: str) -> int:
    """The line to hang a finding on: its own, or the first of a file without lines."""
    return int(record["place"]["line"]) if has_lines(record, format_name) else 1
