"""The tokens of HTML text, tolerant and linear; html.parser of Python 3.11 is quadratic on torn markup."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final, NamedTuple

TEXT, START, END, COMMENT, SCRIPT = range(5)

_TAG: Final = re.compile(r"""<(/?)([A-Za-z][^\s/>]*+)((?:[^>"']|"[^"]*+"|'[^']*+')*+)>""")
_PLAIN_TAG: Final = re.compile(r"<(/?)([A-Za-z][^\s/>]*+)([^>]*+)>")
_ATTRIBUTE: Final = re.compile(r"""([^\s"'<>/=]++)(?:\s*+=\s*+(?:"([^"]*+)"|'([^']*+)'|([^\s>]++)))?+""")
_DECLARATIONS: Final = (
    ("<!--", "-->", COMMENT),
    ("<![CDATA[", "]]>", TEXT),
    ("<?", ">", COMMENT),
    ("<!", ">", COMMENT),
)
_RAW_END: Final = {
    name: re.compile(rf"</{name}(?=[\s/>])", re.IGNORECASE)
    for name in ("script", "style", "xmp", "noembed", "noframes")
}


class Token(NamedTuple):
    """A piece of HTML: text without entities, a tag with its name in lower case, a comment, or the body of a script."""

    kind: int
    text: str
    line: int
    attributes: tuple[tuple[str, str], ...] = ()


def tokens(html: str, line: int = 1) -> Iterator[Token]:
    """The tokens of a text in order; no character of it is lost but those of tags and declarations."""
    at, counted, raw = 0, 0, ""
    torn, last = False, html.rfind(">")
    while at < len(html):
        start = at
        if raw:
            closing = _RAW_END[raw].search(html, at)
            at = closing.start() if closing else len(html)
            token, raw = Token(SCRIPT, html[start:at], line), ""
        elif html[at] != "<":
            at = html.find("<", at)
            at = len(html) if at < 0 else at
            token = Token(TEXT, unescape(html[start:at]), line)
        elif html.startswith(("<!", "<?"), at):
            token, at = _declaration(html, at, line)
        else:
            found = None if torn or at > last else _TAG.match(html, at)
            if found is None and at < last:
                found = _PLAIN_TAG.match(html, at)
                torn = torn or found is not None  # a quote never closed: looking for it at each tag would be quadratic
            token, at = _tag(html, at, line, found)
            raw = token.text if token.kind == START and token.text in _RAW_END else ""
        yield token
        line += html.count("\n", counted, at)
        counted = at


def _tag(html: str, at: int, line: int, found: re.Match[str] | None) -> tuple[Token, int]:
    if found is None:
        end = html.find("<", at + 1)
        end = len(html) if end < 0 else end
        return Token(TEXT, unescape(html[at:end]), line), end
    closing, name, inside = found.groups()
    if closing:
        return Token(END, name.lower(), line), found.end()
    pairs = _ATTRIBUTE.finditer(inside) if inside else ()
    attributes = tuple((m[1].lower(), unescape(m[2] or m[3] or m[4] or "")) for m in pairs)
    return Token(START, name.lower(), line, attributes), found.end()


def _declaration(html: str, at: int, line: int) -> tuple[Token, int]:
    """The comment, CDATA section, instruction or declaration at ``at``; one never closed ends with the text."""
    opening, closing, kind = next(row for row in _DECLARATIONS if html.startswith(row[0], at))
    begin = at + len(opening)
    end = html.find("?>", begin) if html.startswith("<?php", at) else html.find(closing, begin)
    text = html[begin:] if end < 0 else html[begin:end].rstrip("?")
    skipped = opening in {"<!", "<?"} and text[:7].lower().startswith(("doctype", "xml "))
    return Token(kind, "" if skipped else text, line), len(html) if end < 0 else end + len(closing)
