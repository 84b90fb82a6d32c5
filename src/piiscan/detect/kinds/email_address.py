"""EMAIL_ADDRESS: what stands around an ``@`` in the shapes people use, Japanese domains included.

Examples: ``taro.yamada@example.co.jp``, ``メールはhanako+shop@example.jpです``, ``jiro..sato.@mobile.example.ne.jp``
Counterexamples: ``@media``, ``react@18.2.0``, ``git@example.com:team/app.git``, ``icon@2x.png``
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_letters, digits

from piiscan.data import rows
from piiscan.detect.candidate import Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late
from piiscan.model import Evidence

LOCAL_CHARACTERS = ascii_letters + digits + "._+'-"
"""The letters of local parts that people really have; Japanese phones once allowed dots anywhere."""
_REMEMBERED = 5_000
_FRINGE = "._+'-"

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

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The addresses around the hits of ``@``."""
        text = view.text
        for at in view.hits.ats:
            stop, begin = _unbroken(text, at)
            if not stop or text[stop - 1] not in LOCAL_CHARACTERS:
                continue
            match = _DOMAIN.match(text, begin) or (None if text.isascii() else _WIDE_DOMAIN.match(text, begin))
            if match is None:
                continue
            start = _local_start(text, stop)
            if start < stop:
                evidence = self._evidence(view, text[start:stop].lower(), start, match)
                if begin - stop > 1:
                    evidence = (*evidence, self._weights["broken"])
                yield Candidate("EMAIL_ADDRESS", start, match.end(), evidence)

    def _evidence(self, view: View, local: str, start: int, domain: re.Match[str]) -> tuple[Evidence, ...]:
        """Why ``local`` at ``start`` and ``domain`` are the address of a person, or are not."""
        text, end = view.text, domain.end()
        clues = ["shape", *self._domain_clues(domain.group())]
        if local in self._words["no_reply"]:
            clues.append("no_reply")
        elif local.rstrip(digits) in self._words["role"]:
            clues.append("role_local")
        elif local in self._words["placeholder"]:
            clues.append("placeholder_local")
        elif _MACHINE.fullmatch(local):
            clues.append("machine_local")
        kinds = view.label_kinds(start, end)
        if kinds & self._message_id:
            clues.append("message_id")
        elif kinds & self._label:
            clues.append("label")
        if text.startswith(":", end) and _PATH.match(text, end) and local in self._words["login"]:
            clues.append("remote_path")
        elif text.find("://", max(0, start - 64), start) >= 0 and _LOGIN.search(text, max(0, start - 64), start):
            clues.append("url_login")
        return self._weights.of(*clues)

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
    head = text[max(0, at - 65) : at]
    local = head[len(head.rstrip(LOCAL_CHARACTERS)) :]
    if len(local) > 64:
        return at
    return at - len(local.lstrip(_FRINGE))
