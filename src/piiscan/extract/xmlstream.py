"""Reading an XML part as a stream of events: bounded memory, no DTD, no entities, no external anything."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final, Protocol
from xml.parsers import expat

from piiscan.errors import ExtractionError
from piiscan.extract.writer import SegmentWriter
from piiscan.model import Place, Segment, Skip

BUFFER: Final = 65_536


class Events(Protocol):
    """Who listens: names come with their prefix (see :class:`LocalNames`), text in one or more pieces."""

    def start(self, name: str, attributes: dict[str, str], /) -> None:
        """An element begins."""

    def end(self, name: str, /) -> None:
        """An element ends."""

    def text(self, data: str, /) -> None:
        """Characters between tags."""


def feed(chunks: Iterable[bytes], events: Events) -> Iterator[None]:
    """Tells ``events`` what is in the chunks, and pauses after each so that the caller can collect what came of it.

    Raises ExtractionError: "dtd_refused", or "corrupt" where the XML is not well formed; what was told before holds.
    Depth is the listener's to bound (:class:`Depth`): the parser keeps no stack that nesting could blow.
    """
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.buffer_size = BUFFER
    parser.StartElementHandler = events.start
    parser.EndElementHandler = events.end
    parser.CharacterDataHandler = events.text
    # A DTD is where entity bombs and external entities live; Office parts never have one.
    parser.StartDoctypeDeclHandler = _refuse
    try:
        for chunk in chunks:
            parser.Parse(chunk)
            yield
        parser.Parse(b"", True)  # noqa: FBT003 - positional only
        yield
    except expat.ExpatError as error:
        raise ExtractionError("corrupt", f"not well-formed XML in line {error.lineno}") from error
    except (ValueError, LookupError) as error:
        # pyexpat raises these for encodings of more than one byte that it does not know, such as Shift_JIS
        raise ExtractionError("corrupt", "XML in an encoding that is not read") from error


def told(chunks: Iterable[bytes], events: Events, writer: SegmentWriter, place: Place) -> Iterator[Segment | Skip]:
    """What ``events`` writes of the chunks with ``writer``, and a skip where the XML breaks off."""
    problem = None
    try:
        for _ in feed(chunks, events):
            yield from writer.take()
    except ExtractionError as error:
        problem = Skip("", error.reason, place.member, f"XML in {place.part}: {error.detail}", error.hint)
    yield from writer.close()
    if problem:
        yield problem


def _refuse(*_: object) -> None:
    raise ExtractionError("dtd_refused", "an XML part with a document type declaration")


class Depth:
    """Counts open elements; ``down`` raises ExtractionError("depth") beyond the limit."""

    __slots__ = ("_most", "now")

    def __init__(self, most: int) -> None:
        self._most = most
        self.now = 0

    def down(self) -> None:
        """One element deeper."""
        self.now += 1
        if self.now > self._most:
            raise ExtractionError("depth", f"XML nested deeper than {self._most}")

    def up(self) -> None:
        """One element back."""
        self.now -= 1


class LocalNames(dict[str, str]):
    """Maps a name to itself without its namespace prefix, each computed once."""

    def __missing__(self, name: str) -> str:
        """The part after the colon."""
        if len(self) > 10_000:  # a part that invents names must not fill memory
            self.clear()
        local = self[name] = name[name.rfind(":") + 1 :]
        return local


class Handlers(dict[str, Callable[..., None] | None]):
    """Maps the name of an element to what handles it, whatever its prefix; to None where nothing does.

    A sheet of 10,000 cells has 30,000 elements: one look-up tells of each whether anybody cares.
    """

    def __init__(self, known: Mapping[str, Callable[..., None]]) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, name: str) -> Callable[..., None] | None:
        """What handles elements of that name without its prefix."""
        if len(self) > 10_000:  # a part that invents names must not fill memory
            self.clear()
        handler = self[name] = self._known.get(name[name.rfind(":") + 1 :])
        return handler


def attribute(attributes: dict[str, str], local: str, default: str = "") -> str:
    """An attribute by its name without prefix."""
    found = attributes.get(local)
    if found is not None:
        return found
    ending = ":" + local
    for name, value in attributes.items():
        if name.endswith(ending):
            return value
    return default
