"""``piiscan types`` and ``piiscan formats``: the tables as they are in the program."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Final, TextIO

from piiscan.cli.language import words_of
from piiscan.cli.main import EXIT_CLEAN
from piiscan.data import rows
from piiscan.extract.formats import FORMATS
from piiscan.model import ENTITY_TYPES
from piiscan.report.columns import pad, width, wrapped
from piiscan.report.reporters import REPORTERS

WIDEST: Final = 110
"""Columns that a table keeps to; its last cells are broken into lines."""


def types(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the entity types with their titles and their names in other tools."""
    words = words_of(arguments)
    titles = {row[0]: row for row in rows("entity_types.tsv")}
    head = (words.say("type"), words.say("meaning"), "Google SDP", "Microsoft Purview", "Azure", "Presidio")
    table = [(name, words.title(name), *titles[name][3:]) for name in ENTITY_TYPES]
    _print([head, *table], out)
    return EXIT_CLEAN


def formats(arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the file formats that are read and the report formats."""
    words = words_of(arguments)
    head = (words.say("format"), words.say("suffixes"), words.say("what is read"))
    _print([head, *((f.name, " ".join(f.suffixes), words.translate(f.reads)) for f in FORMATS)], out)
    print(file=out)
    head = (words.say("report"), words.say("what it is"), "")
    _print([head, *((row.name, words.translate(row.title), "") for row in REPORTERS)], out)
    return EXIT_CLEAN


def test_data(out: TextIO) -> int:
    """Print the known test data: values that belong to nobody, which count against a finding."""
    families = ("reserved", "example", "placeholder", "no_reply")
    table = [("of type", "known test data"), *((row[0], row[1]) for row in rows("test_data.tsv"))]
    table += [("IP_ADDRESS", row[0]) for row in rows("public_addresses.tsv")]
    table += [("PERSON", row[0]) for row in rows("names_weights.placeholders.tsv")]
    for family in families:
        table += [(f"EMAIL_ADDRESS ({family})", row[0]) for row in rows("mail_words.tsv") if row[1] == family]
    _print(table, out)
    return EXIT_CLEAN


def _print(table: Sequence[Sequence[str]], out: TextIO) -> None:
    """The table in columns as wide as their widest cell; the last one is broken into lines where it is too wide."""
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    room = max(30, WIDEST - sum(widths[:-1]) - 2 * (len(widths) - 1))
    for *cells, last in table:
        start = "".join(f"{pad(cell, size)}  " for cell, size in zip(cells, widths, strict=False))
        for number, part in enumerate(wrapped(last, room) if width(last) > room else [last]):
            print(f"{start if not number else ' ' * width(start)}{part}".rstrip(), file=out)
