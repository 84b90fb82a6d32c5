"""Hepburn spellings of a hiragana reading, with the variants people write."""

from __future__ import annotations

import itertools
import re

_ROWS = """
あ a い i う u え e お o か ka き ki く ku け ke こ ko さ sa し shi す su せ se そ so た ta ち chi つ tsu て te と to
な na に ni ぬ nu ね ne の no は ha ひ hi ふ fu へ he ほ ho ま ma み mi む mu め me も mo や ya ゆ yu よ yo
ら ra り ri る ru れ re ろ ro わ wa ゐ i ゑ e を o が ga ぎ gi ぐ gu げ ge ご go ざ za じ ji ず zu ぜ ze ぞ zo
だ da ぢ ji づ zu で de ど do ば ba び bi ぶ bu べ be ぼ bo ぱ pa ぴ pi ぷ pu ぺ pe ぽ po ゔ vu
きゃ kya きゅ kyu きょ kyo しゃ sha しゅ shu しょ sho ちゃ cha ちゅ chu ちょ cho にゃ nya にゅ nyu にょ nyo
ひゃ hya ひゅ hyu ひょ hyo みゃ mya みゅ myu みょ myo りゃ rya りゅ ryu りょ ryo ぎゃ gya ぎゅ gyu ぎょ gyo
じゃ ja じゅ ju じょ jo びゃ bya びゅ byu びょ byo ぴゃ pya ぴゅ pyu ぴょ pyo じぇ je しぇ she ちぇ che
"""
HEPBURN = dict(re.findall(r"(\S+) ([a-z]+)", _ROWS))
KUNREI = {"shi": "si", "chi": "ti", "tsu": "tu", "fu": "hu", "ji": "zi", "sh": "sy", "ch": "ty", "j": "zy"}
_KUNREI = re.compile("|".join(KUNREI))
_LONG = {"ou": ("o", "ou", "oh"), "oo": ("o", "oo", "oh"), "uu": ("u", "uu"), "ー": ("",)}
_PARTS = re.compile("(" + "|".join(_LONG) + ")")


def plain(reading: str) -> str:
    """Return the letter-by-letter Hepburn of ``reading``, or nothing where a kana has none."""
    out: list[str] = []
    at = 0
    while at < len(reading):
        kana = reading[at]
        if kana == "っ":
            following = plain(reading[at + 1 :])
            return (
                "".join(out) + ("t" if following.startswith("ch") else following[:1]) + following if following else ""
            )
        pair = reading[at : at + 2]
        if pair in HEPBURN and len(pair) == 2:
            out.append(HEPBURN[pair])
            at += 2
            continue
        if kana not in HEPBURN and kana not in "んー":
            return ""
        out.append("n" if kana == "ん" else HEPBURN.get(kana, kana))
        at += 1
    return "".join(out)


def spellings(reading: str) -> set[str]:
    """Return the lower-case spellings: long vowels short, in full or with h, n as m before b m p, and Kunrei."""
    base = plain(reading)
    if not base:
        return set()
    choices = [_LONG.get(part, (part,)) for part in _PARTS.split(base)]
    found = {"".join(word) for word in itertools.product(*choices)}
    found |= {re.sub("n(?=[bmp])", "m", word) for word in found}
    found.add(_KUNREI.sub(lambda m: KUNREI[m.group()], base.replace("ー", "")))
    return {word for word in found if word.isascii() and word.isalpha() and len(word) >= 3}
