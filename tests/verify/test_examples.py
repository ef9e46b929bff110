"""Every rule that is judged has an example that breaks it, and near misses stay silent.

`examples/<CODE>-<slug>.<suffix>` is a whole component, `examples/<CODE>-<slug>/` a tree (its `org/` is what it is
deployed over): CODE is found on the line that holds `<!-- here -->`, and nothing else is an error. `silent/<slug>...`,
in the same two shapes, gives no finding at all. A component alone is put where source format keeps its kind, below the
object that its name ends with where it has one, under its own full name (`FLD-001-long.Case.field-meta.xml`).
"""

import re
from pathlib import Path

import pytest

from generator.metadata.registry import BY_SUFFIX
from generator.verify.families import rules
from generator.verify.finding import Finding
from generator.verify.verifying import verify

HERE = Path(__file__).resolve().parent
EXAMPLES = sorted((HERE / "examples").iterdir())
SILENT = sorted((HERE / "silent").iterdir())
MARK = b"<!-- here -->"
Files = dict[str, bytes]


def code(example: Path) -> str:
    return "-".join(example.name.split("-")[:2])


def files_of(example: Path) -> tuple[Files, Files]:
    """What is judged, and what stands beside it."""
    if example.is_file():
        return {lone(example): example.read_bytes()}, {}
    found = {
        path.relative_to(example).as_posix(): path.read_bytes() for path in sorted(example.rglob("*")) if path.is_file()
    }
    beside = {path.removeprefix("org/"): text for path, text in found.items() if path.startswith("org/")}
    return {path: text for path, text in found.items() if not path.startswith("org/")}, beside


def lone(example: Path) -> str:
    """Where source format keeps a component that stands alone."""
    stem, suffix = example.name.removesuffix("-meta.xml").rsplit(".", 1)
    slug, _, parent = stem.partition(".")
    kind = BY_SUFFIX[suffix]
    said = re.search(rb"<fullName>(.*?)</fullName>", example.read_bytes()) if kind.has_parent else None
    name = said[1].decode() if said else slug.removeprefix(f"{code(example)}-").replace("-", "_")
    return f"{kind.folder.format(parent=parent or 'Case')}/{name}.{suffix}-meta.xml"


def marked(files: Files) -> list[tuple[str, int]]:
    return [
        (path, number)
        for path, text in files.items()
        for number, line in enumerate(text.split(b"\n"), 1)
        if MARK in line
    ]


def shown(found: tuple[Finding, ...]) -> list[str]:
    return [f"{one.span.path}:{one.span.line} {one.code} {one.message}" for one in found]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.name)
def test_an_example_breaks_its_rule(example: Path) -> None:
    """At the place that the file marks, and it breaks nothing else that an org is known to refuse."""
    files, beside = files_of(example)
    found = verify(files, beside)
    places = {(one.span.path, one.span.line) for one in found if one.code == code(example)}
    assert set(marked(files)) == places, shown(found)
    assert places
    assert [one for one in found if one.severity == "error" and one.code != code(example)] == [], shown(found)


@pytest.mark.parametrize("example", SILENT, ids=lambda path: path.name)
def test_a_near_miss_is_silent(example: Path) -> None:
    files, beside = files_of(example)
    assert shown(verify(files, beside)) == []


def test_every_rule_has_an_example() -> None:
    assert rules().keys() - {code(example) for example in EXAMPLES} == set()
