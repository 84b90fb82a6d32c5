"""Files behind URLs: found as the same files here are, named without secrets, and only when a URL is given."""

from __future__ import annotations

import io
import json
import os
import socket
import subprocess
import sys
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import piiscan
from piiscan.cli.main import main
from piiscan.errors import UsageError
from piiscan.model import Skip
from piiscan.sources.remote import Remote, is_url, local_path, shown, walk_url

fsspec = pytest.importorskip("fsspec")
LEAK = "電話番号：090-5550-0123\n"
EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def memory() -> Iterator[Any]:
    files = fsspec.filesystem("memory")
    files.store.clear()
    for name, content in {
        "box/b.txt": LEAK.encode(),
        "box/a.txt": "本文\n".encode(),
        "box/in/c.csv": f"氏名,電話\nx,{LEAK[5:]}".encode(),
        "box/in/contract.docx": (EXAMPLES / "contract.docx").read_bytes(),
        "box/in/application.pdf": (EXAMPLES / "application.pdf").read_bytes(),
        "box/empty.txt": b"",
    }.items():
        files.pipe(f"/{name}", content)
    yield files
    files.store.clear()


def scan(*arguments: str) -> tuple[int, dict[str, Any], str]:
    out, err = io.StringIO(), io.StringIO()
    code = main(["scan", "--format", "json", *arguments], out, err)
    return code, {} if code == 2 else json.loads(out.getvalue()), err.getvalue()


def test_what_is_a_url(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert is_url("s3://bucket/key")
    assert is_url("zip://a.csv::memory://x.zip")
    for path in ("a.txt", "./s3:/x", "C:\\x", "a:b", "://x", "-", "1s://x"):
        assert not is_url(path), path
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s3:" / "bucket").mkdir(parents=True)
    assert not is_url("s3://bucket")  # there is a folder here that is called so


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("s3://bucket/a/b.csv", "s3://bucket/a/b.csv"),
        ("ftp://user:geheim@host:21/a.csv", "ftp://host:21/a.csv"),
        ("https://geheim@host/a?X-Amz-Signature=geheim&x=1", "https://host/a"),
        ("zip://a.csv::https://u:geheim@host/x.zip?sig=geheim", "zip://a.csv::https://host/x.zip"),
        ("https://host/a#geheim", "https://host/a"),
    ],
)
def test_no_secret_is_shown(url: str, told: str) -> None:
    assert shown(url) == told


def test_the_walk(memory: Any) -> None:
    items = list(walk_url("memory://box", ("in/*.pdf",)))
    assert [item.path for item in items] == [
        "memory://box/a.txt",
        "memory://box/b.txt",
        "memory://box/empty.txt",
        "memory://box/in/application.pdf",
        "memory://box/in/c.csv",
        "memory://box/in/contract.docx",
    ]
    assert [type(item).__name__ for item in items] == ["Remote"] * 3 + ["Excluded"] + ["Remote"] * 2
    assert items[1] == Remote("memory://box/b.txt", len(LEAK.encode()), "memory://box/b.txt")
    assert [type(item).__name__ for item in walk_url("memory://box", ("in/",))] == ["Remote"] * 3 + ["Excluded"]
    assert [item.path for item in walk_url("memory://box/b.txt")] == ["memory://box/b.txt"]


@pytest.mark.skipif(sys.platform != "linux", reason="a forked worker has the memory of its parent, others have not")
def test_the_same_is_found_as_here(memory: Any, tmp_path: Path) -> None:
    code, report, err = scan("memory://box")
    assert (code, err) == (1, "")
    for name, content in memory.store.items():
        (tmp_path / name.removeprefix("/box/")).parent.mkdir(exist_ok=True)
        (tmp_path / name.removeprefix("/box/")).write_bytes(content.getvalue())
    _, here, _ = scan(str(tmp_path))
    assert len(report["findings"]) > 10
    for far, near in zip(report["findings"], here["findings"], strict=True):
        assert far["path"].removeprefix("memory://box/") == os.path.relpath(near["path"], tmp_path)
        assert {**far, "path": 0, "fingerprint": 0} == {**near, "path": 0, "fingerprint": 0}
    assert report["not_examined"] == []


def test_a_url_of_this_machine_is_a_path(tmp_path: Path) -> None:
    (tmp_path / "a b.txt").write_text(LEAK, encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert local_path(f"file://{tmp_path}/a%20b.txt") == f"{tmp_path}/a b.txt"
    code, report, _ = scan(f"file://{tmp_path}")
    assert code == 1
    assert [finding["path"] for finding in report["findings"]] == [f"{tmp_path}/a b.txt"]
    assert [skip["reason"] for skip in report["not_examined"]] == ["not_regular"]


def test_inside_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as archive:
        archive.writestr("in/a.txt", LEAK)
        archive.writestr("b.txt", "x")
    code, report, _ = scan(f"zip://in::file://{tmp_path}/x.zip", f"zip://b.txt::file://{tmp_path}/x.zip")
    assert code == 1
    assert [finding["path"] for finding in report["findings"]] == [f"zip://in/a.txt::file://{tmp_path}/x.zip"]
    assert report["summary"]["files"] == 2


def test_here_and_there_in_the_order_that_was_given(memory: Any, tmp_path: Path) -> None:
    (tmp_path / "z.txt").write_text(LEAK, encoding="utf-8")
    results = piiscan.scan_paths([str(tmp_path / "z.txt"), "memory://box/b.txt", str(tmp_path)])
    assert [Path(result.path).name for result in results] == ["z.txt", "b.txt", "z.txt"]


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("memory://nowhere", "no such file or folder: memory://nowhere"),
        ("nobody://x", "unknown kind of URL: nobody://"),
    ],
)
def test_what_the_user_has_to_mend(url: str, message: str) -> None:
    code, _, err = scan(url)
    assert code == 2
    assert message in err
    with pytest.raises(UsageError):
        list(walk_url(url))


def test_a_missing_library(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fsspec", None)
    code, _, err = scan("s3://bucket/x")
    assert code == 2
    assert err == 'piiscan: reading s3:// needs another library: pip install "piiscan-jp[remote]"\n'


class Failing:
    """A far file system that fails while it is listed, with a secret in its words."""

    def info(self, _path: str) -> dict[str, Any]:
        return {"type": "directory"}

    def walk(self, path: str, **_: object) -> Iterator[tuple[str, dict[str, Any], dict[str, Any]]]:
        yield path, {}, {"a.txt": {"type": "file", "size": 5}, "l": {"type": "link", "size": 0}}
        raise RuntimeError("the key AKIAGEHEIM is not accepted")

    def open(self, _path: str, _mode: str) -> object:
        raise PermissionError("AKIAGEHEIM")


def test_failures_are_named_without_their_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda url: (Failing(), url))
    code, report, err = scan("s3://bucket")
    assert code == 3
    assert [(skip["path"], skip["reason"]) for skip in report["not_examined"]] == [
        ("s3://bucket/a.txt", "permission"),
        ("s3://bucket/l", "not_regular"),
        ("s3://bucket", "permission"),
    ]
    assert report["not_examined"][2]["detail"] == "the file system says RuntimeError"
    assert "GEHEIM" not in json.dumps(report) + err


def test_a_large_file_is_streamed(memory: Any) -> None:
    """Read in pieces, never as a whole."""
    asked: list[int] = []

    class Counting(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            asked.append(-1 if size is None else size)
            return super().read(size)

    from piiscan.scan import Scanner

    content = ("本文です。\n" * 200_000 + LEAK).encode()
    result = Scanner().scan_opened("memory://big", lambda: Counting(content))
    assert len(result.findings) == 1
    assert asked
    assert max(asked) <= 2**20
    assert min(asked) >= 0


def test_without_a_url_nothing_of_it_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("nothing\n")
    program = (
        "import sys\nfrom piiscan.cli.main import main\nmain(['scan', sys.argv[1]])\nassert 'fsspec' not in sys.modules"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_a_listing_of_links(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fsspec.core.url_to_fs", lambda url: (Failing(), url))
    listing = walk_url("sftp://host/x")
    assert [type(next(listing)) for _ in range(2)] == [Remote, Skip]
    with pytest.raises(RuntimeError):
        next(listing)


@pytest.fixture(scope="module")
def bucket() -> Iterator[str]:
    """A bucket on a server of S3 that runs here."""
    pytest.importorskip("s3fs")
    pytest.importorskip("moto.server")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = "import sys\nfrom moto.server import main\nmain(['-H', '127.0.0.1', '-p', sys.argv[1]])"
    server = subprocess.Popen(
        [sys.executable, "-c", program, str(port)], stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL
    )
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                break
        time.sleep(0.1)
    yield f"http://127.0.0.1:{port}"
    server.kill()
    server.wait()


@pytest.mark.slow
def test_a_server_of_s3(bucket: str, tmp_path: Path) -> None:
    surroundings = {
        **os.environ,
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "geheim",
        "AWS_ENDPOINT_URL": bucket,
        "AWS_DEFAULT_REGION": "us-east-1",
    }
    filling = """
import s3fs, sys, pathlib
files = s3fs.S3FileSystem()
files.mkdir("box")
for path in pathlib.Path(sys.argv[1]).iterdir():
    if path.is_file():
        files.pipe(f"box/in/{path.name}", path.read_bytes())
for n in range(40):
    files.pipe(f"box/many/{n:02}.txt", "電話番号：090-5550-0123".encode())
"""
    subprocess.run([sys.executable, "-c", filling, str(EXAMPLES)], check=True, env=surroundings, timeout=120)

    def scanned(*paths: str) -> dict[str, Any]:
        command = [sys.executable, "-m", "piiscan", "scan", "--format", "json", "--jobs", "2", *paths]
        done = subprocess.run(command, capture_output=True, check=False, env=surroundings, timeout=120, cwd=tmp_path)
        assert done.stderr == b""
        return json.loads(done.stdout)  # type: ignore[no-any-return]

    far = scanned("s3://box/in")
    here = scanned(*(str(path) for path in sorted(EXAMPLES.iterdir()) if path.is_file()))
    assert len(far["findings"]) == len(here["findings"]) > 50
    assert far["findings"][0]["path"].startswith("s3://box/in/")
    many = scanned("s3://box/many")
    assert [finding["path"][-6:-4] for finding in many["findings"]] == [f"{n:02}" for n in range(40)]
    assert scanned("s3://box/in/contract.docx")["summary"]["files"] == 1
