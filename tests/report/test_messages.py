"""Japanese: every text, clue, reason, band and type that people read has one, with the same fields."""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_reporters import NAMES, finding, render

from piiscan.cli.language import language
from piiscan.cli.main import main
from piiscan.data import lines, names, rows
from piiscan.extract.sniff import SUFFIX_TITLES, TITLES
from piiscan.model import BANDS, ENTITY_TYPES, SKIP_REASONS, STATUSES, FileResult, Skip
from piiscan.report.messages import ENGLISH, ERROR, Messages

GOLDEN = Path(__file__).parent.parent / "golden"
SOURCE = Path(__file__).parent.parent.parent / "src" / "piiscan"
JAPANESE = re.compile("[ぁ-ヿ一-鿿々]")
FIELD = re.compile(r"\{[a-z_]+\}")
TABLE = dict(rows("messages_ja.tsv"))
JA = Messages("ja")
RAISED = {"ExtractionError", "Skip", "UsageError", "ConfigError", "DataError", "PiiscanError"}
# A path with the reason of the system, which is translated by itself; a name with the nearest one behind it.
UNTRANSLATED = {"7: 7", "7: unknown key 77", "unknown entity type 77", "git: 7"}


def literals(node: ast.AST) -> Iterator[str]:
    """The strings an expression can be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body)
        yield from literals(node.orelse)


def said() -> Iterator[str]:
    """The English texts handed to ``say`` directly."""
    for path in [*(SOURCE / "report").glob("*.py"), *(SOURCE / "cli").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "say":
                yield from literals(node.args[0])
            elif isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "known":
                yield from literals(node.value)  # by custom, the name of a text that is said in the next line


def parts() -> Iterator[str]:
    """The corners of a document that extractors name."""
    for path in (SOURCE / "extract").glob("*.py"):
        yield from re.findall(r'part="([^"]+)"', path.read_text(encoding="utf-8"))


def test_rows_are_sorted_unique_and_have_the_same_fields() -> None:
    assert [row.split("\t")[0] for row in lines("messages_ja.tsv")] == sorted(TABLE)
    for key, text in TABLE.items():
        assert set(FIELD.findall(text)) == set(FIELD.findall(key)), key
        text.format(**dict.fromkeys(re.findall(r"\{([a-z_]+)\}", text), ""))


def test_every_text_that_is_said_has_a_japanese_one() -> None:
    texts = {*said(), *STATUSES, *parts()}
    assert len(texts) > 50
    assert sorted(texts - TABLE.keys()) == []


def test_every_clue_has_a_japanese_name() -> None:
    clues = {row[0] for name in names("weights") for row in rows(name) if len(row) == 2}
    assert len(clues) > 150
    assert sorted(clue for clue in clues if f"clue.{clue}" not in TABLE) == []


def test_clues_that_are_named_in_code_have_a_japanese_name() -> None:
    texts = [path.read_text(encoding="utf-8") for path in (SOURCE / "detect").rglob("*.py")]
    clues = {clue for text in texts for clue in re.findall(r'Evidence\("([^"]+)"', text)}
    assert sorted(clue for clue in clues if f"clue.{clue}" not in TABLE) == []
    findings = json.loads((GOLDEN / "json.txt").read_text(encoding="utf-8"))["findings"]
    seen = {each["clue"] for found in findings for each in found["evidence"]}
    assert sorted(clue for clue in seen if f"clue.{clue}" not in TABLE) == []


def test_every_reason_band_and_type_has_a_japanese_name() -> None:
    assert [reason for reason in SKIP_REASONS if not JAPANESE.search(JA.reason(reason))] == []
    assert [name for name, _ in BANDS if not JAPANESE.search(JA.band(name))] == []
    assert [name for name in ENTITY_TYPES if JA.title(name) in {name, ENGLISH.title(name)}] == []


def test_what_cannot_be_read_has_a_japanese_title_and_hint() -> None:
    texts = {text for pair in TITLES.values() for text in pair} | set(SUFFIX_TITLES.values())
    assert sorted(texts - TABLE.keys() - {""}) == []


@pytest.mark.parametrize(
    ("english", "japanese"),
    [
        ("no such file or folder: a b.csv", "ファイルもフォルダーもありません: a b.csv"),
        ("x.toml: cannot be read (Permission denied)", "x.toml: 読めません（権限がありません）"),
        ("no such file or folder: report", "ファイルもフォルダーもありません: report"),
        (
            "none: cannot be read (No such file or directory)",
            "none: 読めません（そのようなファイルやフォルダーはありません）",
        ),
        ("more than 1,024 bytes", "1,024 バイトを超えています"),
        ("something nobody foresaw {x}", "something nobody foresaw {x}"),
        ("", ""),
    ],
)
def test_errors_are_translated_by_their_fixed_parts(english: str, japanese: str) -> None:
    assert JA.translate(english) == japanese
    assert ENGLISH.translate(english) == english


def test_templates_have_enough_fixed_text() -> None:
    """Or they would take texts for theirs that are not."""
    for key in TABLE:
        if key.startswith(ERROR) and key != ERROR + "{path}: {reason}":
            assert len(FIELD.sub("", key.removeprefix(ERROR)).strip(" ():")) >= 3, key


@pytest.mark.parametrize("name", NAMES)
def test_reports_in_japanese_hold_the_same(name: str) -> None:
    results = [FileResult("a.csv", (finding(),), (Skip("a.csv", "time", member="x", hint="give it"),), "csv")]
    english, japanese = (render(name, results, language=language) for language in ("en", "ja"))
    if name in {"json", "jsonl", "csv"}:
        assert re.sub(r'"seconds": [0-9.]+', "", english) == re.sub(r'"seconds": [0-9.]+', "", japanese)
    else:
        assert english != japanese
        shown = japanese.encode().decode("unicode_escape") if "\\u" in japanese else japanese
        assert "電話番号" in shown
        assert "PHONE_NUMBER" in japanese


@pytest.mark.parametrize(
    ("environment", "asked", "expected"),
    [
        ({}, None, "en"),
        ({"LANG": "ja_JP.UTF-8"}, None, "ja"),
        ({"LANG": "ja_JP.UTF-8", "LC_ALL": "C"}, None, "en"),
        ({"LANG": "C", "PIISCAN_LANG": "ja"}, None, "ja"),
        ({"LANG": "ja_JP.UTF-8"}, "en", "en"),
        ({"LANG": "de_DE.UTF-8"}, None, "en"),
    ],
)
def test_the_flag_then_the_environment_decide(environment: dict[str, str], asked: str | None, expected: str) -> None:
    assert language(environment, asked) == expected


def test_errors_of_the_command_follow_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIISCAN_LANG", "ja")
    out, err = io.StringIO(), io.StringIO()
    assert main(["scan", "missing.txt"], out, err) == 2
    assert err.getvalue() == "piiscan: ファイルもフォルダーもありません: missing.txt\n"


def raised() -> Iterator[str]:
    """The texts of errors, and the details and hints of what was not examined, with fields that stand for 7."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in RAISED:
                named = [keyword.value for keyword in node.keywords if keyword.arg in {"detail", "hint"}]
                for argument in [*node.args, *named]:
                    if isinstance(argument, ast.JoinedStr):
                        yield "".join(
                            str(part.value) if isinstance(part, ast.Constant) else "7" for part in argument.values
                        )
                    else:
                        yield from (text for text in literals(argument) if " " in text)


def test_errors_details_and_hints_have_a_japanese_text() -> None:
    """A new one needs a row in data/messages_ja.tsv, ``error.`` before its key where it has {fields}; few may wait."""
    texts = set(raised()) - UNTRANSLATED
    missing = sorted(text for text in texts if JA.translate(text) == text)
    assert len(texts) > 100
    assert len(missing) <= len(texts) // 25, missing
