"""Keyed tags: they recognise a value again without holding it, for whoever has the key."""

from __future__ import annotations

from typing import Final
from unicodedata import normalize

from piiscan.errors import ConfigError

KEY_NAME: Final = "PIISCAN_BASELINE_KEY"
"""The environment variable that the command takes the key from; a key never stands in a file of the repository."""
SHORTEST_KEY: Final = 16
"""Characters. With a key that can be guessed the tag of a phone number is the number: there are only 10^8 of them."""


def check_key(key: str) -> str:
    """``key`` as it is; raises ConfigError for one that could be guessed."""
    if key and len(key) < SHORTEST_KEY:
        raise ConfigError(f"{KEY_NAME} must have at least {SHORTEST_KEY} characters, better 64 random ones")
    return key


def tag_of(key: str, entity_type: str, value: str) -> str:
    """The HMAC-SHA256 of a normalised value, in full: a cut one would still narrow a birth date down to one."""
    import hmac  # 4 ms with OpenSSL, which only users of tags should wait for

    message = f"piiscan tag 1\0{entity_type}\0{normalised(value)}"
    return hmac.new(_bytes(key), _bytes(message), "sha256").hexdigest()


def normalised(value: str) -> str:
    """``value`` in one width and case, only letters and digits: 03-5550-0123 and ０３（５５５０）０１２３ are one."""
    folded = normalize("NFKC", value).casefold()
    return "".join(filter(str.isalnum, folded)) or folded


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
