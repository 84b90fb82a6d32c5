"""What a user's own pattern can be held against: check digits by name, and texts on which slow patterns show."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, Final

from piiscan.detect.kinds.checks import luhn

PROBE_CHARACTERS: Final = 2_000
PROBE_SECONDS: Final = 0.5
"""A pattern of linear cost takes a millisecond on a probe, a quadratic one 50; one that backtracks takes hours."""


def _digits(value: str) -> str:
    return "".join(character for character in value if "0" <= character <= "9")


def _luhn(value: str) -> bool:
    digits = _digits(value)
    return len(digits) > 1 and luhn(digits)


def _mod11(value: str) -> bool:
    """Weights 2 to 7 from the right, again and again (JIS M11); remainders 0 and 1 give 0."""
    digits = _digits(value)
    total = sum(int(digit) * (2 + place % 6) for place, digit in enumerate(reversed(digits[:-1])))
    return len(digits) > 1 and (11 - total % 11) % 11 % 10 == int(digits[-1])


def _mod97(value: str) -> bool:
    """ISO 7064 MOD 97-10, as in an IBAN: the first four characters count last, letters as 10 to 35."""
    code = "".join(filter(str.isalnum, value)).upper()
    return len(code) > 4 and code.isascii() and int("".join(str(int(c, 36)) for c in code[4:] + code[:4])) % 97 == 1


def _my_number(value: str) -> bool:
    from piiscan.detect.kinds.my_number import check_digit

    digits = _digits(value)
    return len(digits) == 12 and check_digit(digits[:11]) == int(digits[11])


def _corporate_number(value: str) -> bool:
    from piiscan.detect.kinds.corporate_number import check_digit

    digits = _digits(value)
    return len(digits) == 13 and check_digit(digits[1:]) == int(digits[0])


def _drivers_license(value: str) -> bool:
    from piiscan.detect.kinds.drivers_license import check_digit

    digits = _digits(value)
    return len(digits) == 12 and check_digit(digits[:10]) == int(digits[10])


CHECKS: Mapping[str, Callable[[str], bool]] = {
    "luhn": _luhn,
    "mod11": _mod11,
    "mod97": _mod97,
    "my_number": _my_number,
    "corporate_number": _corporate_number,
    "drivers_license": _drivers_license,
}
"""The checks a pattern can name; each is asked about the matched text."""


def too_slow(compiled: Any, source: str) -> str:
    """What kind of text ``compiled`` takes too long on, empty when it is fast on all that are tried."""
    for kind, text in _probes(source):
        try:
            for _ in compiled.finditer(text, timeout=PROBE_SECONDS):
                pass
        except TimeoutError:
            return kind
    return ""


def _probes(source: str) -> list[tuple[str, str]]:
    """Texts of repeated characters, words and classes: the general ones, and those the pattern itself speaks of."""
    words = sorted(
        {*re.findall(r"[^\W_]+", source), *re.findall(r"[^\W_]", source)}, key=lambda each: (len(each), each)
    )
    units = [
        "a",
        "A",
        "1",
        " ",
        "-",
        "あ",
        "漢",
        "a1",
        "a ",
        "1-",
        "a.",
        "a,",
        "aA1 -_.@あ",
        *words[:40],
        "".join(words[:40]),
    ]
    probes = []
    for unit in filter(None, units):
        repeated = unit * (PROBE_CHARACTERS // len(unit))
        # Behind the break stands all that the pattern may ask for, else the engine sees at once that it cannot match.
        probes += [(f"{unit!r} repeated", repeated), (f"{unit!r} repeated, then another sign", f"{repeated}\0{source}")]
    return probes
