"""CSV, JUnit and Markdown: whole for their readers, whatever stands in a name."""

from __future__ import annotations

import csv
import io
import re
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from test_reporters import finding, render
from test_sarif import at

from piiscan.model import FileResult, Place, Skip
from piiscan.report.markdown import LARGEST, code

SKIP = Skip("b.pdf", "encrypted", member="x", hint="give the password")


def table(text: str) -> list[dict[str, str]]:
    assert text.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(text[1:])))


def test_csv_rows() -> None:
    first, skip = table(render("csv", [FileResult("a.csv", (at(Place(cell="B2")),), (SKIP,), "csv")]))
    assert (first["kind"], first["path"], first["place"], first["band"]) == ("finding", "a.csv", "B2", "high")
    assert first["evidence"] == "prior-1.00 label+3.20"
    assert (skip["kind"], skip["reason"], skip["member"]) == ("not_examined", "encrypted", "x")
    assert list(table(render("csv", [FileResult("a", (finding(),), format="csv")], show_values=True))[0])[-1] == "value"


@given(st.text(st.sampled_from("=+-@\t\r\n＝＋\"',;|1a氏\x00\x1b\u202e"), min_size=1, max_size=8))
def test_no_csv_cell_is_a_formula(name: str) -> None:
    results = [FileResult(name, (at(Place(sheet=name, cell="A1")),), (Skip(name, "time", member=name),), "csv")]
    rows = table(render("csv", results))
    assert len(rows) == 2
    for row in rows:
        assert len(row) == 14
        assert not any(cell.startswith(tuple("=+-@\t\r＝＋－＠")) for cell in row.values())


def test_junit_counts_cases() -> None:
    results = [
        FileResult("a.csv", (finding(), finding()), format="csv"),
        FileResult("b.pdf", (), (SKIP, SKIP), "pdf"),
        FileResult("c.txt", format="text"),
        FileResult("d.txt", excluded="*.txt"),
    ]
    root = ET.fromstring(render("junit", results))  # noqa: S314 - our own
    counts = ("tests", "failures", "errors", "skipped")
    assert [[suite.get(name) for name in counts] for suite in root] == [["3", "1", "0", "0"], ["2", "0", "0", "2"]]
    files, unread = (suite.findall("testcase") for suite in root)
    assert [case.get("name") for case in files] == ["a.csv", "b.pdf", "c.txt"]
    (failure,) = files[0]
    assert failure.get("message") == "2 findings"
    assert (failure.text or "").strip().count("\n") == 1
    assert root[1].get("name") == "not examined"
    assert unread[0].get("name") == "b.pdf!x"
    assert "encrypted" in str(unread[0][0].get("message"))


@given(st.text(max_size=20))
def test_junit_is_xml_whatever_the_names(name: str) -> None:
    results = [FileResult(name, (at(Place(sheet=name)),), (Skip(name, "time", member=name, detail=name),), "xlsx")]
    root = ET.fromstring(render("junit", results).encode())  # noqa: S314 - our own
    assert [suite.get("tests") for suite in root] == ["1", "1"]


def test_junit_keeps_to_the_schemas_of_its_readers() -> None:
    """What Ant's JUnit.xsd and Jenkins' junit-10.xsd both allow, in the order that the first wants."""
    results = [FileResult("a.csv", (finding(),), (SKIP,), "csv"), FileResult("b.txt", format="text")]
    root = ET.fromstring(render("junit", results))  # noqa: S314 - our own
    assert (root.tag, root.attrib) == ("testsuites", {})
    for number, suite in enumerate(root):
        wanted = "name package id hostname timestamp tests failures errors skipped time"
        assert list(suite.attrib) == wanted.split()
        assert suite.get("id") == str(number)
        assert re.fullmatch(r"[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}", str(suite.get("timestamp")))
        assert re.fullmatch(r"[0-9]+\.[0-9]{3}", str(suite.get("time")))
        tags = [each.tag for each in suite]
        assert tags == ["properties", *["testcase"] * int(str(suite.get("tests"))), "system-out", "system-err"]
        for case in suite.findall("testcase"):
            assert set(case.attrib) == {"classname", "name", "time"}
            assert len(case) <= 1
            for child in case:
                assert child.tag in {"failure", "skipped"}
                assert set(child.attrib) <= {"message", "type"}
                assert child.tag == "skipped" or child.get("type")


def test_markdown_tables() -> None:
    text = render("markdown", [FileResult("a.csv", tuple(finding() for _ in range(25)), (SKIP,), "csv")])
    assert "## `a.csv`" in text
    assert text.count("| `line 1:4` | PHONE_NUMBER |") == 20
    assert "and 5 more" in text
    assert "## Not examined (1)" in text
    assert "1 NOT EXAMINED" in text.splitlines()[2]
    assert text.index("NOT EXAMINED") < text.index("By type") < text.index("## `a.csv`") < text.index("## Not examined")


def test_markdown_stays_below_the_size_of_a_job_summary() -> None:
    many = [FileResult(f"{n}{'長' * 100}", (finding(),), (SKIP,) * 3, "csv") for n in range(3000)]
    text = render("markdown", many)
    assert LARGEST < len(text.encode()) < 1 << 20
    assert "more files with findings are not listed here" in text
    assert "3,000 findings" in text


@pytest.mark.parametrize("name", ["a`b", "a|b", "](x)", "<img src=x>", "@user", "a\n# b", "``", " "])
def test_markdown_names_stay_text(name: str) -> None:
    shown = code(name)
    if shown.startswith("`"):
        assert shown.endswith("`")
        assert not set("`|\n") & set(shown[1:-1])
    else:
        assert not set("`|<>[]@\n") & set(shown)
