"""Every line of the reference organisations is expressed in the real specs, or stands there with its reason."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.naming import api_name
from generator.nodes import Listing, Node, Scalar, Table
from generator.process.characters import normal
from generator.process.model import Process
from tests.conftest import ROOT
from tests.specs.loaded import loaded, resolved

COVERAGE = yaml.safe_load((ROOT / "tests" / "specs" / "coverage.yaml").read_text(encoding="utf-8"))
ORGANISATION_OF = {"northgate": "private_hospital", "ashfell": "nhs_gp_federation"}
SPEC_OF = {"northgate": "northgate", "ashfell": "ashfell", "reading": "northgate"}
PLACES = [(spec, line, place) for spec, lines in COVERAGE.items() for line, places in lines.items() for place in places]


@pytest.fixture(scope="module")
def organisations(shared: Path) -> dict[str, Any]:
    data: dict[str, Any] = yaml.safe_load((shared / "cases" / "organisations.yaml").read_text(encoding="utf-8"))
    return data


@pytest.mark.parametrize(("part", "line", "place"), PLACES, ids=lambda value: str(value)[:60])
def test_a_covered_line_resolves(part: str, line: str, place: str) -> None:
    """`place` is there: a path of the merged spec, a story, or a comment with a reason."""
    spec = SPEC_OF[part]
    kind, _, name = place.partition(": ")
    if kind == "scenario":
        assert name in {one.name for one in resolved(spec).scenarios}
    elif kind == "not automated":
        reasons = {remark.text: remark.reason for remark in loaded(spec).remarks}
        assert name in reasons
        assert len(reasons[name]) > 20, "a reason is given"
    else:
        assert at(loaded(spec).merged, place) is not None


@pytest.mark.parametrize("part", COVERAGE)
def test_no_line_is_forgotten(part: str, organisations: dict[str, Any]) -> None:
    if part == "reading":
        data = {key: organisations[key] for key in ("negation_cues", "history_markers")}
    else:
        data = organisations["scenarios"][ORGANISATION_OF[part]]
    lines = COVERAGE[part]
    uncovered = [leaf for leaf in leaves(data) if not any(leaf == one or leaf.startswith(f"{one}.") for one in lines)]
    assert uncovered == []
    assert [one for one in lines if not any(leaf == one or leaf.startswith(f"{one}.") for leaf in leaves(data))] == []


@pytest.mark.parametrize("name", ORGANISATION_OF)
def test_no_word_is_lost(name: str, organisations: dict[str, Any]) -> None:
    given, process = organisations["scenarios"][ORGANISATION_OF[name]], resolved(name).process
    lost = []
    for level, words in given["urgency_keywords"].items():
        sets = next(one.sets for one in process.levels if one.id == level)
        lost += [(level, word) for word in words if key_of(word) not in words_in(process, sets)]
    for category in given["categories"]:
        sets = next(one.sets for one in process.categories if one.id == category["key"])
        lost += [
            (category["key"], word) for word in category["keywords"] if key_of(word) not in words_in(process, sets)
        ]
    assert lost == []
    cues = {normal(str(cue)) for cue in organisations["negation_cues"]}
    assert cues <= set(process.reading.cues)


@pytest.mark.parametrize("name", ORGANISATION_OF)
def test_order_floors_and_special_handling_are_kept(name: str, organisations: dict[str, Any]) -> None:
    given, process = organisations["scenarios"][ORGANISATION_OF[name]], resolved(name).process
    said = [(one["key"], one["label"], one["floor"], one.get("special_handling", False)) for one in given["categories"]]
    levels = [one.id for one in process.levels]
    assert [(one.id, one.label, levels[one.floor], one.special) for one in process.categories[:-1]] == said
    assert process.categories[-1].id == given["default_category"]
    assert levels == list(given["urgency"])


@pytest.mark.parametrize("name", ORGANISATION_OF)
def test_every_queue_has_its_name(name: str, organisations: dict[str, Any]) -> None:
    given, process = organisations["scenarios"][ORGANISATION_OF[name]], resolved(name).process
    queues = {team.api_name or api_name(process.identity.prefix, team.id) for team in process.teams}
    assert queues == set(given["queues"].values())


def key_of(word: object) -> tuple[str, bool]:
    text = str(word)
    return normal(text.rstrip("*")), text.endswith("*")


def words_in(process: Process, sets: tuple[str, ...]) -> set[tuple[str, bool]]:
    return {(word.text, word.is_prefix) for one in process.reading.sets if one.id in sets for word in one.words}


def leaves(data: Any, path: str = "") -> Iterator[str]:
    """The paths of every scalar: keys and positions, with dots between."""
    if isinstance(data, dict):
        entries = list(data.items())
    elif isinstance(data, list):
        entries = list(enumerate(data))
    else:
        yield path
        return
    for key, value in entries:
        yield from leaves(value, f"{path}.{key}" if path else str(key))


def at(node: Node | None, path: str) -> Node | None:
    """The node of a merged spec at a path; entries of lists by their id."""
    for key in path.split("."):
        if isinstance(node, Table):
            node = node.get(key)
        elif isinstance(node, Listing):
            node = next((item for item in node.items if isinstance(item, Table) and is_named(item, key)), None)
        else:
            return None
    return node


def is_named(item: Table, name: str) -> bool:
    said = item.get("id")
    return isinstance(said, Scalar) and said.text == name
