"""The order of the fit: judge the unlabelled text, fit, measure what was held out, weigh the document, fit on all."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Container, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import scipy.sparse

from piiscan.detect.names.candidates import every_name
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from tools.names import corpora, lists, measure, regression
from tools.names.by_document import fit_document, with_document
from tools.names.corpora import Document
from tools.names.dictionary import Sudachi, tag_counts
from tools.names.forms import forms
from tools.names.matrix import Space, pack
from tools.names.problem import FIRST_PARTS, PENALTY, SECOND_PARTS, Fit, Material, Problem, measurable, say
from tools.names.store import Notes, write_dead, write_model, write_words
from tools.names.teacher import tag_keys

IMPORTANCE = {"gold": 1.0, "judged": 0.5, "generated": 0.6, "negative": 0.8}
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


def frequent_runs(documents: Sequence[Document]) -> list[str]:
    """The runs of kanji, with the gap behind them, that stand in the texts often."""
    many: Counter[str] = Counter()
    for document in documents:
        many.update(KANJI_RUN_AND_GAP.findall(document.text))
    return sorted(run for run, seen in many.items() if seen >= FREQUENT)


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


def fit_names(inputs: Inputs, output: Path, date: str, *, measure_only: bool) -> None:
    """Write the files of the product, after printing the figures."""
    material: Material = cached(inputs, "material", lambda: read_material(inputs))
    problem: Problem = cached(inputs, "problem", lambda: Problem(material))
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
    dictionary = Sudachi(corpora.make_folder()).words
    say(f"{write_dead(output, problem, dictionary, date)} runs and words without a name written")
