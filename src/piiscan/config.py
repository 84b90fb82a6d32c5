"""The configuration: one frozen value whose keywords are the keys of the configuration file."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import TYPE_CHECKING, Any, Final

from piiscan.errors import ConfigError
from piiscan.ignores import ignore_lines, root_folder, with_parents
from piiscan.limits import checked_limits
from piiscan.model import BANDS
from piiscan.tags import KEY_NAME, check_key
from piiscan.words import nearest

if TYPE_CHECKING:
    from pathlib import Path

FILE_NAME: Final = "piiscan.toml"
FAIL_ON: Final = (*(name for name, _ in BANDS), "never")
LISTS: Final = (
    "types",
    "exclude",
    "patterns",
    "allow_paths",
    "allow_regexes",
    "allow_values",
    "ignore_lines",
    "plugins",
    "passwords",
)
MOST_PASSWORDS: Final = 1000
"""Trying one on a document takes up to half a second: the locks are made to be slow."""
SECRETS: Final = {
    "secret_key": f"a key must not stand in a file; set {KEY_NAME} in the environment",
    "passwords": "passwords must not stand in a configuration; name a file of them: password_file",
}
"""Keys that are refused in a file, and what to do instead."""


@dataclass(frozen=True, slots=True)
class Config:
    """What to look for, where, and when to fail. Raises ConfigError for a value that makes no sense.

    The keys of the configuration file are these keywords, in ``piiscan.toml`` or under ``[tool.piiscan]`` in
    ``pyproject.toml``.
    """

    min_confidence: float = 0.5
    """Findings below this probability are not reported (0 to 1)."""
    types: tuple[str, ...] | None = None
    """Only these entity types; None means all."""
    exclude: tuple[str, ...] = ()
    """Paths to leave out, as gitignore patterns. How many files that were is always said."""
    fail_on: str = "medium"
    """The band from which findings make the exit code 1: low, medium, high or never."""
    fail_on_incomplete: bool = False
    """Whether anything that was not examined makes the exit code 3."""
    jobs: int = 0
    """Worker processes; 0 means one per core."""
    timeout: float = 60.0
    """Seconds that reading one file may take, and one more for each MiB of it; judging its text is not counted."""
    max_file_bytes: int = 100 * 2**20
    """Largest document or container that is opened (bytes); plain text has no limit."""
    limits: Mapping[str, int] = field(default_factory=dict)
    """What else one file may cost: the keys of :class:`piiscan.limits.Limits`."""
    patterns: tuple[Mapping[str, Any], ...] = ()
    """The company's own entity types, see ``docs/configuration.md``."""
    allow_paths: tuple[str, ...] = ()
    """Files whose findings are allowed: gitignore patterns from the root of the repository. They are still read."""
    allow_regexes: tuple[str, ...] = ()
    """Patterns of values that are allowed; one must match the whole value (in half-width characters)."""
    allow_values: tuple[str, ...] = ()
    """Values that are allowed, as the tags that ``piiscan config tag`` prints: no value stands in the configuration."""
    secret_key: str = field(default="", repr=False)
    """The key of the tags of values. Refused in a file: the command takes it from PIISCAN_BASELINE_KEY."""
    ignore_lines: tuple[str, ...] = ()
    """Files not to read: gitignore patterns from the root of the repository, the lines of ``.piiscanignore``."""
    baseline: str = ""
    """The baseline file, relative to the configuration file; the command and ``scan_paths`` mark its findings."""
    inline_ignores: bool = True
    """Whether ``piiscan: ignore[TYPE]`` in a line of a file silences what is found there."""
    plugins: tuple[str, ...] = ()
    """Names of entry points (extractors, detectors, reporters of other packages) to load; none without this."""
    ocr: bool = True
    """Whether text in pictures and scanned pages is read, where the extra ``ocr`` and Tesseract are installed."""
    password_file: str = ""
    """A file of passwords for locked documents and archives, one a line, relative to the configuration file."""
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Passwords for locked documents and archives. Refused in a file."""

    def __post_init__(self) -> None:
        """Bring lists to tuples and check every value."""
        for name in LISTS:
            value = _checked_list(name, getattr(self, name))
            object.__setattr__(self, name, value)
        object.__setattr__(self, "limits", checked_limits(self.limits))
        if self.types == ():
            raise ConfigError("types names none, so nothing could be found; leave it out for all")
        for name in ("fail_on_incomplete", "inline_ignores", "ocr"):
            if not isinstance(getattr(self, name), bool):
                raise ConfigError(f"{name} must be true or false")
        for name in ("min_confidence", "timeout", "jobs", "max_file_bytes"):
            _check_number(name, getattr(self, name))
        if not 0 <= self.min_confidence <= 1:
            raise ConfigError("min_confidence must lie between 0 and 1")
        if self.jobs < 0 or self.timeout <= 0 or self.max_file_bytes <= 0:
            raise ConfigError("jobs must not be negative, timeout and max_file_bytes must be positive")
        self._check_files()
        check_key(self.secret_key)
        if self.fail_on not in FAIL_ON:
            raise ConfigError(f"fail_on must be one of {', '.join(FAIL_ON)}")

    def _check_files(self) -> None:
        """Raise ConfigError for what names no file, and for more passwords than anybody would wait for."""
        for name in ("baseline", "password_file"):
            if not isinstance(getattr(self, name), str):
                raise ConfigError(f"{name} must be the name of a file")
        if len(self.passwords) > MOST_PASSWORDS:
            raise ConfigError(f"more than {MOST_PASSWORDS} passwords")

    @classmethod
    def load(cls, path: str | Path | None = None) -> Config:
        """The configuration in ``path``, or in the nearest file above the current folder, or the defaults.

        The search ends at the root of the repository (the folder that holds ``.git``); a scanned folder's own file
        is never read unless it lies there. ``.piiscanignore`` in that root is read too. Raises ConfigError for a file
        that cannot be used.
        """
        found = configuration_file(path)
        config = cls() if found is None else cls._read_from(found)
        lines = ignore_lines(root_folder())
        return replace(config, ignore_lines=(*config.ignore_lines, *lines)) if lines else config

    @classmethod
    def untrusted(cls, path: str | Path | None = None) -> Config:
        """The configuration for files of strangers: of theirs nothing counts, neither files nor words in lines.

        Only the configuration in ``path`` holds, which is the user's own.
        """
        config = cls() if path is None else cls._read_from(path)
        return replace(config, inline_ignores=False)

    @classmethod
    def _read_from(cls, path: str | Path) -> Config:
        """The configuration in a file, the files it names relative to it."""
        config = cls.from_mapping(_read(path), str(path))
        folder = os.path.dirname(path)
        named: dict[str, Any] = {
            name: os.path.join(folder, file)
            for name in ("baseline", "password_file")
            if (file := getattr(config, name))
        }
        return replace(config, **named)

    @staticmethod
    def keys_in(path: str | Path) -> list[str]:
        """The keys that a configuration file sets."""
        return list(_read(path))

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any], origin: str = "configuration") -> Config:
        """The configuration with these values; an unknown key raises ConfigError with the nearest known one."""
        known = [each.name for each in fields(cls)]
        for key in values:
            if key not in known:
                raise ConfigError(f"{origin}: unknown key {key!r}{nearest(key, known)}")
        for key, problem in SECRETS.items():
            if key in values:
                raise ConfigError(f"{origin}: {problem}")
        return cls(**values)

    def with_passwords(self) -> Config:
        """The configuration with the passwords of its file read: once, for the file may be a pipe."""
        if not self.password_file:
            return self
        return replace(self, passwords=(*self.passwords, *_lines_of(self.password_file)), password_file="")


def _lines_of(path: str) -> tuple[str, ...]:
    """The lines of a file that are not empty: in UTF-8, or CP932 as Japanese Windows writes it."""
    try:
        raw = _content(path)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode("cp932", "replace")
    return tuple(dict.fromkeys(line for line in text.splitlines() if line))


def _checked_list(name: str, value: object) -> tuple[Any, ...] | None:
    """A list of the configuration as a tuple; None where there may be none."""
    if value is None:
        return None
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise ConfigError(f"{name} must be a list")
    if name != "patterns" and not all(isinstance(each, str) for each in value):
        raise ConfigError(f"{name} must be a list of strings")
    return tuple(value)


def _check_number(name: str, value: object) -> None:
    """Raise ConfigError for what is no number, or no whole number of processes."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ConfigError(f"{name} must be a number")
    if name == "jobs" and not isinstance(value, int):
        raise ConfigError("jobs must be a whole number")


def configuration_file(path: str | Path | None = None) -> str | Path | None:
    """The file that a configuration is read from: ``path``, or the nearest above the current folder; None without."""
    return path if path is not None else _nearest()


def _nearest() -> str | None:
    """The configuration file of the current folder or of one above it, within its repository."""
    root = root_folder()
    for folder in with_parents(os.getcwd()):
        own, project = os.path.join(folder, FILE_NAME), os.path.join(folder, "pyproject.toml")
        if os.path.isfile(own):
            return own
        # Most projects have no such table: the word is looked for before the parser is loaded.
        if os.path.isfile(project) and b"tool.piiscan" in _content(project):
            return project
        if folder == root:
            break
    return None


def _content(path: str | Path) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _read(path: str | Path) -> Mapping[str, Any]:
    """The table in a TOML file that is ours."""
    import tomllib

    try:
        document = tomllib.loads(_content(path).decode("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: not valid TOML ({error})") from error
    table = document.get("tool", {}).get("piiscan", {}) if os.path.basename(path) == "pyproject.toml" else document
    if not isinstance(table, dict):
        raise ConfigError(f"{path}: [tool.piiscan] must be a table")
    return table
