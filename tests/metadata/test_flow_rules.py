"""Every flow of every package keeps our habits and the rules of its elements; a flow that breaks one is caught."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.metadata.flow import (
    Flow,
    FlowConnector,
    FlowElementReferenceOrValue,
    FlowScheduledPath,
)
from tests.metadata.flow_rules import RULES, broken
from tests.metadata.packages import SPECS, of_kind, package

NORTHGATE = next(spec for spec in SPECS if spec.stem == "northgate")
Change = Callable[[Flow], Flow]


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.stem)
def test_flows_keep_the_rules(spec: Path) -> None:
    flows = of_kind(package(spec), "Flow")
    assert len(flows) >= 10
    assert {name: found for name in flows if (found := broken(name, flows))} == {}


def first(field: str, **values: Any) -> Change:
    """The flow with other values in its first element of a kind."""

    def change(flow: Flow) -> Flow:
        head, *rest = getattr(flow, field)
        return replace(flow, **{field: (replace(head, **values), *rest)})

    return change


def start(**values: Any) -> Change:
    return lambda flow: replace(flow, start=replace(flow.start, **values))  # type: ignore[type-var]


def whole(**values: Any) -> Change:
    return lambda flow: replace(flow, **values)


def operator(chosen: str) -> Change:
    def change(flow: Flow) -> Flow:
        item = replace(flow.assignments[0].assignmentItems[0], operator=chosen)
        return first("assignments", assignmentItems=(item,))(flow)

    return change


NOWHERE = FlowConnector(targetReference="Nowhere")
TIMED = FlowScheduledPath(
    name="At", label="At", offsetNumber=0, offsetUnit="Days", timeSource="RecordTriggerEvent", connector=NOWHERE
)


@pytest.mark.parametrize(
    ("rule", "flow", "change"),
    [
        ("labels", "Notify", first("variables", description=None)),
        ("triggers", "Record", whole(triggerOrder=None)),
        ("entries", "Record", start(filterFormula="{!Turned}")),
        ("paths", "Clock", start(scheduledPaths=(TIMED,))),
        ("lookups", "Notify", first("recordLookups", queriedFields=())),
        ("lookups", "Notify", first("recordLookups", queriedFields=("Owner.Name",))),
        ("changes", "Record", first("recordUpdates", filters=(), filterLogic=None)),
        ("assignments", "Record", first("assignments", assignmentItems=())),
        ("assignments", "Notify", operator("Subtract")),
        ("decisions", "Record", first("decisions", rules=())),
        ("decisions", "Notify", first("loops", collectionReference="Title")),
        ("subflows", "Record", first("subflows", flowName="NGH_Record")),
        ("subflows", "Record", first("subflows", inputAssignments=())),
        ("subflows", "Record", whole(status="Obsolete")),
        ("variables", "Record", first("formulas", expression="VLOOKUP({!A}, {!B}, 1)")),
        ("variables", "Notify", first("variables", dataType="Number")),
        ("actions", "Notify", first("actionCalls", inputParameters=())),
        ("actions", "Mail", first("actionCalls", actionName="Account.Alert")),
        ("faults", "Notify", first("actionCalls", faultConnector=None)),
        ("literals", "Record", whole(description="See 00G5g000004AbCdEAX")),
    ],
)
def test_a_flow_that_breaks_a_rule_is_caught(rule: str, flow: str, change: Change) -> None:
    flows = dict(of_kind(package(NORTHGATE), "Flow"))
    flows[f"NGH_{flow}"] = change(flows[f"NGH_{flow}"])
    assert rule in {found for found, _ in broken(f"NGH_{flow}", flows)}


def test_every_rule_is_shown_to_catch_something() -> None:
    marks = getattr(test_a_flow_that_breaks_a_rule_is_caught, "pytestmark")  # noqa: B009
    assert {case[0] for case in marks[0].args[1]} == {rule.__name__ for rule in RULES}


def test_an_empty_value_compares_with_nothing() -> None:
    """A condition without a right side is refused by the org, and caught here."""
    flows = dict(of_kind(package(NORTHGATE), "Flow"))
    record = flows["NGH_Record"]
    rule = record.decisions[0].rules[0]
    bare = replace(rule, conditions=(replace(rule.conditions[0], rightValue=None),))
    flows["NGH_Record"] = first("decisions", rules=(bare,))(record)
    assert ("decisions", f"{rule.name} compares with nothing") in broken("NGH_Record", flows)
    said = FlowElementReferenceOrValue(stringValue="null")
    told = replace(rule, conditions=(replace(rule.conditions[0], rightValue=said),))
    flows["NGH_Record"] = first("decisions", rules=(told,))(record)
    assert ("variables", "a text that says null") in broken("NGH_Record", flows)
