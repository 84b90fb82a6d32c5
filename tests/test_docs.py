"""The documentation says what the program does: generated pages, commands, samples of output, both READMEs."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from tools.make_docs import pages

from piiscan.cli.main import main

ROOT = Path(__file__).parent.parent
READMES = [ROOT / "README.md", ROOT / "README.ja.md"]
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(path: Path, language: str) -> list[str]:
    return [body for name, body in BLOCK.findall(path.read_text(encoding="utf-8")) if name == language]


@pytest.mark.parametrize("name", pages())
def test_generated_page_is_current(name: str) -> None:
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == pages()[name], "run: python tools/make_docs.py"


def test_readme_starts_with_the_two_commands() -> None:
    commands = [block.splitlines()[0] for block in blocks(ROOT / "README.md", "console")]
    assert commands[0].endswith("piiscan scan examples")
    assert "pytest" in commands[1]


def test_both_readmes_hold_the_same_blocks() -> None:
    english, japanese = (BLOCK.findall(path.read_text(encoding="utf-8")) for path in READMES)
    assert [(name, body) for name, body in english if name in {"console", "yaml", "python", "toml"}] == [
        (name, body) for name, body in japanese if name in {"console", "yaml", "python", "toml"}
    ]


def test_readme_shows_real_output(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    out = io.StringIO()
    main(["scan", "examples"], out, out)
    real = [without_time(line) for line in out.getvalue().splitlines()]
    shown = [line for line in blocks(ROOT / "README.md", "console")[0].splitlines()[1:] if line.strip(" …")]
    assert len(shown) > 5
    for line in shown:
        assert without_time(line) in real


def without_time(line: str) -> str:
    return re.sub(r"[0-9.]+ s$", "", line).rstrip()


@pytest.mark.parametrize(
    "path", [*READMES, *(ROOT / "docs").glob("*.md"), ROOT / "CONTRIBUTING.md"], ids=lambda p: p.name
)
def test_flags_and_links_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = (ROOT / "docs" / "command.md").read_text(encoding="utf-8")
    for flag in re.findall(r"(?<![\w-])--[a-z][a-z-]+", " ".join(re.findall(r"piiscan[^`\n]*", text))):
        assert flag in known, flag
    for link in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
        assert (path.parent / link).exists(), link


def test_every_configuration_key_is_documented() -> None:
    from dataclasses import fields

    from piiscan import Config

    text = (ROOT / "docs" / "configuration.md").read_text(encoding="utf-8")
    assert [field.name for field in fields(Config) if field.name not in text] == []


def test_python_examples_run() -> None:
    for code in blocks(ROOT / "README.md", "python"):
        exec(compile(code, "README.md", "exec"), {})  # noqa: S102 - our own example


def test_public_face_is_one_list() -> None:
    import piiscan

    assert sorted(piiscan.__all__) == piiscan.__all__
    for name in piiscan.__all__:
        assert getattr(piiscan, name) is not None
    assert dir(piiscan) == piiscan.__all__
