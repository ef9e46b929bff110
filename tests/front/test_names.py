"""Names that the package keeps for itself cannot be taken by a spec."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.collisions import one_field
from generator.compiler import compile_spec, understand
from generator.diagnostics import Diagnostic, Rejected
from generator.limits import MOST_SHARING_RULES, room
from generator.lower.naming import WORKFLOW_FIELDS, names_of
from generator.lower.sharing import sharing
from generator.process.model import Process
from tests.front.planting import written
from tests.front.small import small

Tree = dict[str, Any]


def process_of(folder: Path, change: Callable[[Tree], object]) -> tuple[Process, list[str]]:
    """The process of the small spec after a change, and the lines of the file."""
    tree = small()
    change(tree)
    path = folder / "small.yaml"
    path.write_text(written(tree), encoding="utf-8")
    return understand(str(path)).resolved.process, path.read_text(encoding="utf-8").splitlines()


def with_field(id: str, **said: str) -> Callable[[Tree], object]:
    def change(tree: Tree) -> None:
        tree["fields"][id] = {"label": "Mine", **said}
        tree["expects"]["fields"] += [f"Case.{said['api_name']}"] if "existing" in said else []

    return change


def found_in(folder: Path, change: Callable[[Tree], object]) -> list[tuple[str, str]]:
    """The collisions of fields, each with the line that it stands on."""
    process, lines = process_of(folder, change)
    found: list[Diagnostic] = list(one_field(process, names_of(process)))
    return [(one.code, lines[one.span.line - 1].strip()) for one in found]


@pytest.mark.parametrize("id", [*WORKFLOW_FIELDS, "triage_due", "open_entered", "share_signed", "hello_sent"])
def test_no_field_has_the_id_of_a_field_of_ours(tmp_path: Path, id: str) -> None:
    assert found_in(tmp_path, with_field(id)) == [("CP213", f'"{id}": {{')]


@pytest.mark.parametrize("id", ["token", "triage_due"])
def test_no_field_that_the_org_has_takes_the_id_of_ours(tmp_path: Path, id: str) -> None:
    found = found_in(tmp_path, with_field(id, existing="true", api_name="Another__c"))

    assert found == ([("CP213", '"token": {')] if id == "token" else [])


@pytest.mark.parametrize("name", ["abc_category__c", "ABC_Triage_Due__c", "abc_token__c", "Origin"])
@pytest.mark.parametrize("said", [{}, {"existing": "true"}], ids=["ours", "the org's"])
def test_no_field_has_the_name_of_a_field_of_ours(tmp_path: Path, name: str, said: dict[str, str]) -> None:
    assert found_in(tmp_path, with_field("mine", api_name=name, **said)) == [("CP213", '"mine": {')]


def test_no_two_stages_are_kept_in_one_field(tmp_path: Path) -> None:
    def change(tree: Tree) -> None:
        tree["stages"].insert(1, {"id": "open_first", "label": "Seen", "status": "Working", "next": ["done"]})
        tree["stages"][0]["next"].append("open_first")

    assert found_in(tmp_path, change) == [("CP213", '"id": "open_first",')]


def test_the_small_spec_has_no_collision(tmp_path: Path) -> None:
    assert found_in(tmp_path, lambda tree: None) == []


def refused(folder: Path, change: Callable[[Tree], object]) -> list[tuple[str, str]]:
    process_of(folder, change)
    with pytest.raises(Rejected) as rejected:
        compile_spec(understand(str(folder / "small.yaml")))
    lines = (folder / "small.yaml").read_text(encoding="utf-8").splitlines()
    return [(one.code, lines[one.span.line - 1].strip()) for one in rejected.value.diagnostics]


def test_no_persona_has_the_name_of_a_permission_of_ours(tmp_path: Path) -> None:
    def change(tree: Tree) -> None:
        tree["personas"]["override"] = {"label": "Override"}

    assert {code for code, _ in refused(tmp_path, change)} == {"CP213"}


def test_no_report_or_measure_has_the_name_of_ours(tmp_path: Path) -> None:
    """Reports of ours stand in another folder, and an org knows one report of a name; a measured clock has bands."""

    def change(tree: Tree) -> None:
        tree["fields"]["triage_band"] = {"label": "Mine"}
        tree["reports"] = {
            "outside_workflow": {"label": "Mine", "seen_by": ["nurse"], "measure": "answer"},
            "workflow_faults": {"label": "Mine too"},
        }

    assert refused(tmp_path, change) == [("CP213", '"outside_workflow": {'), ("CP213", '"workflow_faults": {')]


def test_no_more_people_are_let_in_than_an_org_has_room_for(tmp_path: Path) -> None:
    process, _ = process_of(tmp_path, lambda tree: None)
    team = process.teams[0]

    def found(count: int) -> list[tuple[str, str]]:
        teams = tuple(replace(team, id=f"team_{number}", lead=None) for number in range(count))
        many = replace(process, teams=teams, people=(), personas=(), effects=(), clocks=())
        components = tuple(sharing(many, names_of(many)))
        return [(one.code, one.message) for one in room(components)]

    assert found(MOST_SHARING_RULES) == []
    assert [code for code, _ in found(MOST_SHARING_RULES + 1)] == ["CP564"]
