"""Notebooks: a cell's lines are text, its outputs are what they are."""

from __future__ import annotations

import json

import pytest
from reading import read


def notebook(*cells: dict[str, object], **more: object) -> bytes:
    return json.dumps({"cells": cells, "nbformat": 4, "metadata": {"kernelspec": {"name": "python3"}}, **more}).encode()


def test_sources_and_outputs() -> None:
    page = ["<table><tr><th>氏名</th><th>電話番号</th><th>備考</th></tr>\n"]
    page += [f"<tr><td>佐藤{number}</td><td>03-0000-000{number}</td><td>x</td></tr>\n" for number in range(6)]
    outputs = [
        {"output_type": "stream", "text": ["一行目\n", "山田 太郎 様\n"]},
        {
            "output_type": "execute_result",
            "data": {"text/html": page, "text/plain": "同じ表", "image/png": "iVBORw0K" * 9},
        },
        {"output_type": "error", "ename": "E", "evalue": "鈴木", "traceback": ["a\n", "b"]},
    ]
    got = read(
        notebook(
            {"cell_type": "markdown", "source": ["# 名簿\n", "担当は佐藤花子\n"], "metadata": {}},
            {"cell_type": "code", "source": "x = 1\nprint(x)", "outputs": outputs, "metadata": {"author": "記入者"}},
        ),
        "a.ipynb",
    )
    first = got.segments[0]
    assert first.text == "# 名簿\n担当は佐藤花子\n"
    assert (first.place.line, first.place.cell) == (1, "cell 1")
    cells = got.cells()
    assert cells["03-0000-0005"][1] == "電話番号"
    assert (cells["03-0000-0005"][0].cell, cells["03-0000-0005"][0].part) == ("cell 2", "output")
    assert cells["記入者"][0].part == "metadata"
    assert all(word in got.text for word in ("山田 太郎 様", "同じ表", "鈴木", "print(x)"))
    assert "iVBOR" not in got.text
    assert [skip.detail for skip in got.skips] == ["1 pictures in outputs"]


@pytest.mark.parametrize(
    "data", [b'{"cells": [1]}', b'{"cells": {"a": "x"}}', b'{"x": "y"', b"[" * 100_000, b"no json"]
)
def test_what_is_no_notebook_is_read_as_json(data: bytes) -> None:
    got = read(data, "a.ipynb")
    assert got.segments or got.skips
    assert got.reasons in ([], ["no_text"])


def test_odd_shapes() -> None:
    got = read(notebook({"source": 5, "outputs": {"text": [1, "二"]}, "attachments": []}, {}), "a.ipynb")
    assert "二" in got.text
    old = json.dumps({"worksheets": [{"cells": [{"input": ["古い形\n"]}]}]}).encode()
    assert "古い形" in read(old, "a.ipynb").text
