"""Builds the word list into the wheel, so that the first scan after an installation need not do it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class LexiconHook(BuildHookInterface):  # type: ignore[type-arg]
    """Writes ``lexicon.bin`` where the build machine has the engine; elsewhere it is built at the first scan."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Build the lexicon for a normal wheel; an editable installation builds its own."""
        if version == "editable" or self.target_name != "wheel":
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from piiscan.detect.lexicon import read_words
        from piiscan.detect.lexicon_store import SHIPPED, lexicon_key, pack_lexicon
        from piiscan.detect.toolbox import Toolbox

        packed = pack_lexicon(read_words(Toolbox().folder, ascii_only=False), lexicon_key())
        if packed is not None:
            name = Path(SHIPPED).name
            target = Path(self.root) / "build" / name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(packed)
            build_data["force_include"][str(target)] = f"piiscan/data/{name}"
