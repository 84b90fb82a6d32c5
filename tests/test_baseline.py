"""A baseline knows what was there, notices one more, and holds nothing that could not be published."""

from __future__ import annotations

import io
import json
import subprocess
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import piiscan

from piiscan.baseline import Entry, Marking, baseline_text, entries_of, read_baseline
from piiscan.cli.main import main
from piiscan.errors import ConfigError
from piiscan.model import ENTITY_TYPES, Evidence, FileResult, Finding, Place
from piiscan.tags import normalised

HEAD = "電話番号,メモ\n"
ROWS = [f"03-5550-01{n:02},x\n" for n in range(60)]
KEY = "a key for tests, not a secret at all"
FILE = "piiscan-baseline.jsonl"
TODAY = date(2030, 1, 1)


def scan(*arguments: str) -> tuple[int, int, int]:
    """Exit code, new and known findings of a scan with the baseline."""
    code, out, _ = piiscan("scan", "--types", "PHONE_NUMBER", "--baseline", FILE, "--format", "json", *arguments, ".")
    document = json.loads(out)
    return code, len(document["findings"]), document["summary"]["known"]


def make(*arguments: str) -> tuple[int, str, str]:
    return piiscan("baseline", *arguments, "--types", "PHONE_NUMBER")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("PIISCAN_CONFIG", "PIISCAN_BASELINE_KEY", "GIT_DIR", "GIT_INDEX_FILE"):
        monkeypatch.delenv(name, raising=False)
    git(tmp_path, "init", "--quiet", "--initial-branch=main")
    git(tmp_path, "config", "user.email", "test@example.com")
    git(tmp_path, "config", "user.name", "test")
    (tmp_path / "a.csv").write_text(HEAD + "".join(ROWS[:3]), encoding="utf-8")
    return tmp_path


def git(folder: Path, *arguments: str) -> None:
    subprocess.run(["git", *arguments], cwd=folder, check=True, capture_output=True)


def finding(value: str, place: Place, entity_type: str = "PHONE_NUMBER", confidence: float = 0.9) -> Finding:
    return Finding(entity_type, confidence, 0, len(value), place, (Evidence("prior", 2.2),), "*", value)


class TestScan:
    def test_known_ones_pass_and_one_more_is_reported(self, folder: Path) -> None:
        assert scan_without()[0] == 1
        code, out, _ = make("create")
        assert code == 0
        assert "1 entry for 3 findings" in out
        assert scan() == (0, 0, 3)
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:4]), encoding="utf-8")
        assert scan() == (1, 1, 3)

    def test_lines_above_change_nothing(self, folder: Path) -> None:
        make("create")
        (folder / "a.csv").write_text(HEAD + "\n,just a note\n" * 5 + "".join(ROWS[:3]), encoding="utf-8")
        assert scan() == (0, 0, 3)

    def test_another_place_of_the_file_is_not_covered(self, folder: Path) -> None:
        make("create")
        (folder / "a.csv").write_text("電話番号,携帯\n" + "".join(ROWS[:2]) + f",{ROWS[2][:12]}\n", encoding="utf-8")
        assert scan() == (1, 1, 2)

    def test_a_rename_with_git_changes_nothing(self, folder: Path) -> None:
        make("create")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "x")
        git(folder, "mv", "a.csv", "b.csv")
        assert scan() == (0, 0, 3)
        git(folder, "commit", "--quiet", "--message", "y")
        assert scan() == (0, 0, 3)
        assert "1 added, 1 removed" not in make("update")[1]
        assert '"b.csv"' in (folder / FILE).read_text(encoding="utf-8")

    def test_configured_relative_to_the_configuration(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "piiscan.toml").write_text(f'baseline = "{FILE}"\ntypes = ["PHONE_NUMBER"]\n', encoding="utf-8")
        assert piiscan("baseline", "create")[0] == 0
        (folder / "deep").mkdir()
        monkeypatch.chdir(folder / "deep")
        code, out, _ = piiscan("scan", "../a.csv")
        assert code == 0
        assert "3 known" in out

    def test_missing_or_broken_baseline_stops(self, folder: Path) -> None:
        assert piiscan("scan", "a.csv", "--baseline", "none.jsonl")[0] == 2
        (folder / FILE).write_text('{"path": "a", "type": "PERSON", "count": "03-5550-0123"}\n', encoding="utf-8")
        code, _, err = piiscan("scan", "a.csv", "--baseline", FILE)
        assert code == 2
        assert "line 1 is no entry" in err
        assert "5550" not in err


def scan_without() -> tuple[int, str, str]:
    return piiscan("scan", "--types", "PHONE_NUMBER", ".")


class TestStaged:
    def test_one_more_row_is_reported_though_it_is_the_only_one_added(self, folder: Path) -> None:
        make("create")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "x")
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:4]), encoding="utf-8")
        git(folder, "add", ".")
        assert piiscan("git", "--staged", "--types", "PHONE_NUMBER", "--baseline", FILE)[0] == 1

    def test_a_known_row_that_is_edited_passes(self, folder: Path) -> None:
        make("create")
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "x")
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:2]) + ROWS[2].replace("x", "y"), encoding="utf-8")
        git(folder, "add", ".")
        code, out, _ = piiscan("git", "--staged", "--types", "PHONE_NUMBER", "--baseline", FILE)
        assert code == 0
        assert "1 known" in out


class TestKey:
    @pytest.fixture(autouse=True)
    def key(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIISCAN_BASELINE_KEY", KEY)
        assert make("create")[0] == 0

    def test_a_replaced_value_is_reported(self, folder: Path) -> None:
        assert scan() == (0, 0, 3)
        (folder / "a.csv").write_text(HEAD + "".join([*ROWS[:2], ROWS[9]]), encoding="utf-8")
        assert scan() == (1, 1, 2)

    def test_without_the_key_counts_still_hold(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("PIISCAN_BASELINE_KEY")
        assert scan() == (0, 0, 3)
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:4]), encoding="utf-8")
        assert scan() == (1, 1, 3)

    def test_another_key_knows_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIISCAN_BASELINE_KEY", KEY + "!")
        assert scan() == (1, 3, 0)

    def test_tags_are_whole(self, folder: Path) -> None:
        rows = [json.loads(line) for line in (folder / FILE).read_text(encoding="utf-8").splitlines()[1:]]
        assert [len(row["tag"]) for row in rows] == [64, 64, 64]


@pytest.mark.usefixtures("folder")
class TestUpkeep:
    def test_stale_entries_are_said_and_updated_away(self, folder: Path) -> None:
        make("create")
        (folder / "a.csv").write_text(HEAD + ROWS[0], encoding="utf-8")
        err = piiscan("scan", "--types", "PHONE_NUMBER", "--baseline", FILE, ".")[2]
        assert "1 stale" in err
        assert "a.csv" in err
        make("update")
        assert piiscan("scan", "--types", "PHONE_NUMBER", "--baseline", FILE, ".")[2] == ""
        (folder / "a.csv").unlink()
        (folder / "b.txt").write_text("本日は晴天なり。", encoding="utf-8")
        assert "1 stale" in piiscan("scan", "--baseline", FILE, ".")[2]
        assert "1 removed" in make("update")[1]

    def test_update_of_a_part_leaves_the_rest(self, folder: Path) -> None:
        (folder / "b.csv").write_text(HEAD + ROWS[5], encoding="utf-8")
        make("create")
        (folder / "b.csv").write_text(HEAD + "".join(ROWS[5:8]), encoding="utf-8")
        assert "2 entries for 6 findings" in make("update", "b.csv")[1]

    def test_words_survive_an_update_and_expiry_is_noticed(self, folder: Path) -> None:
        make("create")
        row = json.loads((folder / FILE).read_text(encoding="utf-8").splitlines()[1])
        row |= {"reason": "test exchange", "reviewer": "QA", "expires": "2099-12-31"}
        (folder / FILE).write_text(json.dumps(row) + "\n", encoding="utf-8")
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:5]), encoding="utf-8")
        make("update")
        assert scan() == (0, 0, 5)
        shown = piiscan("baseline", "show")[1]
        assert "5  a.csv A PHONE_NUMBER  — test exchange; until 2099-12-31; by QA" in shown
        row["expires"] = "2020-01-01"
        (folder / FILE).write_text(json.dumps(row) + "\n", encoding="utf-8")
        assert scan() == (1, 5, 0)
        assert "1 expired" in piiscan("scan", "--types", "PHONE_NUMBER", "--baseline", FILE, ".")[2]
        assert "EXPIRED" in piiscan("baseline", "show")[1]

    def test_create_overwrites_nothing(self) -> None:
        assert make("create")[0] == 0
        code, _, err = make("create")
        assert code == 2
        assert "baseline update" in err


class TestFile:
    def test_order_is_stable_and_two_branches_merge(self, folder: Path) -> None:
        for name in "bcdefgh":
            (folder / f"{name}.csv").write_text(HEAD + ROWS[1], encoding="utf-8")
        make("create")
        first = (folder / FILE).read_bytes()
        make("update")
        assert (folder / FILE).read_bytes() == first
        git(folder, "add", ".")
        git(folder, "commit", "--quiet", "--message", "x")
        git(folder, "checkout", "--quiet", "-b", "side")
        (folder / "b.csv").write_text(HEAD + "".join(ROWS[:2]), encoding="utf-8")
        make("update")
        git(folder, "commit", "--quiet", "--all", "--message", "side")
        git(folder, "checkout", "--quiet", "main")
        (folder / "g.csv").write_text(HEAD + "".join(ROWS[:9]), encoding="utf-8")
        make("update")
        git(folder, "commit", "--quiet", "--all", "--message", "main")
        git(folder, "merge", "--quiet", "--no-edit", "side")
        assert scan() == (0, 0, 3 + 2 + 9 + 5)

    def test_union_of_two_merges_counts_the_larger(self, tmp_path: Path) -> None:
        rows = [{"path": "a", "type": "PERSON", "count": count} for count in (2, 5, 3)]
        (tmp_path / "f").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
        assert [entry.count for entry in read_baseline(tmp_path / "f").values()] == [5]

    @pytest.mark.parametrize(
        "line",
        [
            "[]",
            "1",
            "{}",
            "[" * 9999,
            "\ufeff",
            '{"path": "a", "type": "b", "count": 0}',
            '{"path": "a", "type": "b", "count": true}',
            '{"path": 1, "type": "b", "count": 1}',
            '{"path": "a", "type": "b", "count": 1, "value": "x"}',
            '{"path": "a", "type": "b", "count": 1, "expires": "soon"}',
        ],
    )
    def test_what_is_no_entry_is_refused(self, tmp_path: Path, line: str) -> None:
        (tmp_path / "f").write_text(line, encoding="utf-8")
        with pytest.raises(ConfigError, match="line 1 is no entry"):
            read_baseline(tmp_path / "f")

    @given(
        st.lists(
            st.tuples(
                st.sampled_from(ENTITY_TYPES),
                st.text("佐藤花子0123456789-@.ab ", min_size=4, max_size=20).filter(
                    lambda text: len(normalised(text)) > 3
                ),
                st.sampled_from(["sheet", "pointer", "member", "part"]),
                st.text("/ ~!", max_size=3),
            ),
            min_size=1,
            max_size=6,
        ),
        st.sampled_from(["", KEY]),
    )
    def test_no_value_stands_in_it_even_where_places_hold_values(
        self, cases: list[tuple[str, str, str, str]], key: str
    ) -> None:
        findings = tuple(
            finding(value, Place(line=7, **{part: f"{noise}{value}{noise}"}), kind)
            for kind, value, part, noise in cases
        )
        text = baseline_text(entries_of([FileResult("f", findings, format="x")], key))
        rows = [json.loads(line) for line in text.splitlines()[1:]]
        for row in rows:
            assert row.keys() <= {"path", "type", "count", "member", "sheet", "column", "pointer", "part", "tag"}
            words = normalised("|".join(str(row.get(name, "")) for name in ("member", "sheet", "column", "pointer")))
            assert not any(normalised(value) in words for _, value, _, _ in cases)
        assert text.isascii()

    @given(st.lists(st.floats(0.5, 1), min_size=1, max_size=12), st.integers(1, 14))
    def test_as_many_are_known_as_the_entry_says_the_surest_stay_new(self, sure: list[float], count: int) -> None:
        findings = tuple(finding(f"v{n}", Place(cell=f"B{n + 2}"), confidence=p) for n, p in enumerate(sure))
        result = FileResult("f", findings, format="x")
        entries = {identity: Entry(count) for identity in entries_of([result], "")}
        marked = Marking(entries, "", TODAY).marked(result).findings
        known = [each.confidence for each in marked if each.status == "known"]
        new = [each.confidence for each in marked if each.status == "new"]
        assert len(known) == min(count, len(sure))
        assert not new or not known or min(new) >= max(known)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.usefixtures("folder")
class TestAudit:
    def audit(self, monkeypatch: pytest.MonkeyPatch, typed: str) -> str:
        out = Terminal()
        monkeypatch.setattr("sys.stdin", Terminal(typed))
        assert main(["baseline", "audit", "--types", "PHONE_NUMBER", "--reviewer", "QA"], out, io.StringIO()) == 0
        return out.getvalue()

    def test_verdicts_are_recorded(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / "b.csv").write_text(HEAD + ROWS[7], encoding="utf-8")
        out = self.audit(monkeypatch, "k\n03-5550-0100 is fine\ntest exchange\n2099-01-01\nr\n")
        assert "5550" not in out.replace("03-5550-0100 is fine", "")
        text = (folder / FILE).read_text(encoding="utf-8")
        assert "5550" not in text
        assert '"reason": "test exchange", "reviewer": "QA", "expires": "2099-01-01"' in text
        assert scan() == (1, 1, 3)
        assert "1 of 1: b.csv" in self.audit(monkeypatch, "q\n")

    def test_values_only_when_asked_for_and_the_end_of_input_ends_it(self, monkeypatch: pytest.MonkeyPatch) -> None:
        out = self.audit(monkeypatch, "x\nv\n")
        assert "03-5550-0100" in out
        assert "0 decided, 1 left open" in out
        assert "5550" not in self.audit(monkeypatch, "")

    def test_it_needs_a_terminal(self) -> None:
        code, _, err = make("audit")
        assert code == 2
        assert "terminal" in err


class TestLibrary:
    def test_scan_paths_marks_what_is_known(self, folder: Path) -> None:
        import piiscan as library

        make("create")
        config = library.Config(types=("PHONE_NUMBER",), baseline=FILE)
        (result,) = (each for each in library.scan_paths("a.csv", config) if each.findings)
        assert {finding.status for finding in result.findings} == {"known"}
        assert {finding.note for finding in result.findings} == {"baseline"}
        (folder / "a.csv").write_text(HEAD + "".join(ROWS[:4]), encoding="utf-8")
        (result,) = library.scan_paths("a.csv", config)
        assert sorted(finding.status for finding in result.findings) == ["known"] * 3 + ["new"]
        (result,) = library.scan_paths("a.csv", library.Config(types=("PHONE_NUMBER",)))
        assert {finding.status for finding in result.findings} == {"new"}

    def test_a_baseline_that_is_not_there_is_an_error(self, folder: Path) -> None:
        import piiscan as library

        assert folder.exists()
        with pytest.raises(library.ConfigError):
            library.scan_paths("a.csv", library.Config(baseline="missing.jsonl"))
