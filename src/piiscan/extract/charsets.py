"""Character sets by the names that mail, RTF and old Office files give them, and short texts in one of them."""

from __future__ import annotations

from typing import Final

from piiscan.extract.decoding import decoded
from piiscan.extract.encoding import encoding_of

_SAME: Final = (
    *("utf-8", "utf-16", "utf-16le", "utf-16be", "utf-32", "utf-7", "iso-8859-2", "iso-8859-5", "iso-8859-15", "big5"),
    *("windows-1250", "windows-1251", "windows-1252", "koi8-r", "koi8-u", "gb18030", "euc-kr", "euc-jp", "shift_jis"),
)
_CODECS: Final = {
    **{name: name for name in _SAME},
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "x-sjis", "windows-31j", "cp932", "ms932", "ms_kanji"), "cp932"),
    **dict.fromkeys(("euc-jp", "x-euc-jp", "eucjp", "euc_jp"), "euc_jp"),
    **dict.fromkeys(("iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-jp-ms", "cp50221"), "iso2022_jp_ext"),
    **dict.fromkeys(("us-ascii", "ascii", "utf8", "unicode-1-1-utf-8"), "utf-8"),
    **dict.fromkeys(("iso-8859-1", "latin1", "cp1252"), "windows-1252"),
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "cp936"), "gb18030"),
    **dict.fromkeys(("ks_c_5601-1987", "cp949"), "cp949"),
    **dict.fromkeys(("x-mac-japanese", "macintosh-japanese"), "cp932"),
}
"""Names -> Python codecs of text; nothing else may be looked up, Python also has codecs that unpack (``zip``)."""
CODE_PAGES: Final = {
    932: "cp932",
    10001: "cp932",
    51932: "euc_jp",
    50220: "iso2022_jp_ext",
    50221: "iso2022_jp_ext",
    936: "gb18030",
    949: "cp949",
    950: "big5hkscs",
    874: "cp874",
    437: "cp437",
    1200: "utf-16-le",
    65001: "utf-8",
    **{page: f"cp{page}" for page in range(1250, 1259)},
}
"""Windows code pages -> Python codecs."""


def codec_named(charset: str) -> str:
    """The Python codec of a charset's name, empty for names that are not known."""
    return _CODECS.get(charset.strip().strip("\"'").lower(), "")


def short_text(raw: bytes, codec: str = "") -> str:
    """A short text in the codec it claims, or else in the one it looks like."""
    for tried in (codec, guessed := encoding_of(raw).codec):
        text = decoded(raw, tried) if tried else None
        if text is not None:
            return text
    return raw.decode(guessed, "replace")
