"""The text report: by file and record, quiet for three findings and for twenty thousand."""

from __future__ import annotations

from typing import Any

import pytest
from test_reporters import finding, render
from test_sarif import at

from piiscan.model import FileResult, Finding, Place, Skip
from piiscan.report.columns import flowed, pad, width
from piiscan.report.grouping import column_of, records
from piiscan.report.text import BRIEF_FILES, FULL_FILES


def table(rows: int, types: str = "PERSON PHONE_NUMBER EMAIL_ADDRESS") -> tuple[Finding, ...]:
    """The findings of a table with a column for each of ``types``."""
    return tuple(
        at(Place(line=row, cell=f"{chr(65 + column)}{row}"), entity_type=name)
        for row in range(2, rows + 2)
        for column, name in enumerate(types.split())
    )


def lines_of(*results: FileResult, **options: Any) -> list[str]:
    return render("text", list(results), **options).splitlines()


def test_a_row_is_one_block() -> None:
    shown = lines_of(FileResult("顧客.csv", table(2), format="csv"))
    assert shown[0] == "顧客.csv: 6 findings"
    assert shown[1].startswith("  row 2  PERSON 0********** (0.90), PHONE_NUMBER 0********** (0.90)")
    assert shown[3].startswith("  row 3  PERSON")


def test_a_single_finding_has_its_reasons() -> None:
    shown = lines_of(FileResult("a.txt", (finding(),), format="text"))
    assert shown[:2] == ["a.txt", "  line 1:4  PHONE_NUMBER  0**********  high 0.90  [label +3.2]"]


def test_twenty_thousand_findings_take_a_screen() -> None:
    shown = lines_of(FileResult("a.csv", table(7000), format="csv"))
    assert len(shown) < 30
    start = shown.index("  … and 20,985 more like these (--all lists them):")
    assert shown[start + 1].startswith("    PERSON 6,995 (column A), PHONE_NUMBER 6,995 (column B), EMAIL_ADDRESS")


def test_many_alike_are_shown_five_times() -> None:
    alike = tuple(at(Place(line=row, cell=f"G{row}"), entity_type="PERSON") for row in range(2, 50))
    other = at(Place(line=60, cell="B60"), entity_type="JP_MY_NUMBER")
    shown = lines_of(FileResult("a.csv", (*alike, other), format="csv"))
    assert sum(line.startswith("  G") for line in shown) == 5
    assert any("JP_MY_NUMBER" in line for line in shown)
    assert shown[7:9] == ["  … and 43 more like these (--all lists them):", "    PERSON 43 (column G)"]
    few = lines_of(FileResult("a.csv", alike[:20], format="csv"))
    assert sum(line.startswith("  G") for line in few) == 20


def test_all_lists_each_with_its_reasons() -> None:
    shown = lines_of(FileResult("a.csv", table(50), format="csv"), per_file=0)
    assert sum("[label +3.2]" in line for line in shown) == 150
    assert shown[1].lstrip().startswith("A2 ")


def test_many_files_take_a_line_each_and_the_worst_are_named() -> None:
    count = FULL_FILES + BRIEF_FILES + 70
    files = [FileResult(f"{n:03}.txt", (finding(),), format="text") for n in range(count)]
    files[250] = FileResult("leak.csv", table(10), format="csv")
    shown = lines_of(*files)
    assert len(shown) < FULL_FILES * 3 + BRIEF_FILES + 40
    assert "… and 70 more files with findings (--all lists them)" in shown
    worst = shown.index("The worst files, by number, certainty and kind of what is in them:")
    assert shown[worst + 1] == "  leak.csv (30)"
    assert not any(line.startswith("The worst") for line in lines_of(*files, per_file=0))


def test_what_was_not_examined_goes_by_reason_the_rare_first() -> None:
    pictures = tuple(Skip(f"{n}.png", "unsupported", detail="PNG picture") for n in range(40))
    book = Skip("給与.xlsx", "encrypted", member="a/b")
    shown = lines_of(FileResult("x", not_examined=(*pictures, book)))
    assert shown[0] == "給与.xlsx!a/b: not examined: protected by a password"
    assert shown[1] == "not examined: no extractor reads this kind of file (PNG picture) (40)"
    assert shown[12] == "  … and 30 more (--all lists them)"
    assert shown[-1].endswith("41 NOT EXAMINED")
    assert sum(".png" in line for line in lines_of(FileResult("x", not_examined=pictures), per_file=0)) == 40


@pytest.mark.parametrize(
    ("places", "sizes"),
    [
        ([Place(cell="A2"), Place(cell="B2"), Place(cell="A3")], [2, 1]),
        ([Place(sheet="x", cell="A2"), Place(sheet="y", cell="A2")], [1, 1]),
        ([Place(cell="table 1 R1C2"), Place(cell="table 1 R1C4"), Place(cell="table 2 R1C2")], [2, 1]),
        ([Place(line=1, pointer="/0/name"), Place(line=2, pointer="/0/mail/1"), Place(pointer="/1/name")], [2, 1]),
        ([Place(pointer="/0/address/zip"), Place(pointer="/0/name")], [2]),
        ([Place(pointer="/admin/name"), Place(pointer="/admin/tel"), Place(pointer="/other/tel")], [2, 1]),
        ([Place(page=1), Place(page=1), Place(page=2)], [2, 1]),
        ([Place(line=3, column=1), Place(line=3, column=9), Place(line=4, column=1)], [2, 1]),
        ([Place(line=3), Place(line=3, part="comment")], [1, 1]),
        ([Place(member="a.csv", cell="A1"), Place(member="b.csv", cell="A1")], [1, 1]),
    ],
)
def test_records(places: list[Place], sizes: list[int]) -> None:
    found = records(map(at, places), lined=False)
    assert [len(record.findings) for record in found] == sizes


def test_a_line_of_json_lines_is_a_record() -> None:
    places = [Place(line=1, pointer="/name"), Place(line=1, pointer="/tel"), Place(line=2, pointer="/name")]
    assert [len(record.findings) for record in records(map(at, places), lined=True)] == [2, 1]


@pytest.mark.parametrize(
    ("place", "column"),
    [
        (Place(cell="AB12"), "AB"),
        (Place(cell="C7"), "C"),
        (Place(cell="table 1 R2C3"), "table 1 C3"),
        (Place(pointer="/users/12/tel/0"), "/users/*/tel/*"),
        (Place(line=3), ""),
    ],
)
def test_columns(place: Place, column: str) -> None:
    assert column_of(place) == column


def test_lines_are_as_wide_as_asked_for() -> None:
    result = FileResult("a.csv", table(3, "PERSON JP_ADDRESS JP_POSTAL_CODE PHONE_NUMBER"), format="csv")
    for language in ("en", "ja"):
        rows = render("text", [result], width=60, language=language).split("\n\n")[0].splitlines()
        assert len(rows) > 7
        assert max(map(width, rows)) <= 60


def test_full_width_characters_take_two_columns() -> None:
    assert width("氏名a") == 5
    assert width("か\u3099") == 2
    assert pad("氏名", 6) == "氏名  "
    assert list(flowed(["氏名 山**", "電話", "x"], "行 ", 14)) == ["行 氏名 山**,", "   電話, x"]


def test_a_commit_stands_beside_the_path() -> None:
    place = Place(line=4, column=2, commit="c0ffee" * 6 + "abcd", date="2026-01-02T03:04:05+09:00")
    shown = lines_of(FileResult("a.txt", (at(place), at(place)), format="text"))
    assert shown[0] == "a.txt in c0ffeec0ff 2026-01-02: 2 findings"
    assert "c0ffee" not in shown[1]


def test_it_says_what_to_do() -> None:
    shown = render("text", [FileResult("a.csv", (finding(),), format="csv")])
    for step in (
        "piiscan: ignore[PHONE_NUMBER] reason",
        "piiscan baseline create",
        "piiscan explain PHONE_NUMBER",
        "allow_regexes",
        "--show-values",
    ):
        assert step in shown
    assert "--show-values" not in render("text", [FileResult("a.csv", (finding(),), format="csv")], show_values=True)
    assert "What to do" not in render("text", [FileResult("a.csv", format="csv")])
