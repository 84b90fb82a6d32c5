"""Texts to time: source code from the installed packages, the rest generated, the same for everyone."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from piiscan.data import rows

ROOT = Path(__file__).parent.parent.parent
SEED = 20261125


def source_code(size: int) -> str:
    """Python source of the standard library and of the installed packages, ``size`` characters."""
    folders = [sysconfig.get_path("stdlib"), sysconfig.get_path("purelib")]
    return _fill(
        (p.read_text(encoding="utf-8", errors="replace") for f in folders for p in sorted(Path(f).rglob("*.py"))), size
    )


@cache
def business_texts(count: int = 3000) -> tuple[str, ...]:
    """Generated Japanese business texts: mails, minutes, forms, notices, six of ten with personal data."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "texts.jsonl"
        command = [sys.executable, "-m", "tools.textgen", "--seed", str(SEED), "--count", str(count), "--out", str(out)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        return tuple(json.loads(line)["text"] for line in out.open(encoding="utf-8"))


def business(size: int) -> str:
    """Business texts one after the other."""
    return _fill((f"{text}\n\n" for text in business_texts()), size)


def sentences(size: int) -> str:
    """The sentences of the business texts that are no traps by themselves, shuffled: a finding in 100 bytes still."""
    draw = random.Random(SEED)
    known = [s + "。" for text in business_texts() for s in text.split("。") if 20 < len(s) < 120 and "\n" not in s]
    return _fill((("\n" if n % 6 == 0 else "") + draw.choice(known) for n in range(size)), size)


def documentation(size: int) -> str:
    """The project's own documents in Japanese: instructions, tables of options, messages."""
    documents = (ROOT / "README.ja.md", ROOT / "docs" / "command.ja.md")
    messages = (" ".join(row[1:]) + "。\n" for row in rows("messages_ja.tsv"))
    return _fill(iter((*(path.read_text(encoding="utf-8") for path in documents), *messages)), size)


def customers(size: int) -> str:
    """A customer table: names, readings, birth dates, postal codes, addresses, phones, mail, amounts."""
    draw = random.Random(SEED)
    surnames = [row[0] for row in rows("surnames.tsv") if row[1] == "A"]
    given = [row[0] for row in rows("given_names.tsv") if row[1] == "A" and len(row[0]) < 4]
    towns = [(row[0], row[1].split()) for row in rows("towns.tsv") if len(row) > 1 and row[1]]
    cities = {row[0]: row[1] + row[3] for row in rows("municipalities.tsv")}

    def lines() -> Iterator[str]:
        yield "顧客番号,氏名,生年月日,郵便番号,住所,電話番号,携帯電話,メールアドレス,購入金額,備考\n"
        for number in range(size):
            code, names = draw.choice(towns)
            name = f"{draw.choice(surnames)} {draw.choice(given)}"
            birth = f"{draw.randint(1940, 2010)}/{draw.randint(1, 12):02}/{draw.randint(1, 28):02}"
            lot = f"{draw.randint(1, 9)}-{draw.randint(1, 40)}-{draw.randint(1, 30)}"
            phone = f"03-{draw.randint(3000, 6999)}-{draw.randint(0, 9999):04}"
            mobile = f"090-{draw.randint(1000, 9999)}-{draw.randint(0, 9999):04}"
            mail = f"user{number}@mail{draw.randint(1, 9)}.ne.jp"
            yield (
                f"{number + 100000},{name},{birth},{draw.randint(100, 999)}-{draw.randint(0, 9999):04},"
                f"{cities[code]}{draw.choice(names)}{lot},{phone},{mobile},{mail},{draw.randint(500, 99999)},\n"
            )

    return _fill(lines(), size)


def logs(size: int) -> str:
    """Server log lines: stamps, addresses, identifiers, durations."""
    draw = random.Random(SEED)
    return _fill(
        (
            f"2026-{draw.randint(1, 12):02}-{draw.randint(1, 28):02} "
            f"12:{draw.randint(0, 59):02}:{draw.random() * 60:06.3f} INFO "
            f"worker-{draw.randint(1, 99)} GET /api/v2/items/{draw.randint(10**9, 10**10)} "
            f"200 {draw.randint(1, 999)}ms "
            f"ip=192.0.2.{draw.randint(1, 254)} req={draw.getrandbits(128):032x} offset={draw.getrandbits(40)}\n"
            for _ in range(size)
        ),
        size,
    )


def hexdump(size: int) -> str:
    """The output of ``hexdump -C`` over random bytes."""
    draw = random.Random(SEED)
    return _fill((f"{n * 16:08x}  {draw.randbytes(16).hex(' ')}  |................|\n" for n in range(size)), size)


def numbers(size: int) -> str:
    """A table of numbers: codes, coordinates, yen, floats."""
    draw = random.Random(SEED)
    return _fill(
        (
            f"{draw.randint(10**7, 10**8)},{draw.uniform(24, 45):.6f},{draw.uniform(123, 145):.6f},"
            f"{draw.randint(1, 10**6)},{draw.random()}\n"
            for _ in range(size)
        ),
        size,
    )


def _fill(pieces: Iterator[str], size: int) -> str:
    """The pieces up to ``size`` characters; from their start again where they end too early."""
    taken: list[str] = []
    length = 0
    for piece in pieces:
        taken.append(piece)
        length += len(piece)
        if length >= size:
            break
    text = "".join(taken)
    return (text * (size // max(1, len(text)) + 1))[:size]


KINDS = {
    "source code": source_code,
    "Japanese documentation": documentation,
    "Japanese sentences": sentences,
    "business texts": business,
    "customer table": customers,
    "logs": logs,
    "hexdump": hexdump,
    "number table": numbers,
}
