"""What a scan needs and is dear to make: folder, lexicons, detectors, each made when the first text asks for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from piiscan.data import rows
from piiscan.detect.ascii_lexicon import AsciiLexicon, ascii_lexicon
from piiscan.detect.candidate import Detector
from piiscan.detect.chapter import Settling
from piiscan.detect.detectors import DETECTORS, DetectorRow, make_detector
from piiscan.detect.fold import Folder
from piiscan.detect.lexicon import Lexicon, WordKinds

if TYPE_CHECKING:
    from piiscan.detect.custom import Pattern


class Toolbox:
    """The tools for the wanted entity types (all when None), the user's own patterns and ``more`` detectors.

    Holds no state of any one scan; threads may share it.
    """

    def __init__(
        self,
        types: Iterable[str] | None = None,
        patterns: Sequence[Mapping[str, Any]] = (),
        more: Sequence[DetectorRow] = (),
    ) -> None:
        wanted = None if types is None else frozenset(types)
        self._rows = tuple(
            row for row in (*DETECTORS, *more) if wanted is None or wanted.intersection(row.entity_types)
        )
        self._made: dict[str, Detector] = {}
        self._patterns: tuple[Pattern, ...] = ()
        if patterns:
            from piiscan.detect.custom import read_patterns

            every = read_patterns(patterns)
            self._patterns = tuple(each for each in every if wanted is None or each.entity_type in wanted)

    @cached_property
    def folder(self) -> Folder:
        """Folds texts, old kanji to new ones too."""
        return Folder({row[0]: row[1] for row in rows("kanji_fold.tsv")})

    @cached_property
    def kinds(self) -> WordKinds:
        """The kinds of words, as bits."""
        return WordKinds()

    @cached_property
    def _ascii_lexicon(self) -> AsciiLexicon:
        return ascii_lexicon(self.folder, self.kinds)

    @cached_property
    def _full_lexicon(self) -> Lexicon:
        from piiscan.detect.lexicon_store import full_lexicon

        lexicon = full_lexicon(self.folder, self.kinds)
        lexicon.make_latin = lambda: self._ascii_lexicon
        return lexicon

    def lexicon_for(self, text: str) -> Lexicon:
        """The smallest lexicon that serves ``text``: ASCII text never loads a Japanese word."""
        return self._ascii_lexicon if text.isascii() else self._full_lexicon

    @cached_property
    def _for_ascii(self) -> Sequence[Detector]:
        return [self._detector(row) for row in self._rows if row.ascii] + self._custom

    @cached_property
    def _for_all(self) -> Sequence[Detector]:
        return [self._detector(row) for row in self._rows] + self._custom

    def _detector(self, row: DetectorRow) -> Detector:
        """The detector of ``row``, made when the first text needs it: ASCII text loads no name model."""
        made = self._made.get(row.name)
        return made if made is not None else self._made.setdefault(row.name, make_detector(row, self.kinds))

    @cached_property
    def _custom(self) -> list[Detector]:
        if not self._patterns:
            return []
        from piiscan.detect.custom import CustomDetector

        return [CustomDetector(pattern, self.folder) for pattern in self._patterns]

    def detectors_for(self, text: str) -> Sequence[Detector]:
        """The detectors that can find something in ``text``."""
        return self._for_ascii if text.isascii() else self._for_all

    @property
    def settling(self) -> Sequence[Settling]:
        """The detectors that weigh the whole document; one that no text has needed has nothing to weigh."""
        made = [self._made[row.name] for row in self._rows if row.name in self._made]
        # Not isinstance: with a protocol it takes a tenth of a millisecond, and small files are many.
        return cast("list[Settling]", [detector for detector in made if hasattr(detector, "settle")])
