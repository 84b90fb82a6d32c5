"""EMAIL_ADDRESS: what stands around an ``@`` in the shapes people use, Japanese domains included.

Examples: ``taro.yamada@example.co.jp``, ``メールはhanako+shop@example.jpです``, ``jiro..sato.@mobile.example.ne.jp``
Counterexamples: ``@media``, ``react@18.2.0``, ``git@example.com:team/app.git``, ``icon@2x.png``
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator

from piiscan.data import rows
from piiscan.detect.candidate import Found
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late
from piiscan.model import Evidence

LOCAL_CHARACTERS = string.ascii_letters + string.digits + "._+'-"
"""The letters of local parts that people really have; Japanese phones once allowed dots anywhere."""
_REMEMBERED = 5_000
_FRINGE = "._+'-"
_LONGEST_LOCAL = 64
_SHORT = 10
"""No local part of so few characters looks as if a machine had made it."""
_LOCAL_CLUES = ("", "no_reply", "role_local", "placeholder_local", "machine_local")
_BORDERS = "\t\n\r,|;"
_MANY = 8
"""For fewer addresses the tables in plain text are not read."""
_TYPE = "EMAIL_ADDRESS"

# Labels of letters of any script, then an ASCII top level domain: kana glued to the end cannot belong to it.
_DOMAIN = late(
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}(?:xn--[A-Za-z0-9-]{2,59}|[A-Za-z]{2,24})(?![A-Za-z0-9_-]|\.[A-Za-z])"
)
_WIDE_LABEL = (
    r"[A-Za-z0-9\u3005-\u3007\u3040-\u30ff\u4e00-\u9fff](?:[A-Za-z0-9\u3005-\u3007\u3040-\u30ff\u4e00-\u9fff-]{0,30})"
)
_WIDE_DOMAIN = late(
    rf"(?:{_WIDE_LABEL}\.){{1,4}}(?:[A-Za-z]{{2,24}}|みんな|コム|ストア|クラウド|ファッション|セール|グーグル)(?![A-Za-z0-9_-]|\.[A-Za-z])"
)
_GLUED_TOP = late(r"[a-z][A-Z]{3,}\Z")
_PATH = late(r":[A-Za-z0-9_~/]")
_MACHINE = late(r"(?=[^@]*[0-9])[0-9A-Fa-f]{16,}|[0-9]{10,}[._-].*|[0-9.]{14,}")
_LOGIN = late(r"://(?:[A-Za-z0-9._+%-]*:)?[A-Za-z0-9._+%-]*\Z")


class EmailAddresses:
    """The detector of EMAIL_ADDRESS."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("EMAIL_ADDRESS")
        self._message_id = kinds.bits("MESSAGE_ID")
        self._weights = Weights("email_address")
        self._words: dict[str, frozenset[str]] = {}
        self._domains: dict[str, tuple[str, ...]] = {}
        for word, family in rows("mail_words.tsv"):
            self._words[family] = self._words.get(family, frozenset()) | {word}
        self._under_label: dict[str, dict[str, tuple[Evidence, ...]]] = {}
        """The evidence for an address under a label of its kind, by its domain and the clue of its local part."""

    def candidates(self, view: View) -> Iterable[Found]:
        """The addresses around the hits of ``@``."""
        text, ats = view.text, view.hits.ats
        found = self._in_cells(view, plain=len(ats) >= _MANY) if ats else []
        if found:
            judged = {text.index("@", start) for _, start, _, _, _ in found}
            ats = [at for at in ats if at not in judged]
        for at in ats:
            stop, begin = _unbroken(text, at)
            if not stop or text[stop - 1] not in LOCAL_CHARACTERS:
                continue
            match = _DOMAIN.match(text, begin) or (None if text.isascii() else _WIDE_DOMAIN.match(text, begin))
            if match is None:
                continue
            start = _local_start(text, stop)
            if start < stop:
                clues = self._clues(view, text[start:stop], start, match)
                broken = ("broken",) if begin - stop > 1 else ()
                found.append((_TYPE, start, match.end(), self._weights.of(*clues, *broken), None))
        return found

    def _in_cells(self, view: View, *, plain: bool) -> list[Found]:
        """The addresses that fill a cell under a label of theirs: what stands around them says nothing more.

        Unless a word for identifiers of messages is in the text: it weighs more than the label.
        """
        text, found = view.text, list[Found]()
        if view.present & self._message_id:
            return found
        tables = (view.cells, view.plain_cells) if plain else (view.cells,)
        for column in (column for cells in tables for column in cells.columns if column.kinds & self._label):
            for start, end in zip(column.starts, column.ends, strict=True):
                local, _, domain = text[start:end].partition("@")
                evidence = self._under_label.get(domain) or self._of_domain(domain)
                if not evidence or not local or local.strip(LOCAL_CHARACTERS) or local[0] in _FRINGE:
                    continue
                if text[end : end + 1] in _BORDERS and (not start or text[start - 1] in _BORDERS):
                    clue = self._local_clue(local.lower())
                    if len(local) <= _LONGEST_LOCAL:
                        found.append((_TYPE, start, end, evidence[clue], None))
        return found

    def _of_domain(self, domain: str) -> dict[str, tuple[Evidence, ...]]:
        """The evidence for addresses of ``domain`` under a label, by the clue of the local part; none for no domain."""
        match = _DOMAIN.fullmatch(domain)
        if match is None:
            return {}
        said, of = self._domain_clues(domain), self._weights.of
        evidence = {clue: of("shape", *said, *((clue,) if clue else ()), "label") for clue in _LOCAL_CLUES}
        if len(self._under_label) < _REMEMBERED:
            self._under_label[domain] = evidence
        return evidence

    def _clues(self, view: View, local: str, start: int, domain: re.Match[str]) -> Iterator[str]:
        """Why ``local`` at ``start`` and ``domain`` are the address of a person, or are not."""
        text, end, local = view.text, domain.end(), local.lower()
        yield "shape"
        yield from self._domain_clues(domain.group())
        clue = self._local_clue(local)
        if clue:
            yield clue
        kinds = view.label_kinds(start, end)
        if kinds & self._message_id:
            yield "message_id"
        elif kinds & self._label:
            yield "label"
        if text.startswith(":", end) and _PATH.match(text, end) and local in self._words["login"]:
            yield "remote_path"
        elif text.find("://", max(0, start - 64), start) >= 0 and _LOGIN.search(text, max(0, start - 64), start):
            yield "url_login"

    def _local_clue(self, local: str) -> str:
        """What the local part says, in lower case; empty where that is nothing."""
        words = self._words
        if local in words["no_reply"]:
            return "no_reply"
        if local.rstrip(string.digits) in words["role"]:
            return "role_local"
        if local in words["placeholder"]:
            return "placeholder_local"
        return "machine_local" if len(local) > _SHORT and _MACHINE.fullmatch(local) else ""

    def _domain_clues(self, domain: str) -> tuple[str, ...]:
        """What the domain says; a table has few of them."""
        known = self._domains.get(domain)
        if known is None:
            glued = ("glued",) if _GLUED_TOP.search(domain) else ()
            known = (*self._read_domain(domain.lower()), *glued)
            if len(self._domains) < _REMEMBERED:
                self._domains[domain] = known
        return known

    def _read_domain(self, domain: str) -> Iterator[str]:
        """The same for one that was not met before, in lower case."""
        top = domain.rpartition(".")[2]
        if top in self._words["file"]:
            yield "file_suffix"
        elif len(top) != 2 and top not in self._words["tld"] and top.isascii() and not top.startswith("xn--"):
            yield "unknown_tld"
        labels = domain.split(".")
        if "example" in labels or top in self._words["reserved"] or domain in self._words["example"]:
            yield "example_domain"


def _unbroken(text: str, at: int) -> tuple[int, int]:
    """Where the local part ends and the domain begins around the ``@``: a line may end on either side of it."""
    stop, begin = at, at + 1
    if text.startswith(("\n", "\r\n"), begin):
        begin = text.index("\n", begin) + 1
    elif at and text[at - 1] == "\n":
        stop = at - 2 if text.startswith("\r", at - 2) else at - 1
    return stop, begin


def _local_start(text: str, at: int) -> int:
    """Where the local part before ``at`` begins, leading punctuation left out; ``at`` where there is none."""
    head = text[max(0, at - _LONGEST_LOCAL - 1) : at]
    local = head[len(head.rstrip(LOCAL_CHARACTERS)) :]
    if len(local) > _LONGEST_LOCAL:
        return at
    return at - len(local.lstrip(_FRINGE))
