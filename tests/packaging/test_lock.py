"""The lock file says where everything comes from and how it is called, so that readers of an org need no lowering."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from generator.compiler import compile_spec, understand
from generator.reading import read_files
from tests.packaging.building import ROOT, SPECS


def lock_of(files: dict[str, bytes]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(files["carepath.lock"])
    return found


@pytest.fixture(scope="module", params=SPECS, ids=lambda path: path.stem)
def built(request: pytest.FixtureRequest) -> tuple[Path, dict[str, bytes]]:
    return request.param, compile_spec(understand(str(request.param)))


def test_every_component_has_its_line(built: tuple[Path, dict[str, bytes]]) -> None:
    """The keys are the components of the tree, no more and no fewer."""
    _, files = built
    found = {f"{one.read.component.kind}:{one.read.component.name}" for one in read_files(files).found}

    assert set(lock_of(files)["sources"]) == found


def test_every_element_of_a_flow_has_its_line(built: tuple[Path, dict[str, bytes]]) -> None:
    _, files = built
    sources = lock_of(files)["sources"]
    for path, content in files.items():
        if path.endswith(".flow-meta.xml"):
            name = path.rpartition("/")[2].removesuffix(".flow-meta.xml")
            kinds = "|".join(
                ("actionCalls", "assignments", "decisions", "formulas", "loops", "recordCreates", "recordLookups",
                 "recordUpdates", "rules", "scheduledPaths", "subflows", "variables")
            )  # fmt: skip
            named = set(
                re.findall(
                    rf"<(?:{kinds})>\s*(?:<description>[^<]*</description>\s*)?<name>(\w+)</name>", content.decode()
                )
            )
            assert named
            assert named - set(sources[f"Flow:{name}"]) == set()


def test_every_place_is_a_line_of_a_file_below_the_specs(built: tuple[Path, dict[str, bytes]]) -> None:
    """Relative to the spec's folder, with forward slashes, and there."""
    spec, files = built
    places = {place for elements in lock_of(files)["sources"].values() for place in elements.values()}
    lines: dict[str, int] = {}
    for place in places:
        path, _, line = place.rpartition(":")
        file = (spec.parent / path).resolve()
        assert "\\" not in path
        assert not Path(path).is_absolute()
        assert file.is_relative_to(ROOT / "specs")
        lines.setdefault(path, len(file.read_text(encoding="utf-8").split("\n")))
        assert 1 <= int(line) <= lines[path]


def test_the_names_it_gives_are_in_the_package(built: tuple[Path, dict[str, bytes]]) -> None:
    """Clocks, stages, messages and our own objects: each field that it names has its file."""
    _, files = built
    lock = lock_of(files)
    there = {path.rpartition("/main/default/")[2] for path in files}
    named = [
        field for section in ("clocks", "messages") for parts in lock[section].values() for field in parts.values()
    ]
    named += [one[part] for one in lock["stages"].values() for part in ("entered", "first_entered")]

    assert {f"objects/Case/fields/{one}.field-meta.xml" for one in named} - there == set()
    assert set(lock["objects"]) == {"clock", "event", "control"}
    for one in lock["objects"].values():
        own = one["name"]
        files_of_it = {path.rpartition("/")[2] for path in there if path.startswith(f"objects/{own}/fields/")}
        assert files_of_it == {f"{field}.field-meta.xml" for field in one["fields"].values()}


def test_the_groups_it_gives_are_in_the_package_or_in_the_org(built: tuple[Path, dict[str, bytes]]) -> None:
    spec, files = built
    lock = lock_of(files)
    process = understand(str(spec)).resolved.process
    there = {path.rpartition("/groups/")[2] for path in files if "/groups/" in path}
    ours = {lock["groups"]["teams"][one.id] for one in process.teams if not one.existing}
    ours |= {lock["groups"]["people"][one.id] for one in process.people if one.api_name is None}

    assert {f"{one}.group-meta.xml" for one in ours} <= there
    assert set(lock["groups"]["teams"]) == {one.id for one in process.teams}
    assert set(lock["groups"]["people"]) == {one.id for one in process.people}
