"""The templates of the folder `templates`, and the corpus made of them."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tools.textgen.makers import Makers
from tools.textgen.noise import disturb
from tools.textgen.render import Span, render
from tools.textgen.template import Node, parse

CLEAN_SHARE = 0.38  # as in the hand-written corpus that the weights are measured on (101 of 271 texts)
FOLDER = Path(__file__).with_name("templates")


@dataclass(frozen=True, slots=True)
class Template:
    """One template; `plain` ones are machine-readable, so noise would break them."""

    id: str
    genre: str
    plain: bool
    tree: Node
    source: str

    @property
    def clean(self) -> bool:
        """Whether the template holds no personal data, only things that look like it."""
        return self.genre.endswith("_neg")


@cache
def templates() -> tuple[Template, ...]:
    """Returns all templates, numbered in file order."""
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        for block in path.read_text("utf-8").split("\n#### ")[1:]:
            head, _, body = block.partition("\n")
            genre, *flags = head.split()
            source = body.rstrip("\n")
            found.append(Template(f"g{len(found) + 1:03}", genre, "plain" in flags, parse(source), source))
    return tuple(found)


def record(template: Template, number: int, rng: random.Random) -> dict[str, object]:
    """Returns one instance of a template as a line of the corpus."""
    text, spans = render(template.tree, Makers(rng), rng)
    if not template.plain:
        text, spans = disturb(text, spans, rng)
    kept = [_span(span) for span in spans if not span[2].startswith("?")]
    ignored = [_span((start, end, kind[1:])) for start, end, kind in spans if kind.startswith("?")]
    line: dict[str, object] = {"id": f"{template.id}-{number}", "genre": template.genre, "text": text, "spans": kept}
    if ignored:
        line["ignore"] = ignored
    return line | {"clean": not kept}


def _span(span: Span) -> dict[str, object]:
    return {"start": span[0], "end": span[1], "type": span[2]}


def generate(seed: int, count: int) -> Iterator[dict[str, object]]:
    """Returns `count` lines; every template of its half (with or without personal data) comes up equally often."""
    rng = random.Random(seed)
    halves = ([t for t in templates() if not t.clean], [t for t in templates() if t.clean])
    decks: tuple[list[Template], list[Template]] = ([], [])
    turns: Counter[str] = Counter()
    for _ in range(count):
        half = int(rng.random() < CLEAN_SHARE)
        if not decks[half]:
            decks[half].extend(rng.sample(halves[half], len(halves[half])))
        template = decks[half].pop()
        turn = turns[template.id]
        turns[template.id] += 1
        yield record(template, turn, random.Random(f"{seed}/{template.id}/{turn}"))
