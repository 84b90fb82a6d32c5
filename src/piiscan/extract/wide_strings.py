"""Japanese words in bytes whose structure is not read: runs of UTF-16, at even distances, of characters people type."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_HIGH: Final = rb"[\x30\x4e-\x9f\xff]"
"""First halves of kana, kanji and full-width signs."""
_LITTLE: Final = re.compile(rb"(?:[\x20-\x7e\r\n\t]\x00|[\x00-\xff]" + _HIGH + rb"){2,}")
_BIG: Final = re.compile(rb"(?:\x00[\x20-\x7e\r\n\t]|" + _HIGH + rb"[\x00-\xff]){2,}")
_OURS: Final = re.compile("[\u3005\u3041-\u30ff\u4e00-\u9fff\uff01-\uff9f]")
LEAST: Final = 3
"""Two characters come up by chance: 6 in 1,000 bytes of noise, three 1 in 2,000."""


def wide_strings(data: bytes, *, big: bool = False, plain: bool = False) -> Iterator[str]:
    """The runs that are Japanese, in their order; ``plain``: those of four Latin characters and more too."""
    codec = "utf-16-be" if big else "utf-16-le"
    for run in (_BIG if big else _LITTLE).findall(data):
        text = run.decode(codec, "replace").strip()
        ours = len(_OURS.findall(text))
        if (ours >= LEAST and _is_common(text)) or (plain and not ours and len(text) >= 4):
            yield text


def _is_common(text: str) -> bool:
    """Whether all characters are in everyday use: noise read as kanji hardly is."""
    try:
        raw = text.encode("cp932")
    except UnicodeEncodeError:
        return False
    return not any(0x98 < lead < 0xA0 or lead > 0xDF for lead in raw[::2]) or text.isascii()
