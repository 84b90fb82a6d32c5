"""Control words of Rich Text Format by what they mean for the text (RTF specification 1.9.1)."""

from __future__ import annotations

from typing import Final

IGNORED: Final = frozenset(
    (
        *("fonttbl", "colortbl", "stylesheet", "pict", "listtable", "listoverridetable", "revtbl", "rsidtbl", "sn"),
        *(
            "themedata",
            "colorschememapping",
            "datastore",
            "latentstyles",
            "xmlnstbl",
            "generator",
            "filetbl",
            "objdata",
        ),
        *("objclass", "bkmkend", "creatim", "revtim", "printim", "buptim", "atnid", "atndate", "atnref"),
        *("nonshppict", "pgptbl", "fchars", "lchars", "upr", "panose", "falt", "listtext", "pntext", "sp"),
    )
)
"""Destinations without text of a person, or with what is said again elsewhere."""
PARTS: Final = {
    **dict.fromkeys(("header", "headerl", "headerr", "headerf"), "header"),
    **dict.fromkeys(("footer", "footerl", "footerr", "footerf"), "footer"),
    **dict.fromkeys(("footnote", "ftnsep", "endnote"), "footnote"),
    **dict.fromkeys(("annotation", "atnauthor"), "comment"),
    **dict.fromkeys(("ffdeftext", "ffl", "ffhelptext", "ffstattext"), "form"),
    "bkmkstart": "bookmark",
    "docvar": "field",
    "fldinst": "field",
    "result": "embedded object",
    "shptxt": "text box",
}
"""Destinations that stand beside the text, with what a person calls them."""
PROPERTIES: Final = frozenset(
    ("title", "subject", "author", "manager", "company", "operator", "category", "keywords", "comment", "doccomm")
)
"""Destinations inside the document's properties."""
SIGNS: Final = {
    **dict.fromkeys(("line", "softline", "page", "column", "sect", "lbr"), "\n"),
    "tab": "\t",
    "emdash": "—",
    "endash": "–",
    "bullet": "•",
    "lquote": "‘",
    "rquote": "’",
    "ldblquote": "“",
    "rdblquote": "”",
    "emspace": " ",
    "enspace": " ",
    "qmspace": " ",
}
CHARSETS: Final = {
    128: "cp932",
    129: "cp949",
    134: "gb18030",
    136: "big5hkscs",
    78: "cp932",
    204: "cp1251",
    238: "cp1250",
    161: "cp1253",
    162: "cp1254",
    177: "cp1255",
    178: "cp1256",
    186: "cp1257",
    222: "cp874",
}
"""Character sets of fonts -> Python codecs; others leave the code page of the document."""
