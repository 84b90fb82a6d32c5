"""The order of the fit: judge the unlabelled text, fit, measure what was held out, weigh the document, fit on all."""

from __future__ import annotations

import pickle
import time
from collections import Counter
from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse

from piiscan.detect.names.candidates import every_name
from piiscan.detect.names.cuts import NameLists
from piiscan.detect.names.document import document_keys, mention_of
from piiscan.detect.names.scoring import FLOOR
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from piiscan.detect.names.words import KnownWords
from tools.names import corpora, lists, measure, regression
from tools.names.corpora import Document
from tools.names.dictionary import Sudachi, Token, tag_counts
from tools.names.forms import forms
from tools.names.matrix import Keys, Space, Table, pack, table
from tools.names.store import Notes, block_of_tiers, write_model, write_words
from tools.names.teacher import tag_keys

PARTS, FIRST_PARTS, SECOND_PARTS = 5, (0,), (1, 2)
"""The texts are split into five parts. The figures are of the first; the second helps to weigh documents honestly."""
IMPORTANCE = {"gold": 1.0, "judged": 0.5, "generated": 0.6, "negative": 0.8}
DOCUMENT_IMPORTANCE = {"prose": 1.0, "generated": 0.2, "business": 1.0}
PENALTY = 1.0
LEAST_ROWS = 4
FREQUENT = 5
FORMS = 2_500
"""A key that fewer candidates have is not learned."""


class Inputs(NamedTuple):
    """Where the texts and lists come from."""

    corpora: Path
    dictionaries: Path
    generated: Path
    novels: float
    cache: Path | None


@dataclass(slots=True)
class Material:
    """Everything read, before any matrix is built."""

    prose: list[Document]
    business: list[Document]
    generated: list[Document]
    unlabelled: list[Document]
    negative: list[Document]
    negative_held_out: list[Document]
    tokens: dict[str, list[list[Token]]]
    counts: dict[str, tuple[int, int]]
    filters: dict[str, bytes]
    costs: dict[str, int]
    runs: list[str]
    """Frequent runs of kanji."""


def frequent_runs(documents: Sequence[Document]) -> list[str]:
    """The runs of kanji, with the gap behind them, that stand in the texts often."""
    many: Counter[str] = Counter()
    for document in documents:
        many.update(KANJI_RUN_AND_GAP.findall(document.text))
    return sorted(run for run, seen in many.items() if seen >= FREQUENT)


def say(text: str) -> None:
    """Print progress with the time."""
    print(f"[{time.strftime('%H:%M:%S')}] {text}", flush=True)


def cached(inputs: Inputs, name: str, make: Callable[[], Any]) -> Any:
    """What ``make`` gives, kept in the cache folder if there is one (files made by this tool only)."""
    if inputs.cache is None:
        return make()
    path = inputs.cache / f"{name}.pickle"
    if path.exists():
        return pickle.loads(path.read_bytes())  # noqa: S301  (our own file)
    value = make()
    path.write_bytes(pickle.dumps(value, protocol=5))
    return value


def read_material(inputs: Inputs) -> Material:
    """The texts, their tags, and the dictionary."""
    folder = corpora.make_folder()
    prose = [
        d for path in sorted((inputs.corpora / "prose/dev").glob("*.jsonl")) for d in corpora.labelled(path, folder)
    ]
    business = list(corpora.labelled(inputs.corpora / "business/dev/business.jsonl", folder, "business"))
    generated = list(corpora.labelled(inputs.generated, folder, "generated"))
    generated += forms(FORMS, 1, lambda text: folder.fold(text).text)
    unlabelled = list(corpora.unlabelled(inputs.corpora / "unlabelled", folder, inputs.novels))
    negative = [list(corpora.without_persons(inputs.corpora / "negative/dev", folder, half)) for half in (0, 1)]
    sudachi = Sudachi(folder)
    tokens = {
        "prose": [sudachi.tokens(d.text) for d in prose],
        "unlabelled": [sudachi.tokens(d.text) for d in unlabelled],
    }
    say("tagged")
    all_texts = [*corpora.unlabelled(inputs.corpora / "unlabelled", folder, 1.01), *negative[0]]
    counts = tag_counts((d.text, sudachi.tokens(d.text)) for d in all_texts)
    runs = frequent_runs([*all_texts, *prose, *negative[1]])
    first = lists.readings(inputs.dictionaries, "surnames_permissive.tsv", folder)
    second = lists.readings(inputs.dictionaries, "given_names_permissive.tsv", folder)
    classes = lists.word_classes(sudachi.words, first, second)
    say("words " + ", ".join(f"{letter} {len(words)}" for letter, words in classes.items()))
    filters = {letter: lists.make_filter(words) for letter, words in classes.items()}
    costs, runs = lists.word_costs(counts), frequent_runs([*all_texts, *prose, *negative[1]])
    return Material(prose, business, generated, unlabelled, *negative, tokens, counts, filters, costs, runs)


class Problem:
    """The matrices of all texts over one space of keys."""

    def __init__(self, inputs: Inputs, material: Material) -> None:
        self.material = material
        self.tiers = lists.Tiers()
        self.words = KnownWords(material.filters, material.costs, lists.PRICES)
        self.lists = NameLists(block_of_tiers(self.tiers.surnames), block_of_tiers(self.tiers.given), self.words)
        self.keys = Keys(self.lists, self.words, lists.ListKeys(self.tiers, material.counts, self.words))
        self.space = Space()
        self.tables: dict[str, Table] = {}
        for name in ("prose", "business", "generated", "unlabelled", "negative", "negative_held_out"):
            documents = getattr(material, name)
            self.tables[name] = table(documents, self.keys, self.space, negative=name.startswith("negative"))
            say(f"{name}: {len(documents)} texts, {len(self.tables[name].rows)} candidates")

    def matrix(self, name: str) -> Any:
        """The sparse matrix of one group of texts."""
        return self.tables[name].matrix(len(self.space.index))

    def target(self, name: str) -> Any:
        """1 for candidates that are persons."""
        return np.array([row.right for row in self.tables[name].rows], np.float32)

    def documents(self, name: str) -> Sequence[Document]:
        """The texts of one group."""
        return getattr(self.material, name)  # type: ignore[no-any-return]


def judge(problem: Problem, training: Any) -> Any:
    """Probabilities for the candidates of the unlabelled texts, by a model that sees Sudachi's tags as well."""
    material = problem.material
    space = Space()
    tagged = {}
    for name in ("prose", "unlabelled"):
        numbers = []
        rows = problem.tables[name].rows
        position = 0
        for n, document in enumerate(problem.documents(name)):
            tokens = material.tokens[name][n]
            starts = [token[0] for token in tokens]
            for candidate in every_name(document.text, problem.lists, problem.words):
                if position >= len(rows) or rows[position].document != n:
                    break
                row = rows[position]
                if (row.start, row.end, row.kind) != (candidate.start, candidate.end, candidate.kind):
                    continue
                numbers.append(space.add(tag_keys(candidate, document.text, tokens, starts)))
                position += 1
        tagged[name] = pack(rows, numbers)
    prose = scipy.sparse.hstack([problem.matrix("prose"), tagged["prose"].matrix(len(space.index))]).tocsr()
    usual = np.flatnonzero(np.asarray(prose[training].sum(0)).ravel() >= 2)
    weights = regression.fit(prose[training][:, usual], problem.target("prose")[training], penalty=PENALTY, steps=60)
    held_out = measurable(problem, "prose")
    say(
        "the judge, held out:\n"
        + measure.report(
            problem.documents("prose"),
            problem.tables["prose"].rows,
            prose[:, usual] @ weights[:-1] + weights[-1],
            held_out,
        )
    )
    unlabelled = scipy.sparse.hstack(
        [problem.matrix("unlabelled"), tagged["unlabelled"].matrix(len(space.index))]
    ).tocsr()
    return (1 / (1 + np.exp(-(unlabelled[:, usual] @ weights[:-1] + weights[-1])))).astype(np.float32)


def measurable(problem: Problem, name: str, parts: Container[int] = FIRST_PARTS) -> set[int]:
    """Numbers of the documents that a fit without ``parts`` has not seen."""
    return {
        n
        for n, d in enumerate(problem.documents(name))
        if name == "business" or d.source in corpora.MEASURE_ONLY or d.part(PARTS) in parts
    }


class Fit(NamedTuple):
    """The weights of the keys that were learned."""

    columns: Any
    weights: Any

    def scores(self, matrix: Any) -> Any:
        """Log-odds of the rows."""
        return matrix[:, self.columns] @ self.weights[:-1] + self.weights[-1]


def fit_keys(problem: Problem, judged: Any, held_out: Container[int] | None) -> Fit:
    """The weights from all groups but the ``held_out`` parts and the business texts; from everything with None."""
    parts = []
    for name in ("prose", "generated", *(["business"] if held_out is None else [])):
        rows = problem.tables[name].rows
        documents = problem.documents(name)
        allowed = {n for n, d in enumerate(documents) if d.source not in corpora.MEASURE_ONLY}
        if held_out is not None:
            allowed -= measurable(problem, name, held_out)
        chosen = np.flatnonzero(np.array([row.document in allowed for row in rows]))
        weight = IMPORTANCE["generated" if name != "prose" else "gold"]
        parts.append((problem.matrix(name)[chosen], problem.target(name)[chosen], weight))
    parts.append((problem.matrix("unlabelled"), judged, IMPORTANCE["judged"]))
    parts.append((problem.matrix("negative"), problem.target("negative"), IMPORTANCE["negative"]))
    features = scipy.sparse.vstack([part[0] for part in parts]).tocsr()
    target = np.concatenate([part[1] for part in parts])
    importance = np.concatenate([np.full(len(part[1]), part[2], np.float32) for part in parts])
    columns = np.flatnonzero(np.asarray(features.sum(0)).ravel() >= LEAST_ROWS)
    say(f"fitting {features.shape[0]} rows, {len(columns)} keys")
    return Fit(columns, regression.fit(features[:, columns], target, penalty=PENALTY, importance=importance))


def document_table(
    problem: Problem, name: str, scores: Any, only: set[int] | None = None
) -> tuple[Any, list[list[str]]]:
    """The numbers of the rows that reach the floor, and what their documents say of them."""
    rows = problem.tables[name].rows
    by_document: dict[int, list[int]] = {}
    for number in np.flatnonzero(scores >= FLOOR):
        if only is None or rows[number].document in only:
            by_document.setdefault(rows[number].document, []).append(int(number))
    chosen: list[int] = []
    keys: list[list[str]] = []
    for n, numbers in by_document.items():
        text = problem.documents(name)[n].text
        names = {(c.start, c.end, c.kind): c for c in every_name(text, problem.lists, problem.words)}
        mentions = []
        for number in sorted(numbers, key=lambda each: (rows[each].start, rows[each].end)):
            row = rows[number]
            found = names[row.start, row.end, row.kind]
            placed = mention_of(found, text)._replace(start=row.start, end=row.end, score=float(scores[number]))
            mentions.append(placed)
            chosen.append(number)
        keys += document_keys(mentions)
    return np.array(chosen, np.int64), keys


def fit_document(problem: Problem, fits: Sequence[tuple[Fit, str, Container[int]]]) -> dict[str, float]:
    """The weights of what the document says, from texts that the fit that scored them had not seen."""
    space = Space()
    numbers: list[Any] = []
    target, offset, importance = [], [], []
    for fit, name, parts in fits:
        documents = problem.documents(name)
        only = {n for n in measurable(problem, name, parts) if documents[n].source not in corpora.MEASURE_ONLY}
        scores = fit.scores(problem.matrix(name))
        chosen, keys = document_table(problem, name, scores, only)
        numbers += [space.add(found) for found in keys]
        target.append(problem.target(name)[chosen])
        offset.append(scores[chosen])
        importance.append(np.full(len(chosen), DOCUMENT_IMPORTANCE[name], np.float32))
    weights = regression.fit(
        pack([], numbers).matrix(len(space.index)),
        np.concatenate(target),
        penalty=PENALTY,
        offset=np.concatenate(offset).astype(np.float32),
        importance=np.concatenate(importance),
        constant=False,
    )
    return {key: float(weights[n]) for key, n in space.index.items()}


def with_document(problem: Problem, name: str, scores: Any, weights: dict[str, float]) -> Any:
    """``scores`` completed by what the documents say."""
    chosen, keys = document_table(problem, name, scores)
    completed = np.array(scores)
    completed[chosen] += [sum(weights.get(key, 0.0) for key in found) for found in keys]
    return completed


def fit_names(inputs: Inputs, output: Path, date: str, *, measure_only: bool) -> None:
    """Write the files of the product, after printing the figures."""
    material: Material = cached(inputs, "material", lambda: read_material(inputs))
    problem: Problem = cached(inputs, "problem", lambda: Problem(inputs, material))
    held_out = measurable(problem, "prose")
    training = np.flatnonzero(np.array([row.document not in held_out for row in problem.tables["prose"].rows]))
    judged = cached(inputs, "judged", lambda: judge(problem, training))
    fit: Fit = cached(inputs, "fit", lambda: fit_keys(problem, judged, FIRST_PARTS))
    second: Fit = cached(inputs, "second", lambda: fit_keys(problem, judged, SECOND_PARTS))
    for name in ("prose", "business", "generated"):
        scores = fit.scores(problem.matrix(name))
        text = measure.report(problem.documents(name), problem.tables[name].rows, scores, measurable(problem, name))
        say(f"held out, {name}:\n{text}")
    seen = [(fit, "prose", FIRST_PARTS), (fit, "generated", FIRST_PARTS), (second, "prose", SECOND_PARTS)]
    by_document = cached(inputs, "document", lambda: fit_document(problem, seen))
    say("document: " + ", ".join(f"{key} {value:.2f}" for key, value in sorted(by_document.items())))
    figures = []
    for name in ("prose", "business"):
        scores = with_document(problem, name, fit.scores(problem.matrix(name)), by_document)
        figures.append(
            measure.report(problem.documents(name), problem.tables[name].rows, scores, measurable(problem, name))
        )
        say(f"held out, with the document, {name}:\n{figures[-1]}")
    negative = with_document(problem, "negative_held_out", fit.scores(problem.matrix("negative_held_out")), by_document)
    size = sum(len(d.text.encode()) for d in material.negative_held_out) / 1e6
    rows = problem.tables["negative_held_out"].rows
    found = [kept for kept in measure.survivors(rows, negative) if kept.likely >= 0.5]
    say(f"texts without persons, held out: {len(found)} found in {size:.1f} MB = {len(found) / size:.1f} per MB")
    if not measure_only:
        by_document = fit_document(problem, [*seen, (fit, "business", FIRST_PARTS)])
        fit = cached(inputs, "final", lambda: fit_keys(problem, judged, None))
    write_words(output, material, date)
    notes = "".join(
        f"# {line}\n"
        for name, text in zip(("prose", "business"), figures, strict=True)
        for line in [f"held out, {name}:", *text.split("\n")]
    )
    say(f"{write_model(output, problem, fit, by_document, Notes(date, notes))} keys written")
