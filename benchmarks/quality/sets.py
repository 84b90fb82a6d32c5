"""One function per evaluation set: runs piiscan over it and returns its tables as Markdown."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from scoring import Calibration, Counts, Span, plain, reliability, table

import piiscan
from piiscan import Config, Scanner

THRESHOLD = Config().min_confidence
LOWEST = 0.05
"""Findings down to this confidence are looked at for the calibration only."""
TYPES = {
    "NAME": "PERSON", "PHONE": "PHONE_NUMBER", "EMAIL": "EMAIL_ADDRESS", "ADDRESS": "JP_ADDRESS",
    "POSTAL_CODE": "JP_POSTAL_CODE", "BIRTH_DATE": "DATE_OF_BIRTH", "SENSITIVE": "SENSITIVE_ATTRIBUTE",
    "CONFIDENTIAL_MARK": "CONFIDENTIAL_MARKING", "MY_NUMBER": "JP_MY_NUMBER", "IP_ADDRESS": "IP_ADDRESS",
    "CORPORATE_NUMBER": "JP_CORPORATE_NUMBER", "INVOICE_NUMBER": "JP_INVOICE_NUMBER", "PASSPORT": "JP_PASSPORT",
    "DRIVERS_LICENSE": "JP_DRIVERS_LICENSE", "RESIDENCE_CARD": "JP_RESIDENCE_CARD",
    "RESIDENT_RECORD": "JP_RESIDENT_RECORD_CODE", "PENSION": "JP_PENSION_NUMBER",
    "HEALTH_INSURANCE": "JP_HEALTH_INSURANCE", "CARE_INSURANCE": "JP_CARE_INSURANCE",
    "EMPLOYMENT_INSURANCE": "JP_EMPLOYMENT_INSURANCE", "BANK_ACCOUNT": "JP_BANK_ACCOUNT",
    "YUCHO_ACCOUNT": "JP_YUCHO_ACCOUNT",
}  # fmt: skip


SAME = {"JP_INVOICE_NUMBER": "JP_CORPORATE_NUMBER"}
"""The gold labels the digits of an invoice number as the corporate number that they are."""


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of a JSON Lines file, or of all in a folder."""
    for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                yield {**json.loads(line), "corpus": file.stem}


def found_in(scanner: Scanner, text: str) -> list[Span]:
    """What piiscan finds in a text."""
    return [Span(f.start, f.end, SAME.get(f.entity_type, f.entity_type), f.confidence) for f in scanner.scan_text(text)]


def gold_of(record: dict[str, Any]) -> tuple[list[Span], list[Span]]:
    """Gold spans, and those that count neither way."""
    spans = [(Span(s["start"], s["end"], TYPES.get(s["type"], s["type"])), s["type"]) for s in record["spans"]]
    unsure = {"OPTIONAL", "ignore", "IGNORE"}
    return [span for span, kind in spans if kind not in unsure], [span for span, kind in spans if kind in unsure]


def business(corpora: Path) -> str:
    """Business texts: items found per type, names exact, false findings, clean texts flagged, calibration."""
    scanner = Scanner(Config(min_confidence=LOWEST))
    hit: Counter[str] = Counter()
    gold_count: Counter[str] = Counter()
    false: Counter[str] = Counter()
    names = Counts()
    calibration: dict[str, Calibration] = defaultdict(Calibration)
    clean = flagged = flagged_by_name = 0
    for record in records(corpora / "business" / "dev"):
        gold, unsure = gold_of(record)
        every = [s for s in found_in(scanner, record["text"]) if not any(s.overlap(u) for u in unsure)]
        found = [s for s in every if s.confidence >= THRESHOLD]
        for g in gold:
            gold_count[g.type] += 1
            hit[g.type] += any(f.type == g.type and 2 * f.overlap(g) >= g.end - g.start for f in found)
        wrong = [f for f in found if not any(f.overlap(g) for g in gold)]
        false.update(f.type for f in wrong)
        names.add([g for g in gold if g.type == "PERSON"], [f for f in found if f.type == "PERSON"])
        for kind in {s.type for s in every}:
            ours = [s for s in every if s.type == kind]
            calibration[kind].add(gold, ours, exact=kind == "PERSON")
        if not gold and not unsure:
            clean += 1
            flagged += bool(found)
            flagged_by_name += any(f.type == "PERSON" for f in found)
    rows = [
        (
            kind,
            gold_count[kind],
            hit[kind],
            f"{hit[kind] / gold_count[kind]:.3f}" if gold_count[kind] else "",
            false[kind],
            len(calibration[kind].pairs),
            f"{calibration[kind].error:.3f}",
        )
        for kind in sorted({*gold_count, *false, *calibration})
    ]  # fmt: skip
    items, found_items = sum(gold_count.values()), sum(hit.values())
    return (
        "## Business texts\n\n"
        f"Items found {found_items} of {items} ({found_items / items:.3f}); false findings {sum(false.values())}; "
        f"clean texts flagged {flagged} of {clean} (with a name {flagged_by_name}). Names exact: precision "
        f"{names.precision:.3f}, recall {names.recall:.3f}, F1 {names.f1:.3f}.\n\n"
        + table(("type", "gold", "found", "recall", "false", "judged", "calibration error"), rows)
        + "\nReliability, types with at least 30 judged findings:\n\n"
        + reliability(calibration, 30)
    )


def prose(corpora: Path) -> str:
    """Encyclopedic prose: names exact per corpus and per script, calibration."""
    scanner = Scanner(Config(min_confidence=LOWEST, types=("PERSON",)))
    per_file: dict[str, Counts] = defaultdict(Counts)
    recall: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    total, kanji = Counts(), Counts()
    calibration: dict[str, Calibration] = defaultdict(Calibration)
    for record in records(corpora / "prose" / "dev"):
        text = record["text"]
        unsure = [Span(s["start"], s["end"], "") for s in record["spans"] if s["type"] == "OPTIONAL"]
        named = [s for s in record["spans"] if s["type"] == "NAME"]
        gold = [Span(s["start"], s["end"], "PERSON") for s in named]
        every = [s for s in found_in(scanner, text) if not any(s.overlap(u) for u in unsure)]
        found = [s for s in every if s.confidence >= THRESHOLD]
        per_file[record["corpus"]].add(gold, found)
        total.add(gold, found)
        kanji.add(
            [g for g, s in zip(gold, named, strict=True) if s["script"] == "kanji"],
            [f for f in found if all(is_kanji(c) for c in text[f.start : f.end])],
        )
        exact = {(f.start, f.end) for f in found}
        for s in named:
            recall[s["script"]][0] += 1
            recall[s["script"]][1] += (s["start"], s["end"]) in exact
        for key in (record["corpus"], "all"):
            calibration[key].add(gold, every, exact=True)
    rows = [(name, *counts.row(), f"{calibration[name].error:.3f}") for name, counts in sorted(per_file.items())]
    rows.append(("**all scripts**", *total.row(), f"{calibration['all'].error:.3f}"))
    rows.append(("**kanji**", *kanji.row(), ""))
    bins = [(n, f"{mean:.3f}", f"{share:.3f}") for n, mean, share in calibration["all"].bins()]
    return (
        "## Prose: names, exact spans\n\n"
        + table(("corpus", "gold", "precision", "recall", "F1", "calibration error"), rows)
        + "\n"
        + table(("script", "gold", "recall"), [(s, g, f"{h / g:.3f}") for s, (g, h) in sorted(recall.items())])
        + "\n"
        + table(("findings", "mean confidence", "right"), bins)
    )


def is_kanji(character: str) -> bool:
    """Whether a character can be of a name in kanji, its gap included."""
    return "\u3400" <= character <= "\u9fff" or character in "々〆ヶケ " or "\uf900" <= character <= "\ufaff"


def tables(corpora: Path) -> str:
    """Open data tables: recall of the distinct gold values per file and type."""
    gold: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for record in records(corpora / "tables" / "gold_values.jsonl"):
        if (corpora / "tables" / record["file"]).exists():
            for kind, values in record["values"].items():
                gold[Path(record["file"]).name][kind] |= {plain(value) for value in values}
    scanner = Scanner()
    rows, total = [], defaultdict(lambda: [0, 0])
    for name, kinds in sorted(gold.items()):
        result = scanner.scan_file(corpora / "tables" / "dev" / name)
        if not result.characters:
            rows.append((name, "", "", "", ", ".join(f"{s.reason} {s.detail}" for s in result.not_examined)))
            continue
        by_type: dict[str, set[str]] = defaultdict(set)
        for finding in result.findings:
            by_type[finding.entity_type].add(plain(finding.value))
        for kind, values in sorted(kinds.items()):
            found = by_type["PERSON" if kind == "NAME_KANA" else TYPES[kind]]
            hits = _recalled(values, found)
            rows.append((name, kind, len(values), f"{hits / len(values):.3f}", ""))
            total[kind][0] += len(values)
            total[kind][1] += hits
    rows += [("**all**", kind, n, f"**{hits / n:.4f}**", "") for kind, (n, hits) in sorted(total.items())]
    return "## Tables: distinct gold values found\n\n" + table(("file", "type", "gold", "recall", "not read"), rows)


def _recalled(gold: set[str], found: set[str]) -> int:
    """How many gold values a finding equals, contains, or covers by 60 %."""
    grams: dict[str, set[str]] = defaultdict(set)
    for value in found:
        for start in range(max(1, len(value) - 3)):
            grams[value[start : start + 4]].add(value)
    hits = 0
    for value in gold:
        near = {f for start in range(max(1, len(value) - 3)) for f in grams.get(value[start : start + 4], ())}
        hits += value in found or any(value in f or (f in value and len(f) >= 0.6 * len(value)) for f in near)
    return hits


def webtext(corpora: Path) -> str:
    """Municipal web pages: recall of addresses (other addresses there carry no label)."""
    scanner = Scanner(Config(types=("JP_ADDRESS",)))
    gold_count = hits = exact = 0
    for record in records(corpora / "webtext" / "dev"):
        found = found_in(scanner, record["text"])
        for g in record["spans"]:
            span = Span(g["start"], g["end"], "JP_ADDRESS")
            gold_count += 1
            hits += any(f.overlap(span) for f in found)
            exact += any((f.start, f.end) == (span.start, span.end) for f in found)
    return f"## Municipal pages\n\nAddresses found {hits} of {gold_count}, with exact borders {exact}.\n"


def vectors(corpora: Path) -> str:
    """Address and phone vectors: found to the last number."""
    folder = corpora / "vectors" / "dev"
    phones = Scanner(Config(types=("PHONE_NUMBER",)))
    phone_rows = [r for r in records(folder / "phones_jp.jsonl") if r["valid"]]
    phone_hits = sum(_covers_digits(phones, r["text"]) for r in phone_rows)
    addresses = Scanner(Config(types=("JP_ADDRESS",)))
    rows = [("phones", len(phone_rows), phone_hits, f"{phone_hits / len(phone_rows):.4f}")]
    for name in ("addresses_geolonia", "addresses_abr", "addresses_geolonia_main"):
        lines = [r for r in records(folder / f"{name}.jsonl") if any(c.isdigit() for c in plain(r["text"]))]
        hits = sum(_covers_digits(addresses, r["text"]) for r in lines)
        rows.append((f"{name} (with a number)", len(lines), hits, f"{hits / len(lines):.4f}"))
    return "## Vectors: found to the last number\n\n" + table(("set", "lines", "found", "recall"), rows)


def _covers_digits(scanner: Scanner, text: str) -> bool:
    """Whether one finding reaches to the last number of the text; 八 in the name of a school behind it is none."""
    last = max((match.end() for match in _NUMBER.finditer(text)), default=1)
    return any(f.end >= last for f in scanner.scan_text(text))


_NUMBER = re.compile("[0-9０-９]+|[〇一二三四五六七八九十]+(?=丁目|番|号|条|線|地割|[-－ー−‐–])")


def files(corpora: Path) -> str:
    """Real files: expected text found by the extractors; how each file ended."""
    manifest = json.loads((corpora / "files" / "manifest.json").read_text(encoding="utf-8"))
    ends: dict[str, Counter[str]] = defaultdict(Counter)
    expected: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for entry in manifest:
        path = corpora / "files" / entry["file"]
        if not path.exists():
            continue
        (result,) = piiscan.scan_paths([path], Config(timeout=30))
        reasons = "+".join(sorted({skip.reason for skip in result.not_examined}))
        state = "read" if result.complete else ("in part: " if result.characters else "not: ") + reasons
        ends[entry["kind"]][state] += 1
        wanted = [*entry.get("expect", ()), *entry.get("expect_derived", ())]
        if wanted:
            text = plain(_text_of(path)) if result.characters else ""
            suffix = path.suffix.lower()
            expected[f"{entry['kind']} {suffix}"][0] += 1
            expected[f"{entry['kind']} {suffix}"][1] += all(plain(w) in text for w in wanted)
    rows = [(kind, state, count) for kind, states in sorted(ends.items()) for state, count in states.most_common()]
    text_rows = [(kind, n, hits) for kind, (n, hits) in sorted(expected.items())]
    return (
        "## Files\n\n"
        + table(("kind", "how it ended", "files"), rows)
        + "\n"
        + table(("kind", "files with an expected text", "all of it found"), text_rows)
    )


def _text_of(path: Path) -> str:
    try:
        return piiscan.extract_text(path)
    except piiscan.PiiscanError:
        return ""


def negative(corpora: Path) -> str:
    """Texts (nearly) without personal data: findings per MB by kind of text and type."""
    folder = corpora / "negative" / "dev"
    scanner = Scanner()
    rows = []
    sums: Counter[str] = Counter()
    size_sum = 0
    for category in sorted(path for path in folder.iterdir() if path.is_dir()):
        found: Counter[str] = Counter()
        size = 0
        for path in sorted(category.rglob("*")):
            if path.is_file():
                size += path.stat().st_size
                found.update(f.entity_type for f in scanner.scan_file(path).findings)
        if category.name == "novel_ja_sjis":
            found = Counter({k: n for k, n in found.items() if k != "PERSON"})  # full of real and fictional names
        sums += found
        size_sum += size
        numbers = sum(n for k, n in found.items() if k not in {"PERSON", "EMAIL_ADDRESS"})
        kinds = ", ".join(f"{k} {n}" for k, n in found.most_common())
        mb = size / 1e6
        rows.append((category.name, f"{mb:.2f}", f"{numbers / mb:.2f}", f"{found['PERSON'] / mb:.1f}", kinds))
    numbers = sum(n for k, n in sums.items() if k not in {"PERSON", "EMAIL_ADDRESS"})
    rows.append(
        (
            "**all**",
            f"{size_sum / 1e6:.2f}",
            f"{numbers / size_sum * 1e6:.2f}",
            f"{sums['PERSON'] / size_sum * 1e6:.1f}",
            "",
        )
    )
    head = ("text", "MB", "findings per MB without names and mail", "names per MB", "findings")
    return "## Texts without personal data\n\n" + table(head, rows)


def held_out(_corpora: Path) -> str:
    """The figures out of fold that the last fit of the names left: what it does on texts unknown to it."""
    text = (Path(__file__).parent / "HELD_OUT.md").read_text(encoding="utf-8")
    return text.replace("\n## ", "\n### ").replace("# ", "## ", 1)
