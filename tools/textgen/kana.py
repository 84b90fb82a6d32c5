"""Readings in other scripts: hiragana, katakana, half-width katakana, Hepburn."""

import random

_HIRA = {code: code + 0x60 for code in range(0x3041, 0x3097)}
_KATA = {code + 0x60: code for code in range(0x3041, 0x3097)}
_FULL = (
    "ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン"
)
_HALF = "ｦｧｨｩｪｫｬｭｮｯｰｱｲｳｴｵｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾅﾆﾇﾈﾉﾊﾋﾌﾍﾎﾏﾐﾑﾒﾓﾔﾕﾖﾗﾘﾙﾚﾛﾜﾝ"
_HALF_OF = dict(zip(_FULL, _HALF, strict=True)) | {"・": "･", "　": " ", "＝": "="}
_VOICED = "ガギグゲゴザジズゼゾダヂヅデドバビブベボヴ"
_PLAIN = "カキクケコサシスセソタチツテトハヒフヘホウ"
_HALF_OF |= {v: _HALF_OF[p] + "ﾞ" for v, p in zip(_VOICED, _PLAIN, strict=True)}
_HALF_OF |= {v: _HALF_OF[p] + "ﾟ" for v, p in zip("パピプペポ", "ハヒフヘホ", strict=True)}
_ROMA = {}
for _row, _letters in (
    ("あいうえお", "a i u e o"),
    ("かきくけこ", "ka ki ku ke ko"),
    ("さしすせそ", "sa shi su se so"),
    ("たちつてと", "ta chi tsu te to"),
    ("なにぬねの", "na ni nu ne no"),
    ("はひふへほ", "ha hi fu he ho"),
    ("まみむめも", "ma mi mu me mo"),
    ("やゆよ", "ya yu yo"),
    ("らりるれろ", "ra ri ru re ro"),
    ("わをん", "wa o n"),
    ("がぎぐげご", "ga gi gu ge go"),
    ("ざじずぜぞ", "za ji zu ze zo"),
    ("だぢづでど", "da ji zu de do"),
    ("ばびぶべぼ", "ba bi bu be bo"),
    ("ぱぴぷぺぽ", "pa pi pu pe po"),
    ("ゔぁぃぅぇぉ", "vu a i u e o"),
):
    _ROMA.update(zip(_row, _letters.split(), strict=True))
_GLIDE = {"ゃ": "a", "ゅ": "u", "ょ": "o"}


def katakana(reading: str) -> str:
    """Returns the reading in katakana."""
    return reading.translate(_HIRA)


def hiragana(reading: str) -> str:
    """Returns the reading in hiragana."""
    return reading.translate(_KATA)


def half(reading: str) -> str:
    """Returns the reading in half-width katakana."""
    return "".join(_HALF_OF.get(char, char) for char in katakana(reading))


def romaji(reading: str, long_vowels: str = "drop") -> str:
    """Returns Hepburn of a hiragana reading, long vowels dropped, kept (ou) or written oh."""
    out = ""
    double = False
    for char in reading:
        if char in _GLIDE and out.endswith("i"):
            stem = out[:-1]
            out = stem + ("" if stem.endswith(("sh", "ch", "j")) else "y") + _GLIDE[char]
        elif char == "っ":
            double = True
        elif char != "ー":
            syllable = _ROMA.get(char, "")
            if double and syllable:
                syllable = ("t" if syllable.startswith("ch") else syllable[0]) + syllable
                double = False
            out += syllable
    if long_vowels == "drop":
        for pair in ("ou", "oo", "uu"):
            out = out.replace(pair, pair[0])
    elif long_vowels == "oh":
        out = out.replace("ou", "oh").replace("oo", "oh")
    return out


def long_vowel_style(rng: random.Random) -> str:
    """Returns how a person writes long vowels; most drop them."""
    return rng.choice(("drop", "drop", "drop", "keep", "oh"))
