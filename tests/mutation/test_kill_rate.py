"""Faults planted into the outputs are found: the share, over a sample, and that the kinds of fault are what they say.

The whole run is by hand: `python -m tests.mutation`.
"""

import re
from pathlib import Path

from generator.metadata.registry import KINDS as METADATA
from generator.verify.families import rules
from generator.verify.unjudged import UNJUDGED as REASONS
from tests.mutation.grades import OTHERWISE, UNJUDGED, grade, types
from tests.mutation.judging import judged
from tests.mutation.kinds import KINDS
from tests.mutation.mutants import OUTPUT, Mutant, chosen, places, planted, tree, trees
from tests.mutation.packages import MANIFEST
from tests.mutation.planting import EQUIVALENT
from tests.mutation.table import share, sure, survivors

SAMPLE = 24
ROW = re.compile(r"^\| ([A-Z]+-\d+) \|.*\| (?:`?)([DAWR?–/]+)[^|]*\|[^|]*\| \**([a-z]+)\** \|$", re.MULTILINE)


def sample() -> list[Mutant]:
    """One fault each of kinds that lie far apart, all in the tree that is judged fastest."""
    numbers = tuple(range(0, len(KINDS), len(KINDS) // SAMPLE))
    return [next(chosen(1, 1, (number,))) for number in numbers]


def test_faults_are_found() -> None:
    """At least 95 % of a sample of what an org refuses, each with the right code at the right place."""
    verdicts = [judged(one) for one in sample()]
    assert share(sure(verdicts)) >= 0.95, "\n".join(survivors(verdicts))


def test_there_are_enough_faults() -> None:
    """At least sixty kinds, at least six hundred places, in every output."""
    assert len(KINDS) >= 60
    assert len({(one.code, one.name) for one in KINDS}) == len(KINDS)
    mutants = [one for number in range(len(KINDS)) for one in chosen(1, 3, (number,))]
    assert len(mutants) >= 600
    assert {one.tree for one in mutants} == set(trees())


def test_every_kind_can_be_planted() -> None:
    """And changes a file of an output; the choice of places is the same each time."""
    for number, made in enumerate(KINDS):
        first = next(chosen(1, 1, (number,)), None)
        assert first is not None, f"{made.code} {made.name} can be planted nowhere"
        assert first == next(chosen(1, 1, (number,)))
        fault = planted(first)
        held = tree(first.tree)
        assert any(held.get(path) != text for path, text in fault.changed.items()), made.name
        assert fault.places, made.name


def test_every_type_that_is_emitted_has_faults() -> None:
    """Each kind of metadata in the outputs, and the papers of a project."""
    emitted = {
        kind.suffix
        for kind in METADATA
        for name in trees()
        for path in tree(name)
        if path.endswith(f".{kind.suffix}-meta.xml")
    }
    assert emitted - set(types()) == set()
    assert {"sfdx-project.json", MANIFEST, "forceignore"} <= set(types())


def test_kinds_name_rules_and_reasons() -> None:
    """Each fault breaks a rule, or a row of the catalogue that the schema judges; equal codes are explained."""
    for made in KINDS:
        assert made.code in rules() or made.code in UNJUDGED, made.code
        assert set(made.also) <= {*EQUIVALENT, *rules()}
    assert set(UNJUDGED) <= set(REASONS)


def test_grades_are_those_of_the_catalogue(shared: Path) -> None:
    """When an org acts and how sure that is, as the rows say it."""
    text = (shared / "facts" / "deploy-rules.md").read_text(encoding="utf-8")
    rows = {found[1]: (found[2], found[3]) for found in ROW.finditer(text)}
    codes = sorted({made.code for made in KINDS} & set(rows))
    assert len(codes) > 100
    milder = {code for code in codes if rows[code][1] != grade(code)[1] and code not in OTHERWISE}
    assert milder == set()
    later = {code for code in codes if rows[code][0][0] in "DA" and grade(code)[0] not in "DA"}
    assert later == set()


def test_outputs_are_there() -> None:
    assert len(trees()) == 5, OUTPUT


def test_a_kind_without_places_is_seen() -> None:
    """The count of places is per tree: a tree without the element gives none."""
    number = next(number for number, made in enumerate(KINDS) if made.files == "sfdx-project.json")
    assert places(number, trees()[0])
