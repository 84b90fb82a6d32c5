"""The commands around the configuration, and the completion scripts."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest
from tests.command import piiscan

from piiscan.cli.arguments import parser
from piiscan.cli.config import toml
from piiscan.config import Config
from piiscan.report.messages import Messages

KEY = "a key for tests, not a secret at all"
PHONE = "03-5550-0123"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PIISCAN_CONFIG", raising=False)
    monkeypatch.delenv("PIISCAN_BASELINE_KEY", raising=False)
    (tmp_path / ".git").mkdir()
    return tmp_path


class TestConfig:
    def test_init_writes_a_file_that_changes_nothing(self, folder: Path) -> None:
        assert piiscan("config", "init")[0] == 0
        assert Config.load() == Config()
        keys = [line[2:].split(" = ")[0] for line in (folder / "piiscan.toml").read_text(encoding="utf-8").splitlines()]
        uncommented = (folder / "piiscan.toml").read_text(encoding="utf-8").replace("\n# ", "\n")
        values = tomllib.loads("\n".join(line for line in uncommented.splitlines() if " = " in line))
        assert Config.from_mapping(values)
        assert "allow_regexes" in keys
        code, _, err = piiscan("config", "init")
        assert code == 2
        assert "exists already" in err

    def test_init_and_show_speak_japanese(self, folder: Path) -> None:
        assert piiscan("config", "init", "--lang", "ja")[0] == 0
        lines = (folder / "piiscan.toml").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if line and not re.search("[ぁ-ヿ一-鿿]", line)] == []
        assert Config.load() == Config()
        out = piiscan("config", "show", "--lang", "ja")[1]
        assert "min_confidence = 0.5  # 既定値" in out
        assert "# types: すべて" in out
        assert '""' not in out
        assert Config.from_mapping(tomllib.loads(out)) == Config()

    def test_show_says_what_holds_and_from_where(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("PIISCAN_BASELINE_KEY", KEY)
        (folder / "piiscan.toml").write_text('fail_on = "high"\ntypes = ["PERSON"]\n', encoding="utf-8")
        (folder / ".piiscanignore").write_text("/data/\n", encoding="utf-8")
        code, out, _ = piiscan("config", "show")
        assert code == 0
        assert f'fail_on = "high"  # {folder / "piiscan.toml"}' in out
        assert "min_confidence = 0.5  # default" in out
        assert 'ignore_lines = ["/data/"]  # .piiscanignore' in out
        assert "secret_key: set in PIISCAN_BASELINE_KEY" in out
        assert KEY not in out
        values = tomllib.loads(out)
        assert Config.from_mapping(values).fail_on == "high"

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ('fail_om = "high"', "did you mean 'fail_on'"),
            ("allow_regexes = ['(']", "allow_regexes[0]: not a valid regex"),
            ('[[patterns]]\nentity_type = "X1"\nregex = "("', "patterns[0] (X1)"),
            ('baseline = "none.jsonl"', "none.jsonl: cannot be read"),
            (f"allow_values = ['{'0' * 64}']", "PIISCAN_BASELINE_KEY"),
            ('secret_key = "03-5550-0123 03-5550-0123"', "must not stand in a file"),
        ],
    )
    def test_check_names_what_is_wrong(self, folder: Path, text: str, words: str) -> None:
        (folder / "piiscan.toml").write_text(text, encoding="utf-8")
        code, out, err = piiscan("config", "check")
        assert (code, out) == (2, "")
        assert words in err
        assert "5550" not in err

    def test_check_of_nothing_is_all_right(self) -> None:
        assert piiscan("config", "check") == (0, "no configuration file: the defaults hold: all right\n", "")

    def test_tag_of_a_value_allows_it(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("sys.stdin", io.StringIO(f"{PHONE}\n"))
        code, _, err = piiscan("config", "tag")
        assert code == 2
        assert "PIISCAN_BASELINE_KEY" in err
        monkeypatch.setenv("PIISCAN_BASELINE_KEY", KEY)
        tag = piiscan("config", "tag")[1].strip()
        (folder / "piiscan.toml").write_text(f'allow_values = ["{tag}"]\ntypes = ["PHONE_NUMBER"]\n', encoding="utf-8")
        (folder / "a.txt").write_text(f"電話番号：{PHONE}\n", encoding="utf-8")
        assert piiscan("scan", "a.txt")[0] == 0
        monkeypatch.delenv("PIISCAN_BASELINE_KEY")
        code, _, err = piiscan("scan", "a.txt")
        assert code == 1
        assert "recognise nothing" in err

    @pytest.mark.parametrize(
        "value", ["a", 'q"\\\n\x7f\U0001f600', 0.5, 3, True, ("a", "b"), ({"a": "b", "c": ("d",)},), ()]
    )
    def test_toml_reads_back(self, value: object) -> None:
        def listed(each: object) -> object:
            if isinstance(each, tuple):
                return [listed(item) for item in each]
            return {name: listed(item) for name, item in each.items()} if isinstance(each, dict) else each

        assert tomllib.loads(f"x = {toml(value)}")["x"] == listed(value)


class TestCompletion:
    def complete(self, script: Path, *words: str) -> set[str]:
        quoted = " ".join(f"'{word}'" for word in ("piiscan", *words))
        program = f"source '{script}'; COMP_WORDS=({quoted}); COMP_CWORD={len(words)}; _piiscan; echo ${{COMPREPLY[@]}}"
        done = subprocess.run(["bash", "-c", program], capture_output=True, text=True, check=True)
        assert done.stderr == ""
        return set(done.stdout.split())

    def test_bash_offers_what_the_parser_takes(self, folder: Path) -> None:
        script = folder / "piiscan.bash"
        script.write_text(piiscan("completion", "bash")[1], encoding="utf-8")
        assert {"scan", "git", "baseline", "config", "completion"} <= self.complete(script, "")
        assert self.complete(script, "ba") == {"baseline"}
        assert self.complete(script, "baseline", "c") == {"create"}
        assert "--fail-on" in self.complete(script, "scan", "--fa")
        assert self.complete(script, "scan", "--fail-on", "") == {"low", "medium", "high", "never"}
        assert self.complete(script, "git", "--st") == {"--staged"}
        assert "sarif" in self.complete(script, "scan", "--format", "")
        (folder / "leak.txt").touch()
        assert self.complete(script, "scan", "le") == {"leak.txt"}

    @pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
    def test_every_option_is_there(self, shell: str) -> None:
        script = piiscan("completion", shell)[1]
        for action in parser(Messages())._actions:
            for name, child in (action.choices or {}).items():
                assert name in script
                for option in (each for inner in child._actions for each in inner.option_strings if len(each) > 2):
                    assert (option if shell != "fish" else f"-l {option[2:]} ") in script, option

    @pytest.mark.parametrize("shell", ["zsh", "fish"])
    def test_shells_take_the_scripts(self, folder: Path, shell: str) -> None:
        program = shutil.which(shell)
        if program is None:
            pytest.skip(f"no {shell} here")
        script = folder / "script"
        script.write_text(piiscan("completion", shell)[1], encoding="utf-8")
        done = subprocess.run([program, "-n", script], capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, "")
        if shell == "fish":
            words = subprocess.run(
                [program, "-c", f"source {script}; complete -C 'piiscan scan --fail-on '"],
                capture_output=True,
                text=True,
                check=True,
            ).stdout.split()
            assert {"low", "medium", "high", "never"} <= set(words)
