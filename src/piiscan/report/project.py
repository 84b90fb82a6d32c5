"""Where the project is found: reports link to it."""

from __future__ import annotations

from typing import Final

HOME: Final = "https://github.com/piiscan/piiscan-jp"
TYPES: Final = f"{HOME}/blob/main/docs/types.md"
"""What the entity types are."""
READING: Final = f"{HOME}/blob/main/docs/formats.md"
"""What is read, and why something was not."""
