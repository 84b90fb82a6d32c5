"""What the words at and around a number say: that they name it, make it likely, or name something else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_

from piiscan.detect.kinds.announced import announcement
from piiscan.detect.kinds.fellows import WIDE_REACH
from piiscan.detect.kinds.rule import Number
from piiscan.detect.kinds.tool import Tool
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.late import late

NOT_PERSONAL = "NOT_PERSONAL"
"""The kind of words that name something else: order numbers, coordinates, versions."""
NAMED = frozenset(("label", "beside"))
"""The clues of words that leave no doubt what they name."""
_WIDE_WORDS = 60
_BESIDE_REACH = 4
_BESIDE_GLUE = late(r"[ :;=、,・…‥／/(（「【」】)）→⇒|-]*")
_WRONG_REACH = 12
"""How far in front (code points) a word for something else still speaks against a number."""
_CALLED = late(r"[\u30a1-\u30fc\u4e00-\u9fff](?:番号|コード|ナンバー) ?[:=/]? ?\Z")
"""What ends a word that names some number: not the one in question, where it is none of its words."""


class Naming:
    """Tells the clues that words give to numbers."""

    def __init__(self, tools: Sequence[Tool], kinds: WordKinds) -> None:
        self._not_personal = kinds.bits(NOT_PERSONAL)
        self._elsewhere = kinds.bits(NOT_PERSONAL, "FINANCIAL_AMOUNT")
        self._named = reduce(or_, (tool.named for tool in tools), 0)

    def clues(self, tool: Tool, number: Number, span: tuple[int, int], rivals: int, announced: int) -> list[str] | None:
        """What the words at and around the number say; None where a rule needs such a word and there is none.

        ``rivals`` are the kinds of words that name what else it may be. A label in front of other words announces
        only the first number behind it: none that begins before ``announced`` counts.
        """
        view, (start, end) = number.view, span
        label = view.label_kinds(start, end)
        matters = tool.context if label & tool.named else tool.named | tool.context
        near = view.near_kinds(start, end) if matters and view.in_reach(matters, start, end) else 0
        clues: list[str] = []
        if label & tool.named:
            clues.append("label")
        elif tool.beside and _beside(view, start) & tool.beside:
            clues.append("beside")
        elif (
            tool.rule.announced
            and (found := announcement(view, tool.named, rivals | self._elsewhere, start)) is not None
            and found.label_end >= announced
        ):
            clues.append(found.clue)
        elif near & tool.named:
            clues.append("near")
        elif tool.rule.only_labelled and not (near | label) & tool.context:
            return None
        elif view.is_before(tool.named, start, WIDE_REACH, _WIDE_WORDS):
            clues.append("wide")
        if (near | label) & tool.context:
            clues.append("context")
        if not clues or clues[0] not in NAMED:
            clues += self._wrong(view, label, start, rivals)
        return clues

    def _wrong(self, view: View, label: int, start: int, rivals: int) -> Iterator[str]:
        """What the words for something else say; a label of what the number cannot be says less."""
        if label & self._elsewhere:
            yield "wrong_label"
        elif label & self._named:
            in_header = view.has_headers and view.header_kinds(start) & self._named
            yield "other_label" if label & rivals or in_header else "unfit_label"
        elif any(mask & self._not_personal for _, _, mask in view.cues_before(start, _WRONG_REACH)):
            yield "wrong_near"
        elif _CALLED.search(view.text, max(0, start - _WRONG_REACH), start):
            yield "other_name"


def _beside(view: View, start: int) -> int:
    """The kinds of the words that end right in front of ``start``."""
    kinds = 0
    for _, end, mask in view.cues_before(start, _BESIDE_REACH):
        if _BESIDE_GLUE.fullmatch(view.text, end, start):
            kinds |= mask
    return kinds
