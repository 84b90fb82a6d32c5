"""The order of the fit: judge the unlabelled text, score every text out of fold, weigh the document, fit on all."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from piiscan.detect.names.candidates import labels_of
from piiscan.detect.names.model import NameModel
from piiscan.detect.names.scoring import Scorer
from piiscan.detect.names.scripts import KANJI_RUN_AND_GAP
from tools.names import corpora, lists, measure, wikipedia
from tools.names.by_document import DocumentStep, with_document
from tools.names.corpora import Document
from tools.names.dictionary import Sudachi, tag_counts
from tools.names.forms import forms
from tools.names.problem import FOLDS, GROUPS, NO_FOLD, Fit, Material, Problem, Sample, fit_samples, say, worth_fitting
from tools.names.store import Notes, write_dead, write_model, write_words
from tools.names.teacher import Teacher, read_entities

FREQUENT = 5
FORMS = 2_500
DRIFT_STEP = 20


class Inputs(NamedTuple):
    """Where the texts and lists come from."""

    corpora: Path
    dictionaries: Path
    generated: Path
    novels: float
    cache: Path | None
    entities: Path | None = None


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
    classes = lists.word_classes(sudachi.words, first, second) | wikipedia.words(folder)
    say("words " + ", ".join(f"{letter} {len(words)}" for letter, words in classes.items()))
    filters = {letter: lists.make_filter(words) for letter, words in classes.items()}
    costs, runs = lists.word_costs(counts), frequent_runs([*all_texts, *prose, *negative[1]])
    return Material(prose, business, generated, unlabelled, *negative, tokens, counts, filters, costs, runs)


class OutOfFold(NamedTuple):
    """Scores of every labelled text by a fit that had not seen it; the mean of all fits where none had."""

    labelled: dict[str, Any]
    negative: Any


def out_of_fold(problem: Problem, teacher: Teacher, samples: Sequence[Sample]) -> OutOfFold:
    """The scores of each fold by a fit, and a judge of the unlabelled texts, without it."""
    labelled = {name: np.zeros(len(problem.tables[name].rows)) for name in GROUPS}
    negative = np.zeros(len(problem.tables["negative_held_out"].rows))
    for fold in range(FOLDS):
        fit = fit_samples(problem, samples, teacher.judged(fold), fold)
        for name, scores in labelled.items():
            folds = problem.folds(name)
            rows = np.flatnonzero((folds == fold) | ((folds == NO_FOLD) & (fold == 0)))
            scores[rows] = fit.scores(problem.matrix(name)[rows])
        negative += fit.scores(problem.matrix("negative_held_out")) / FOLDS
    return OutOfFold(labelled, negative)


def fit_names(inputs: Inputs, output: Path, date: str, figures: Path | None) -> None:
    """Write the files of the product and, to ``figures``, what no text measured had a part in."""
    material: Material = cached(inputs, "material", lambda: read_material(inputs))
    problem: Problem = cached(inputs, "problem", lambda: Problem(material))
    teacher = cache(lambda: Teacher(problem, read_entities(inputs.entities)))
    judged = cached(inputs, "judged", lambda: teacher().judged())
    samples: list[Sample] = cached(inputs, "samples", lambda: worth_fitting(problem, judged))
    scores: OutOfFold = cached(inputs, "scores", lambda: out_of_fold(problem, teacher(), samples))
    step = DocumentStep(problem, scores.labelled)
    by_document = step.by_key(step.weights())
    text = _figures(
        problem, step.completed(), with_document(problem, "negative_held_out", scores.negative, by_document)
    )
    say(text)
    if figures is not None:
        figures.write_text(HEAD.format(folds=FOLDS, date=date) + text, encoding="utf-8")
    fit: Fit = cached(inputs, "final", lambda: fit_samples(problem, samples, judged))
    write_words(output, material, date)
    say(f"{write_model(output, problem, fit, by_document, Notes(date, _summary(text)))} keys written")
    dictionary = Sudachi(corpora.make_folder()).words
    say(f"{write_dead(output, problem, dictionary, date)} runs and words without a name written")
    say(f"product and fit differ by {drift(problem, fit):.3f} log-odds on average")


def drift(problem: Problem, fit: Fit) -> float:
    """How far the scores of the product are from those of the fit, on average over a sample of the prose.

    Some hundredths come from rounding and from weights too small to keep; more is a key that only one of both has.
    """
    scorer = Scorer(NameModel())
    rows, scores = problem.tables["prose"].rows, fit.scores(problem.matrix("prose"))
    places = [(row.document, row.start, row.end, row.kind) for row in rows]
    times = Counter(places)  # 小田原城 is 小田 + 原城 and 小田原 + 城, of one kind in one place: not compared
    fitted = {place: score for place, score in zip(places, scores, strict=True) if times[place] == 1}
    apart = []
    for number in range(0, len(problem.documents("prose")), DRIFT_STEP):
        text = problem.documents("prose")[number].text
        for found in scorer.scored(text, partial(labels_of, text)):
            known = fitted.get((number, found.name.start, found.name.end, found.name.kind))
            if known is not None:
                apart.append(abs(found.score - known))
    return float(np.mean(apart))


HEAD = """\
# Names, measured out of fold

Written by `tools/fit_names.py` ({date}): every labelled text is scored by weights that were fitted without its fold,
one of {folds}: of the prose by document, of the business and the generated texts by *template*. What the rest of the
document says is weighed across the folds too. Texts that may not be fitted on (`kwdlc_web_leads`, `ku_fkc_complaints`)
are scored by the fit without the first fold. The shipped weights are fitted on all folds.

"""


def _figures(problem: Problem, scores: dict[str, Any], negative: Any) -> str:
    """All figures as Markdown."""
    text = "\n".join(
        measure.markdown(name.capitalize(), problem.documents(name), problem.tables[name].rows, scores[name])
        for name in GROUPS
    )
    rows, documents = problem.tables["negative_held_out"].rows, problem.documents("negative_held_out")
    size = sum(len(document.text.encode()) for document in documents) / 1e6
    found = Counter(
        documents[rows[k.row].document].source
        for k in measure.survivors(rows, negative)
        if k.likely >= measure.THRESHOLD
    )
    kinds = ", ".join(f"{source} {many}" for source, many in found.most_common())
    return text + (
        f"\n## Texts without persons\n\nHalf of the files was not fitted on: {found.total()} names found in {size:.1f} "
        f"MB ({found.total() / size:.1f} per MB): {kinds}.\n"
    )


def _summary(text: str) -> str:
    """The lines of all sources, as comments of the weights."""
    return "".join(
        f"# out of fold: {line}\n" for line in text.split("\n") if line.startswith(("| **", "Clean", "Expected"))
    )
