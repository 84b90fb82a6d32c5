"""Fingerprints for readers that drop equal ones: the same place can be met in several commits of a history."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from hashlib import sha256
from typing import Any


class Fingerprints:
    """Hands out each record's fingerprint; one that was met before gets a number into it."""

    def __init__(self) -> None:
        self._met: Counter[str] = Counter()

    def of(self, record: Mapping[str, Any]) -> str:
        """The fingerprint of ``record``, unlike all before."""
        known = str(record["fingerprint"])
        self._met[known] += 1
        times = self._met[known]
        return known if times == 1 else sha256(f"{known}|{times}".encode()).hexdigest()[:32]
