"""Puts a text into every place of a small spec where a text may stand, and tells what becomes of it."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from generator.compiler import compile_spec, understand
from generator.diagnostics import Rejected
from generator.language.scenarios import Scenario
from generator.language.spec import Spec
from generator.shapes import Shape, places
from tests.front.small import small

Path_ = tuple[str | int, ...]
TEXTS = {"filled", "text", "phrase", "pattern", "names"}
"""How a place is read that takes any text."""
FORMS = {
    "id", "ref", "api_name", "condition", "duration", "warning", "moment", "date", "hours", "zone", "recipient",
    "per_urgency",
}  # fmt: skip
"""How a place is read that has a form of its own."""
MARKED = 4
"""The first characters of a planted text are `qz` and a number, like those of no other."""
STATUS: Path_ = ("stages", 0, "status")
PARKED: Path_ = ("expects", "statuses", 0, "label")
"""The two say one thing: what one of them holds, the other holds."""


@dataclass(frozen=True)
class Place:
    """Where a text stands in the small spec, which key of which record that is, and what stands there."""

    path: Path_
    said: str
    reads: str
    text: str


def declared(shape: Shape, said: str, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The places of the language that take any text, by record and key."""
    if shape.kind in ("scalar", "either"):
        reads = shape.reads.what if shape.reads else "text"
        assert reads in TEXTS | FORMS, f"nobody says whether `{reads}` is any text"
        if reads in TEXTS:
            yield said
    elif shape.kind == "pairs":
        yield f"{said} (key)"
        yield f"{said} (value)"
    elif shape.kind == "listing" and shape.item is not None:
        yield from declared(shape.item, said, seen)
    elif shape.of is not None and shape.of.__qualname__ not in seen:
        if shape.of is Scenario:
            yield "Scenario (id)"
        for place in places(shape.of):
            yield from declared(place.shape, f"{shape.of.__name__}.{place.key}", seen | {shape.of.__qualname__})


def planted(shape: Shape, tree: Any, path: Path_ = (), said: str = "") -> Iterator[Place]:
    """The texts of a tree that stand in such places."""
    if shape.kind in ("scalar", "either") and isinstance(tree, str):
        reads = shape.reads.what if shape.reads else "text"
        if reads in TEXTS:
            yield Place(path, said, reads, tree)
    elif shape.kind == "either" and isinstance(tree, list):
        yield from (Place((*path, number), said, "names", item) for number, item in enumerate(tree))
    elif shape.kind == "pairs":
        for key, value in tree.items():
            yield Place((*path, key, "(key)"), f"{said} (key)", "text", key)
            yield Place((*path, key), f"{said} (value)", "text", value)
    elif shape.kind == "listing" and shape.item is not None:
        for number, item in enumerate(tree):
            yield from planted(shape.item, item, (*path, number), said)
    elif shape.kind == "keyed":
        for key, value in tree.items():
            if shape.of is Scenario:
                yield Place((*path, key, "(key)"), "Scenario (id)", "text", key)
            yield from planted(Shape(kind="record", of=shape.of), value, (*path, key))
    elif shape.kind == "ordered":
        for number, item in enumerate(tree):
            yield from planted(Shape(kind="record", of=shape.of), item, (*path, number))
    elif shape.of is not None:
        for place in places(shape.of):
            if place.key in tree:
                yield from planted(place.shape, tree[place.key], (*path, place.key), f"{shape.of.__name__}.{place.key}")


WHOLE = Shape(kind="record", of=Spec)


def first_of_each() -> list[Place]:
    """One place for each key of the language that takes any text."""
    found: dict[str, Place] = {}
    for one in planted(WHOLE, small()):
        if one.path != STATUS:
            found.setdefault(one.said, one)
    return list(found.values())


def with_texts(texts: dict[Place, str]) -> Any:
    """The small spec with other texts in these places. Keys change last, the innermost first, so that paths hold."""
    tree = small()
    for place in sorted(texts, key=lambda one: (one.path[-1] == "(key)", -len(one.path))):
        key = place.path[-1] == "(key)"
        at: Any = tree
        for step in place.path[: -2 if key else -1]:
            at = at[step]
        if key:
            old = place.path[-2]
            changed = {texts[place] if name == old else name: value for name, value in at.items()}
            at.clear()
            at.update(changed)
        else:
            at[place.path[-1]] = texts[place]
        if place.path == PARKED:
            tree["stages"][0]["status"] = texts[place]
    return tree


def written(tree: Any) -> str:
    """A tree as a file in which every scalar has a line of its own, also where YAML sees line breaks."""
    return json.dumps(tree, ensure_ascii=False, indent=1).replace("\u2028", "\\u2028").replace("\u00a0", "\\u00a0")


@dataclass(frozen=True)
class Outcome:
    """What was refused, by place: its code; what of it was shown beside the text; what was taken, and the files that it
    became."""

    refused: dict[Place, str]
    beside: dict[Place, str]
    taken: dict[Place, str]
    files: dict[str, bytes]


def outcome(folder: Path, texts: dict[Place, str]) -> Outcome:
    """Builds the small spec with these texts; what is refused at its line is taken out, until the rest is taken."""
    texts, refused, beside = dict(texts), {}, {}
    path = folder / "small.yaml"
    while True:
        file = written(with_texts(texts))
        path.write_text(file, encoding="utf-8", newline="")
        try:
            understood = understand(str(path))
            return Outcome(refused, beside, texts, compile_spec(understood))
        except Rejected as rejected:
            errors = [(one.span.line, f"{one.code} {one.message}") for one in rejected.diagnostics
                      if one.severity == "error"]  # fmt: skip
        lines = {line: place for place, text in texts.items() for line in lines_of(file, place, text)}
        at_texts = {lines[line]: said for line, said in errors if line in lines}
        for place, text in () if at_texts else texts.items():
            quoting = [one for one in errors if text[:MARKED] in one[1]]
            if quoting:
                at_texts[place] = quoting[0][1]
                beside[place] = f"{quoting[0][1]} at {file.splitlines()[quoting[0][0] - 1].strip()}"
        variable = next((one for one in texts if one.said == "Spec.vars (value)"), None)
        if not at_texts and variable is not None and "${" in file.splitlines()[errors[0][0] - 1]:
            at_texts[variable] = beside[variable] = errors[0][1]  # what it holds cannot stand where it is used
        if not at_texts:
            raise AssertionError(f"refused, but not for a hostile text: {errors}")
        for place, said in at_texts.items():
            refused[place] = said[:5]
            del texts[place]


def lines_of(file: str, place: Place, text: str) -> list[int]:
    """The lines on which a planted text stands: its beginning is like no other."""
    mark = written(text)[:-1]
    ends = f'{mark}":' if place.path[-1] == "(key)" else f'{mark}"'
    return [number for number, line in enumerate(file.splitlines(), 1) if ends in line]
