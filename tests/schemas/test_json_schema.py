"""The JSON Schemas that editors complete from, judged by a third party: right specs pass, mistakes do not."""

import copy
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from generator.diagnostics import Rejected
from generator.loading import load
from generator.nodes import Listing, Node, Scalar
from generator.schema import schema
from tests.specs.loaded import SPECS, loaded

FOLDER = Path(__file__).resolve().parents[2] / "specs"
FILES = sorted(path.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("*.yaml"))
WHOLE = Draft202012Validator(schema(layer=False))
LAYER = Draft202012Validator(schema(layer=True))


class Texts(yaml.CBaseLoader):
    """As the language reads: everything is text (so that `on` and `no` stay words) but a plain null."""


class Editor(yaml.CBaseLoader):
    """As an editor reads: YAML 1.2's core schema, where true, 1 and 1.5 are not text."""


NULL, BOOL, NUMBER = (f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "float"))
for reader in (Texts, Editor):
    reader.add_implicit_resolver(NULL, re.compile("null$"), ["n"])
    reader.add_constructor(NULL, lambda loader, node: None)
Editor.add_implicit_resolver(BOOL, re.compile("(?:true|false)$"), ["t", "f"])
Editor.add_constructor(BOOL, lambda loader, node: node.value == "true")
Editor.add_implicit_resolver(NUMBER, re.compile(r"[-+]?[0-9]+(\.[0-9]+)?$"), list("-+0123456789"))
Editor.add_constructor(NUMBER, lambda loader, node: json.loads(node.value.lstrip("+0") or "0"))


def errors(validator: Draft202012Validator, tree: Any) -> list[str]:
    return [f"{list(one.absolute_path)}: {one.message[:200]}" for one in validator.iter_errors(tree)]


def plain(node: Node) -> Any:
    """Merged nodes as the trees that validators know."""
    if isinstance(node, Scalar):
        return node.text
    if isinstance(node, Listing):
        return [plain(item) for item in node.items]
    return {entry.key.text: plain(entry.value) for entry in node.entries}


@pytest.mark.parametrize("layer", [False, True])
def test_a_schema_is_a_schema(layer: bool) -> None:
    Draft202012Validator.check_schema(schema(layer=layer))


@pytest.mark.parametrize("reader", [Texts, Editor])
@pytest.mark.parametrize("name", FILES)
def test_every_file_is_a_layer(name: str, reader: type) -> None:
    """Each of our files extends another or is extended, so each is written as a layer."""
    tree = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=reader)

    assert errors(LAYER, tree) == []


@pytest.mark.parametrize("name", SPECS)
def test_every_spec_is_whole_when_its_layers_are_merged(name: str) -> None:
    assert errors(WHOLE, plain(loaded(name).merged)) == []


@pytest.mark.parametrize("name", [name for name in FILES if name.removesuffix(".yaml") in SPECS])
def test_a_file_that_leans_on_layers_is_not_whole(name: str) -> None:
    tree = yaml.load((FOLDER / name).read_text(encoding="utf-8"), Loader=Texts)

    assert errors(WHOLE, tree) != []


Mistake = Callable[[Any], object]

IN_A_WHOLE_SPEC: dict[str, tuple[Mistake, tuple[str | int, ...]]] = {
    "unknown section": (lambda t: t.update(categries=[]), ()),
    "unknown key of an entry": (lambda t: t["teams"]["nurse_triage"].update(labl="x"), ("teams", "nurse_triage")),
    "a section is missing": (lambda t: t.pop("categories"), ()),
    "a key is missing": (lambda t: t["teams"]["nurse_triage"].pop("label"), ("teams", "nurse_triage")),
    "an entry without id": (lambda t: t["urgency"][0].pop("id"), ("urgency", 0)),
    "no version": (lambda t: t.pop("carepath"), ()),
    "another version": (lambda t: t.update(carepath="2"), ("carepath",)),
    "an id with capitals": (lambda t: t["workflow"].update(id="Patient"), ("workflow", "id")),
    "an id with a space in a map": (lambda t: t["people"].update({"duty manager": {"label": "x"}}), ("people",)),
    "an id that is too long": (lambda t: t["urgency"][0].update(id="a" * 31), ("urgency", 0, "id")),
    "a reference that is no id": (lambda t: t["routing"][0].update(to="Nurse triage"), ("routing", 0, "to")),
    "an API name with a hyphen": (
        lambda t: t["workflow"].update(record_type="Patient-Inquiry"), ("workflow", "record_type"),
    ),
    "a list where a text stands": (lambda t: t["workflow"].update(label=["x"]), ("workflow", "label")),
    "a text where a list stands": (lambda t: t["stages"][0].update(next="triage"), ("stages", 0, "next")),
    "a map where a list of entries stands": (lambda t: t.update(urgency={"emergency": {}}), ("urgency",)),
    "a list where a map of entries stands": (lambda t: t.update(teams=[{"id": "x", "label": "x"}]), ("teams",)),
    "a text where yes or no stands": (
        lambda t: t["categories"][0].update(special_handling="yes"), ("categories", 0, "special_handling"),
    ),
    "a word that is none of the choices": (
        lambda t: t["urgency"][0].update(priority="Highest"), ("urgency", 0, "priority"),
    ),
    "a date in another order": (
        lambda t: t["calendars"]["working"].update(holidays=["25/12/2026"]), ("calendars", "working", "holidays", 0),
    ),
    "hours without noughts": (
        lambda t: t["calendars"]["working"].update(hours="8-18"), ("calendars", "working", "hours"),
    ),
    "an entry is removed": (lambda t: t["teams"]["enquiries"].update(remove="true"), ("teams", "enquiries")),
    "a list is edited": (
        lambda t: t["word_lists"]["crisis"].update(words={"add": ["x"]}), ("word_lists", "crisis", "words"),
    ),
    "an entry has a place": (lambda t: t["categories"][1].update(before="general"), ("categories", 1)),
    "a value is put back to its default": (lambda t: t["stages"][0].update(help=None), ("stages", 0, "help")),
    "a list of lists per urgency": (
        lambda t: t["clocks"]["triage"].update(within={"emergency": ["15m"]}), ("clocks", "triage", "within"),
    ),
    "a verb that no step has": (
        lambda t: t["scenarios"][next(iter(t["scenarios"]))]["then"].append({"wit": "5m"}),
        ("scenarios",),
    ),
}  # fmt: skip
"""A change of a whole spec, and the place where a validator sees it."""

BELOW = "carepath: 1\nextends: [northgate.yaml]\n"
IN_A_LAYER: dict[str, str] = {
    "no version": "extends: [northgate.yaml]\n",
    "unknown section": BELOW + "categries: []\n",
    "unknown edit of a list": BELOW + "word_lists: {red_flags: {words: {replace: [x]}}}\n",
    "remove is no yes or no": BELOW + "consents: {share_results: {remove: perhaps}}\n",
    "null where there is no default": BELOW + "workflow: {label: null}\n",
    "an entry without id": BELOW + "urgency: [{label: x}]\n",
    "a map where order counts": BELOW + "categories: {billing: {label: x}}\n",
    "a place that is no id": BELOW + "categories: [{id: new_one, label: x, before: [billing]}]\n",
}


def deepest(error: ValidationError) -> Iterator[tuple[str | int, ...]]:
    yield tuple(error.absolute_path)
    for one in error.context or ():
        yield from deepest(one)


@pytest.mark.parametrize("said", IN_A_WHOLE_SPEC)
def test_a_mistake_in_a_whole_spec_is_seen_at_its_place(said: str, tmp_path: Path) -> None:
    mistake, place = IN_A_WHOLE_SPEC[said]
    tree = copy.deepcopy(plain(loaded("northgate").merged))
    mistake(tree)
    found = [path for one in WHOLE.iter_errors(tree) for path in deepest(one)]

    assert found
    assert any(path[: len(place)] == place for path in found)


LANGUAGE_TAKES = (
    "an entry is removed",
    "a list is edited",
    "an entry has a place",
    "a value is put back to its default",
)
"""In a spec that has layers below, these are edits; the schema of whole specs has none."""


@pytest.mark.parametrize("said", [said for said in IN_A_WHOLE_SPEC if said not in LANGUAGE_TAKES])
def test_what_the_schema_of_whole_specs_refuses_the_compiler_refuses(said: str, tmp_path: Path) -> None:
    tree = copy.deepcopy(plain(loaded("northgate").merged))
    IN_A_WHOLE_SPEC[said][0](tree)
    path = tmp_path / "spec.yaml"
    path.write_text(json.dumps(tree), encoding="utf-8")

    with pytest.raises(Rejected):
        load(str(path))


@pytest.mark.parametrize("said", IN_A_LAYER)
def test_a_mistake_in_a_layer_is_seen(said: str) -> None:
    assert errors(LAYER, yaml.load(IN_A_LAYER[said], Loader=Texts)) != []
