"""What a walk gives: things to read, and things that are not."""

from __future__ import annotations

from piiscan.model import Skip
from piiscan.sources.contents import Loaded
from piiscan.sources.paths import Excluded, Found
from piiscan.sources.remote import Remote

Readable = Found | Loaded | Remote
Item = Readable | Excluded | Skip
