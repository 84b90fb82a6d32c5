"""``piiscan types`` and ``piiscan formats``: the tables as they are in the program."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import TextIO

from piiscan.cli.main import EXIT_CLEAN
from piiscan.data import rows
from piiscan.extract.formats import FORMATS
from piiscan.model import ENTITY_TYPES
from piiscan.report.columns import pad, width
from piiscan.report.reporters import REPORTERS

TYPE_COLUMNS = ("type", "meaning", "意味", "Google SDP", "Microsoft Purview", "Azure", "Presidio")


def types(_arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the entity types with their titles and their names in other tools."""
    titles = {row[0]: row for row in rows("entity_types.tsv")}
    _print([TYPE_COLUMNS, *(titles[name] for name in ENTITY_TYPES)], out)
    return EXIT_CLEAN


def formats(_arguments: Namespace, out: TextIO, _err: TextIO) -> int:
    """Print the file formats that are read and the report formats."""
    _print([("format", "suffixes", "what is read"), *((f.name, " ".join(f.suffixes), f.reads) for f in FORMATS)], out)
    print(file=out)
    _print([("report", "what it is"), *((row.name, row.title) for row in REPORTERS)], out)
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
    """The table in columns as wide as their widest cell."""
    widths = [max(map(width, column)) for column in zip(*table, strict=True)]
    for row in table:
        print("  ".join(pad(cell, size) for cell, size in zip(row, widths, strict=True)).rstrip(), file=out)
