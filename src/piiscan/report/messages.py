"""What is said to people, in English or Japanese. English texts are their own keys in ``data/messages_ja.tsv``."""

from __future__ import annotations

import re
from functools import cached_property
from typing import Any, Final

from piiscan.data import rows
from piiscan.late import late
from piiscan.model import SKIP_REASONS

ERROR: Final = "error."
GIVEN: Final = frozenset({"path", "where", "names", "key", "value", "other", "line", "origin", "asked", "command"})
"""Fields whose words are the user's own."""
_FIELD = late(r"\{[a-z_]+\}")


class Messages:
    """The texts of one language. Nothing is read before a text is asked for, and never for English."""

    def __init__(self, language: str = "en") -> None:
        self.language = language

    @cached_property
    def _table(self) -> dict[str, str]:
        if self.language == "en":
            return {}
        return {key: text for key, text in rows(f"messages_{self.language}.tsv")}  # noqa: C416 - rows are lists

    @cached_property
    def _templates(self) -> list[tuple[re.Pattern[str], str]]:
        """The texts said elsewhere as patterns, those with the most fixed text first."""
        keys = sorted(
            (key for key in self._table if key.startswith(ERROR)), key=lambda key: (-len(_FIELD.sub("", key)), key)
        )
        return [(_pattern(key.removeprefix(ERROR)), self._table[key]) for key in keys]

    @cached_property
    def _titles(self) -> dict[str, str]:
        column = 2 if self.language == "ja" else 1
        return {row[0]: row[column] for row in rows("entity_types.tsv")}

    def say(self, english: str, **fields: Any) -> str:
        """The text whose English form is ``english``, its fields filled in."""
        return self._table.get(english, english).format(**fields)

    def translate(self, english: str) -> str:
        """A finished English text (an error, a hint, a detail) in this language, or as it is where none is known."""
        if not self._table or not english:
            return english
        if english in self._table:
            return self._table[english]
        for pattern, text in self._templates:
            if match := pattern.fullmatch(english):
                return text.format(**{name: self._part(name, part) for name, part in match.groupdict().items()})
        return english

    def _part(self, name: str, part: str) -> str:
        """What fills a field: what the user calls something stays, a file may be called ``report`` or ``none``."""
        theirs = name in GIVEN or (name == "name" and " " not in part)
        return part if theirs else self._table.get(part, part)

    def title(self, entity_type: str) -> str:
        """What an entity type is called; the users' own types have their name only."""
        return self._titles.get(entity_type, entity_type)

    def type_name(self, entity_type: str) -> str:
        """An entity type in a line for people: its name, after its title where the language has one."""
        title = self.title(entity_type)
        return entity_type if self.language == "en" or title == entity_type else f"{title} {entity_type}"

    def clue(self, name: str) -> str:
        """What a piece of evidence is called."""
        return self._table.get(f"clue.{name}", name.replace("_", " "))

    def band(self, name: str) -> str:
        """What a confidence band is called."""
        return self._table.get(f"band.{name}", name)

    def reason(self, name: str) -> str:
        """Why something was not examined, in one phrase."""
        return self._table.get(f"skip.{name}", SKIP_REASONS.get(name, name))


def _pattern(template: str) -> re.Pattern[str]:
    """The pattern of what ``template`` can become: every field is a group of its name, as short as fits."""
    pieces: list[str] = []
    end, met = 0, set[str]()
    for field in _FIELD.finditer(template):
        name = field[0][1:-1]
        pieces += [re.escape(template[end : field.start()]), f"(?P={name})" if name in met else f"(?P<{name}>.*?)"]
        met.add(name)
        end = field.end()
    return re.compile("".join(pieces) + re.escape(template[end:]), re.DOTALL)


ENGLISH: Final = Messages()
