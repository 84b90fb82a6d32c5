"""Files behind URLs (``s3://``, ``gs://``, ``memory://`` ...), through fsspec: only those that the user names."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, BinaryIO, Final, NamedTuple, TypeVar

from piiscan.errors import UsageError
from piiscan.ignores import PathRules
from piiscan.late import late
from piiscan.model import Skip
from piiscan.sources.paths import Excluded

_SCHEME: Final = late(r"[A-Za-z][A-Za-z0-9+.-]*(?=://)")
_SECRET: Final = late(r"(?<=://)[^/@]*@|[?#].*")
LOCAL: Final = ("file", "local")
DEEPEST: Final = 100
"""Folders in folders that are walked: a link may lead back into its own folder."""
INSTALL: Final = 'pip install "piiscan-jp[remote]"'

T = TypeVar("T")


class Remote(NamedTuple):
    """A file behind a URL: the path it is reported under, its size in bytes, and the URL with all that opens it."""

    path: str
    size: int
    url: str


def is_url(path: str) -> bool:
    """Whether a given path is a URL: it has a scheme, and no file here is called so."""
    return _SCHEME.match(path) is not None and not os.path.lexists(path)


def local_path(url: str) -> str | None:
    """The path of a file of this machine that a URL names; None for any other URL."""
    scheme, _, path = url.partition("://")
    if scheme not in LOCAL or "::" in url:
        return None
    from urllib.parse import unquote

    return unquote(path)


def shown(url: str) -> str:
    """The URL without what must not be shown: names and passwords before the host, signatures behind the path."""
    return "::".join(_SECRET.sub("", link) for link in url.split("::"))


@contextmanager
def open_url(url: str) -> Iterator[BinaryIO]:
    """The file behind a URL, to be read and sought in; nothing of it is kept on a disk."""
    files, path = _file_system(url)  # which must live as long as the file: that of an archive closes it
    with files.open(path, "rb") as stream:
        yield stream


def walk_url(url: str, exclude: tuple[str, ...] = ()) -> Iterator[Remote | Excluded | Skip]:
    """The files behind a URL (one, or those in a folder), folder by folder, names in alphabetical order.

    Raises UsageError where there is nothing or a library is missing, and whatever the library of the scheme raises.
    """
    files, path = _found(url, lambda: _file_system(url))
    about = _found(url, lambda: files.info(path))
    if about["type"] == "directory":
        yield from _folder(url, files, path, PathRules(exclude) if exclude else None)
    else:
        yield from _item(about, url)


def _folder(url: str, files: Any, path: str, rules: PathRules | None) -> Iterator[Remote | Excluded | Skip]:
    """The files below a folder; what a rule leaves out is not even listed."""
    head, *rest = url.split("::")
    for folder, folders, names in files.walk(path, maxdepth=DEEPEST, detail=True):
        below = folder.removeprefix(path).strip("/")
        for name in sorted([*folders, *names]):
            relative = f"{below}/{name}" if below else name
            whole = "::".join((f"{head.rstrip('/')}/{relative}", *rest))
            rule = rules.match_relative(relative, folder=name in folders) if rules is not None else ""
            if rule:
                yield Excluded(shown(whole), rule)
                folders.pop(name, None)
            elif name in names:
                yield from _item(names[name], whole)


def _item(about: dict[str, Any], url: str) -> Iterator[Remote | Skip]:
    if about["type"] != "file" or about.get("islink"):
        yield Skip(shown(url), "not_regular", detail=str(about["type"]))
    else:
        yield Remote(shown(url), int(about.get("size") or 0), url)


def _file_system(url: str) -> Any:
    """The file system of a URL, and the path in it."""
    import fsspec

    return fsspec.core.url_to_fs(url)


def _found(url: str, ask: Callable[[], T]) -> T:
    """What is asked; a missing library and a missing file are the user's to mend."""
    scheme = url.partition("://")[0]
    try:
        return ask()
    except ImportError as error:
        raise UsageError(f"reading {scheme}:// needs another library: {INSTALL}") from error
    except FileNotFoundError as error:
        raise UsageError(f"no such file or folder: {shown(url)}") from error
    except ValueError as error:
        if "protocol" in str(error).lower():
            raise UsageError(f"unknown kind of URL: {scheme}://") from error
        raise
