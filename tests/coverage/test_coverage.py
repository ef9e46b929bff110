"""What the scenarios of a small surgery reach, in the words of its spec and in the metadata; the other views of it."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from generator.commands import covering
from generator.commands.covering import below, counted, shown
from generator.commands.test import command
from generator.compiler import Understood, compile_spec, understand
from generator.coverage.excusing import excuses, out_of_reach
from generator.coverage.model import Covered
from generator.emulator.coverage import Point
from generator.emulator.loading import Package
from generator.prove.playing import OrgTeller
from generator.scenarios.running import Result

FOLDER = Path(__file__).resolve().parent
SPEC = str(FOLDER / "spec.yaml")
SPECS = FOLDER.parents[1] / "specs"


@cache
def surgery() -> tuple[Understood, list[Result], Covered, Package]:
    understood = understand(SPEC)
    return understood, *counted(understood, understood.resolved.scenarios)


def hits(*point: str) -> int:
    return surgery()[2].hits.get(Point(*point), 0)


def test_every_scenario_passes_while_it_is_counted() -> None:
    assert [result.scenario.name for result in surgery()[1] if not result.passed] == []


def test_each_run_counts() -> None:
    """Three scenarios; of one each element that may fail is a run."""
    _, results, covered, _ = surgery()
    assert len(results) == 3
    assert covered.runs > 10


@pytest.mark.parametrize(
    ("point", "reached"),
    [
        (("category", "symptoms"), True),
        (("category", "harm"), False),
        (("level", "urgent"), True),
        (("route", "alarm"), True),
        (("route", "harmed"), False),
        (("transition", "intake", "triage", "automation"), True),
        (("transition", "triage", "answer", "status"), True),
        (("transition", "triage", "answer", "stage"), False),
        (("guardrail", "transition.triage", "transition", "broken"), True),
        (("guardrail", "transition.triage", "transition", "held"), True),
        (("guardrail", "known", "guardrail", "held"), True),
        (("guardrail", "known", "guardrail", "broken"), False),
        (("guardrail", "lowering", "guardrail", "broken"), True),
        (("guardrail", "lowering", "guardrail", "overridden"), True),
        (("guardrail", "lowering", "guardrail", "held"), False),
        (("alert", "alarm", "", "done"), True),
        (("alert", "alarm", "", "held back"), True),
        (("alert", "closed", "", "done"), False),
        (("clock", "triage", "urgent", "breached"), True),
        (("clock", "triage", "routine", "met"), True),
        (("clock", "triage", "1", "step"), False),
        (("stall", "triage"), True),
        (("reply", "nothing"), True),
        (("reply", "raised"), False),
        (("path", "ABY_Received", "AsyncAfterCommit"), True),
        (("entry", "ABY_Intake", "start", "entered"), True),
        (("rule", "Case", "ABY_Lowering", "broken"), True),
    ],
    ids=lambda part: "-".join(one for one in part if one) if isinstance(part, tuple) else None,
)
def test_a_point_is_reached_or_not(point: tuple[str, ...], reached: bool) -> None:
    aims = {one.point for one in surgery()[2].aims}
    assert Point(*point) in aims
    assert (hits(*point) > 0) == reached


def test_a_save_that_is_stopped_reaches_the_rule_alone() -> None:
    """The clerk's first move would close the case: nothing of a closure is counted."""
    assert hits("alert", "closed", "", "done") == 0
    assert hits("retention", "every", "", "done") == 0


def test_every_fault_path_that_the_story_passes_is_taken() -> None:
    _, _, covered, _ = surgery()
    taken = {point.name for point in covered.hits if point.kind == "fault" and point.where == "ABY_Record"}
    assert "Something_happened_Write_the_record_of_decisions" in taken
    assert "Something_happened_Make_clock_rows" in taken


def test_each_point_has_a_label_and_the_line_that_caused_it() -> None:
    _, _, covered, _ = surgery()
    lines = Path(SPEC).read_text(encoding="utf-8").split("\n")
    assert all(one.label for one in covered.aims)
    by_point = {one.point: one for one in covered.aims}
    alarm = by_point[Point("alert", "alarm", what="done")]
    mail = by_point[Point("fault", "ABY_Received", "It_is_Mail_First_answer_to_the_sender")]
    assert lines[int(alarm.at.rpartition(":")[2]) - 1].strip().startswith("alarm:")
    assert lines[int(mail.at.rpartition(":")[2]) - 1].strip().startswith("hello:")
    assert mail.label == "Visit: mails of new cases › Mail «First answer» to the sender fails"


# -- views -----------------------------------------------------------------------------------------------------------


def test_the_table_says_of_each_kind_how_much_and_what_is_missing() -> None:
    understood, _, covered, package = surgery()
    lines = shown("text", covered, package, understood.sources).split("\n")
    met, of = (sum(one.point.kind == "category" and so(one) for one in covered.aims) for so in (covered.reached, bool))
    assert f"  categories              {met:>7} of {of:<7}{100 * met / of:>6.1f}%" in lines
    assert any(line.startswith("    category Harm  (spec.yaml:") for line in lines)
    assert "  Nothing asks for this mail when a case is made." in lines


def test_the_data_hold_every_point_and_are_the_same_each_time() -> None:
    covered = surgery()[2]
    (data,) = json.loads(covering.listed([covered]))
    assert data["kinds"]["everything"]["total"] == sum(not one.reason for one in covered.aims)
    assert len(data["points"]) == len(covered.aims)
    found: Mapping[str, Any] = next(one for one in data["points"] if one["kind"] == "route" and one["where"] == "alarm")
    assert found["hits"] == hits("route", "alarm")
    assert covering.listed([covered]) == covering.listed([replace(covered)])


def test_the_listing_shows_flows_in_reading_order_and_the_spec_line_by_line() -> None:
    understood, _, covered, package = surgery()
    lines = shown("annotated", covered, package, understood.sources).split("\n")
    intake = lines[lines.index("flow ABY_Intake: Visit: intake") + 1 :]
    entered = hits("entry", "ABY_Intake", "start", "entered")
    assert intake[0] == f"{entered:>8}   a record enters"
    assert intake[1].endswith("ask: Is this case ours")
    assert intake[2].endswith("› A case of this workflow")
    assert intake[3].endswith("› Another case")
    assert intake[3].split()[:2] == ["0", "!"]
    harm = next(line for line in lines if "- {id: harm, label: Harm" in line)
    assert harm.split()[0] == "0"
    assert harm.split("-")[0].rstrip().endswith("!")


# -- how much is asked for -------------------------------------------------------------------------------------------


def test_what_is_below_is_said_of_each_kind() -> None:
    covered = surgery()[2]
    assert below(covered, {"everything": 0.0, "level": 10.0}) == []
    (line,) = below(covered, {"category": 99.0, "everything": 1.0})
    assert line.startswith(f"{SPEC}: categories ")
    assert line.endswith("%, and 99% is asked for")


def test_a_reason_that_is_refuted_is_said() -> None:
    covered = surgery()[2]
    reached = next(one for one in covered.aims if covered.reached(one))
    wrong = replace(covered, aims=(replace(reached, reason="nobody ever does"),))
    (line,) = below(wrong, {})
    assert line == f"{SPEC}: {reached.label} is said to be out of reach, and was reached"


@pytest.mark.parametrize("given", ["much", "101", "-1", "outcomes=10", "outcome=", "outcome=x"])
def test_no_other_share_can_be_asked_for(given: str) -> None:
    with pytest.raises(click.UsageError):
        covering.bars([given])
    assert CliRunner().invoke(command, [SPEC, "--fail-under", given]).exit_code == 2


def test_the_command_ends_by_what_is_asked_for() -> None:
    enough = CliRunner().invoke(command, [SPEC, "-k", "alarm", "--fail-under", "level=20"])
    short = CliRunner().invoke(command, [SPEC, "-k", "alarm", "--coverage", "--fail-under", "category=90"])
    assert (enough.exit_code, enough.output) == (0, f"{SPEC}: 1 passed, 0 failed\n")
    assert short.exit_code == 1
    assert "coverage by 1 runs" in short.output
    assert CliRunner().invoke(command, [SPEC, "--coverage", "--on", "xml"]).exit_code == 2


# -- what is out of reach --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spec", ["northgate", "ashfell"])
def test_every_reason_is_about_something_that_is_there(spec: str) -> None:
    """A reason whose outcome is gone from the flows says nothing."""
    understood = understand(str(SPECS / f"{spec}.yaml"))
    process = understood.resolved.process
    package = OrgTeller(process, compile_spec(understood)).package
    excused = set(out_of_reach(process, package).values())
    assert excused == {one.reason for one in excuses(process)}


@pytest.mark.parametrize("spec", ["northgate", "ashfell"])
def test_our_specs_reach_every_outcome_and_fault_path(spec: str) -> None:
    """And every listed move, by the stage and by the status; or there is a reason."""
    understood = understand(str(SPECS / f"{spec}.yaml"))
    results, covered, _ = counted(understood, understood.resolved.scenarios)
    assert [result.scenario.name for result in results if not result.passed] == []
    assert below(covered, {"outcome": 100.0, "fault": 100.0, "transition": 100.0}) == []
