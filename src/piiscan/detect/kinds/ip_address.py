"""IP_ADDRESS: an address that a label, a column or a person's record around it makes worth reporting.

Examples: ``接続元IPアドレス：210.140.10.5``, ``remote_addr,210.140.10.5`` as a column
Counterexamples: ``version 1.2.3.4``, ``第1.2.3.4節``, ``127.0.0.1``, ``210.140.10.5 - - "GET / HTTP/1.1"``
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from piiscan.data import rows
from piiscan.detect.candidate import LEAST, Candidate
from piiscan.detect.lexicon import WordKinds
from piiscan.detect.view import View
from piiscan.detect.weights import Weights
from piiscan.late import late

if TYPE_CHECKING:
    from ipaddress import IPv4Address, IPv6Address

_OCTET = r"(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
_V4 = late(rf"(?<![0-9.])(?<![A-Za-z]-)(?:{_OCTET}\.){{3}}{_OCTET}(?![0-9]|\.[0-9])")
_V6 = late(r"(?=[0-9A-Fa-f]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{2,39}(?:\.[0-9]{1,3}){0,3}(?![0-9A-Za-z:])")
_SIGNS_OF_V6 = ("::", "2001:")
_GLUE = late(r"[\s:=>|\"'\[(は]{0,8}")
_SECTION = late(r"第 ?\Z|[§#v_]\Z|[Vv]er(?:sion)?[. ]?\Z|[A-Za-z]+[-_]\Z")
_SECTION_ENDS = frozenset("第 §#v_rn.-")
"""What the pattern above ends with: a look at one character spares most searches."""
_BEFORE = 12
_MOST_KNOWN = 10_000
_LONGEST_KNOWN = 64
"""Longer runs than this (code points) are looked at each time: a hostile text may be one run."""


class IpAddresses:
    """The detector of IP_ADDRESS."""

    def __init__(self, kinds: WordKinds) -> None:
        self._label = kinds.bits("IP_ADDRESS")
        self._weak = kinds.bits("IP_WEAK")
        self._version = kinds.bits("VERSION_WORD")
        self._person = kinds.bits("PERSON_RECORD")
        self._weights = Weights("ip_address")
        self._strong = self._label | self._person
        self._most_alone = self._weights["weak_label"].weight
        """What the text around can add at most where no strong word is in reach."""
        self._known: dict[str, tuple[str, ...]] = {}
        self._hopeless: dict[str, bool] = {}
        self._public_services = frozenset(row[0] for row in rows("public_addresses.tsv"))

    def candidates(self, view: View) -> Iterator[Candidate]:
        """The dotted quads among the runs of digits, and labelled addresses of version 6."""
        yield from self._version_4(view)
        for start, end in view.labelled(self._label):
            yield from self._version_6(view, start, end)
        if not view.present & self._label or not any(sign in view.text for sign in _SIGNS_OF_V6):
            return
        for _, end, _ in view.cues_of(self._label):
            glue = _GLUE.match(view.text, end)
            yield from self._version_6(view, glue.end() if glue else end, end + 64)

    def _version_4(self, view: View) -> Iterator[Candidate]:
        """The dotted quads that may be worth a report; a log has one in each line, and most are done with at once."""
        text, runs = view.text, view.hits.runs
        dotted = {shape for shape in runs.shapes if shape.count(b".") >= 3}
        found = [(start, start + len(shape)) for start, shape in runs.chosen(dotted)]
        strong = self._strong if found and view.present & self._strong else 0
        if not (strong & self._label and view.has_headers):
            hopeless = self._without_hope({text[start:end] for start, end in found})
            found = [
                (start, end)
                for start, end in found
                if text[start:end] not in hopeless or (strong and view.in_reach(strong, start, end))
            ]
        for start, end in found:
            for match in _V4.finditer(text, start, end):
                yield self._candidate(view, match.start(), match.end())

    def _without_hope(self, runs: set[str]) -> set[str]:
        """The runs of digits in which no address can reach the least log-odds without a strong word in reach."""
        known = self._hopeless
        if len(known) > _MOST_KNOWN:
            known.clear()
        new = {written: self._is_hopeless(written) for written in runs.difference(known)}
        known.update((written, hopeless) for written, hopeless in new.items() if len(written) <= _LONGEST_KNOWN)
        return {written for written in runs if (new[written] if written in new else known[written])}

    def _is_hopeless(self, run: str) -> bool:
        """Whether no address in ``run`` can reach the least log-odds without a strong word in reach."""
        best = max((self._score(match.group()) for match in _V4.finditer(run)), default=0.0)
        return best + self._most_alone < LEAST

    def _score(self, written: str) -> float:
        """The log-odds of the address alone."""
        return sum(evidence.weight for evidence in self._weights.of(*self._address_clues(written)))

    def _version_6(self, view: View, start: int, limit: int) -> Iterator[Candidate]:
        """The address of version 6 that begins at ``start``."""
        match = _V6.match(view.text, start, limit)
        if match is None:
            return
        try:
            self._address_clues(match.group())
        except ValueError:
            return
        yield self._candidate(view, match.start(), match.end())

    def _candidate(self, view: View, start: int, end: int) -> Candidate:
        """The address at ``[start, end)`` with its evidence."""
        clues: list[str] = []
        label = view.label_kinds(start, end)
        near = view.near_kinds(start, end)
        if label & self._label:
            clues.append("label")
        elif label & self._weak:
            clues.append("weak_label")
        if near & self._person:
            clues.append("person_near")
        before = view.text[max(0, start - _BEFORE) : start]
        if label & self._version or (before[-1:] in _SECTION_ENDS and _SECTION.search(before)):
            clues.append("version_number")
        if view.text.startswith("/", end) and view.text[end + 1 : end + 2].isdigit():
            clues.append("network")
        version, *of_range = self._address_clues(view.text[start:end])
        return Candidate("IP_ADDRESS", start, end, self._weights.of(version, *clues, *of_range))

    def _address_clues(self, written: str) -> tuple[str, ...]:
        """The clues of the address itself: version and range; one address stands in thousands of lines of a log."""
        known = self._known.get(written)
        if known is None:
            from ipaddress import ip_address  # 0.8 ms, which only texts with addresses need

            address = ip_address(written)
            version = f"version_{address.version}"
            service = ("public_service",) if written in self._public_services else ()
            known = (version, *_range_clues(address), *service)
            if len(self._known) < _MOST_KNOWN:
                self._known[written] = known
        return known


def _range_clues(address: IPv4Address | IPv6Address) -> Iterator[str]:
    """What the range of the address says."""
    if address.is_loopback or address.is_unspecified or address.is_multicast or address.is_reserved:
        yield "special_range"
    elif address.is_private:
        yield "private_range"
    elif address.version == 4 and int(address) < 2**25:
        yield "small_numbers"  # 1.2.3.4 is rather a version
