"""What the user allows is silenced, counted, and no more than that."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.command import piiscan

from piiscan import Config, ConfigError, Scanner
from piiscan.ignores import PathRules
from piiscan.tags import normalised, tag_of

PHONE, OTHER = "03-5550-0123", "03-5550-0199"
LINE = f"電話番号：{PHONE}"
KEY = "k" * 32


def statuses(name: str, text: str, config: Config | None = None) -> list[tuple[int, str]]:
    result = Scanner(config or Config(types=("PHONE_NUMBER",))).scan_stream(name, io.BytesIO(text.encode()))
    return [(finding.place.line, finding.status) for finding in result.findings]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PIISCAN_CONFIG", raising=False)
    monkeypatch.delenv("PIISCAN_BASELINE_KEY", raising=False)
    (tmp_path / ".git").mkdir()
    (tmp_path / "deep").mkdir()
    (tmp_path / "deep" / "leak.txt").write_text(f"{LINE}\n", encoding="utf-8")
    return tmp_path


class TestInline:
    @pytest.mark.parametrize(
        "comment",
        ["# {}", "// {}", "/* {} */", "<!-- {} -->", "-- {}", "REM {}", "; {}", "% {}", "{}", "\t({})", "{}。日本語"],
    )
    def test_any_comment_style(self, comment: str) -> None:
        ignore = comment.format("piiscan: ignore[PHONE_NUMBER] the test exchange")
        assert statuses("a.txt", f"{LINE} {ignore}\n{LINE}\n") == [(1, "ignored"), (2, "new")]
        ignore = comment.format("piiscan:ignore-next-line[PERSON, PHONE_NUMBER] twice")
        assert statuses("a.txt", f"{LINE}\n{ignore}\n{LINE}\n{LINE}\n") == [(1, "new"), (3, "ignored"), (4, "new")]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("a.csv", f"電話番号,メモ\n{PHONE},x\n{OTHER},piiscan: ignore[PHONE_NUMBER]\n"),
            ("a.json", f'{{"電話番号": "{PHONE}",\n"電話番号2": "{OTHER}", "x": "piiscan: ignore[PHONE_NUMBER]"}}'),
            ("a.jsonl", f'{{"tel": "{PHONE}"}}\n{{"tel": "{OTHER}", "why": "piiscan: ignore[PHONE_NUMBER]"}}\n'),
            ("a.html", f"<p>電話 {PHONE}</p>\n<p>電話 {OTHER}</p><!-- piiscan: ignore[PHONE_NUMBER] -->"),
            ("a.md", f"電話 {PHONE}\n電話 {OTHER} <!-- piiscan: ignore[PHONE_NUMBER] -->\n"),
        ],
    )
    def test_every_format_with_lines(self, name: str, text: str) -> None:
        assert [status for _, status in statuses(name, text)] == ["new", "ignored"]

    @pytest.mark.parametrize(
        "words",
        [
            "piiscan: ignore",
            "piiscan: ignore[]",
            "piiscan: ignore[PERSON]",
            "piiscan: ignore[*]",
            "ignore[PHONE_NUMBER]",
        ],
    )
    def test_no_blanket_and_no_other_type(self, words: str) -> None:
        assert statuses("a.txt", f"{LINE} # {words}\n") == [(1, "new")]

    def test_line_far_into_a_long_text(self) -> None:
        before = "本日は晴天なり。\n" * 20_000
        text = f"{before}{LINE}\n# piiscan: ignore-next-line[PHONE_NUMBER]\n{LINE}\n"
        assert statuses("a.txt", text) == [(20_001, "new"), (20_003, "ignored")]

    def test_a_service_does_not_believe_what_it_is_sent(self) -> None:
        found = Scanner().scan_text(f"{LINE} piiscan: ignore[PHONE_NUMBER]")
        assert [finding.status for finding in found if finding.entity_type == "PHONE_NUMBER"] == ["new"]


class TestAllowLists:
    def test_regex_must_match_the_whole_value(self) -> None:
        allowed = Config(types=("PHONE_NUMBER",), allow_regexes=("03-5550-[0-9]{4}",))
        assert statuses("a.txt", f"{LINE}\n電話番号：０３－５５５０－０１２３\n", allowed) == [
            (1, "ignored"),
            (2, "ignored"),
        ]
        assert statuses("a.txt", f"{LINE}\n", Config(types=("PHONE_NUMBER",), allow_regexes=("03",))) == [(1, "new")]

    def test_slow_regex_allows_nothing(self) -> None:
        slow = Config(types=("EMAIL_ADDRESS",), allow_regexes=("(a|aa)+!",), min_confidence=0.1)
        assert statuses("a.txt", f"メール: {'a' * 60}@kaisha.co.jp\n", slow) == [(1, "new")]

    def test_value_by_its_tag(self) -> None:
        config = Config(types=("PHONE_NUMBER",), allow_values=(tag_of(KEY, "", "０３(5550)0123"),), secret_key=KEY)
        assert statuses("a.txt", f"{LINE}\n電話番号：{OTHER}\n", config) == [(1, "ignored"), (2, "new")]
        assert KEY not in repr(config)

    @pytest.mark.usefixtures("folder")
    def test_paths_are_read_and_counted(self) -> None:
        Path("piiscan.toml").write_text('allow_paths = ["/deep/"]\n', encoding="utf-8")
        code, out, _ = piiscan("scan", ".")
        assert code == 0
        assert "1 ignored" in out
        assert "PHONE_NUMBER" not in out
        code, out, _ = piiscan("scan", "deep/leak.txt", "--show-ignored")
        assert code == 0
        assert "ignored (allow_paths: /deep/)" in out
        assert "5550" not in out

    @pytest.mark.parametrize(
        ("key", "value"),
        [("allow_regexes", ["("]), ("allow_regexes", [""]), ("allow_values", ["03-5550-0123"]), ("allow_paths", [1])],
    )
    def test_wrong_lists_are_refused_without_their_text(self, key: str, value: list[str]) -> None:
        with pytest.raises(ConfigError, match=r"allow_|pattern") as caught:
            Scanner(Config(**{key: value}))
        assert "5550" not in str(caught.value)

    def test_keys_stay_out_of_files_and_are_not_guessable(self) -> None:
        with pytest.raises(ConfigError, match="PIISCAN_BASELINE_KEY"):
            Config.from_mapping({"secret_key": KEY})
        with pytest.raises(ConfigError, match="at least 16"):
            Config(secret_key="short")  # noqa: S106 - not a key at all


@pytest.mark.usefixtures("folder")
class TestIgnoreFile:
    def test_file_in_the_root_holds_everywhere(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (folder / ".piiscanignore").write_text("# reviewed\n\n/deep/\n", encoding="utf-8")
        for paths in (["."], ["deep/leak.txt"], ["deep"]):
            code, out, _ = piiscan("scan", "--allow-unread", *paths)
            assert (code, "excluded" in out) == (0, True), paths
        monkeypatch.chdir(folder / "deep")
        assert "1 excluded" in piiscan("scan", "leak.txt")[1]

    def test_anchored_pattern_holds_only_from_the_root(self, folder: Path) -> None:
        (folder / ".piiscanignore").write_text("/leak.txt\n", encoding="utf-8")
        assert piiscan("scan", "deep")[0] == 1

    def test_scanned_folder_cannot_bring_its_own(self, folder: Path) -> None:
        (folder / "deep" / ".piiscanignore").write_text("*\n", encoding="utf-8")
        assert piiscan("scan", ".")[0] == 1

    def test_exclude_holds_for_given_files_too(self) -> None:
        assert "1 excluded" in piiscan("scan", "deep/leak.txt", "--exclude", "deep/")[1]


@pytest.mark.usefixtures("folder")
def test_ignored_findings_stand_in_json_on_request(folder: Path) -> None:
    (folder / "deep" / "leak.txt").write_text(f"{LINE} # piiscan: ignore[PHONE_NUMBER] {OTHER}\n", encoding="utf-8")
    found = json.loads(piiscan("scan", "--format", "json", "--types", "PHONE_NUMBER", "deep")[1])
    assert [record["status"] for record in found["findings"]] == []
    assert found["summary"]["ignored"] == 2
    code, out, _ = piiscan("scan", "--format", "json", "--types", "PHONE_NUMBER", "--show-ignored", "deep")
    assert code == 0
    assert [record["status"] for record in json.loads(out)["findings"]] == ["ignored", "ignored"]
    assert "5550" not in out


@pytest.mark.usefixtures("folder")
def test_ignores_that_silence_nothing_are_named_on_request(folder: Path) -> None:
    text = f"{LINE} # piiscan: ignore[PHONE_NUMBER]\n本日は晴天 # piiscan: ignore[PERSON,PHONE_NUMBER] {OTHER[:7]}\n"
    (folder / "deep" / "leak.txt").write_text(text, encoding="utf-8")
    assert piiscan("scan", "deep/leak.txt")[2] == ""
    err = piiscan("scan", "deep/leak.txt", "--show-ignored")[2]
    assert (
        err.strip()
        == "piiscan: 2 ignores in lines silence nothing: deep/leak.txt:2 PERSON, deep/leak.txt:2 PHONE_NUMBER"
    )


def test_path_rules_match_from_the_root(tmp_path: Path) -> None:
    rules = PathRules(["# a comment", "", "build/", "*.csv", "!keep.csv"], tmp_path)
    assert rules.match_relative("src/build/x.txt") == "build/"
    assert rules.match_relative("a.csv") == "*.csv"
    assert rules.match_relative("keep.csv") == ""
    assert rules.match(str(tmp_path.parent / "a.csv")) == ""


@given(st.text(min_size=1))
def test_tags_are_the_same_for_one_value_in_any_width_and_case(value: str) -> None:
    assert normalised(normalised(value)) == normalised(value)
    assert tag_of(KEY, "PERSON", value) == tag_of(KEY, "PERSON", normalised(value))
    assert tag_of(KEY, "PERSON", value) != tag_of(KEY + "x", "PERSON", value)
