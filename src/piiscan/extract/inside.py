"""Members of a document that are files of their own: read as such; pictures and sounds nobody read are counted."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from piiscan.extract.magic import TITLES
from piiscan.extract.nested import read_member
from piiscan.extract.ocr import hint
from piiscan.extract.package import Package
from piiscan.extract.picture import KINDS, kind_of, size_of
from piiscan.extract.protocol import Limits
from piiscan.extract.zipdirectory import Member
from piiscan.model import Segment, Skip

FONTS: Final = (".fntdata", ".odttf", ".otf", ".ttf", ".woff", ".woff2")
"""No words are in them, whatever their bytes."""
PICTURES: Final = (
    *(".bmp", ".emf", ".emz", ".gif", ".heic", ".ico", ".jfif", ".jpeg", ".jpg", ".png"),
    *(".tif", ".tiff", ".wdp", ".webp", ".wmf", ".wmz"),
)
PICTURE_TITLES: Final = frozenset(TITLES[kind][0] for kind in (*KINDS, "emf", "ico", "jxr", "wmf"))
SOUND_TITLES: Final = frozenset(TITLES[kind][0] for kind in ("audio", "video"))
ICON_PIXELS: Final = 10_000
"""A picture of fewer is an icon or a bullet: a line of ten characters takes about 160 by 16 pixels and a margin."""


def read_inside(package: Package, member: Member, limits: Limits) -> Iterator[Segment | Skip]:
    """The segments of a member of a document, read as the file it is."""
    if member.name.lower().endswith((*FONTS, "/")):
        return
    pieces: list[bytes] = []
    for item in read_member(package.blob, member.name, _kept(package.chunks(member), pieces), limits):
        if isinstance(item, Skip) and item.reason == "unsupported" and item.detail in PICTURE_TITLES:
            package.pictures += not _is_icon(b"".join(pieces))
        elif isinstance(item, Skip) and item.reason == "no_text" and kind_of(pieces[0] if pieces else b""):
            continue  # OCR found no words in it: a photograph
        elif isinstance(item, Skip) and item.reason == "unsupported" and item.detail in SOUND_TITLES:
            package.sounds += 1
        else:
            yield item


def unread_inside(package: Package, *, found: bool = True) -> Iterator[Skip]:
    """What is told of a document's pictures and sounds; ``found`` says whether it has a text of its own."""
    member = package.blob.member
    if not found and any(one.name.lower().endswith(PICTURES) for one in package.members):
        yield Skip("", "no_text", member, "pictures only", hint(package.blob))
    elif package.pictures:
        yield Skip("", "unsupported", member, f"{package.pictures} pictures inside", hint(package.blob))
    if package.sounds:
        yield Skip("", "unsupported", member, f"{package.sounds} sounds or films inside")


def _kept(chunks: Iterable[bytes], pieces: list[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        pieces.append(chunk)
        yield chunk


def _is_icon(data: bytes) -> bool:
    """Whether a picture says itself that it is too small to show words."""
    width, height = size_of(data)
    return 0 < width * height < ICON_PIXELS
