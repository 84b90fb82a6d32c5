"""Word lists of the generator, read from data/vocabulary.txt."""

from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("data") / "vocabulary.txt"


@cache
def _sections() -> dict[str, tuple[str, ...]]:
    sections: dict[str, list[str]] = {}
    current: list[str] = []
    for line in FILE.read_text("utf-8").splitlines():
        if line.startswith("#"):
            continue
        if line.startswith("["):
            current = sections.setdefault(line.strip("[] "), [])
        else:
            current.extend(item.replace("_", " ") for item in line.split(" ") if item)
    return {name: tuple(items) for name, items in sections.items()}


def words(section: str) -> tuple[str, ...]:
    """Returns the words of a section (an underscore in the file is a space)."""
    return _sections()[section]
