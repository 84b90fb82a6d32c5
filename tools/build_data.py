"""Builds every list under ``src/piiscan/data`` from pinned packages in a throw-away environment.

``python tools/build_data.py`` writes them;
``--check`` builds into a temporary folder and says which lists differ from the committed ones.
"""

from __future__ import annotations

import argparse
import filecmp
import subprocess
import sys
import tempfile
from pathlib import Path

from data_build.fetch import archive_hashes, make_environment

DATA = Path(__file__).parents[1] / "src" / "piiscan" / "data"


def build(archives: Path, folder: Path) -> None:
    """Write all lists, licences and SOURCES.json to ``folder``; runs inside the environment."""
    from data_build import lists, sources
    from data_build.fold import Folder
    from data_build.licences import save_licences
    from data_build.write import Output

    out = Output(folder, archive_hashes(archives))
    fold = Folder()
    entries = sources.sudachi_entries()
    known = lists.save_names(out, entries, fold)
    lists.save_words(out, entries, known, fold)
    lists.save_places(out, fold)
    lists.save_codes(out, fold)
    save_licences(folder / "licences")
    out.save_sources()


def differences(new: Path, old: Path) -> list[str]:
    """Return the names of the built files that are not byte for byte the committed ones."""
    built = [path.relative_to(new) for path in sorted(new.rglob("*")) if path.is_file()]
    return [str(p) for p in built if not (old / p).is_file() or not filecmp.cmp(new / p, old / p, shallow=False)]


def main() -> int:
    """Return 0, or 1 when ``--check`` found a difference."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="compare with the committed lists, write nothing")
    parser.add_argument("--inside", nargs=2, metavar=("ARCHIVES", "FOLDER"), type=Path, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        build(*args.inside)
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        work = Path(temporary)
        python = make_environment(work)
        target = DATA
        if args.check:
            target = work / "built"
            target.mkdir()
        subprocess.run([str(python), __file__, "--inside", str(work / "archives"), str(target)], check=True)
        changed = differences(target, DATA) if args.check else []
    print("\n".join(f"differs: {name}" for name in changed) or "done")
    return 1 if changed else 0


if __name__ == "__main__":
    sys.exit(main())
