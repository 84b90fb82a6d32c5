"""Finds personal data that is about to leak from Japanese files, and says how sure it is, and why.

Everything runs off-line and in your own process; nothing is loaded before it is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from piiscan.config import Config
    from piiscan.errors import ConfigError, DataError, ExtractionError, PiiscanError, UsageError
    from piiscan.model import Evidence, FileResult, Finding, Place, Segment, Skip
    from piiscan.paths import scan_paths
    from piiscan.scan import Scanner, extract_text, scan_file, scan_text

__version__ = "0.1.0.dev0"

__all__ = [
    "Config",
    "ConfigError",
    "DataError",
    "Evidence",
    "ExtractionError",
    "FileResult",
    "Finding",
    "PiiscanError",
    "Place",
    "Scanner",
    "Segment",
    "Skip",
    "UsageError",
    "extract_text",
    "scan_file",
    "scan_paths",
    "scan_text",
]

_HOMES = {
    "piiscan.config": ("Config",),
    "piiscan.errors": ("ConfigError", "DataError", "ExtractionError", "PiiscanError", "UsageError"),
    "piiscan.model": ("Evidence", "FileResult", "Finding", "Place", "Segment", "Skip"),
    "piiscan.scan": ("Scanner", "extract_text", "scan_file", "scan_text"),
    "piiscan.paths": ("scan_paths",),
}


def __getattr__(name: str) -> Any:
    """The public thing called ``name``, imported when it is first asked for (PEP 562)."""
    from importlib import import_module

    for module, names in _HOMES.items():
        if name in names:
            return getattr(import_module(module), name)
    raise AttributeError(f"module 'piiscan' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
